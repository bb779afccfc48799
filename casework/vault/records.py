"""Sealed values on mapped classes: who owns the key, and the descriptor that seals and opens.

A column type cannot know its row, so it could not tell a value moved to another row; a descriptor can
(security.md finding 3).
"""

from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, overload

from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Mapped, MappedColumn, Session, SessionTransaction, mapped_column, object_session

from casework.db import new_id
from casework.vault import sealing, vault_of
from casework.vault.codecs import Codec
from casework.vault.errors import TamperedError

T = TypeVar("T")
_KEYS = "vault.keys"
_VALUES = "vault.values"
_OWNERS: "dict[str, type[KeyOwner]]" = {}


class KeyOwner:
    """Mixin of persons, dossiers, cards and accounts: a row with a key, wrapped by its organisation's current epoch.

    The class declares `id` and `organisation_id`. The key is made when it is first needed, at the latest when
    the row is inserted; by then the row is in a session and its organisation is known and never changes.
    """

    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    key_epoch: Mapped[int] = mapped_column(index=True)

    if TYPE_CHECKING:
        __tablename__: str
        id: Mapped[str]
        organisation_id: Mapped[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        _OWNERS[cls.__tablename__] = cls

    @property
    def sealing_owner(self) -> "KeyOwner":
        return self


class SealedRow(Protocol):
    """A row with sealed values: its own id, and the row whose key seals them."""

    __tablename__: str
    id: Any

    @property
    def sealing_owner(self) -> KeyOwner: ...


def sealed_column() -> MappedColumn[Any]:
    """The column that holds a sealed value: `name_sealed: Mapped[bytes | None] = sealed_column()`."""
    return mapped_column(LargeBinary)


class Sealed(Generic[T]):
    """A personal value: plain in Python, sealed in its column, opened only when it is looked at.

        particulars_sealed: Mapped[bytes | None] = sealed_column()
        particulars = Sealed("particulars_sealed", codecs.record(Particulars))

    The row must be in a session (and its owner set) before a value is given; None clears. Reading raises
    TamperedError when the value was moved or changed, KeyDestroyedError when it was erased.
    """

    def __init__(self, column: str, codec: Codec[T]) -> None:
        self._column = column
        self._codec = codec

    @overload
    def __get__(self, row: None, cls: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, cls: type) -> T | None: ...
    def __get__(self, row: SealedRow | None, cls: type) -> Self | T | None:
        if row is None:
            return self
        token = getattr(row, self._column)
        if token is None:
            return None
        owner = _owner(row)
        place = self._place(row, owner)
        opened: dict[Any, T] = session_of(row).info.setdefault(_VALUES, {})
        # Values are immutable. Opened ones live as long as the keys do: to the end of the transaction.
        if (place, token) not in opened:
            opened[place, token] = self._codec.decode(sealing.open_(key_of(owner, "values"), token, place))
        return opened[place, token]

    def __set__(self, row: SealedRow, value: T | None) -> None:
        if value is None:
            setattr(row, self._column, None)
            return
        owner = _owner(row)
        key = key_of(owner, "values")
        if row.id is None:
            row.id = new_id()
        token = sealing.seal(key, self._codec.encode(value), self._place(row, owner))
        setattr(row, self._column, token)

    def _place(self, row: SealedRow, owner: KeyOwner) -> tuple[str, ...]:
        return row.__tablename__, self._column, str(row.id), owner.id


class RequiredSealed(Sealed[T]):
    """A sealed value that a complete row always has. Reading it before it was given raises RuntimeError."""

    @overload
    def __get__(self, row: None, cls: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, cls: type) -> T: ...
    def __get__(self, row: SealedRow | None, cls: type) -> Self | T:
        found = super().__get__(row, cls)
        if found is None:
            raise RuntimeError(f"the {type(row).__name__} has no {self._column} yet")
        return found


def key_of(owner: KeyOwner, purpose: str) -> bytes:
    """The 32 bytes of a row's key for one purpose; made now if the row has none yet.

    Raises TamperedError when the wrapped key belongs to another row or organisation, KeyDestroyedError when
    the epoch is gone by design, RuntimeError when the row is not in a session of the application.
    """
    session = session_of(owner)
    if not owner.wrapped_key:
        _give_key(session, owner)
    opened: dict[Any, bytes] = session.info.setdefault(_KEYS, {})
    # The wrapped key is part of the name, so that a changed row is never read by a key opened before.
    name = (owner.__tablename__, owner.id, owner.organisation_id, owner.wrapped_key, purpose)
    if name not in opened:
        opened[name] = sealing.derive(_unwrap(session, owner), purpose)
    return opened[name]


def find_owner(session: Session, table: str, row_id: str) -> KeyOwner | None:
    """The row of a key owner by the name of its table, for rows that may belong to either kind."""
    return session.get(_OWNERS[table], row_id)


def session_of(row: object) -> Session:
    """The session of a row. Raises RuntimeError, saying what to do, when the row is in none."""
    session = object_session(row)
    if session is None:
        raise RuntimeError(f"add the {type(row).__name__} to a session before its sealed values are used")
    return session


def place_of_key(table: str, row_id: str, organisation_id: str) -> tuple[str, ...]:
    """What a wrapped key is bound to."""
    return "wrapped key", organisation_id, table, row_id


def _owner(row: SealedRow) -> KeyOwner:
    with session_of(row).no_autoflush:  # the row may be half made
        owner: KeyOwner | None = row.sealing_owner
    if owner is None:
        raise RuntimeError(f"say whose the {type(row).__name__} is before its sealed values are used")
    return owner


def _give_key(session: Session, owner: KeyOwner) -> None:
    if not owner.organisation_id:
        raise RuntimeError(f"give the {type(owner).__name__} its organisation before its sealed values")
    if not owner.id:
        owner.id = new_id()
    keyring = vault_of(session).keyring
    owner.key_epoch = keyring.current(owner.organisation_id)
    owner.wrapped_key = sealing.seal(
        keyring.key(owner.organisation_id, owner.key_epoch),
        sealing.new_key(),
        place_of_key(owner.__tablename__, owner.id, owner.organisation_id),
        owner.key_epoch,
    )


def _unwrap(session: Session, owner: KeyOwner) -> bytes:
    if sealing.key_id_of(owner.wrapped_key) != owner.key_epoch:
        raise TamperedError(f"the key of a row in {owner.__tablename__} is of another epoch than it says")
    place = place_of_key(owner.__tablename__, owner.id, owner.organisation_id)
    return sealing.open_(_epoch_key(session, owner), owner.wrapped_key, place)


def _epoch_key(session: Session, owner: KeyOwner) -> bytes:
    opened: dict[Any, bytes] = session.info.setdefault(_KEYS, {})
    name = (owner.organisation_id, owner.key_epoch)
    if name not in opened:
        opened[name] = vault_of(session).keyring.key(*name)
    return opened[name]


@event.listens_for(Session, "after_transaction_end")
def _forget_keys(session: Session, transaction: SessionTransaction) -> None:
    """Opened keys and values live as long as the transaction."""
    if transaction.parent is None:
        session.info.pop(_KEYS, None)
        session.info.pop(_VALUES, None)


@event.listens_for(KeyOwner, "before_insert", propagate=True)
def _make_key(_mapper: object, _connection: object, owner: KeyOwner) -> None:
    if not owner.wrapped_key:
        _give_key(session_of(owner), owner)


@event.listens_for(KeyOwner, "after_insert", propagate=True)
def _check_epoch(_mapper: object, _connection: object, owner: KeyOwner) -> None:
    """Refuse a row whose epoch was destroyed between making its key and inserting it.

    `rotation.destroy_epoch` locks the table before it counts, so a row is either counted or comes here after.
    """
    vault_of(session_of(owner)).keyring.key(owner.organisation_id, owner.key_epoch)
