"""Dossiers made by the same use-cases that the pages call, for tests that need one at a certain step."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pyramid.registry import Registry
from sqlalchemy.orm import Session

from casework import clock
from casework.access.identity import Identity
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.accounts import identity_as
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import Blank, CaseRecord, EvidenceRecord, MovementRecord, StatementRecord
from casework.dossiers.service import changes, issuing, statements
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Particulars
from casework.schemes import Catalogue, MovementKind

PARTICULARS = Particulars("Amina", "Mostrani Exemple", BirthDate(1990, 5), "أمينة", "ar", "Exemplària")
RECORD = CaseRecord(address="carrer de la Mostra, 3")
STEPS = ("submit", "take_up", "propose", "grant")
DECIDING = frozenset({"grant", "refuse", "return", "issue"})


@dataclass
class Desk:
    """A caseworker and a signatory at a session, on one day."""

    session: Session
    catalogue: Catalogue
    today: date

    @property
    def caseworker(self) -> Identity:
        return identity_as(self.session, Role.CASEWORKER)

    @property
    def signatory(self) -> Identity:
        return identity_as(self.session, Role.SIGNATORY)

    def open(
        self, particulars: Particulars = PARTICULARS, record: CaseRecord = RECORD, scheme: str = NEIGHBOURHOOD
    ) -> Dossier:
        """A dossier in which nothing was entered yet."""
        dossier = open_dossier(
            self.session, self.catalogue, self.caseworker, scheme, particulars, record, self.today
        )
        self.session.flush()
        return self.whole(dossier.id)

    def whole(self, dossier_id: str) -> Dossier:
        dossier = whole_dossier(self.session, dossier_id)
        assert dossier is not None
        return dossier

    def fill(self, dossier: Dossier) -> None:
        """Enter what Barcelona's rules ask for, and one sentence on its evidence."""
        me = self.caseworker
        arrived, since = self.today - timedelta(days=700), self.today - timedelta(days=300)
        changes.answer(self.session, me, dossier, "explained", "yes", self.today)
        for what, day, place in (
            (MovementKind.ARRIVAL, arrived, "L’Hospitalet"),
            (MovementKind.DEPARTURE, since, "L’Hospitalet"),
            (MovementKind.ARRIVAL, since, "Barcelona"),
        ):
            record = MovementRecord(what.value, day, place)
            if all(each.record != record for each in dossier.movements):  # a renewal has them already
                changes.add_movement(self.session, me, dossier, record)
        padro = EvidenceRecord(
            "padro", "padro_certificate", "Ajuntament", "register_obtained", issued=self.today
        )
        course = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
        shown = add_evidence(self.session, me, dossier, padro, self.at)
        add_evidence(self.session, me, dossier, course, self.at)
        sentence = StatementRecord("padro", "registered", (Blank("since", since.isoformat()),))
        statements.add_statement(self.session, me, dossier, sentence, (shown,))

    def take(self, dossier: Dossier, *steps: str, reasons: str = "") -> None:
        for step in steps:
            me = self.signatory if step in DECIDING else self.caseworker
            given = Given(reasons, read_back=step == "propose")
            take_step(self.session, me, dossier, step, given, self.at, self.today)

    @property
    def at(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 9, tzinfo=UTC)


def prepare_case(registry: Registry, *steps: str, today: date | None = None) -> str:
    """The id of a committed dossier that is filled in and has taken these steps."""
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], today or clock.today("Europe/Madrid"))
        dossier = desk.open()
        desk.fill(dossier)
        desk.take(dossier, *steps)
        return dossier.id


def reserve(registry: Registry, dossier_id: str) -> str:
    """Transaction one of issuing, by the signatory; the card's id."""
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        card = issuing.start_issuing(session, desk.signatory, desk.whole(dossier_id), "issue", desk.today)
        return card.id
