"""Keeping, reading and destroying sealed files."""

from contextlib import suppress

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from casework.db import new_id
from casework.errors import NotFoundError
from casework.files.models import SealedFile
from casework.vault import chunked, sealing, vault_of
from casework.vault.records import KeyOwner, find_owner, key_of, session_of

_DOOMED = "files.doomed"


def keep(session: Session, owner: KeyOwner, data: bytes, media_type: str) -> SealedFile:
    """Seal a file and add its row: the file first, so that no row ever lacks its file.

    Raises StorageError as `store` does.
    """
    file = store(owner, data, media_type)
    session.add(file)
    return file


def store(owner: KeyOwner, data: bytes, media_type: str) -> SealedFile:
    """Seal a file into storage; its row is in no session yet, so that no transaction need be open meanwhile.

    A file whose row never comes stays as an orphan that nobody can open. Raises StorageError when storage is
    full or out of order.
    """
    owner_key = key_of(owner, "files")
    file = SealedFile(
        id=new_id(),
        owner_kind=owner.__tablename__,
        owner_id=owner.id,
        organisation_id=owner.organisation_id,
        media_type=media_type,
        size=len(data),
    )
    key = sealing.new_key()
    file.wrapped_key = sealing.seal(owner_key, key, _place(file))
    vault_of(session_of(owner)).storage.put(file.id, chunked.seal_file(key, data, _place(file)))
    return file


def read(session: Session, file: SealedFile) -> bytes:
    """The content of a file, verified to its last byte.

    Raises TamperedError when the file, its row or its owner was changed, KeyDestroyedError when its owner was
    erased, StorageError when it is missing from storage, NotFoundError without its owner.
    """
    owner = find_owner(session, file.owner_kind, file.owner_id)
    if owner is None:
        raise NotFoundError
    key = sealing.open_(key_of(owner, "files"), file.wrapped_key, _place(file))
    return chunked.open_file(key, vault_of(session).storage.read(file.id), _place(file))


def destroy(session: Session, file: SealedFile) -> None:
    """Destroy a file: its row and the key in it now, its bytes once the transaction has committed."""
    session.info.setdefault(_DOOMED, []).append(file.id)
    session.delete(file)


@event.listens_for(Session, "after_commit")
def _delete_doomed(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for name in session.info.pop(_DOOMED, ()):
        with suppress(OSError):  # an orphan stays, which nobody can open
            vault_of(session).storage.delete(name)


@event.listens_for(Session, "after_soft_rollback")
def _spare_doomed(session: Session, _ended: SessionTransaction) -> None:
    """After a roll-back, also to a savepoint: rather an orphan that nobody can open than a row without its file."""
    session.info.pop(_DOOMED, None)


def _place(file: SealedFile) -> tuple[str, ...]:
    return "sealed_file", file.id, file.owner_kind, file.owner_id, file.media_type
