"""Certifying how a procedure stands, for an authority that asks before there is a decision (schemes.md §2.6)."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import LetterRecord
from casework.dossiers.service import letters
from casework.dossiers.service.appointments import held_interview
from casework.dossiers.service.changes import lock
from casework.errors import NotFoundError
from casework.programmes.service import version_of
from casework.schemes import SchemeVersion


def certificates_open(version: SchemeVersion, dossier: Dossier) -> tuple[str, ...]:
    """Keys of the certificates that can be written now: received, not yet decided."""
    state = version.steps.states[dossier.state]
    decided = state.final or state.card is not None or _granted(version, dossier)
    return () if decided or dossier.reference_on is None else version.certificates


def _granted(version: SchemeVersion, dossier: Dossier) -> bool:
    """Whether the last step was a decision: it led on from a state in which the content was fixed already."""
    last = dossier.steps[-1] if dossier.steps else None
    return last is not None and version.steps.needs_other_person(last.action)


def write_certificate(
    session: Session, identity: Identity, dossier: Dossier, kind: str, summoned_through: str, today: date
) -> Letter:
    """Begin a certificate of what is verified today. Raises NotFoundError when none can be written now."""
    lock(session, dossier)
    if kind not in certificates_open(version_of(session, dossier.version_hash), dossier):
        raise NotFoundError
    record = LetterRecord(interviewed_on=held_interview(dossier), summoned_through=summoned_through)
    return letters.begin(session, identity.account_id, dossier, kind, record, today)
