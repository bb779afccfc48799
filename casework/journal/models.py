"""Tables of the journal. Entries are appended by `casework.journal.service`; all they can do is expire."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, Integer, LargeBinary, String, Table, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base
from casework.journal import ddl
from casework.journal.chain import Link, Mark

_Number = BigInteger().with_variant(Integer, "sqlite")


class JournalEntry(Base):
    """Who did or read what. All but `seq`, `leaf` and `chain` is NULL once the entry expired.

    The columns before `salt` repeat parts of the content for queries; verification compares them.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index(None, "object_id", "seq"),
        Index(None, "actor_id", "seq"),
        Index(None, "organisation_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    moment: Mapped[datetime | None]
    action: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[str | None] = mapped_column(String(22))
    organisation_id: Mapped[str | None] = mapped_column(String(22))
    object_id: Mapped[str | None] = mapped_column(String(22))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    content: Mapped[str | None] = mapped_column(Text)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    chain: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def link(self) -> Link:
        clear = {
            "at": iso(self.moment) if self.moment else None,
            "action": self.action,
            "actor": self.actor_id,
            "organisation": self.organisation_id,
            "object": self.object_id,
        }
        return Link(self.seq, self.salt, self.content, self.leaf, self.chain, clear)


class JournalHead(Base):
    """One row: how many entries there are, and where the chain stands. Its lock makes writers queue."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(_Number)
    chain: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def mark(self) -> Mark:
        return Mark(self.size, self.chain)


class JournalCheckpoint(Base):
    """A signed note on the head at some moment, the same that goes to a second party."""

    __tablename__ = "journal_checkpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)


def iso(moment: datetime) -> str:
    """A moment in UTC as contents say it: 2026-11-21T09:05:00.000000Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"


@event.listens_for(JournalEntry.__table__, "after_create")
def _guard(_table: Table, connection: Connection, **_: Any) -> None:
    for statement in ddl.create_guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(JournalHead.__table__, "after_create")
def _start(_table: Table, connection: Connection, **_: Any) -> None:
    connection.exec_driver_sql(ddl.insert_head(connection.dialect.name))
