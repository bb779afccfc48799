"""A household of Nantes at an office: a mother, a son, a daughter, and what holds for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.access.identity import Identity
from casework.dossiers.models import Dossier, Part
from casework.dossiers.records import CaseRecord, EvidenceRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.households import add_member
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Particulars
from casework.schemes import Catalogue, Verdict
from tests.dossiers.making import issue
from tests.dossiers.offices import Office, office_of, settled_catalogue
from tests.support.installation import Installation

SCHEME = "nantes-carte-blanche"
MOTHER = Particulars("Awa", "Mostra Diallo", BirthDate(1988, 3, 4))
SON = Particulars("Ibrahima", "Mostra Diallo", BirthDate(2006, 5, 6))
DAUGHTER = Particulars("Fatou", "Mostra Diallo", BirthDate(2015, 7, 8))
PASSPORT = EvidenceRecord("identity", "passport", "Exemplària", "original_seen", expires=date(2030, 1, 1))
PAYSLIP = EvidenceRecord("income", "payslip", "Forn Mostra", "original_seen")
STEPS = ("submit", "take_up", "propose", "grant")
BY_ANOTHER = frozenset({"grant", "issue", "send_back"})


@dataclass
class Home:
    """A household at an office: the first dossier, in which everything that holds for all is told."""

    office: Office
    catalogue: Catalogue
    first: Dossier

    def add(self, person: Particulars, student: str = "no", by: Identity | None = None) -> Dossier:
        """A member who says whether they study."""
        office, author = self.office, by or self.office.author
        opened = add_member(
            office.session, self.catalogue, author, self.first, person, CaseRecord(), office.on
        )
        member = office.whole(opened.id)
        changes.answer(office.session, author, member, "student", student, office.on)
        return office.whole(member.id)

    def answer(self, dossier: Dossier, fact: str, value: str, by: Identity | None = None) -> None:
        office = self.office
        changes.answer(office.session, by or office.author, dossier, fact, value, office.on)
        office.session.flush()

    def take(self, dossier: Dossier, *steps: str, by: Identity | None = None) -> Dossier:
        office = self.office
        for step in steps:
            who = by or (office.colleague if step in BY_ANOTHER else office.author)
            given = Given("Motifs.", read_back=True)
            take_step(office.session, who, office.whole(dossier.id), step, given, office.at, office.on)
        return office.whole(dossier.id)

    def issue(self, installation: Installation, dossier: Dossier) -> Dossier:
        return issue(installation, self.office, dossier, "issue", self.office.colleague)

    def parts(self, dossier: Dossier) -> dict[str, str]:
        rows = self.office.session.scalars(
            select(Part).where(Part.dossier_id == dossier.id, Part.round == dossier.round)
        )
        return {each.account_id: each.part for each in rows}


def verdicts(home: Home, dossier: Dossier) -> dict[str, Verdict]:
    found = findings_of(home.office.session, home.office.whole(dossier.id), home.office.on)
    return {each.rule: each.verdict for each in found}


@contextmanager
def at_home(installation: Installation) -> Iterator[Home]:
    """A mother of two, whose income is just inside the limit for two children (schemes.md §6)."""
    catalogue = settled_catalogue()
    with office_of(installation, catalogue, SCHEME) as office:
        opened = open_dossier(
            office.session, catalogue, office.author, SCHEME, MOTHER, CaseRecord(), office.on
        )
        first = office.whole(opened.id)
        for fact, value in (("monthly_income", "1950"), ("children", "2"), ("student", "no")):
            changes.answer(office.session, office.author, first, fact, value, office.on)
        for shown in (PASSPORT, PAYSLIP):
            add_evidence(office.session, office.author, first, shown, office.at)
        yield Home(office, catalogue, office.whole(first.id))
