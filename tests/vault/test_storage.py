import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casework.db import new_id
from casework.vault.errors import StorageError
from casework.vault.storage import DirectoryStorage


@pytest.fixture
def storage(tmp_path: Path) -> DirectoryStorage:
    return DirectoryStorage(tmp_path / "files")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let the system refuse to write more than `size` bytes to a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_is_put_is_read_listed_and_deleted(storage: DirectoryStorage) -> None:
    one, other = new_id(), new_id()
    storage.put(one, b"one")
    storage.put(other, b"other")
    assert (storage.read(one), storage.read(other)) == (b"one", b"other")
    assert set(storage.list()) == {one, other}
    storage.delete(one)
    assert set(storage.list()) == {other}
    with pytest.raises(StorageError):
        storage.read(one)


def test_empty_storage_lists_nothing_and_deletes_nothing(storage: DirectoryStorage) -> None:
    storage.delete(new_id())
    assert list(storage.list()) == []


def test_a_name_is_written_once(storage: DirectoryStorage) -> None:
    name = new_id()
    storage.put(name, b"first")
    with pytest.raises(StorageError):
        storage.put(name, b"second")
    assert storage.read(name) == b"first"


def test_a_file_that_does_not_fit_leaves_nothing(storage: DirectoryStorage, tmp_path: Path) -> None:
    name = new_id()
    with room_for(100_000), pytest.raises(StorageError):
        storage.put(name, bytes(1_000_000))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    storage.put(name, bytes(1_000_000))
    assert len(storage.read(name)) == 1_000_000


def test_half_written_files_of_a_crash_are_not_listed(storage: DirectoryStorage, tmp_path: Path) -> None:
    name = new_id()
    storage.put(name, b"whole")
    (tmp_path / "files" / name[:2] / ".incoming-0011223344556677").write_bytes(b"half")
    assert list(storage.list()) == [name]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 21, "a" * 21 + "/", "a" * 22 + "\n"])
def test_only_ids_are_names(storage: DirectoryStorage, name: str) -> None:
    with pytest.raises(ValueError, match="named by an id"):
        storage.put(name, b"x")


def test_only_the_owner_reads_the_files(storage: DirectoryStorage, tmp_path: Path) -> None:
    name = new_id()
    storage.put(name, b"x")
    assert (tmp_path / "files" / name[:2] / name).stat().st_mode & 0o777 == 0o400
