"""Every scheme of the catalogue runs on the same use-cases: dossier, findings, steps, number, and its paper.

What a file leaves open is settled by a city's layer here, as an office would. Roles that access does not have yet
stand in a plain identity: the steps ask for words of the scheme, and know no others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.access.identity import Identity, MembershipIn
from casework.access.models import Account, Organisation
from casework.access.permissions import Role
from casework.demo.people import LETTERHEAD
from casework.demo.story import account_as
from casework.dossiers.models import Dossier
from casework.dossiers.papers import CardPaper, Issuing, carries_code, paper_of
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import CaseRecord, EvidenceRecord, MovementRecord
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import Given, issues_card, open_steps, take_step
from casework.errors import NotFoundError, RefusedError
from casework.papers import IdCard, Renderer
from casework.papers.samples import portrait
from casework.people.models import BirthDate, Particulars
from casework.programmes.adopting import open_to_issue
from casework.programmes.service import adopt, programme_of, version_of
from casework.schemes import Catalogue, EvidenceCategory, FactType, SchemeVersion, Verdict, read_source
from tests.cards.sessions import rolled_back
from tests.papers.reading import text
from tests.schemes.test_contracts import CONTRACTS, KEYS
from tests.support.installation import Installation
from tests.tools.pdfcheck import check

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
VERIFY = "https://casework.example.org/verify"
NAME = Particulars("Maria Mercè", "Mostra i Exemple", BirthDate(1990, 5, 2), "ماريا مرسي", "ar", "Exemplària")
RECORD = CaseRecord("carrer de la Mostra, 3", "X0000000", "Exemplària")
LATER = {"levigan-parrainage"}
"""Cards that come to life at a ceremony with a day of its own, which dossiers do not have yet (issue E)."""
BY_BODIES = {"utr-bbb"}
"""Its cards are given by a body of the city on that day, not by the houses that handle it (issue E)."""
BEYOND = {"nantes-carte-blanche", "utr-upas", "levigan-parrainage", "richmond-id"}
"""They rest on amounts, numbers, a household or a spouse's papers, which dossiers do not hold yet."""
SAID_IN_WORDS = (FactType.YES_NO, FactType.CHOICE)


def local_values(version: SchemeVersion, on: date) -> str:
    """A city's layer that settles what the file leaves open and issuing needs, as of a day."""
    values = {"number": '"T{yy}{seq:4}"', "valid_until": "[24 months]"}
    settled = "".join(f"  {word}: {values[word]}\n" for word in open_to_issue(version))
    return f"scheme: {version.scheme}\nversions:\n- from: {on.isoformat()}\n{settled}"


def contract(key: str) -> dict[str, Any]:
    file = CONTRACTS / f"{key}.yaml"
    data: dict[str, Any] = read_source(file.read_bytes(), file.name).data
    return data


def contract_day(key: str) -> date:
    return date.fromisoformat(contract(key)["on"])


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    city = tmp_path_factory.mktemp("city")
    shipped = Catalogue.load()
    for each in KEYS:
        on = contract_day(each)
        version = shipped.scheme(each).version_on(on)
        if open_to_issue(version):
            (city / f"{each}.yaml").write_text(local_values(version, on), "utf-8")
    return Catalogue.load(city)


@dataclass
class Office:
    """An organisation of the kind that handles one scheme, and two people who have every role that it names."""

    session: Session
    version: SchemeVersion
    organisation: Organisation
    on: date

    @property
    def author(self) -> Identity:
        return self._identity(account_as(self.session, Role.CASEWORKER))

    @property
    def colleague(self) -> Identity:
        return self._identity(account_as(self.session, Role.SIGNATORY))

    @property
    def at(self) -> datetime:
        return datetime(self.on.year, self.on.month, self.on.day, 9, tzinfo=UTC)

    def _identity(self, account: Account) -> Identity:
        steps, here = self.version.steps, self.organisation.id
        roles = {by.role for action in steps.actions for by in steps.performers(action, self.on)}
        memberships = tuple(MembershipIn(here, role, LONG_AGO) for role in sorted(roles))
        return Identity(account.id, "", self.at, memberships, organisation_id=here)

    def open(self, catalogue: Catalogue) -> Dossier:
        """A dossier in which what meets the scheme's rules is entered, as far as a dossier holds it."""
        facts = contract(self.version.scheme)["met"] or {}
        born = _day(facts.get("birth_date")) or date(1990, 5, 2)
        person = replace(NAME, birth_date=BirthDate(born.year, born.month, born.day))
        opened = open_dossier(
            self.session, catalogue, self.author, self.version.scheme, person, RECORD, self.on
        )
        dossier = self.whole(opened.id)
        for fact in sorted(each for each in facts if self.version.facts[each].type in SAID_IN_WORDS):
            changes.answer(self.session, self.author, dossier, fact, _said(facts[fact]), self.on)
        for row in facts.get("movements", ()):
            place = row.get("place", self.version.place.city)
            movement = MovementRecord(row["what"], _day(row["date"]), place)
            changes.add_movement(self.session, self.author, dossier, movement)
        self._show(dossier, facts)
        return self.whole(dossier.id)

    def _show(self, dossier: Dossier, facts: dict[str, Any]) -> None:
        for row in facts.get("documents", ()):
            takers = [each.key for each in self.version.evidence if _takes(each, row["kind"])]
            taken = takers or [self.version.evidence[0].key]
            record = EvidenceRecord(
                row.get("category", taken[0]), row["kind"], "Emissor", "original_seen",
                issued=_day(row.get("issued")), expires=_day(row.get("expires")), also=tuple(taken[1:]),
            )  # fmt: skip
            add_evidence(self.session, self.author, dossier, record, self.at)
        for row in facts.get("presence", ()):
            record = EvidenceRecord(
                self.version.evidence[0].key, next(iter(self.version.kinds)), "Emissor", "original_seen",
                proves_from=_day(row["from"]), proves_to=_day(row.get("to")), proves_place=row.get("place", ""),
            )  # fmt: skip
            add_evidence(self.session, self.author, dossier, record, self.at)

    def whole(self, dossier_id: str) -> Dossier:
        self.session.flush()
        self.session.expire_all()
        dossier = whole_dossier(self.session, dossier_id)
        assert dossier is not None
        return dossier


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value))


def _day(value: Any) -> Any:
    return date.fromisoformat(str(value)) if value else None


def _takes(category: EvidenceCategory, kind: str) -> bool:
    return category.accepts is not None and kind in {each.key for each in category.accepts}


@contextmanager
def office_of(installation: Installation, catalogue: Catalogue, key: str) -> Iterator[Office]:
    """What is done there is undone at the end."""
    on = contract_day(key)
    version = catalogue.scheme(key).version_on(on)
    with rolled_back(installation) as session:
        organisation = Organisation(
            key=f"{key}-office", kind=version.steps.handled_by[0], name=version.issuer
        )
        session.add(organisation)
        session.flush()
        installation.registry["vault"].keyring.new_epoch(organisation.id)
        adopt(session, organisation, key, LONG_AGO.date(), LETTERHEAD)
        yield Office(session, version, organisation, on)


@pytest.fixture
def office(installation: Installation, catalogue: Catalogue, key: str) -> Iterator[Office]:
    with office_of(installation, catalogue, key) as made:
        yield made


def path_to_card(version: SchemeVersion, start: str) -> list[str]:
    """The fewest actions from a state to the one by which the card comes to life, that one included."""
    paths, seen = [(start, list[str]())], {start}
    for state, path in paths:
        for action in version.steps.actions.values():
            if state in action.sources and action.to is not None:
                if issues_card(version, action):
                    return [*path, action.key]
                if action.to not in seen:
                    seen.add(action.to)
                    paths.append((action.to, [*path, action.key]))
    return []


def lacks(office: Office, dossier: Dossier, step: str) -> bool:
    """Whether a step needs requirements that this dossier does not meet yet."""
    found = findings_of(office.session, dossier, office.on)
    needs = set(office.version.steps.actions[step].needs)
    asks = needs & {"rules", *office.version.rules, *office.version.conditions}
    return bool(asks) and any(each.verdict is not Verdict.MET for each in found)


def test_a_dossier_opens_and_its_facts_are_found(office: Office, catalogue: Catalogue, key: str) -> None:
    dossier = office.open(catalogue)
    assert dossier.state == office.version.steps.start.key
    assert version_of(office.session, dossier.version_hash) == office.version
    found = findings_of(office.session, dossier, office.on)
    assert [each.rule for each in found] == list(office.version.rules)
    if contract(key)["met"] is not None and key not in BEYOND:
        assert {each.verdict for each in found} == {Verdict.MET}


def test_the_steps_lead_to_a_number(office: Office, catalogue: Catalogue, key: str) -> None:
    dossier = office.open(catalogue)
    *before, last = path_to_card(office.version, dossier.state) or [""]
    assert (last == "") is (key in LATER)
    given = Given("Motius.", read_back=True)
    for step in before:
        who = office.author
        assert step in {each.key for each in open_steps(office.session, who, dossier)}
        if office.version.steps.needs_other_person(step):
            with pytest.raises(RefusedError):
                take_step(office.session, who, dossier, step, given, office.at, office.on)
            who = office.colleague
        if lacks(office, dossier, step):
            with pytest.raises(RefusedError):
                take_step(office.session, who, dossier, step, given, office.at, office.on)
            assert key in BEYOND or contract(key)["met"] is None
            return
        take_step(office.session, who, dossier, step, given, office.at, office.on)
        dossier = office.whole(dossier.id)
    if key not in LATER:
        issue(office, dossier, last, key)


def issue(office: Office, dossier: Dossier, step: str, key: str) -> None:
    """The next number of the scheme's own pattern; and nothing in the dossier changes while the card is made."""
    refusal = NotFoundError if key in BY_BODIES else RefusedError if lacks(office, dossier, step) else None
    if refusal is not None:
        assert key in BY_BODIES | BEYOND or contract(key)["met"] is None
        with pytest.raises(refusal):
            issuing.start_issuing(office.session, office.colleague, dossier, step, office.on)
        return
    card = issuing.start_issuing(office.session, office.colleague, dossier, step, office.on)
    assert card.state == "issuing"
    assert card.number == office.version.number_pattern.format(office.on.year, 1)
    with pytest.raises(RefusedError):
        changes.answer(office.session, office.author, office.whole(dossier.id), "any", "yes", office.on)


def drawings(office: Office, dossier: Dossier) -> Iterator[tuple[str, CardPaper]]:
    """Each card and document, as a draft and as issued, in each of its languages."""
    programme = programme_of(office.session, dossier.organisation_id, dossier.scheme_key)
    issued = Issuing("T260001", "2GT6YB1-K0WDM9E-QX47RVH", office.on, date(2028, 11, 19))
    for paper_key, definition in office.version.papers.items():
        if definition.form == "letter" or "course_heading" in definition.texts[definition.languages[0]]:
            continue  # a certificate of the state of procedure has its own tests
        code = issued.code if carries_code(office.version, paper_key) else ""
        for language in definition.languages:
            for name, terms in (
                ("draft", Issuing("", "", office.on, None)),
                ("issued", replace(issued, code=code)),
            ):
                yield f"{paper_key}-{language}-{name}", paper_of(
                    dossier, office.version, programme, paper_key, VERIFY, portrait(), terms,
                    draft=name == "draft", language=language,
                )  # fmt: skip


@pytest.fixture(scope="module")
def drawn(
    installation: Installation, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[Path, CardPaper]]]:
    """The papers of every scheme as files, drawn once, for one run of the checker."""
    directory, renderer = tmp_path_factory.mktemp("drawn"), Renderer()
    made: dict[str, list[tuple[Path, CardPaper]]] = {}
    for key in KEYS:
        with office_of(installation, catalogue, key) as office:
            for name, paper in drawings(office, office.open(catalogue)):
                file = directory / f"{key}-{name}.pdf"
                file.write_bytes(renderer.render(paper))
                made.setdefault(key, []).append((file, paper))
    return made


def test_its_paper_is_drawn_in_every_language(
    drawn: dict[str, list[tuple[Path, CardPaper]]], catalogue: Catalogue, key: str
) -> None:
    version = catalogue.scheme(key).version_on(contract_day(key))
    assert {paper.language for _, paper in drawn[key]} == set(next(iter(version.papers.values())).languages)
    for file, paper in drawn[key]:
        said = text(file)
        assert "Maria Mercè" in said
        assert paper.title in said or paper.language == "ar"  # Poppler gives Arabic in another order
        if isinstance(paper, IdCard):
            assert contract_day(key).isoformat() in paper.canonical_json().decode()
            assert "Mercè" not in paper.canonical_json().decode()


def test_every_drawn_paper_conforms(drawn: dict[str, list[tuple[Path, CardPaper]]]) -> None:
    files = [file for papers in drawn.values() for file, _ in papers]
    assert len(drawn) == len(KEYS)
    assert check(files) == []
