"""What the owner of a database can see and break: its whole state, and a journal that takes no entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from casework.db import WRITING, Base
from casework.journal import JournalEntry

UNCOUNTED = {"limits"}
CLOSE = {
    "sqlite": (
        "CREATE TRIGGER closed BEFORE INSERT ON journal_entry BEGIN SELECT RAISE(ABORT, 'closed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'closed'; END $$",
        "CREATE TRIGGER closed BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION closed()",
    ),
}
OPEN = {"sqlite": "DROP TRIGGER closed", "postgresql": "DROP FUNCTION closed() CASCADE"}


@contextmanager
def closed_journal(engine: Engine) -> Iterator[None]:
    """While it lasts, no entry can be written."""
    run(engine, *CLOSE[engine.dialect.name])
    try:
        yield
    finally:
        run(engine, OPEN[engine.dialect.name])


def run(engine: Engine, *statements: str) -> None:
    with engine.execution_options(**WRITING).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def state_of(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table; the journal included, the counters of attempts not."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in UNCOUNTED
        }


def entries_after(session: Session, seq: int) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.seq > seq).order_by(JournalEntry.seq)
    return list(session.scalars(query))


def last_seq(session: Session) -> int:
    newest = session.scalar(select(JournalEntry.seq).order_by(JournalEntry.seq.desc()).limit(1))
    return newest or 0
