"""One of everything that a person or an office confides to casework, each with words of its own, by the use-cases."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access.models import Organisation
from casework.db import writing
from casework.demo.people import LETTERHEAD
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import (
    Appeal,
    AppointmentRecord,
    Blank,
    CaseRecord,
    EvidenceRecord,
    HandOver,
    MovementRecord,
    ReadBack,
    Representative,
    StatementRecord,
)
from casework.dossiers.service import appointments, changes, contact, notes, statements
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.certificates import write_certificate
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.households import add_member
from casework.dossiers.service.notifying import Way, note_received
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.steps import Given, take_step
from casework.papers.samples import portrait
from casework.people.models import BirthDate, Contact, Particulars
from casework.programmes.service import adopt
from casework.schemes import MovementKind
from tests.dossiers.cases import Desk, reserve
from tests.support.installation import Installation

HOUSEHOLD = "nantes-carte-blanche"
INCOME = "1437982.51"
RECEIVER = "Germana Confident Receptora"
READ_BACK = Given(read_back=True, told_back=ReadBack("ca", "trusted", "La frase de la cosina delatora"))


class Confided:
    """Tells three stories to a desk and remembers every word of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words: set[str] = set()

    def said(self, words: str) -> str:
        self.words.add(words)
        return words

    def person(self, name: str) -> Particulars:
        given, family, birth_place = f"{name} Confident", f"{name}-Cognom", f"{name}ville-Natale"
        self.words |= {given, family, birth_place}
        return Particulars(given, family, BirthDate(1981, 2, 3), birth_place=birth_place)

    def record(self, name: str) -> CaseRecord:
        return CaseRecord(
            self.said(f"carrer {name} Amagat, 12"), self.said(f"PASS{name}77"), self.said(f"{name}iana-nació")
        )

    def take(self, dossier: Dossier, step: str, given: Given, *, signed: bool = False) -> None:
        desk = self.desk
        me = desk.signatory if signed else desk.caseworker
        take_step(desk.session, me, dossier, step, given, desk.at, desk.today)

    def reach(self, dossier: Dossier) -> None:
        """How to reach the person, who acts for them, when they come, and what was said."""
        desk, me = self.desk, self.desk.caseworker
        telephone, mail = self.said("+34 611 222 333"), self.said("confident@secret.example")
        contact.change_contact(
            desk.session, me, dossier, Contact(("wo",), ("es",), "trusted", telephone, mail)
        )
        mandate = Representative(
            self.said("Lletrada Confidenta Mandatària"), self.said("Despatx dels Mandats Ocults"), "lawyer",
            desk.today, ("receive_letters", "be_summoned"), self.said("+34 644 555 666"),
            self.said("mandat@secret.example"),
        )  # fmt: skip
        contact.note_representative(desk.session, me, dossier, mandate)
        agreed = AppointmentRecord(self.said("Sala Reservada del Soterrani"), self.said("Intèrpret Callada"))
        for hour in (1, 2):
            at = desk.at + timedelta(hours=hour)
            kept = appointments.add_appointment(desk.session, me, dossier, Purpose.INTERVIEW, at, agreed)
        appointments.hold(desk.session, me, kept, self.said("Va explicar la por del veí."), desk.today)
        notes.add_note(desk.session, me, dossier, self.said("Truqueu només al vespre tard."), desk.at)

    def show(self, dossier: Dossier) -> None:
        """A break in the register that does not count, a scan, a photo, and the person's own words."""
        desk, me = self.desk, self.desk.caseworker
        away = self.said("Poblet de la Marrada")
        for what, days, place, reason in (
            (MovementKind.DEPARTURE, 200, "Barcelona", ""),
            (MovementKind.ARRIVAL, 190, away, self.said("Vivia amagada de l’agressor.")),
        ):
            movement = MovementRecord(what.value, desk.today - timedelta(days=days), place, reason=reason)
            changes.add_movement(desk.session, me, dossier, movement)
        kept = files.keep(desk.session, dossier, files.remake_picture(portrait()), files.JPEG)
        shown = EvidenceRecord(
            "cursos", "course_certificate", self.said("Taller Discret de Costura"), "original_seen",
            issued=desk.today, proves_from=desk.today - timedelta(days=90),
            proves_place=self.said("Magatzem Vuitanta-set"),
        )  # fmt: skip
        add_evidence(desk.session, me, dossier, shown, desk.at, kept)
        set_photo(desk.session, me, dossier, files.remake_photo(portrait()))
        own = Blank("own_words", self.said("Cuso vestits de núvia cada nit."))
        statements.add_statement(
            desk.session, me, dossier, StatementRecord("manifesta", "own_words", (own,)), ()
        )

    def asked_sent_back_and_refused(self) -> None:
        desk = self.desk
        dossier = desk.open(self.person("Refusada"), self.record("Refusada"))
        desk.fill(dossier)
        self.reach(dossier)
        self.show(dossier)
        desk.take(dossier, "submit", "take_up")
        write_certificate(
            desk.session,
            desk.caseworker,
            dossier,
            "state",
            self.said("Advocada Confidenta Nocturna"),
            desk.today,
        )
        lines = (self.said("La carta de la mestra d’escola"),), (self.said("La carta de la maestra callada"),)
        self.take(dossier, "ask_for_more", Given(also=lines[0], also_beside=lines[1]))
        self.take(dossier, "complete", Given())
        self.said("La frase de la cosina delatora")
        self.take(dossier, "propose", READ_BACK)
        self.take(dossier, "return", Given(self.said("Torneu-hi: el testimoni dubta.")), signed=True)
        self.take(dossier, "propose", READ_BACK)
        beside = self.said("Vivía escondida en otro municipio.")
        self.take(
            dossier, "refuse", Given(self.said("Vivia amagada en un altre municipi."), beside), signed=True
        )
        appeal = Appeal(self.said("Recurs reservat d’alçada"), desk.today)
        self.take(dossier, "note_appeal", Given(appeal=appeal))

    def received(self) -> None:
        """Of the letters that were written, the day on which the refusal reached the person."""
        desk = self.desk
        (refusal,) = desk.session.scalars(select(Letter).filter_by(kind="refusal"))
        note_received(desk.session, desk.caseworker, refusal, desk.today, Way.POST, desk.today)

    def granted(self) -> str:
        dossier = self.desk.open(self.person("Revocada"), self.record("Revocada"))
        self.desk.fill(dossier)
        self.desk.take(dossier, "submit", "take_up", "propose", "grant")
        return dossier.id

    def handed_over_and_revoked(self, dossier_id: str) -> None:
        dossier = self.desk.whole(dossier_id)
        handed = HandOver(self.desk.today, self.said(RECEIVER), "ca", "none_needed")
        self.take(dossier, "hand_over", Given(hand_over=handed))
        self.take(dossier, "end", Given(self.said("El certificat era d’una altra vida.")), signed=True)

    def household(self) -> None:
        """A mother whose income holds for all, and her son."""
        desk, me = self.desk, self.desk.caseworker
        first = desk.open(
            self.person("Mare"), CaseRecord(self.said("passatge de la Llar Oculta, 3")), HOUSEHOLD
        )
        changes.answer(desk.session, me, first, "monthly_income", self.said(INCOME), desk.today)
        payslip = EvidenceRecord("income", "payslip", self.said("Forn de la Nòmina Amagada"), "original_seen")
        add_evidence(desk.session, me, first, payslip, desk.at)
        add_member(
            desk.session, desk.catalogue, me, first, self.person("Fillet"), self.record("Fillet"), desk.today
        )


def confide(installation: Installation) -> set[str]:
    """Tell everything, papers made and jobs done; every word of it."""
    registry, today = installation.registry, clock.today("Europe/Madrid")

    def at_a_desk(session: Session) -> Confided:
        return Confided(Desk(session, registry["catalogue"], today))

    with writing(registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        adopt(session, city, HOUSEHOLD, date(2025, 1, 7), LETTERHEAD)
        told = at_a_desk(session)
        told.household()
        told.asked_sent_back_and_refused()
        card = told.granted()
    reserve(registry, card)
    while installation.run_jobs():
        pass
    with writing(registry["sessions"]) as session:
        after = at_a_desk(session)
        after.received()
        after.handed_over_and_revoked(card)
    while installation.run_jobs():
        pass
    return told.words | after.words
