import json
import threading

import pytest
import transaction
import zope.sqlalchemy
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.db import WRITING
from casework.errors import ConfigurationError
from casework.journal.chain import first_bad
from casework.journal.models import JournalEntry, JournalHead
from casework.journal.queries import entries_of_object
from casework.journal.service import record_apart
from tests.journal.sample import ACTOR, CITY, OTHER, Thing, enter, fill, objects

Sessions = sessionmaker[Session]


def things(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(Thing.id).order_by(Thing.id)))


def test_entries_are_chained_in_their_order(sessions: Sessions) -> None:
    with sessions.begin() as session:
        enter(session, "d1", pages=2)
        enter(session, "d2")
    fill(sessions, 1)
    with sessions() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        head = session.get_one(JournalHead, 1)
        assert [entry.seq for entry in entries] == [1, 2, 3]
        assert head.mark.size == 3
        assert first_bad([entry.link for entry in entries], [head.mark]) is None
        assert json.loads(entries[0].content or "")["detail"] == {"pages": 2}


def test_the_moment_is_when_it_was_entered(sessions: Sessions) -> None:
    before = clock.now()
    fill(sessions, 1)
    with sessions() as session:
        moment = session.scalars(select(JournalEntry.moment)).one()
        assert moment is not None
        assert before <= moment <= clock.now()


def test_a_read_is_entered_under_the_transaction_manager(sessions: Sessions) -> None:
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    session = sessions()
    session.connection(execution_options=WRITING)
    zope.sqlalchemy.register(session, transaction_manager=manager)
    session.scalars(select(Thing)).all()
    enter(session)
    manager.commit()
    assert objects(sessions) == ["d1"]


def test_an_abort_of_the_transaction_manager_takes_entries_along(sessions: Sessions) -> None:
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    session = sessions()
    zope.sqlalchemy.register(session, transaction_manager=manager)
    session.connection(execution_options=WRITING)
    enter(session)
    manager.abort()
    assert objects(sessions) == []


REFUSE_ENTRIES = {
    "sqlite": (
        "CREATE TRIGGER refuse BEFORE INSERT ON journal_entry BEGIN SELECT RAISE(ABORT, 'full'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'full'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION refuse()",
    ),
}


@pytest.fixture
def broken(engine: Engine, kind: str) -> None:
    """The database refuses entries."""
    with engine.begin() as connection:
        for statement in REFUSE_ENTRIES[kind]:
            connection.execute(text(statement))


@pytest.mark.usefixtures("broken")
def test_without_its_entry_nothing_is_committed(sessions: Sessions) -> None:
    with pytest.raises(DBAPIError, match="full"), sessions.begin() as session:
        session.add(Thing(id="t1"))
        enter(session)
    assert (things(sessions), objects(sessions)) == ([], [])


@pytest.mark.usefixtures("broken")
def test_without_its_entry_the_transaction_manager_commits_nothing(sessions: Sessions) -> None:
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    session = sessions()
    zope.sqlalchemy.register(session, transaction_manager=manager)
    session.add(Thing(id="t1"))
    enter(session)
    with pytest.raises(DBAPIError, match="full"):
        manager.commit()
    manager.abort()
    assert (things(sessions), objects(sessions)) == ([], [])


def test_without_a_head_nothing_is_committed(sessions: Sessions, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM journal_head"))
    with pytest.raises(ConfigurationError), sessions.begin() as session:
        session.add(Thing(id="t1"))
        enter(session)
    assert things(sessions) == []


def test_a_rollback_takes_entries_along(sessions: Sessions) -> None:
    with sessions() as session:
        enter(session, "d1")
        session.rollback()
        enter(session, "d2")
        session.commit()
    assert objects(sessions) == ["d2"]


def test_a_closed_session_leaves_no_entries_for_its_next_use(sessions: Sessions) -> None:
    session = sessions()
    enter(session, "d1")
    session.close()
    enter(session, "d2")
    session.commit()
    session.close()
    assert objects(sessions) == ["d2"]


def test_a_savepoint_takes_its_own_entries_along(sessions: Sessions) -> None:
    with sessions.begin() as session:
        enter(session, "before")
        with session.begin_nested():
            enter(session, "kept")
        savepoint = session.begin_nested()
        enter(session, "dropped")
        with session.begin_nested():
            enter(session, "dropped-too")
        savepoint.rollback()
        enter(session, "after")
    assert objects(sessions) == ["before", "kept", "after"]


def test_nothing_is_appended_when_a_savepoint_is_released(sessions: Sessions) -> None:
    with sessions.begin() as session:
        with session.begin_nested():
            enter(session)
        assert session.get_one(JournalHead, 1).size == 0
    assert objects(sessions) == ["d1"]


def test_the_head_is_locked_after_everything_else_was_written(sessions: Sessions, engine: Engine) -> None:
    statements: list[str] = []
    with sessions() as session:
        enter(session)
        session.add(Thing(id="t1"))
        event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        session.commit()
    names = ("thing", "journal_head", "journal_entry")
    tables = [next(name for name in names if name in statement) for statement in statements]
    assert tables == ["thing", "journal_head", "journal_entry", "journal_head"]


def test_commits_within_an_outer_transaction_append_once(engine: Engine) -> None:
    with engine.connect().execution_options(**WRITING) as connection:
        outer = connection.begin()
        with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
            enter(session, "d1")
            session.commit()
            enter(session, "d2")
            session.commit()
            assert session.scalars(select(JournalEntry.object_id).order_by(JournalEntry.seq)).all() == [
                "d1",
                "d2",
            ]
        outer.rollback()


def test_an_unfit_entry_leaves_the_session_as_it_was(sessions: Sessions) -> None:
    with sessions.begin() as session:
        with pytest.raises(ValueError, match="the journal takes"):
            enter(session, "Carrer Nou 1")
        session.add(Thing(id="t1"))
    assert (things(sessions), objects(sessions)) == (["t1"], [])


def test_entering_does_not_flush_what_is_half_made(sessions: Sessions) -> None:
    with sessions() as session:
        half_made = Thing()
        session.add(half_made)
        enter(session)
        half_made.id = "t1"
        session.commit()
    assert things(sessions) == ["t1"]


def test_a_denial_survives_the_rollback_of_its_request(sessions: Sessions) -> None:
    with sessions() as session:
        session.add(Thing(id="t1"))
        enter(session)
        session.rollback()
    record_apart(sessions, action="dossiers.read", actor=ACTOR, organisation=CITY, object_id="d1")
    with sessions() as session:
        entry = session.scalars(select(JournalEntry)).one()
        assert json.loads(entry.content or "")["outcome"] == "denied"
    assert things(sessions) == []


def test_writers_at_once_make_one_chain(sessions: Sessions) -> None:
    def write(writer: int) -> None:
        for number in range(5):
            with sessions.begin() as session:
                session.connection(execution_options=WRITING)
                session.add(Thing(id=f"t-{writer}-{number}"))
                enter(session)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with sessions() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        assert len(entries) == 20
        assert first_bad([entry.link for entry in entries], [session.get_one(JournalHead, 1).mark]) is None
    assert len(things(sessions)) == 20


def test_the_head_is_free_until_the_commit(sessions: Sessions, kind: str) -> None:
    if kind == "sqlite":
        pytest.skip("SQLite has one writer")
    with sessions.begin() as rendering:
        rendering.add(Thing(id="t1"))
        enter(rendering, "first")
        rendering.flush()
        with sessions.begin() as other:
            other.execute(text("SET LOCAL lock_timeout = '2s'"))
            enter(other, "second")
    assert objects(sessions) == ["second", "first"]


def test_entries_are_paged_newest_first(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for actor in (ACTOR, OTHER, ACTOR, ACTOR):
            enter(session, "d1", actor)
        enter(session, "d2")
    with sessions() as session:
        first = entries_of_object(session, "d1", limit=3)
        rest = entries_of_object(session, "d1", before=first[-1].seq, limit=3)
        assert ([each.seq for each in first], [each.seq for each in rest]) == ([4, 3, 2], [1])
