"""The keyring: a directory outside the database, with its own backup, that holds every key above the records.

    root.key                        32 bytes, unless the root comes from elsewhere
    installation.key                the installation's secret, sealed under the root
    organisations/ID/EPOCH.key      an organisation's key of one epoch, sealed under the root

A destroyed key leaves the word `destroyed` in its place, so that its number is never used again.
"""

import re
from pathlib import Path

from casework.vault import durable, sealing
from casework.vault.errors import KeyDestroyedError, KeyringError
from casework.vault.root import ROOT_FILE, FileRootKey, RootKey

_INSTALLATION_FILE = "installation.key"
_DESTROYED = b"destroyed\n"
_ORGANISATION_ID = re.compile(r"[A-Za-z0-9_-]{1,22}")


def create_root(directory: Path) -> None:
    """Begin a keyring whose root key is a file in it.

    Raises KeyringError if the directory holds one already.
    """
    durable.make_directory(directory)
    try:
        durable.write_new(directory / ROOT_FILE, sealing.new_key())
    except FileExistsError:
        raise KeyringError("this keyring has a root key already") from None
    create_installation_secret(directory, FileRootKey(directory / ROOT_FILE))


def create_installation_secret(directory: Path, root: RootKey) -> None:
    """Begin a keyring whose root key lives elsewhere. Raises KeyringError if there is one already."""
    durable.make_directory(directory)
    sealed = sealing.seal(root.read(), sealing.new_key(), ("installation secret",))
    try:
        durable.write_new(directory / _INSTALLATION_FILE, sealed)
    except FileExistsError:
        raise KeyringError("this keyring has an installation secret already") from None


class Keyring:
    """Keys of the organisations in numbered epochs, and keys of the installation by purpose."""

    def __init__(self, directory: Path, root: bytes) -> None:
        self._directory = directory
        self._root = root

    def __repr__(self) -> str:
        return "<Keyring: keys not shown>"

    @classmethod
    def open(cls, directory: Path, root: RootKey | None = None) -> "Keyring":
        """Open the keyring in `directory`, by default with the root key file in it.

        Raises KeyringError when the root key is missing or lies open.
        """
        return cls(directory, (root or FileRootKey(directory / ROOT_FILE)).read())

    def new_epoch(self, organisation_id: str) -> int:
        """Make the next key of an organisation; from now on new records are sealed by it."""
        folder = self._folder(organisation_id)
        durable.make_directory(folder)
        epoch = max(self._numbers(organisation_id), default=0) + 1
        sealed = sealing.seal(self._root, sealing.new_key(), _place(organisation_id, epoch))
        try:
            durable.write_new(_file(folder, epoch), sealed)
        except FileExistsError:
            raise KeyringError(f"epoch {epoch} of {organisation_id} was just made by somebody else") from None
        return epoch

    def current(self, organisation_id: str) -> int:
        """The newest epoch. Raises KeyringError if the organisation has none."""
        epochs = self.epochs(organisation_id)
        if not epochs:
            raise KeyringError(f"organisation {organisation_id} has no key: make its first epoch")
        return epochs[-1]

    def epochs(self, organisation_id: str) -> list[int]:
        """Epochs whose key exists, oldest first."""
        folder = self._folder(organisation_id)
        return [
            number
            for number in self._numbers(organisation_id)
            if _file(folder, number).read_bytes() != _DESTROYED
        ]

    def key(self, organisation_id: str, epoch: int) -> bytes:
        """The 32 bytes of an epoch.

        Raises KeyDestroyedError if it was destroyed, KeyringError if it was never here or is lost.
        """
        try:
            sealed = _file(self._folder(organisation_id), epoch).read_bytes()
        except FileNotFoundError:
            raise KeyringError(f"epoch {epoch} of organisation {organisation_id} is missing") from None
        if sealed == _DESTROYED:
            raise KeyDestroyedError(f"epoch {epoch} of organisation {organisation_id} is gone by design")
        return sealing.open_(self._root, sealed, _place(organisation_id, epoch))

    def destroy(self, organisation_id: str, epoch: int) -> None:
        """Destroy a key for ever; its backups are destroyed by their own term.

        Raises KeyringError if there is no such epoch. `rotation.destroy_epoch` checks that nothing living
        needs it.
        """
        path = _file(self._folder(organisation_id), epoch)
        if not path.is_file():
            raise KeyringError(f"epoch {epoch} of organisation {organisation_id} is missing")
        durable.replace(path, _DESTROYED)

    def installation_key(self, purpose: str) -> bytes:
        """32 bytes that are the same as long as the installation lives, for one purpose only."""
        try:
            sealed = (self._directory / _INSTALLATION_FILE).read_bytes()
        except FileNotFoundError:
            raise KeyringError(f"{_INSTALLATION_FILE} is missing from the keyring") from None
        return sealing.derive(sealing.open_(self._root, sealed, ("installation secret",)), purpose)

    def _folder(self, organisation_id: str) -> Path:
        if not _ORGANISATION_ID.fullmatch(organisation_id):
            raise KeyringError("the id of an organisation is 1 to 22 letters, digits, - or _")
        return self._directory / "organisations" / organisation_id

    def _numbers(self, organisation_id: str) -> list[int]:
        return sorted(int(path.stem) for path in self._folder(organisation_id).glob("[0-9]*.key"))


def _file(folder: Path, epoch: int) -> Path:
    return folder / f"{epoch:06}.key"


def _place(organisation_id: str, epoch: int) -> tuple[str, ...]:
    return "organisation key", organisation_id, str(epoch)
