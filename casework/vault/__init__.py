"""Personal data at rest: keys outside the database, sealed values in it, sealed files beside it.

The design is design.md §4; the formats are in docs/decisions/0001-sealed-values.md.
"""

from dataclasses import dataclass

from pyramid.config import Configurator
from sqlalchemy.orm import Session, sessionmaker

from casework.errors import ConfigurationError
from casework.settings import Settings
from casework.vault.keyring import Keyring
from casework.vault.root import VARIABLE, EnvironmentRootKey, find_root_key
from casework.vault.storage import DirectoryStorage, Storage


@dataclass(frozen=True)
class Vault:
    """What sessions carry in `info["vault"]`: the keys, and the place of sealed files."""

    keyring: Keyring
    storage: Storage

    @classmethod
    def open(cls, settings: Settings) -> "Vault":
        """The vault of an installation.

        Raises ConfigurationError when its keys lie among its data, or come from the environment of a real
        installation; KeyringError when the root key is missing or lies open.
        """
        if settings.keys_directory.resolve().is_relative_to(settings.data_directory.resolve()):
            raise ConfigurationError(
                "CASEWORK_KEYS_DIRECTORY lies inside CASEWORK_DATA_DIRECTORY: move the keys out of the data"
            )
        root = find_root_key(settings.keys_directory)
        if isinstance(root, EnvironmentRootKey) and settings.https:
            raise ConfigurationError(
                f"{VARIABLE} is for development: keep the root key in a file or a systemd credential"
            )
        keyring = Keyring.open(settings.keys_directory, root)
        return cls(keyring, DirectoryStorage(settings.data_directory / "files"))

    def give_to(self, sessions: sessionmaker[Session]) -> None:
        """Let every session of this factory seal and open."""
        sessions.configure(info={**sessions.kw.get("info", {}), "vault": self})


def vault_of(session: Session) -> Vault:
    """The vault that a session carries. Raises RuntimeError, saying what to do, when it has none."""
    vault: Vault | None = session.info.get("vault")
    if vault is None:
        raise RuntimeError("this session has no vault: let Vault.give_to(sessions) give it to the factory")
    return vault


def includeme(config: Configurator) -> None:
    """`registry["vault"]`, known to every session; after `casework.db`."""
    vault = Vault.open(config.registry["settings"])
    config.registry["vault"] = vault
    vault.give_to(config.registry["sessions"])
