"""Writing a letter again that could not be made: once, and a certificate only while there could be a new one."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Letter
from casework.dossiers.service import letters
from casework.dossiers.service.appointments import held_interview
from casework.dossiers.service.certificates import certificates_open
from casework.dossiers.service.changes import lock
from casework.errors import ConflictError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes.definition import LETTER, PROCEDURE


def to_write_again(session: Session, lost: Letter) -> bool:
    """Whether a letter is void, not written again yet, and what it says could still be said today.

    The words of a letter are those of its step, whatever came after. A certificate tells how things stand.
    """
    if lost.state != "void" or replacement_of(session, lost) is not None:
        return False
    version = version_of(session, lost.dossier.version_hash)
    definition = version.papers[lost.kind]
    if definition.form == LETTER:
        return True
    if definition.of == PROCEDURE:
        return lost.kind in certificates_open(version, lost.dossier)
    writing = (each for each in version.steps.actions.values() if each.letter == lost.kind)
    return any(lost.dossier.state in each.sources for each in writing)


def is_certificate(session: Session, lost: Letter) -> bool:
    """Whether others rely on what the paper says, not the person alone to whom a letter is written."""
    return version_of(session, lost.dossier.version_hash).papers[lost.kind].form != LETTER


def replacement_of(session: Session, lost: Letter) -> Letter | None:
    """The letter that was written in the place of one that could not be made."""
    return session.scalar(select(Letter).where(Letter.replaces_id == lost.id))


def write_again(session: Session, identity: Identity, lost: Letter, today: date) -> Letter:
    """A letter with the same words, a new number and today's date; a certificate says what is verified today.

    Raises ConflictError when it was written again meanwhile, or the procedure has gone on.
    """
    lock(session, lost.dossier)
    session.refresh(lost)
    if not to_write_again(session, lost):
        raise ConflictError(_("This letter cannot be written again any more. Look at the dossier."))
    record = lost.record
    if not record.words:
        record = replace(record, interviewed_on=held_interview(lost.dossier))
    return letters.begin(
        session, identity.account_id, lost.dossier, lost.kind, record, today, lost, lost.term_step
    )
