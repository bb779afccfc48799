"""An office for each scheme: an organisation that handles it, and people with every role that its steps name.

Roles that access does not have yet stand in a plain identity: the steps ask for words of the scheme, and know no
others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from casework.access.identity import Identity, MembershipIn
from casework.access.models import Account, Organisation
from casework.access.permissions import Role
from casework.demo.accounts import account_as
from casework.demo.people import LETTERHEAD
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import CaseRecord, EvidenceRecord, MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.opening import open_dossier
from casework.people.models import BirthDate, Particulars
from casework.programmes.adopting import open_to_issue
from casework.programmes.service import adopt
from casework.schemes import Catalogue, EvidenceCategory, FactType, SchemeVersion, read_source
from tests.cards.sessions import rolled_back
from tests.schemes.test_contracts import CONTRACTS, KEYS
from tests.support.catalogue import shipped
from tests.support.installation import Installation

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NAME = Particulars("Maria Mercè", "Mostra i Exemple", BirthDate(1990, 5, 2), "ماريا مرسي", "ar", "Exemplària")
RECORD = CaseRecord("carrer de la Mostra, 3", "X0000000", "Exemplària")
ELSEWHERE = (FactType.MOVEMENTS, FactType.PERIODS, FactType.DOCUMENTS)
"""Facts that are entered row by row; the birth date stands with the person."""


def local_values(version: SchemeVersion, on: date) -> str:
    """A city's layer that settles what the file leaves open and issuing needs, as of a day."""
    values = {"number": '"T{yy}{seq:4}"', "valid_until": "[24 months]"}
    settled = "".join(f"  {word}: {values[word]}\n" for word in open_to_issue(version))
    return f"scheme: {version.scheme}\nversions:\n- from: {on.isoformat()}\n{settled}"


@lru_cache
def contract(key: str) -> dict[str, Any]:
    file = CONTRACTS / f"{key}.yaml"
    data: dict[str, Any] = read_source(file.read_bytes(), file.name).data
    return data


def contract_day(key: str) -> date:
    return date.fromisoformat(contract(key)["on"])


@lru_cache(maxsize=1)
def settled_catalogue() -> Catalogue:
    """The catalogue with a city's layer that settles, as an office would, what issuing needs."""
    known = shipped()
    with TemporaryDirectory() as directory:
        city = Path(directory)
        for each in KEYS:
            on = contract_day(each)
            version = known.scheme(each).version_on(on)
            if open_to_issue(version):
                (city / f"{each}.yaml").write_text(local_values(version, on), "utf-8")
        return Catalogue.load(city)


@dataclass
class Office:
    """An organisation of the kind that handles one scheme, and people who have every role that it names."""

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
    def reviewer(self) -> Identity:
        return self._identity(account_as(self.session, Role.REVIEWER))

    @property
    def at(self) -> datetime:
        return datetime(self.on.year, self.on.month, self.on.day, 9, tzinfo=UTC)

    def _identity(self, account: Account) -> Identity:
        steps, here = self.version.steps, self.organisation.id
        roles = {by.role for action in steps.actions for by in steps.performers(action, self.on)}
        memberships = tuple(MembershipIn(here, role, LONG_AGO) for role in sorted(roles))
        return Identity(account.id, "", self.at, memberships, organisation_id=here)

    def open(self, catalogue: Catalogue) -> Dossier:
        """A dossier in which what meets the scheme's rules is entered."""
        facts = contract(self.version.scheme)["met"] or {}
        born = _day(facts.get("birth_date")) or date(1990, 5, 2)
        person = replace(NAME, birth_date=BirthDate(born.year, born.month, born.day))
        opened = open_dossier(
            self.session, catalogue, self.author, self.version.scheme, person, RECORD, self.on
        )
        dossier = self.whole(opened.id)
        told = facts.keys() - {"birth_date"}
        for fact in sorted(each for each in told if self.version.facts[each].type not in ELSEWHERE):
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
            bonds = [each.key for each in self.version.evidence if each.spouse == row["kind"]]
            taken = takers or bonds or [self.version.evidence[0].key]
            record = EvidenceRecord(
                row.get("category", taken[0]), row["kind"], "Emissor", "original_seen",
                issued=_day(row.get("issued")), expires=_day(row.get("expires")), also=tuple(taken[1:]),
                of_spouse=row.get("of") == "spouse",
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
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


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
