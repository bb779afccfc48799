"""Noting when a letter reached the person: from the day after, its term counts (docs/decisions/0017-notified.md)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Letter
from casework.dossiers.records import Notification
from casework.dossiers.service.changes import lock, note
from casework.dossiers.service.terms import next_due, opened_since
from casework.errors import RefusedError
from casework.i18n import _
from casework.programmes.service import version_of


class Way(StrEnum):
    """How a letter reached the person."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"
    OTHER = "other"


def may_be_noted(session: Session, letter: Letter) -> bool:
    """Whether the day on which the person had a letter can be noted, or corrected, now."""
    return _obstacle(session, letter) is None


def require_to_be_noted(session: Session, letter: Letter) -> None:
    """Raises RefusedError for a letter from which no term counts, or that was not written, and once a step was taken
    that the end of its term opens.
    """
    if obstacle := _obstacle(session, letter):
        raise obstacle


def _obstacle(session: Session, letter: Letter) -> RefusedError | None:
    if letter.term_step_id is None:
        return RefusedError(_("No term counts from this letter."))
    if letter.state != "written":
        return RefusedError(_("This letter is not written. Only a letter that exists can reach anybody."))
    if opened_since(version_of(session, letter.dossier.version_hash), letter):
        return RefusedError(
            _("What the end of this term opens was done already: the day it rests on stays as it is.")
        )
    return None


def note_received(
    session: Session, identity: Identity, letter: Letter, on: date, way: Way, today: date
) -> None:
    """Note, or correct, on which day and in which way the person got a letter; its term counts from the day after.

    Raises RefusedError as `require_to_be_noted` does, and for a day before the letter was written or still to come.
    """
    dossier = letter.dossier
    lock(session, dossier)
    session.refresh(letter)
    require_to_be_noted(session, letter)
    if not letter.written_on <= on <= today:
        raise RefusedError(
            _("Nobody has a letter before it is written, and nothing is noted before it happens.")
        )
    before, known = letter.notified_on, letter.notification
    others = tuple(each for each in known.recorded_by if each != identity.account_id) if known else ()
    letter.notified_on = on
    letter.notification = Notification(way.value, (*others, identity.account_id))
    dossier.due_on = next_due(version_of(session, dossier.version_hash), dossier)
    detail: dict[str, str | date] = {"letter": letter.id, "on": on}
    if before:
        detail["before"] = before
    note(session, identity.account_id, dossier, "letter.notified", detail)
