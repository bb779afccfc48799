"""Writing the journal: entries wait in their session until its commit, which fails without them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import event, false, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from casework import clock
from casework.db import WRITING
from casework.errors import ConfigurationError
from casework.journal import chain
from casework.journal.content import Entry, make_content
from casework.journal.models import JournalEntry, JournalHead

_PENDING = "journal.pending"


@dataclass(frozen=True)
class _Pending:
    at: datetime
    content: Mapping[str, Any]
    transaction: SessionTransaction | None


def record(session: Session, **entry: Unpack[Entry]) -> None:
    """Enter a change or a read; it is written when the session commits, and the commit fails if it cannot be.

    Raises ValueError when a value could be free text (`casework.journal.content`).
    """
    at = clock.now()
    content = make_content(at, entry)
    pending: list[_Pending] = session.info.setdefault(_PENDING, [])
    if not pending:
        _announce(session)
    within = session.get_nested_transaction() or session.get_transaction()
    pending.append(_Pending(at, content, within))


def record_apart(sessions: sessionmaker[Session], **entry: Unpack[Entry]) -> None:
    """Enter a denial or a failed sign-in in a transaction of its own, which no rollback takes along.

    The outcome is `denied` unless said. Call it before the request's transaction begins or after it ended:
    inside, it would wait for itself. Raises ValueError as `record` does.
    """
    entry.setdefault("outcome", "denied")
    with sessions.begin() as session:
        session.connection(execution_options=WRITING)
        record(session, **entry)


def _announce(session: Session) -> None:
    """Let zope.sqlalchemy see a write: it commits no session that has only read.

    The statement changes nothing and locks no row, so the head stays free until the commit.
    """
    with session.no_autoflush:
        session.execute(
            update(JournalHead).where(false()).values(size=0),
            execution_options={"synchronize_session": False},
        )


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    pending: list[_Pending] = session.info.get(_PENDING, [])
    if not pending or session.in_nested_transaction():
        return
    session.flush()  # whatever else locks, locks before the head
    connection = session.connection()
    head = connection.execute(select(JournalHead.size, JournalHead.chain).with_for_update()).one_or_none()
    if head is None:
        raise ConfigurationError("the journal has no head: run the migrations, or restore the database")
    rows, last = [], head.chain
    for seq, each in enumerate(pending, head.size + 1):
        rows.append(_row(seq, each, last))
        last = rows[-1]["chain"]
    connection.execute(insert(JournalEntry), rows)
    connection.execute(update(JournalHead).values(size=rows[-1]["seq"], chain=last))
    pending.clear()


def _row(seq: int, pending: _Pending, last: bytes) -> dict[str, Any]:
    salt = secrets.token_bytes(chain.SALT_BYTES)
    text = chain.canonical(pending.content)
    leaf = chain.leaf_of(salt, text)
    return {
        "seq": seq,
        "moment": pending.at,
        "action": pending.content["action"],
        "actor_id": pending.content["actor"],
        "organisation_id": pending.content["organisation"],
        "object_id": pending.content["object"],
        "salt": salt,
        "content": text,
        "leaf": leaf,
        "chain": chain.next_of(last, leaf),
    }


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, ended: SessionTransaction) -> None:
    """What was not committed did not happen, whether it was rolled back or the session just closed."""
    if ended.parent is None:
        session.info.pop(_PENDING, None)


@event.listens_for(Session, "after_soft_rollback")
def _forget_savepoint(session: Session, ended: SessionTransaction) -> None:
    """A savepoint that is rolled back takes along all that was entered within it."""
    pending: list[_Pending] = session.info.get(_PENDING, [])
    pending[:] = [each for each in pending if not _within(each.transaction, ended)]


def _within(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None and transaction is not outer:
        transaction = transaction.parent
    return transaction is outer
