"""A town in the middle of its work: a dossier in every state, and what other schemes bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access.identity import Identity
from casework.access.models import Grant, Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.db import writing
from casework.demo.accounts import account_as, identity_as
from casework.demo.people import LETTERHEAD, NEIGHBOURHOOD, PERSONS
from casework.demo.story import play
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import (
    AppointmentRecord,
    Blank,
    CaseRecord,
    EvidenceRecord,
    Representative,
    StatementRecord,
)
from casework.dossiers.service import (
    appointments,
    changes,
    contact,
    handling,
    issuing,
    letters,
    notes,
    statements,
)
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.certificates import write_certificate
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.households import add_member
from casework.dossiers.service.notifying import Way, note_received
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Contact, Particulars
from casework.programmes.models import Programme
from casework.programmes.service import adopt
from casework.schemes import Catalogue
from tests.dossiers.making import sign
from tests.support.adopted import work_beside
from tests.support.installation import Installation
from tests.support.scans import LETTER, pdf

HOUSEHOLDS = "nantes-carte-blanche"
LONG_NAME = Particulars(
    "María de los Dolores Ñusta Anunciación",
    "Wolfeschlegelsteinhausenbergerdorffexemple y Nguyễn-Ɓalɗemostra",
    BirthDate(1961, 2, None),
    "عبد الرحمن بن محمد بن عبد الله الإدريسي الحسني",
    "ar",
)
OWN_WORDS = "Unparagraphedandunhyphenatedwordsofaperson" * 4


@dataclass(frozen=True)
class Town:
    """Addresses, by the name of an example, and the code of the issued paper."""

    addresses: dict[str, str]
    code: str


def settle(installation: Installation) -> Town:
    """Let the demo's story happen, and what it leaves out: long names, a picture, a card being made."""
    registry = installation.registry
    issued = list(play(registry, clock.today("Europe/Madrid"), lambda _line: None))
    with writing(registry["sessions"]) as session:
        caseworker, signatory = (identity_as(session, each) for each in (Role.CASEWORKER, Role.SIGNATORY))
        long_name = open_dossier(
            session, registry["catalogue"], caseworker, NEIGHBOURHOOD, LONG_NAME, CaseRecord(), clock.today()
        )
        session.flush()
        dossiers = {each.state_before: each for each in _dossiers_of_the_story(session)}
        whole = _whole(session, long_name)
        record = StatementRecord("manifesta", "own_words", (Blank("own_words", OWN_WORDS),))
        statements.add_statement(session, caseworker, whole, record, ())
        worked_on = dossiers["take_up"].dossier
        kept = files.keep(session, worked_on, files.remake_picture(_picture()), "image/jpeg")
        seen = EvidenceRecord("cursos", "course_certificate", "Escola Exemple", "original_seen")
        evidence = add_evidence(session, caseworker, worked_on, seen, clock.now(), kept)
        scanned = files.keep(session, worked_on, pdf(2, LETTER), files.PDF)
        seen = EvidenceRecord(
            "llengua", "course_certificate", "Escola Exemple", "original_seen", also=("cursos",)
        )
        scan = add_evidence(session, caseworker, worked_on, seen, clock.now(), scanned)
        set_photo(session, caseworker, worked_on, files.remake_photo(_picture()))
        note = notes.add_note(session, caseworker, worked_on, "Torna dijous.\n" + OWN_WORDS, clock.now())
        _reach(session, caseworker, whole, worked_on)
        decided = dossiers["grant"].dossier
        being_made = issuing.start_issuing(session, signatory, decided, "issue", clock.today("Europe/Madrid"))
        session.flush()
        addresses = {
            **{name: f"/dossiers/{each.dossier.id}" for name, each in dossiers.items()},
            "long_name": f"/dossiers/{long_name.id}",
            "evidence": f"/evidence/{evidence.id}",
            "evidence_id": evidence.id,
            "scan": f"/evidence/{scan.id}",
            "scan_id": scan.id,
            "note_id": note.id,
            "appointment_id": _agree(session, caseworker, worked_on).id,
            "being_made": f"/cards/{being_made.id}",
            **_letters(session, caseworker, dossiers),
            **_asked(installation, session, caseworker),
            "card": f"/cards/{issued[0].card_id}",
            "paper": f"/papers/{session.get_one(Card, issued[0].card_id).papers[0].id}",
            "grant_id": session.scalars(select(Grant.id)).one(),
            **_family(session, registry["catalogue"], caseworker),
            "programme_id": session.scalars(select(Programme.id).filter_by(scheme_key=NEIGHBOURHOOD)).one(),
            "account_id": account_as(session, Role.CASEWORKER).id,
            **_parts(worked_on),
        }
    return Town(addresses | work_beside(registry), issued[0].code)


def _family(session: Session, catalogue: Catalogue, caseworker: Identity) -> dict[str, str]:
    """Two of a household: the first, in whose dossier the income was told and shown, and a member."""
    day = clock.today("Europe/Madrid")
    organisation = session.get_one(Organisation, caseworker.organisation_id)
    adopt(session, organisation, HOUSEHOLDS, day - timedelta(days=30), LETTERHEAD)
    mother, son = (
        Particulars(given, "Mostra Ferhat", BirthDate(year, 5, 6))
        for given, year in (("Sonia", 1986), ("Idir", 2014))
    )
    first = open_dossier(session, catalogue, caseworker, HOUSEHOLDS, mother, CaseRecord(), day)
    whole = _whole(session, first)
    for fact, told in (("monthly_income", "1437.19"), ("children", "1"), ("student", "no")):
        changes.answer(session, caseworker, whole, fact, told, day)
    seen = EvidenceRecord("income", "payslip", "Cantina Exemple", "original_seen", issued=day)
    add_evidence(session, caseworker, whole, seen, clock.now())
    member = add_member(session, catalogue, caseworker, whole, son, CaseRecord(), day)
    session.flush()
    return {"family": f"/dossiers/{first.id}", "member": f"/dossiers/{member.id}"}


def _reach(session: Session, caseworker: Identity, unreached: Dossier, represented: Dossier) -> None:
    """One person wants no contact at all; of another everything is known, and a lawyer acts for them."""
    contact.change_contact(session, caseworker, unreached, Contact(speaks=("ar",), no_contact=True))
    told = Contact(("vi", "fr"), ("vi",), "professional", "+34 600 000 000", "mo@exemple.example", True)
    contact.change_contact(session, caseworker, represented, told)
    acting = Representative(
        "Clara Mostra Soler",
        "Despatx Mostra i Exemple",
        "lawyer",
        clock.today("Europe/Madrid"),
        ("submit_papers", "receive_letters", "be_summoned"),
        "+34 600 000 001",
    )
    contact.note_representative(session, caseworker, represented, acting)


def _agree(session: Session, caseworker: Identity, dossier: Dossier) -> Appointment:
    """Two appointments: one that was held, and one today, on a dossier with a deputy; the second."""
    yesterday = clock.now() - timedelta(days=1)
    held, today = (
        appointments.add_appointment(
            session,
            caseworker,
            dossier,
            Purpose.INTERVIEW,
            at,
            AppointmentRecord("Sala Mostra", "Clara Exemple"),
        )
        for at in (yesterday, clock.now())
    )
    appointments.hold(session, caseworker, held, "Torna dijous.\n" + OWN_WORDS, clock.today("Europe/Madrid"))
    handling.hand_to(session, caseworker, dossier, dossier.owner_id, account_as(session, Role.REVIEWER).id)
    return today


@dataclass(frozen=True)
class _Told:
    state_before: str
    dossier: Dossier


def _dossiers_of_the_story(session: Session) -> Sequence[_Told]:
    """Each dossier of the demo, by the last step that its story takes."""
    until = {each.particulars: each.until for each in PERSONS}
    found = session.scalars(select(Dossier)).all()
    return [
        _Told(until[each.person.particulars], _whole(session, each))
        for each in found
        if each.person.particulars in until
    ]


def _whole(session: Session, dossier: Dossier) -> Dossier:
    found = whole_dossier(session, dossier.id)
    assert found is not None
    return found


def _letters(session: Session, caseworker: Identity, dossiers: dict[str, _Told]) -> dict[str, str]:
    """A receipt and a certificate that could not be made, and a certificate that the worker makes at once."""
    today, through = clock.today("Europe/Madrid"), "Clara Mostra Soler, tel. 600 000 001"
    certificate, unmade = (
        write_certificate(session, caseworker, dossiers[each].dossier, "state", through, today)
        for each in ("take_up", "submit")
    )
    lost = dossiers["propose"].dossier.letters[0]
    for each in (lost, unmade):
        letters.give_up(session, each.id)
    return {
        "lost_letter": f"/letters/{lost.id}",
        "lost_certificate": f"/letters/{unmade.id}",
        "certificate": f"/letters/{certificate.id}",
    }


def _asked(installation: Installation, session: Session, caseworker: Identity) -> dict[str, str]:
    """Two of whom more was asked: one has the letter, as it is noted, of the other nobody knows."""
    found, asked_at = {}, clock.now() - timedelta(days=20)
    for name, given in (("asked", "Ousmane"), ("noted", "Gabriela")):
        person = Particulars(given, "Mostrassow", BirthDate(1991, 3, 4))
        day, catalogue = asked_at.date(), installation.registry["catalogue"]
        dossier = _whole(
            session, open_dossier(session, catalogue, caseworker, NEIGHBOURHOOD, person, CaseRecord(), day)
        )
        take_step(session, caseworker, dossier, "submit", Given(), asked_at, day)
        take_step(session, caseworker, dossier, "ask_for_more", Given(also=("Un paper",)), asked_at, day)
        for each in dossier.letters:
            letter = sign(installation, session, each)
        found |= {name: f"/dossiers/{dossier.id}", f"{name}_letter": f"/letters/{letter.id}"}
    note_received(session, caseworker, letter, day, Way.COUNTER, clock.today())
    return found


def _parts(dossier: Dossier) -> dict[str, str]:
    return {"movement_id": dossier.movements[0].id, "statement_id": dossier.statements[0].id}


def _picture() -> bytes:
    stored = BytesIO()
    Image.new("RGB", (900, 1200), "#b9c7d6").save(stored, "PNG")
    return stored.getvalue()
