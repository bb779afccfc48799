"""A keyring of two organisations, and a database of invented tables on both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework.db import make_engine
from casework.vault import Vault
from casework.vault.keyring import Keyring, create_root
from casework.vault.storage import DirectoryStorage
from tests.support.databases import Databases
from tests.vault.sample import CITY, PARTNER, SampleBase


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    create_root(tmp_path / "keys")
    keyring = Keyring.open(tmp_path / "keys")
    for organisation in (CITY, PARTNER):
        keyring.new_epoch(organisation)
    return keyring


@pytest.fixture
def vault(keyring: Keyring, tmp_path: Path) -> Vault:
    return Vault(keyring, DirectoryStorage(tmp_path / "files"))


@pytest.fixture
def engine(databases: Databases, kind: str) -> Iterator[Engine]:
    engine = make_engine(databases.empty(kind))
    SampleBase.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine, vault: Vault) -> sessionmaker[Session]:
    sessions = sessionmaker(engine)
    vault.give_to(sessions)
    return sessions
