"""Files that are whole or absent, also after a power cut."""

import os
import secrets
from pathlib import Path

TEMPORARY_PREFIX = ".incoming-"


def write_new(path: Path, data: bytes, mode: int = 0o400) -> None:
    """Write a file that must not exist yet.

    Raises FileExistsError; OSError when it cannot be written (disk full), and then nothing is left behind.
    """
    temporary = _write_temporary(path.parent, data, mode)
    try:
        os.link(temporary, path)
    finally:
        temporary.unlink()
    sync_directory(path.parent)


def replace(path: Path, data: bytes, mode: int = 0o400) -> None:
    """Put a file in the place of another one in a single step. Raises OSError as `write_new` does."""
    temporary = _write_temporary(path.parent, data, mode)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    sync_directory(path.parent)


def make_directory(path: Path) -> None:
    """Make a directory that only its owner may enter, and its parents; nothing if it exists."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make the names in a directory outlast a crash: fsync of a file does not cover its name."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_temporary(directory: Path, data: bytes, mode: int) -> Path:
    temporary = directory / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink()
        raise
    return temporary
