"""Fixtures shared by all tests. Persistence is tested on both databases: ask for `database` or `session`."""

import gc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.db import WRITING, make_engine
from casework.papers import authority
from tests.support.databases import KINDS, Databases
from tests.support.installation import Installation, install
from tests.support.postgres import Cluster

authority.KDF_ROUNDS = 1000  # type: ignore[misc]  # a test seal keeps nothing that is worth 600 000 rounds each time
settings.register_profile("house", deadline=None)  # how long a machine takes is no property of the code
settings.load_profile("house")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Callable[[], Cluster]]:
    """Starts PostgreSQL when the first test needs it, and stops it at the end."""
    started: list[Cluster] = []

    def get() -> Cluster:
        if not started:
            started.append(Cluster())
        return started[0]

    yield get
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, cluster: Callable[[], Cluster]) -> Databases:
    return Databases(tmp_path_factory.mktemp("databases"), cluster)


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Runs the test once on SQLite and once on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def database(databases: Databases, kind: str) -> Iterator[Engine]:
    """A fresh database of the test's own, with all tables; commits are real."""
    engine = make_engine(databases.copy(kind))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shared_engine(databases: Databases, kind: str) -> Iterator[Engine]:
    engine = make_engine(databases.copy(kind))
    yield engine
    engine.dispose()


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session whose commits end in a savepoint of one outer transaction, which is rolled back."""
    with shared_engine.connect().execution_options(**WRITING) as connection:
        outer = connection.begin()
        with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="module")
def installation(
    databases: Databases, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A whole installation of the module's own: organisations and accounts, no dossier yet."""
    made = install(databases.copy(kind), tmp_path_factory.mktemp("installation"))
    yield made
    made.close()


def pytest_collection_finish() -> None:
    """What was imported lives to the end: the collector need not look at it each time (as in gunicorn.conf.py)."""
    gc.collect()
    gc.freeze()
