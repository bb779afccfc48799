"""The photo of the person: content of the dossier, kept sealed, printed where the scheme's paper has a place for it."""

from sqlalchemy.orm import Session

from casework import files
from casework.access.identity import Identity
from casework.dossiers.households import NO_FACT
from casework.dossiers.models import Dossier
from casework.dossiers.service.changes import change


def set_photo(session: Session, identity: Identity, dossier: Dossier, photo: bytes) -> None:
    """Keep a photo that `files.remake_photo` made; one that was there is destroyed."""
    change(session, identity, dossier, "photo_set", facts=NO_FACT)
    _destroy(session, dossier)
    kept = files.keep(session, dossier, photo, files.JPEG)
    dossier.photo_id = kept.id


def remove_photo(session: Session, identity: Identity, dossier: Dossier) -> None:
    """Take the photo out and destroy it."""
    change(session, identity, dossier, "photo_removed", facts=NO_FACT)
    _destroy(session, dossier)
    dossier.photo_id = None


def photo_of(session: Session, dossier: Dossier) -> bytes | None:
    """The photo as JPEG of 700 by 900 pixels, or None. Raises as `files.read` when it is damaged or missing."""
    if dossier.photo_id is None:
        return None
    return files.read(session, session.get_one(files.SealedFile, dossier.photo_id))


def _destroy(session: Session, dossier: Dossier) -> None:
    if dossier.photo_id is not None:
        files.destroy(session, session.get_one(files.SealedFile, dossier.photo_id))
