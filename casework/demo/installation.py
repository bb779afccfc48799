"""Making an empty installation: directories, keys, database with all tables."""

from pathlib import Path

from sqlalchemy import URL

from casework.db import make_engine, upgrade
from casework.journal.checkpoints import create_signing_key
from casework.settings import Settings
from casework.vault.durable import make_directory
from casework.vault.keyring import create_root


def prepare(settings: Settings) -> bool:
    """Create what is missing and bring the database up to date. Returns whether the installation is new."""
    for directory in (settings.data_directory, settings.keys_directory):
        make_directory(directory)
    new = not any(settings.keys_directory.iterdir())
    if new:
        create_root(settings.keys_directory)
        create_signing_key(settings.keys_directory)
    engine = make_engine(settings.database_url)
    _make_private(engine.url)
    upgrade(engine)
    engine.dispose()
    return new


def _make_private(url: URL) -> None:
    """An SQLite file is its owner's alone from its first byte; its write-ahead log takes over the mode."""
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        Path(url.database).touch(mode=0o600)
