"""Sealed files beside the invented tables of the vault's tests, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework.db import Base, make_engine
from casework.files.models import SealedFile
from casework.vault import Vault
from casework.vault.keyring import Keyring, create_root
from casework.vault.storage import DirectoryStorage
from tests.support.databases import Databases
from tests.vault.sample import CITY, SampleBase


@pytest.fixture
def engine(databases: Databases, kind: str) -> Iterator[Engine]:
    engine = make_engine(databases.empty(kind))
    Base.metadata.create_all(engine, tables=[Base.metadata.tables[SealedFile.__tablename__]])
    SampleBase.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    create_root(tmp_path / "keys")
    keyring = Keyring.open(tmp_path / "keys")
    keyring.new_epoch(CITY)
    return Vault(keyring, DirectoryStorage(tmp_path / "files"))


@pytest.fixture
def sessions(engine: Engine, vault: Vault) -> sessionmaker[Session]:
    sessions = sessionmaker(engine)
    vault.give_to(sessions)
    return sessions
