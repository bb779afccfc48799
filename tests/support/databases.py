"""Databases for tests: one migrated template of each kind, and cheap copies of it."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from casework.db import make_engine, upgrade
from tests.support.postgres import Cluster

KINDS = ("sqlite", "postgresql")


class Databases:
    """Makes copies of a database that the real migrations built, on SQLite or PostgreSQL."""

    def __init__(self, directory: Path, cluster: Callable[[], Cluster]) -> None:
        self._directory = directory
        self._cluster = cluster
        self._numbers = count(1)
        self._ready: set[str] = set()

    def empty(self, kind: str) -> str:
        """The URL of a database without any table."""
        name = f"casework_{next(self._numbers)}"
        if kind == "sqlite":
            return f"sqlite:///{self._directory / name}.sqlite"
        return self._cluster().create(name)

    def copy(self, kind: str) -> str:
        """The URL of a fresh database with all tables, holding nothing."""
        self._make_template(kind)
        name = f"casework_{next(self._numbers)}"
        if kind == "sqlite":
            target = self._directory / f"{name}.sqlite"
            shutil.copyfile(self._directory / "template.sqlite", target)
            return f"sqlite:///{target}"
        return self._cluster().create(name, template="casework_template")

    def _make_template(self, kind: str) -> None:
        if kind in self._ready:
            return
        if kind == "sqlite":
            url = f"sqlite:///{self._directory / 'template.sqlite'}"
        else:
            url = self._cluster().create("casework_template")
        engine = make_engine(url)
        upgrade(engine)
        if kind == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        self._ready.add(kind)
