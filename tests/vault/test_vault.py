import base64
from pathlib import Path

import pytest
from pyramid.config import Configurator
from sqlalchemy.orm import Session

from casework.db import new_id
from casework.errors import ConfigurationError
from casework.settings import Settings, read_settings
from casework.vault import Vault, vault_of
from casework.vault.keyring import create_root
from casework.vault.root import VARIABLE
from tests.vault.sample import CITY


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    create_root(tmp_path / "keys")
    return tmp_path / "keys"


def settings_of(data: Path, keys: Path, base_url: str = "http://localhost") -> Settings:
    ini = {"base_url": base_url, "data_directory": data, "keys_directory": keys, "database_url": "sqlite://"}
    return read_settings({f"casework.{name}": str(value) for name, value in ini.items()}, {})


def test_vault_opens_with_keys_beside_the_data(directory: Path, tmp_path: Path) -> None:
    vault = Vault.open(settings_of(tmp_path / "data", directory))
    assert vault.keyring.new_epoch(CITY) == 1


def test_vault_refuses_keys_among_the_data(tmp_path: Path) -> None:
    create_root(tmp_path / "data" / "keys")
    (tmp_path / "shortcut").symlink_to(tmp_path / "data" / "keys")
    for keys in (tmp_path / "data" / "keys", tmp_path / "shortcut"):
        with pytest.raises(ConfigurationError, match="CASEWORK_KEYS_DIRECTORY"):
            Vault.open(settings_of(tmp_path / "data", keys))


def test_real_installation_refuses_a_root_key_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, base64.b64encode(b"e" * 32).decode())
    with pytest.raises(ConfigurationError, match=VARIABLE):
        Vault.open(settings_of(tmp_path / "data", tmp_path / "keys", "https://cards.example.org"))


def test_every_session_of_the_application_carries_the_vault(directory: Path, tmp_path: Path) -> None:
    config = Configurator()
    config.registry["settings"] = settings_of(tmp_path / "data", directory)
    config.include("casework.db")
    config.registry["sessions"].configure(info={"kept": "yes"})
    config.include("casework.vault")
    vault = config.registry["vault"]
    with config.registry["sessions"]() as session:
        assert vault_of(session) is vault
        assert session.info["kept"] == "yes"
    name = new_id()
    vault.storage.put(name, b"x")
    assert (tmp_path / "data" / "files" / name[:2] / name).read_bytes() == b"x"
    config.registry["engine"].dispose()


def test_a_session_without_a_vault_is_told_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="no vault"):
        vault_of(Session())
