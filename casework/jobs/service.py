"""Adding jobs, claiming them under a lease, running them.

A job is claimed in a short transaction of its own and runs outside any. A worker that dies leaves a lease
that ends, and the job is taken up again: handlers must bear to be run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog
from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import clock
from casework.db import WRITING
from casework.errors import ConflictError
from casework.jobs.models import Job

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
WAITS = (2, 10, 60, 5 * 60, 15 * 60, 45 * 60, 2 * 3600)
"""Seconds after each failure: a storage that is away for an afternoon voids nothing."""
ATTEMPTS = len(WAITS) + 1
BREATH = 0.25  # seconds between two looks at the table
DONE_KEPT = timedelta(days=1)
CLEANED_EVERY = timedelta(hours=1)

Cleaning = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Handler:
    """What to do with a job's subject, and what to do when every attempt failed."""

    run: Callable[[Registry, str], None]
    give_up: Callable[[Registry, str], None]


def add(session: Session, kind: str, subject_id: str) -> None:
    """Ask for work on an object; it happens after the transaction commits, or never."""
    session.add(Job(kind=kind, subject_id=subject_id, due_at=clock.now()))


def run_due(registry: Registry) -> int:
    """Run every job that is due, one after another. Returns how many were run."""
    done = 0
    while (claimed := _claim(registry, clock.now())) is not None:
        _run(registry, claimed)
        done += 1
    return done


def _claim(registry: Registry, now: datetime) -> Job | None:
    waiting = (
        select(Job)
        .where(Job.state == "waiting", Job.due_at <= now)
        .where(Job.leased_until.is_(None) | (Job.leased_until < now))
        .order_by(Job.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with registry["sessions"](expire_on_commit=False) as session:
        if session.scalar(select(Job.id).where(Job.state == "waiting", Job.due_at <= now).limit(1)) is None:
            return None
    with registry["sessions"](expire_on_commit=False) as session, session.begin():
        session.connection(execution_options=WRITING)
        job: Job | None = session.scalar(waiting)
        if job is not None:
            job.leased_until = now + LEASE
            job.attempts += 1
        return job


def _run(registry: Registry, job: Job) -> None:
    handler: Handler = registry["jobs"][job.kind]
    # One attempt too many was claimed: every one before it ended with its worker, and so would the next.
    state = _attempt(registry, handler, job) if job.attempts <= ATTEMPTS else "failed"
    if state == "failed":
        handler.give_up(registry, job.subject_id)
    with registry["sessions"]() as session, session.begin():
        session.connection(execution_options=WRITING)
        stored = session.get_one(Job, job.id)
        stored.state = state
        stored.leased_until = None
        wait = WAITS[job.attempts - 1] if state == "waiting" else 0
        stored.due_at = clock.now() + timedelta(seconds=wait)


def _attempt(registry: Registry, handler: Handler, job: Job) -> str:
    """Run the job's work once; the state it is in then."""
    try:
        handler.run(registry, job.subject_id)
    except (
        ConflictError
    ) as error:  # what was asked for is not there any more, and no later attempt brings it back
        log.error("job.failed", kind=job.kind, job=job.id, attempt=job.attempts, error=type(error).__name__)
        return "failed"
    except Exception as error:  # a job may fail in any way; the worker goes on
        log.error("job.failed", kind=job.kind, job=job.id, attempt=job.attempts, error=type(error).__name__)
        return "failed" if job.attempts >= ATTEMPTS else "waiting"
    return "done"


def clean(registry: Registry) -> None:
    """Let every room delete what it keeps for a while only, each in a transaction of its own."""
    for cleaning in registry["cleanings"]:
        with registry["sessions"]() as session, session.begin():
            session.connection(execution_options=WRITING)
            cleaning(session, clock.now())


def forget_done(session: Session, now: datetime) -> None:
    """What is done stays for a day. What failed stays for good: somebody has to look at it."""
    session.execute(delete(Job).where(Job.state == "done", Job.due_at < now - DONE_KEPT))


class Worker(Thread):
    """The embedded worker: one thread that looks for due jobs, and cleans up, until it is told to stop."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(name="casework-worker", daemon=True)
        self._registry = registry
        self._clean_at = clock.now()
        self._stopped = Event()

    def run(self) -> None:
        while not self._stopped.wait(BREATH):
            try:
                run_due(self._registry)
                if clock.now() >= self._clean_at:
                    self._clean_at = clock.now() + CLEANED_EVERY
                    clean(self._registry)
            except Exception as error:  # a database that is away must not end the worker
                log.error("worker.failed", error=type(error).__name__)

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def add_job(
    config: Configurator,
    kind: str,
    run: Callable[[Registry, str], None],
    give_up: Callable[[Registry, str], None],
) -> None:
    """Configuration directive: who handles jobs of a kind."""
    config.registry["jobs"][kind] = Handler(run, give_up)


def add_cleaning(config: Configurator, cleaning: Cleaning) -> None:
    """Configuration directive: what the worker does every hour with a session and the moment."""
    config.registry["cleanings"].append(cleaning)


def includeme(config: Configurator) -> None:
    """`config.add_job`, `config.add_cleaning`, and the embedded worker when the settings ask for it."""
    config.registry["jobs"] = {}
    config.registry["cleanings"] = [forget_done]
    config.add_directive("add_cleaning", add_cleaning)
    config.add_directive("add_job", add_job)
    config.allow_log_event("job.failed", "kind", "job", "attempt", "error")
    config.allow_log_event("worker.failed", "error")
    if config.registry["settings"].worker:
        config.registry["worker"] = Worker(config.registry)
        config.action(None, config.registry["worker"].start, order=1_000_000)
