"""Every scheme of the catalogue runs on the same use-cases: dossier, findings, steps, number, and its paper.

What a file leaves open is settled by a city's layer here, as an office would. Roles that access does not have yet
stand in a plain identity: the steps ask for words of the scheme, and know no others.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.dossiers.models import Dossier
from casework.dossiers.papers import CardPaper, Issuing, carries_code, paper_of
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import issues_card, open_steps, take_step
from casework.errors import NotFoundError, RefusedError
from casework.papers import IdCard, Renderer
from casework.papers.samples import portrait
from casework.programmes.service import programme_of, version_of
from casework.schemes import Catalogue, SchemeVersion, Verdict
from tests.dossiers.offices import Office, contract, contract_day, office_of, settled_catalogue
from tests.papers.reading import text
from tests.schemes.test_contracts import KEYS
from tests.support.installation import Installation
from tests.tools.pdfcheck import check

VERIFY = "https://casework.example.org/verify"
LATER = {"levigan-parrainage"}
"""Cards that come to life at a ceremony with a day of its own, which dossiers do not have yet (issue E)."""
BY_BODIES = {"utr-bbb"}
"""Its cards are given by a body of the city on that day, not by the houses that handle it (issue E)."""


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return settled_catalogue()


@pytest.fixture
def office(installation: Installation, catalogue: Catalogue, key: str) -> Iterator[Office]:
    with office_of(installation, catalogue, key) as made:
        yield made


def path_to_card(version: SchemeVersion, start: str) -> list[str]:
    """The fewest actions from a state to the one by which the card comes to life, that one included.

    One that rests on a named condition is a short cut for some, such as an award without an application.
    """
    paths, seen = [(start, list[str]())], {start}
    for state, path in paths:
        for action in version.steps.actions.values():
            short_cut = version.conditions.keys() & set(action.needs)
            if state in action.sources and action.to is not None and not short_cut:
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
    asks = needs & {"rules", *office.version.rules}
    return bool(asks) and any(each.verdict is not Verdict.MET for each in found)


def test_a_dossier_opens_and_its_facts_are_found(office: Office, catalogue: Catalogue, key: str) -> None:
    dossier = office.open(catalogue)
    assert dossier.state == office.version.steps.start.key
    assert version_of(office.session, dossier.version_hash) == office.version
    found = findings_of(office.session, dossier, office.on)
    assert [each.rule for each in found] == list(office.version.rules)
    if contract(key)["met"] is not None:
        assert {each.verdict for each in found} == {Verdict.MET}


def test_the_steps_lead_to_a_number(office: Office, catalogue: Catalogue, key: str) -> None:
    dossier = office.open(catalogue)
    *before, last = path_to_card(office.version, dossier.state) or [""]
    assert (last == "") is (key in LATER)
    given = Given("Motius.", read_back=True)
    for step in before:
        who = office.author
        assert step in {each.key for each in open_steps(office.session, who, dossier, office.on)}
        if office.version.steps.needs_other_person(step):
            with pytest.raises(RefusedError):
                take_step(office.session, who, dossier, step, given, office.at, office.on)
            who = office.colleague
        if lacks(office, dossier, step):
            with pytest.raises(RefusedError):
                take_step(office.session, who, dossier, step, given, office.at, office.on)
            assert contract(key)["met"] is None
            return
        take_step(office.session, who, dossier, step, given, office.at, office.on)
        dossier = office.whole(dossier.id)
    if key not in LATER:
        issue(office, dossier, last, key)


def issue(office: Office, dossier: Dossier, step: str, key: str) -> None:
    """The next number of the scheme's own pattern; and nothing in the dossier changes while the card is made."""
    refusal = NotFoundError if key in BY_BODIES else RefusedError if lacks(office, dossier, step) else None
    if refusal is not None:
        assert key in BY_BODIES or contract(key)["met"] is None
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
