"""Where the root key comes from. Whoever holds it, and the keyring, can open everything."""

import base64
import binascii
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from casework.vault.errors import KeyringError
from casework.vault.sealing import KEY_BYTES

ROOT_FILE = "root.key"
CREDENTIAL = "casework-root-key"
VARIABLE = "CASEWORK_DEVELOPMENT_ROOT_KEY"


class RootKey(Protocol):
    """The root key: 32 bytes from somewhere safe."""

    def read(self) -> bytes:
        """Raises KeyringError when it is missing, of another length, or lies open."""
        ...


@dataclass(frozen=True)
class FileRootKey:
    """A file of 32 bytes that belongs to the account of this process, which alone may read it (0400)."""

    path: Path

    def read(self) -> bytes:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            raise KeyringError(f"root key {self.path.name} is missing from the keyring: create it") from None
        if status.st_uid != os.geteuid():
            raise KeyringError(f"root key {self.path.name} belongs to another account: chown it")
        if stat.S_IMODE(status.st_mode) != stat.S_IRUSR:
            raise KeyringError(f"root key {self.path.name} lies open to others or to change: chmod it 0400")
        return _checked(self.path.read_bytes(), self.path.name)


@dataclass(frozen=True)
class CredentialRootKey:
    """A systemd credential (LoadCredential=, LoadCredentialEncrypted=); systemd guards its file."""

    directory: Path

    def read(self) -> bytes:
        path = self.directory / CREDENTIAL
        if not path.is_file():
            raise KeyringError(f"systemd gave no credential named {CREDENTIAL}: set LoadCredential=")
        return _checked(path.read_bytes(), CREDENTIAL)


@dataclass(frozen=True)
class EnvironmentRootKey:
    """Base64 in a variable, for development: other processes and crash reports may show it."""

    text: str = field(repr=False)

    def read(self) -> bytes:
        try:
            return _checked(base64.b64decode(self.text, validate=True), VARIABLE)
        except binascii.Error:
            raise KeyringError(f"{VARIABLE} is not base64") from None


def find_root_key(keys_directory: Path, environment: Mapping[str, str] = os.environ) -> RootKey:
    """The root key of this installation: of the environment, else of systemd, else a file in the keyring."""
    if VARIABLE in environment:
        return EnvironmentRootKey(environment[VARIABLE])
    credentials = Path(environment.get("CREDENTIALS_DIRECTORY", "/nonexistent"))
    if (credentials / CREDENTIAL).is_file():
        return CredentialRootKey(credentials)
    return FileRootKey(keys_directory / ROOT_FILE)


def _checked(key: bytes, name: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyringError(f"root key {name} is not of {KEY_BYTES} bytes")
    return key
