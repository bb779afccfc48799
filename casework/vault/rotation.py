"""Epochs in motion: rewrap the living, destroy what no living row needs (security.md finding 2).

Only the wrapped keys change; sealed values and files stay as they are.
"""

from collections.abc import Iterator

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import DeclarativeBase, Session

from casework.db import Base
from casework.errors import RefusedError
from casework.i18n import _
from casework.vault import sealing
from casework.vault.keyring import Keyring
from casework.vault.records import KeyOwner, place_of_key

BATCH = 1000


def rewrap(
    session: Session, keyring: Keyring, organisation_id: str, base: type[DeclarativeBase] = Base
) -> int:
    """Wrap the key of every row of an organisation that has one (`KeyOwner`) by its current epoch; how many were moved.

    Raises TamperedError at a wrapped key that is not its row's own, KeyringError for an unknown organisation.
    """
    session.flush()
    moved = 0
    for owner_class in key_owners(base):
        while batch := _rewrap_batch(session, keyring, organisation_id, owner_class):
            moved += batch
    return moved


def destroy_epoch(
    session: Session,
    keyring: Keyring,
    organisation_id: str,
    epoch: int,
    base: type[DeclarativeBase] = Base,
) -> None:
    """Destroy an old epoch, and with it all that was sealed under it and not rewrapped.

    Raises RefusedError while a row still needs it, or if it is the current one; KeyringError if unknown.
    """
    if epoch == keyring.current(organisation_id):
        raise RefusedError(_("This is the current key. Make a new one and rewrap before you destroy it."))
    session.flush()
    for owner_class in key_owners(base):
        _wait_for_writers(session, owner_class)
        used = select(func.count()).where(
            owner_class.organisation_id == organisation_id, owner_class.key_epoch == epoch
        )
        if session.scalar(used):
            raise RefusedError(_("Records still need this key. Rewrap them first."))
    keyring.destroy(organisation_id, epoch)


def key_owners(base: type[DeclarativeBase]) -> Iterator[type[KeyOwner]]:
    """The mapped classes that hold wrapped keys."""
    classes = (mapper.class_ for mapper in base.registry.mappers)
    return (each for each in classes if issubclass(each, KeyOwner))


def _rewrap_batch(
    session: Session, keyring: Keyring, organisation_id: str, owner_class: type[KeyOwner]
) -> int:
    current = keyring.current(organisation_id)
    old = (
        select(owner_class.id, owner_class.wrapped_key)
        .where(owner_class.organisation_id == organisation_id, owner_class.key_epoch != current)
        .limit(BATCH)
        .with_for_update()
    )
    moved = []
    for row_id, wrapped in session.execute(old):
        place = place_of_key(owner_class.__tablename__, row_id, organisation_id)
        key = sealing.open_(keyring.key(organisation_id, sealing.key_id_of(wrapped)), wrapped, place)
        rewrapped = sealing.seal(keyring.key(organisation_id, current), key, place, current)
        moved.append({"id": row_id, "wrapped_key": rewrapped, "key_epoch": current})
    if moved:
        session.execute(update(owner_class), moved)
    return len(moved)


def _wait_for_writers(session: Session, owner_class: type[KeyOwner]) -> None:
    """Let running inserts end and new ones wait, so that the count misses none (SQLite has one writer)."""
    if session.get_bind().dialect.name == "postgresql":
        name = session.get_bind().dialect.identifier_preparer.quote(owner_class.__tablename__)
        session.execute(text(f"LOCK TABLE {name} IN SHARE MODE"))
