"""A whole installation for tests: real database, real keys, the demo's people, the real application."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pyramid.registry import Registry
from sqlalchemy.orm import Session
from webtest import TestApp

import casework
from casework import jobs
from casework.access.identity import Identity
from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.demo.installation import prepare
from casework.demo.people import ACCOUNTS, PASSWORD
from casework.demo.story import found, play
from casework.settings import Settings, read_settings

HOST = "localhost:6543"
BEGAN = datetime(2025, 1, 7, 9, tzinfo=UTC)


@dataclass
class Installation:
    """The application with its registry. `close` it at the end."""

    settings: Settings
    app: Any

    @property
    def registry(self) -> Registry:
        registry: Registry = self.app.registry
        return registry

    def session(self) -> Session:
        session: Session = self.registry["sessions"]()
        return session

    def browser(self) -> TestApp:
        """A browser that keeps its own cookies."""
        return TestApp(self.app, extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.1"})

    def signed_in(self, role: Role) -> TestApp:
        """A browser in which the demo's account of this role is signed in."""
        browser = self.browser()
        form = browser.get("/sign-in").forms[0]
        form["name"] = name_of(role)
        form["password"] = PASSWORD
        form.submit().follow()
        return browser

    def run_jobs(self) -> int:
        return jobs.run_due(self.registry)

    def identity(self, session: Session, role: Role) -> Identity:
        return identity_as(session, role)

    def close(self) -> None:
        if self.settings.worker:
            self.registry["worker"].stop()
        self.registry["engine"].dispose()


def name_of(role: Role) -> str:
    return next(each.name for each in ACCOUNTS if each.role is role)


def install(
    database_url: str, directory: Path, *, host: str = HOST, worker: bool = False, began: datetime = BEGAN
) -> Installation:
    """An installation with organisations and accounts since a day, and no dossier yet."""
    settings = read_settings(
        {
            "casework.database_url": database_url,
            "casework.base_url": f"http://{host}",
            "casework.data_directory": str(directory / "var"),
            "casework.keys_directory": str(directory / "var-keys"),
            "casework.worker": "yes" if worker else "no",
            "casework.demo": "yes",
            "casework.strict_logs": "yes",
            "casework.argon2_time_cost": "1",
            "casework.argon2_memory_kib": "8",
        },
        environment={},
    )
    prepare(settings)
    values = {f"casework.{name}": value for name, value in _texts(settings).items()}
    installation = Installation(settings, casework.main({}, **values))
    found(installation.registry, began)
    return installation


def tell_story(installation: Installation, today: date) -> None:
    """Let the demo's dossiers happen."""
    for _issued in play(installation.registry, today, lambda _line: None):
        pass


def _texts(settings: Settings) -> dict[str, str]:
    texts = {}
    for name, value in vars(settings).items():
        if isinstance(value, bool):
            texts[name] = "yes" if value else "no"
        elif isinstance(value, tuple):
            texts[name] = " ".join(value)
        else:
            texts[name] = "" if value is None else str(value)
    return texts
