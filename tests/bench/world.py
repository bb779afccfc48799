"""The installation that is measured: the demo's organisations on SQLite, and dossiers enough for each question."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from sqlalchemy import select

from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import NEIGHBOURHOOD, PERSONS
from casework.demo.story import play
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.opening import open_dossier
from casework.people.models import BirthDate, Particulars
from tests.support.databases import Databases
from tests.support.installation import Installation, install

TODAY = date(2026, 11, 20)
LISTED = 1000


@dataclass(frozen=True)
class World:
    """An installation with one issued paper, dossiers that are granted, and a worklist."""

    installation: Installation
    code: str
    granted: tuple[str, ...]


@contextmanager
def make_world(granted: int) -> Iterator[World]:
    """A throw-away installation; `granted` dossiers wait to be issued."""
    with TemporaryDirectory(prefix="casework-bench-") as name:
        directory = Path(name)
        databases = Databases(directory, _no_cluster)
        installation = install(databases.copy("sqlite"), directory)
        registry = installation.registry
        waiting = replace(PERSONS[0], until="grant")
        (issued,) = play(registry, TODAY, _quietly, (PERSONS[0], *[waiting] * granted))
        with registry["sessions"]() as session:
            ids = tuple(session.scalars(select(Dossier.id).where(Dossier.state == "granted")))
        assert len(ids) == granted
        _fill_worklist(installation, LISTED - granted - 1)
        yield World(installation, issued.code, ids)
        installation.close()


def _fill_worklist(installation: Installation, count: int) -> None:
    """Dossiers as a caseworker opens them, each of a person of their own."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        identity = installation.identity(session, Role.CASEWORKER)
        for number in range(count):
            particulars = Particulars(f"Mostra {number}", "Exemple Inventat", BirthDate(1990, 1, 1))
            record = CaseRecord("carrer de l’Exemple, 1")
            open_dossier(session, registry["catalogue"], identity, NEIGHBOURHOOD, particulars, record, TODAY)


def _quietly(_line: str) -> None:
    pass


def _no_cluster() -> NoReturn:
    raise AssertionError("the bench asks for SQLite only")
