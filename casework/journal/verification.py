"""Verifying the journal in the database, and taking it out for others to verify."""

from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.journal.chain import Link, first_bad
from casework.journal.exports import write_export
from casework.journal.models import JournalCheckpoint, JournalEntry, JournalHead
from casework.journal.notes import open_note

_BATCH = 1000


def verify(session: Session, key: Ed25519PublicKey, notes: Iterable[str] = ()) -> int | None:
    """The first bad position of the journal, or None; `notes` are checkpoints that were kept elsewhere.

    Without its head the journal is bad from position 1. Raises NoteError for a checkpoint that `key` did not
    sign.
    """
    head = session.scalars(select(JournalHead).execution_options(populate_existing=True)).one_or_none()
    if head is None:
        return 1
    marks = [open_note(note, key) for note in (*_notes(session), *notes)]
    return first_bad(_links(session), [head.mark, *marks])


def export(session: Session, stream: IO[str]) -> None:
    """Write the journal for `exports.verify_export`."""
    write_export(_notes(session), _links(session), stream)


def _notes(session: Session) -> Iterable[str]:
    return session.scalars(select(JournalCheckpoint.note).order_by(JournalCheckpoint.id))


def _links(session: Session) -> Iterator[Link]:
    """All entries in their order, fetched by the thousand: a journal is longer than memory."""
    last = 0
    entries = select(JournalEntry).order_by(JournalEntry.seq).limit(_BATCH)
    while batch := session.scalars(entries.where(JournalEntry.seq > last)).all():
        for entry in batch:
            yield entry.link
            session.expunge(entry)
        last = batch[-1].seq
