import base64
import os
from pathlib import Path

import pytest

from casework.vault.errors import KeyDestroyedError, KeyringError, TamperedError
from casework.vault.keyring import Keyring, create_installation_secret, create_root
from casework.vault.root import CREDENTIAL, ROOT_FILE, VARIABLE, FileRootKey, find_root_key
from tests.vault.sample import CITY, PARTNER


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    create_root(tmp_path / "keys")
    return tmp_path / "keys"


def test_root_key_is_32_bytes_that_only_the_owner_reads(directory: Path) -> None:
    status = (directory / ROOT_FILE).stat()
    assert (status.st_size, status.st_mode & 0o777) == (32, 0o400)
    assert directory.stat().st_mode & 0o777 == 0o700


def test_a_second_root_is_refused_and_the_first_one_stays(directory: Path) -> None:
    before = (directory / ROOT_FILE).read_bytes()
    with pytest.raises(KeyringError):
        create_root(directory)
    assert (directory / ROOT_FILE).read_bytes() == before


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o600, 0o500])
def test_root_key_that_lies_open_is_refused(directory: Path, mode: int) -> None:
    (directory / ROOT_FILE).chmod(mode)
    with pytest.raises(KeyringError, match="0400"):
        Keyring.open(directory)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_key_of_another_account_is_refused(directory: Path) -> None:
    os.chown(directory / ROOT_FILE, 65534, -1)
    with pytest.raises(KeyringError, match="another account"):
        Keyring.open(directory)


def test_missing_or_short_root_key_is_refused(directory: Path) -> None:
    (directory / ROOT_FILE).unlink()
    with pytest.raises(KeyringError, match="missing"):
        Keyring.open(directory)
    (directory / ROOT_FILE).write_bytes(b"short")
    (directory / ROOT_FILE).chmod(0o400)
    with pytest.raises(KeyringError, match="32 bytes"):
        Keyring.open(directory)


def test_epochs_count_up_and_outlive_the_process(directory: Path) -> None:
    keyring = Keyring.open(directory)
    assert [keyring.new_epoch(CITY), keyring.new_epoch(CITY), keyring.new_epoch(PARTNER)] == [1, 2, 1]
    again = Keyring.open(directory)
    assert (again.epochs(CITY), again.current(CITY)) == ([1, 2], 2)
    keys = {again.key(CITY, 1), again.key(CITY, 2), again.key(PARTNER, 1)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert keyring.key(CITY, 1) == again.key(CITY, 1)


def test_destroyed_epoch_is_gone_by_design_and_its_number_is_not_used_again(directory: Path) -> None:
    keyring = Keyring.open(directory)
    keyring.new_epoch(CITY)
    lost = keyring.key(CITY, 1)
    keyring.destroy(CITY, 1)
    with pytest.raises(KeyDestroyedError, match="epoch 1 of organisation"):
        keyring.key(CITY, 1)
    assert keyring.epochs(CITY) == []
    assert keyring.new_epoch(CITY) == 2
    assert keyring.key(CITY, 2) != lost


def test_lost_epoch_is_not_called_destroyed(directory: Path) -> None:
    keyring = Keyring.open(directory)
    for ask in (lambda: keyring.key(CITY, 1), lambda: keyring.destroy(CITY, 1)):
        with pytest.raises(KeyringError, match="missing") as caught:
            ask()
        assert not isinstance(caught.value, KeyDestroyedError)
    with pytest.raises(KeyringError, match="no key"):
        keyring.current(CITY)


def test_key_file_in_the_place_of_another_is_refused(directory: Path) -> None:
    keyring = Keyring.open(directory)
    keyring.new_epoch(CITY)
    keyring.new_epoch(PARTNER)
    one, other = sorted(directory.glob("organisations/*/000001.key"))
    other.unlink()
    other.write_bytes(one.read_bytes())
    with pytest.raises(TamperedError):
        keyring.key(other.parent.name, 1)


@pytest.mark.parametrize("organisation", ["", "../up", "a/b", "x" * 23, "ciutat vella"])
def test_organisation_id_never_becomes_a_path(directory: Path, organisation: str) -> None:
    with pytest.raises(KeyringError):
        Keyring.open(directory).new_epoch(organisation)


def test_no_key_shows_in_clear_or_in_a_repr(directory: Path) -> None:
    keyring = Keyring.open(directory)
    keyring.new_epoch(CITY)
    key, root = keyring.key(CITY, 1), (directory / ROOT_FILE).read_bytes()
    kept = [path.read_bytes() for path in directory.rglob("*.key") if path.name != ROOT_FILE]
    assert len(kept) == 2
    assert not any(key in each or root in each for each in kept)
    assert "Keyring" in repr(keyring)
    assert not any(secret in repr(keyring) for secret in (repr(key), repr(root), key.hex(), root.hex()))


def test_installation_keys_differ_by_purpose_and_stay(directory: Path) -> None:
    keyring = Keyring.open(directory)
    sign_in = keyring.installation_key("sign-in-name")
    assert len(sign_in) == 32
    assert keyring.installation_key("csrf") != sign_in
    keyring.new_epoch(CITY)
    keyring.destroy(CITY, 1)
    assert Keyring.open(directory).installation_key("sign-in-name") == sign_in


def test_root_key_comes_from_the_environment_or_systemd_before_the_file(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"c" * 32)
    systemd = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    development = {VARIABLE: base64.b64encode(b"e" * 32).decode()}
    assert find_root_key(tmp_path, systemd).read() == b"c" * 32
    assert find_root_key(tmp_path, systemd | development).read() == b"e" * 32
    assert find_root_key(tmp_path, {}) == FileRootKey(tmp_path / ROOT_FILE)
    assert development[VARIABLE] not in repr(find_root_key(tmp_path, development))


@pytest.mark.parametrize("text", ["not base64!", base64.b64encode(b"short").decode()])
def test_unusable_root_key_in_the_environment_is_named_and_not_shown(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyringError, match=VARIABLE) as caught:
        find_root_key(tmp_path, {VARIABLE: text}).read()
    assert text not in str(caught.value)


def test_keyring_with_its_root_elsewhere_holds_no_root(tmp_path: Path) -> None:
    root = find_root_key(tmp_path, {VARIABLE: base64.b64encode(b"e" * 32).decode()})
    create_installation_secret(tmp_path / "keys", root)
    keyring = Keyring.open(tmp_path / "keys", root)
    keyring.new_epoch(CITY)
    assert len(keyring.key(CITY, 1)) == 32
    assert not (tmp_path / "keys" / ROOT_FILE).exists()
