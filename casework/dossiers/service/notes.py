"""Notes: working remarks that change nothing in the dossier's content, and make nobody its author."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Dossier, Note
from casework.dossiers.service.changes import lock, note, require_there


def add_note(session: Session, identity: Identity, dossier: Dossier, text: str, at: datetime) -> Note:
    """Keep a remark under the dossier's own key."""
    kept = Note(dossier=dossier, written_by=identity.account_id, written_at=at)
    session.add(kept)
    kept.text = text
    note(session, identity.account_id, dossier, "dossier.note_added")
    return kept


def remove_note(session: Session, identity: Identity, dossier: Dossier, kept: Note) -> None:
    """Delete a remark. Raises ConflictError when it was deleted meanwhile."""
    lock(session, dossier)
    session.refresh(dossier, ("notes",))
    require_there(kept, dossier.notes)
    note(session, identity.account_id, dossier, "dossier.note_removed", {"item": kept.id})
    dossier.notes.remove(kept)
    session.delete(kept)
