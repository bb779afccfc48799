"""Reading the journal, newest first, page by page."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.journal.models import JournalEntry


def entries_of_object(
    session: Session, object_id: str, *, before: int | None = None, limit: int = 50
) -> Sequence[JournalEntry]:
    """What was done to an object and who read it; the next page is `before` the last `seq` of this one."""
    return _page(session, JournalEntry.object_id == object_id, before, limit)


def entries_of_organisation(
    session: Session, organisation_id: str, *, before: int | None = None, limit: int = 50
) -> Sequence[JournalEntry]:
    """What happened at an organisation; the next page is `before` the last `seq` of this one."""
    return _page(session, JournalEntry.organisation_id == organisation_id, before, limit)


def _page(
    session: Session, wanted: ColumnElement[bool], before: int | None, limit: int
) -> Sequence[JournalEntry]:
    page = select(JournalEntry).where(wanted).order_by(JournalEntry.seq.desc()).limit(limit)
    if before is not None:
        page = page.where(JournalEntry.seq < before)
    return session.scalars(page).all()
