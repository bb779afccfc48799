"""What every page of a dossier asks, and the list of cards, reads no table whole."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access.identity import Identity, MembershipIn
from casework.access.permissions import Role
from casework.cards.queries import being_made, last_card, visible_cards
from casework.db import new_id
from casework.dossiers.models import Appointment, Dossier, Letter, StatementBasis
from casework.dossiers.service.renewal import running_renewal

PLACE, NOW = new_id(), clock.now()
MEMBER = Identity(
    account_id=new_id(),
    session_id="",
    at=NOW,
    memberships=(MembershipIn(PLACE, Role.CASEWORKER, NOW),),
    organisation_id=PLACE,
)
QUESTIONS: dict[str, Callable[[Session], Any]] = {
    "last card": lambda session: last_card(session, new_id()),
    "card being made": lambda session: being_made(session, new_id()),
    "list of cards": lambda session: visible_cards(session, MEMBER),
    "renewal": lambda session: running_renewal(session, Dossier(id=new_id())),
    "sentences on a piece of evidence": lambda session: session.scalars(
        select(StatementBasis).where(StatementBasis.evidence_id == new_id())
    ).all(),
    "letter of a paper": lambda session: session.scalar(select(Letter).where(Letter.paper_id == new_id())),
    "coming appointments": lambda session: session.scalars(
        select(Appointment).where(Appointment.starts_at >= clock.now())
    ).all(),
}


@pytest.fixture
def asked(shared_engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The selects that reach the database, with their values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_others: object) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    event.listen(shared_engine, "before_cursor_execute", note)
    yield seen
    event.remove(shared_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_is_read_whole(
    session: Session, asked: list[tuple[str, Any]], kind: str, question: str
) -> None:
    QUESTIONS[question](session)
    assert asked
    connection = session.connection()
    if kind == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # tables are empty: it would scan them
    explain, whole, sorting = {
        "sqlite": ("EXPLAIN QUERY PLAN", "SCAN ", "TEMP B-TREE"),
        "postgresql": ("EXPLAIN", "Seq Scan", "Sort Key"),
    }[kind]
    for statement, values in list(asked):
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", values))
        assert whole not in plan
        if question == "list of cards":
            assert sorting not in plan
