"""Entries for tests, and ways to tamper that only the owner of a database has."""

from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from casework.journal.ddl import drop_guards
from casework.journal.models import JournalEntry
from casework.journal.service import record

ACTOR, OTHER, CITY = "actor".ljust(22, "0"), "other".ljust(22, "0"), "city".ljust(22, "0")


class OwnBase(DeclarativeBase):
    pass


class Thing(OwnBase):
    __tablename__ = "thing"
    id: Mapped[str] = mapped_column(primary_key=True)


def enter(session: Session, object_id: str = "d1", actor: str = ACTOR, **detail: Any) -> None:
    record(
        session,
        action="dossiers.read",
        actor=actor,
        organisation=CITY,
        object_kind="dossier",
        object_id=object_id,
        detail=detail,
    )


def fill(sessions: sessionmaker[Session], count: int) -> None:
    """Entries on d1, d2 … in transactions of their own."""
    for number in range(1, count + 1):
        with sessions.begin() as session:
            enter(session, f"d{number}")


def objects(sessions: sessionmaker[Session]) -> list[str | None]:
    with sessions() as session:
        return list(session.scalars(select(JournalEntry.object_id).order_by(JournalEntry.seq)))


def tamper(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in (*drop_guards(engine.dialect.name), *statements):
            connection.execute(text(statement))
