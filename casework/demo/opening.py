"""How a dossier of the town is opened: what the caseworker enters on the first day."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework import files
from casework.access.identity import Identity
from casework.demo.careers import Career
from casework.demo.drawings import pattern, sheet
from casework.demo.names import particulars_of
from casework.demo.people import NEIGHBOURHOOD
from casework.demo.shown import (
    contact_of,
    evidence_of,
    movements_of,
    record_of,
    representative_of,
    sentences_of,
)
from casework.dossiers.models import Dossier
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service import changes, contact, notes, statements
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.schemes import Catalogue

_NOTES = (
    "Prefereix venir a la tarda, després de la feina.",
    "Demana que no li enviem cartes: comparteix la bústia.",
    "Ha vingut amb una amiga que l’ajuda amb el català.",
)


def open_for(
    session: Session, catalogue: Catalogue, identity: Identity, career: Career, now: datetime
) -> Dossier:
    """Open the dossier and enter everything that the person shows on the first day."""
    today, number = now.date(), career.number
    dossier = open_dossier(
        session,
        catalogue,
        identity,
        NEIGHBOURHOOD,
        particulars_of(number),
        record_of(career),
        today,
    )
    session.flush()
    changes.answer(session, identity, dossier, "explained", "yes", today)
    for movement in movements_of(career, today):
        changes.add_movement(session, identity, dossier, movement)
    if number % 5 == 2:
        set_photo(session, identity, dossier, files.remake_photo(pattern(number)))
    _show_and_say(session, identity, dossier, career, now)
    _note_round_it(session, identity, dossier, career, now)
    return dossier


def _show_and_say(
    session: Session, identity: Identity, dossier: Dossier, career: Career, now: datetime
) -> None:
    shown = {}
    for place, record in enumerate(evidence_of(career, dossier.opened_on)):
        kept = _copy(session, dossier, career.number + place, record)
        item = add_evidence(session, identity, dossier, record, now, kept)
        shown.update(dict.fromkeys(record.categories, item))
    for each in sentences_of(career, dossier.opened_on):
        bases = (shown[each.basis],) if each.basis else ()
        statements.add_statement(session, identity, dossier, each.record, bases)


def _copy(session: Session, dossier: Dossier, number: int, record: EvidenceRecord) -> files.SealedFile | None:
    """Of every fourth paper a picture is kept, of some a PDF; what the office itself looked up is only noted."""
    if record.how_checked == "register_obtained" or number % 4:
        return None
    copy = files.safe_copy(sheet(number, "PDF" if number % 32 == 0 else "JPEG" if number % 8 else "PNG"))
    return files.keep(session, dossier, copy.data, copy.media_type)


def _note_round_it(
    session: Session, identity: Identity, dossier: Dossier, career: Career, now: datetime
) -> None:
    """What is no content: how to reach the person, who acts for them, a remark."""
    number = career.number
    reached, acting = contact_of(number), representative_of(number, now.date())
    if reached is not None:
        contact.change_contact(session, identity, dossier, reached)
    if acting is not None:
        contact.note_representative(session, identity, dossier, acting)
    if number % 4 == 1:
        notes.add_note(session, identity, dossier, _NOTES[number % len(_NOTES)], now)
