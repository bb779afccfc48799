"""Where sealed files lie. Names are random ids; what lies here is ciphertext only."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from casework.db import ID_PATTERN
from casework.i18n import _
from casework.vault import durable
from casework.vault.errors import StorageError

_NAME = re.compile(ID_PATTERN)


class Storage(Protocol):
    """A place for sealed files. A name is an id of `casework.db.new_id`, and is written once."""

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` so that it outlasts a crash. Raises StorageError, and then nothing was kept."""
        ...

    def read(self, name: str) -> bytes:
        """Raises StorageError if there is no such file."""
        ...

    def delete(self, name: str) -> None:
        """Nothing happens if there is no such file."""
        ...

    def list(self) -> Iterator[str]:
        """Names of all files, in no order."""
        ...


class DirectoryStorage:
    """Files in a directory, spread over folders named by their first two characters."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        try:
            durable.make_directory(path.parent)
            durable.write_new(path, data)
        except OSError as reason:
            raise StorageError(
                _("The file could not be kept: storage is full or out of order. Tell your administrator.")
            ) from reason

    def read(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise StorageError(_("This file is missing from storage. Tell your administrator.")) from None

    def delete(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            durable.sync_directory(path.parent)

    def list(self) -> Iterator[str]:
        paths = self._directory.glob("??/*")
        return (path.name for path in paths if not path.name.startswith(durable.TEMPORARY_PREFIX))

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("a stored file is named by an id")
        return self._directory / name[:2] / name
