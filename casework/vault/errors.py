"""What can go wrong with sealed data. No message ever holds a key or a value."""

from casework.errors import CaseworkError


class TamperedError(CaseworkError):
    """A sealed value or file is not what was sealed here: damaged, moved, or sealed by another key."""


class KeyringError(CaseworkError):
    """A key is missing or lies unsafely; the message names the key, never its value."""


class KeyDestroyedError(KeyringError):
    """The key was destroyed on purpose: what it sealed is gone by design."""


class StorageError(CaseworkError):
    """A sealed file cannot be written or found."""
