"""Commands run as a person types them; one demo for the whole room."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from casework.cli import main
from tests.support.databases import Databases
from tests.support.installation import Installation, install, tell_story

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the command with words; no trace may ever reach the person."""

    def call(*words: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


@dataclass(frozen=True)
class Demo:
    """What `casework demo` left behind, and its installation."""

    out: Path
    ini: Path
    said: str

    @property
    def summary(self) -> dict[str, Any]:
        summary: dict[str, Any] = json.loads((self.out / "summary.json").read_text("utf-8"))
        return summary

    @property
    def paper(self) -> Path:
        return self.out / str(self.summary["papers"][0]["file"])

    @property
    def trust(self) -> Path:
        return self.out / "trust.pem"


@pytest.fixture(scope="session")
def demo(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    directory = tmp_path_factory.mktemp("demo")
    result = run("demo", "--out", directory / "out", "--keep", directory / "kept")
    assert result.exit_code == 0, result.output
    database = f"sqlite:///{directory}/kept/var/casework.sqlite"
    ini = write_ini(directory, database, directory / "kept/var", directory / "kept/var-keys")
    return Demo(directory / "out", ini, result.output)


@dataclass(frozen=True)
class Place:
    """An installation on one of the two databases, and the ini file that leads there."""

    installation: Installation
    ini: Path


@pytest.fixture(scope="module")
def place(databases: Databases, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demo's story, on each database."""
    directory = tmp_path_factory.mktemp("place")
    installation = install(databases.copy(kind), directory)
    tell_story(installation, date(2026, 11, 20))
    settings = installation.settings
    ini = write_ini(directory, settings.database_url, settings.data_directory, settings.keys_directory)
    yield Place(installation, ini)
    installation.close()


def write_ini(directory: Path, database_url: str, data: Path, keys: Path) -> Path:
    ini = directory / "test.ini"
    ini.write_text(
        f"""[app:main]
use = egg:casework
casework.database_url = {database_url}
casework.base_url = http://localhost:6543
casework.data_directory = {data}
casework.keys_directory = {keys}
"""
    )
    return ini
