"""A dossier of an invented person with one of each part, taken as far as a test needs it, by the use-cases."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access.identity import Identity
from casework.access.models import Account
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.db import writing
from casework.demo import accounts as demo_accounts
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import (
    Blank,
    CaseRecord,
    EvidenceRecord,
    MovementRecord,
    Representative,
    StatementRecord,
)
from casework.dossiers.service import changes, contact, letters, notes, statements
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.issuing import start_issuing
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Contact, Particulars
from casework.schemes import MovementKind
from tests.support.installation import Installation
from tests.support.scans import pdf

PARTICULARS = Particulars(
    "Canari Groc", "Mostrabell", BirthDate(1990), "ካናሪ ሞስትራ", "ti", birth_place="Canaripolis-Exemple"
)
RECORD = CaseRecord("carrer del Canari, 77, 4t 3a", "CANARI00417", "canariesa-exemple")
ISSUER = "Escola del Canari Exemple"
NOTE = "Vol tornar dijous amb el certificat del canari."
PLACE = "Sala del Canari, planta d’exemple"
OWN_WORDS = "Canto cada matí al balcó d’exemple."
CONTACT = Contact(speaks=("ti",), telephone="+34 600 417 417", mail="canari@exemple.example")
REPRESENTATIVE = Representative(
    "Lletrada del Canari", "Despatx del Canari", "lawyer", date(2026, 1, 7), ("receive_letters",)
)
PERSONAL = (
    PARTICULARS.given_names,
    PARTICULARS.family_names,
    PARTICULARS.native_name,
    PARTICULARS.birth_place,
    RECORD.address,
    RECORD.passport_number,
    RECORD.nationality,
    ISSUER,
    OWN_WORDS,
    NOTE,
    PLACE,
    CONTACT.telephone,
    CONTACT.mail,
    REPRESENTATIVE.name,
    REPRESENTATIVE.organisation,
)
"""Every text of the person that rests sealed: none may stand in an answer that has no entry."""

STEPS = (
    ("submit", Role.CASEWORKER),
    ("take_up", Role.CASEWORKER),
    ("propose", Role.CASEWORKER),
    ("grant", Role.SIGNATORY),
    ("issue", Role.SIGNATORY),
)


@dataclass(frozen=True)
class Case:
    """Ids of one dossier and its parts. Of `evidence` a picture is kept, of `scan` a PDF.

    The letter is the receipt, which could not be made. Card, paper and grant are empty before it is issued.
    """

    dossier: str
    movement: str
    evidence: str
    scan: str
    statement: str
    note: str
    letter: str = ""
    card: str = ""
    paper: str = ""
    grant: str = ""


def identity_of(session: Session, account_id: str) -> Identity:
    """What use-cases need to know of an account; the session is none."""
    return demo_accounts.identity_of(session.get_one(Account, account_id))


def add_case(installation: Installation, accounts: dict[Role, str], until: str = "issue") -> Case:
    """A dossier of the canary person with one of each part, as far as the step `until`; "" for none."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        author = identity_of(session, accounts[Role.CASEWORKER])
        today = clock.today()
        opened = open_dossier(
            session, registry["catalogue"], author, NEIGHBOURHOOD, PARTICULARS, RECORD, today
        )
        session.flush()
        dossier = _whole(session, opened.id)
        case = _add_parts(session, author, dossier, today)
    taken = [action for action, _role in STEPS].index(until) + 1 if until else 0
    for action, role in STEPS[:taken]:
        take(installation, accounts[role], case.dossier, action)
        case = case if case.letter else _with_lost_letter(installation, case)
    return _with_paper(installation, case) if until == "issue" else case


def _with_lost_letter(installation: Installation, case: Case) -> Case:
    with writing(installation.registry["sessions"]) as session:
        receipt = _whole(session, case.dossier).letters[0]
        letters.give_up(session, receipt.id)
        return replace(case, letter=receipt.id)


def _add_parts(session: Session, author: Identity, dossier: Dossier, today: date) -> Case:
    changes.answer(session, author, dossier, "explained", "yes", today)
    since = today - timedelta(days=300)
    for what, day, place in (
        (MovementKind.ARRIVAL, since - timedelta(days=300), "L’Hospitalet"),
        (MovementKind.DEPARTURE, since, "L’Hospitalet"),
        (MovementKind.ARRIVAL, since, "Barcelona"),
    ):
        record = MovementRecord(what.value, day, place)
        movement = changes.add_movement(session, author, dossier, record)
    set_photo(session, author, dossier, files.remake_photo(png()))
    kept = files.keep(session, dossier, files.remake_picture(png()), files.JPEG)
    scanned = files.keep(session, dossier, pdf(), files.PDF)
    shown = EvidenceRecord("padro", "padro_certificate", "Ajuntament", "register_obtained", issued=since)
    register = add_evidence(session, author, dossier, shown, clock.now())
    shown = EvidenceRecord("llengua", "course_certificate", ISSUER, "original_seen", issued=since)
    evidence = add_evidence(session, author, dossier, shown, clock.now(), kept)
    shown = EvidenceRecord("cursos", "course_certificate", ISSUER, "original_seen", issued=since)
    scan = add_evidence(session, author, dossier, shown, clock.now(), scanned)
    sentence = StatementRecord("padro", "registered", (Blank("since", since.isoformat()),))
    statements.add_statement(session, author, dossier, sentence, (register,))
    own = StatementRecord("manifesta", "own_words", (Blank("own_words", OWN_WORDS),))
    statement = statements.add_statement(session, author, dossier, own, ())
    note = notes.add_note(session, author, dossier, NOTE, clock.now())
    contact.change_contact(session, author, dossier, CONTACT)
    contact.note_representative(session, author, dossier, REPRESENTATIVE)
    session.flush()
    return Case(dossier.id, movement.id, evidence.id, scan.id, statement.id, note.id)


def take(installation: Installation, account_id: str, dossier_id: str, action: str) -> None:
    """One step, by the use-case; issuing included, with its job."""
    with writing(installation.registry["sessions"]) as session:
        identity, dossier = identity_of(session, account_id), _whole(session, dossier_id)
        if action == "issue":
            start_issuing(session, identity, dossier, action, clock.today())
        else:
            given = Given(read_back=action == "propose")
            take_step(session, identity, dossier, action, given, clock.now(), clock.today())
    if action == "issue":
        assert installation.run_jobs() > 0


def _with_paper(installation: Installation, case: Case) -> Case:
    with installation.session() as session:
        card = session.scalars(select(Card).where(Card.dossier_id == case.dossier)).one()
        return replace(case, card=card.id, paper=card.papers[0].id)


def _whole(session: Session, dossier_id: str) -> Dossier:
    found = whole_dossier(session, dossier_id)
    assert found is not None
    return found


def png() -> bytes:
    stored = BytesIO()
    Image.new("RGB", (300, 400), "#ddcc00").save(stored, "PNG")
    return stored.getvalue()
