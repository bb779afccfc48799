"""A journal on both databases, beside an invented table."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework.db import Base, make_engine
from casework.journal.models import JournalCheckpoint, JournalEntry, JournalHead
from tests.journal.sample import OwnBase
from tests.support.databases import Databases


@pytest.fixture
def engine(databases: Databases, kind: str) -> Iterator[Engine]:
    engine = make_engine(databases.empty(kind))
    names = [each.__tablename__ for each in (JournalEntry, JournalHead, JournalCheckpoint)]
    Base.metadata.create_all(engine, tables=[Base.metadata.tables[name] for name in names])
    OwnBase.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine)
