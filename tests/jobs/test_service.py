"""Jobs: they happen after the commit or never, one worker at a time, a few times, and then no more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock, jobs
from casework.db import new_id
from casework.errors import ConflictError
from casework.jobs.models import Job
from casework.jobs.service import ATTEMPTS, LEASE, Handler, Worker, forget_done
from casework.web.logs import EVENTS, configure_logs

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Bench:
    """A registry with one kind of job that notes what it was asked for, and fails as long as it is told to."""

    def __init__(self, engine: Engine) -> None:
        self.sessions = sessionmaker(engine)
        self.ran: list[str] = []
        self.gave_up: list[str] = []
        self.failures = 0
        self.error: Exception = OSError("out of order")
        handler = Handler(self._run, lambda _registry, subject: self.gave_up.append(subject))
        self.registry: Any = {
            "sessions": self.sessions,
            "jobs": {"test": handler},
            "cleanings": [forget_done],
        }

    def _run(self, _registry: Any, subject: str) -> None:
        self.ran.append(subject)
        if self.failures:
            self.failures -= 1
            raise self.error

    def add(self, subject: str | None = None) -> str:
        subject = subject or new_id()
        with self.sessions.begin() as session:
            jobs.add(session, "test", subject)
        return subject

    def run(self, at: datetime) -> int:
        with clock.pretend(at):
            return jobs.run_due(self.registry)

    def states(self) -> list[tuple[str, int]]:
        with self.sessions() as session:
            return [(each.state, each.attempts) for each in session.scalars(select(Job))]


@pytest.fixture
def bench(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    configure_logs(strict=True)
    monkeypatch.setitem(EVENTS, "job.failed", frozenset({"kind", "job", "attempt", "error"}))
    with clock.pretend(NOW):
        yield Bench(database)


def test_a_job_runs_once(bench: Bench) -> None:
    subject = bench.add()
    assert [bench.run(NOW), bench.run(NOW + LEASE + MINUTE)] == [1, 0]
    assert bench.ran == [subject]
    assert bench.states() == [("done", 1)]


def test_what_is_done_is_forgotten_after_a_day(bench: Bench) -> None:
    """What failed, and what still waits, stays."""
    bench.add()
    bench.run(NOW)
    bench.failures, bench.error = 1, ConflictError()
    bench.add()
    bench.run(NOW)
    with clock.pretend(NOW + timedelta(days=2)):
        bench.add()
    with clock.pretend(NOW + timedelta(hours=23)):
        jobs.clean(bench.registry)
    assert sorted(bench.states()) == [("done", 1), ("failed", 1), ("waiting", 0)]
    with clock.pretend(NOW + timedelta(hours=25)):
        jobs.clean(bench.registry)
    assert sorted(bench.states()) == [("failed", 1), ("waiting", 0)]


def test_a_job_of_a_transaction_that_failed_never_runs(bench: Bench) -> None:
    with bench.sessions() as session:
        jobs.add(session, "test", new_id())
        session.flush()
        session.rollback()
    assert bench.run(NOW) == 0


def test_jobs_run_in_the_order_they_fell_due(bench: Bench) -> None:
    late, early = new_id(), new_id()
    with clock.pretend(NOW + MINUTE):
        bench.add(late)
    bench.add(early)
    assert bench.run(NOW) == 1
    assert bench.run(NOW + MINUTE) == 1
    assert bench.ran == [early, late]


def test_a_failed_job_waits_longer_each_time(bench: Bench) -> None:
    bench.add()
    bench.failures = 2
    assert bench.run(NOW) == 1
    assert bench.run(NOW + timedelta(seconds=1)) == 0
    assert bench.run(NOW + timedelta(seconds=2)) == 1
    assert bench.run(NOW + timedelta(seconds=11)) == 0
    assert bench.run(NOW + timedelta(seconds=12)) == 1
    assert bench.states() == [("done", 3)]
    assert bench.gave_up == []


def test_a_storage_that_is_away_for_three_hours_voids_nothing(bench: Bench) -> None:
    subject, broken_until = bench.add(), NOW + timedelta(hours=3)
    bench.failures = ATTEMPTS
    at = NOW
    while at < broken_until:
        bench.run(at)
        at += MINUTE
    bench.failures = 0
    assert bench.gave_up == []
    bench.run(at + timedelta(hours=2))
    assert bench.states()[0][0] == "done"
    assert set(bench.ran) == {subject}


def test_after_so_many_failures_it_is_given_up_once(bench: Bench) -> None:
    subject = bench.add()
    bench.failures = ATTEMPTS + 1
    for attempt in range(ATTEMPTS + 3):
        bench.run(NOW + attempt * timedelta(hours=2))
    assert bench.ran == [subject] * ATTEMPTS
    assert bench.gave_up == [subject]
    assert bench.states() == [("failed", ATTEMPTS)]


def test_what_another_try_cannot_bring_back_is_given_up_at_once(bench: Bench) -> None:
    subject = bench.add()
    bench.failures, bench.error = 1, ConflictError()
    assert [bench.run(NOW), bench.run(NOW + MINUTE)] == [1, 0]
    assert (bench.ran, bench.gave_up) == ([subject], [subject])
    assert bench.states() == [("failed", 1)]


def leave_as_a_dead_worker_would(session: Session, attempts: int, at: datetime) -> None:
    job = session.scalars(select(Job)).one()
    job.attempts, job.leased_until = attempts, at + LEASE


def test_a_lease_keeps_others_away_until_it_ends(bench: Bench) -> None:
    subject = bench.add()
    with bench.sessions.begin() as session:
        leave_as_a_dead_worker_would(session, 1, NOW)
    assert bench.run(NOW + LEASE) == 0
    assert bench.run(NOW + LEASE + MINUTE) == 1
    assert bench.ran == [subject]
    assert bench.states() == [("done", 2)]


def test_work_that_ends_every_worker_is_given_up_without_another_try(bench: Bench) -> None:
    subject = bench.add()
    with bench.sessions.begin() as session:
        leave_as_a_dead_worker_would(session, ATTEMPTS, NOW)
    assert bench.run(NOW + LEASE + MINUTE) == 1
    assert (bench.ran, bench.gave_up) == ([], [subject])
    assert bench.states() == [("failed", ATTEMPTS + 1)]


def test_a_failure_names_the_kind_of_error_and_nothing_else(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(strict=True)
    subject = bench.add()
    bench.failures = 1
    bench.run(NOW)
    written = capsys.readouterr()
    logs = written.out + written.err
    assert '"error": "OSError"' in logs
    assert "out of order" not in logs
    assert subject not in logs


def test_the_worker_works_until_it_is_told_to_stop(bench: Bench) -> None:
    worker = Worker(bench.registry)
    worker.start()
    bench.add()
    try:
        for _ in range(100):
            if bench.states() == [("done", 1)]:
                break
            worker.join(0.1)
    finally:
        worker.stop()
    assert bench.states() == [("done", 1)]
    bench.add()
    assert not worker.is_alive()
    assert ("waiting", 0) in bench.states()
