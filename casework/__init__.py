"""casework: case management for the cards by which cities recognise their residents."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

PARTS = (
    "casework.i18n",
    "casework.db",
    "casework.vault",
    "casework.web",
    "casework.journal",
    "casework.jobs",
    "casework.schemes",
    "casework.access",
    "casework.papers",
    "casework.files",
    "casework.people",
    "casework.programmes",
    "casework.cards",
    "casework.cards.verification",
    "casework.dossiers",
    "casework.oversight",
)
"""The rooms from the ground up: what `main` includes, and where tables are looked for."""


def main(global_config: dict[str, str] | None = None, **ini: Any) -> Any:
    """The WSGI application (paste's app factory)."""
    from pyramid.config import Configurator

    from casework.settings import read_settings

    with Configurator(settings={"tm.manager_hook": "pyramid_tm.explicit_manager"}) as config:
        config.registry["settings"] = read_settings(ini)
        config.include("pyramid_tm")
        config.include("pyramid_retry")
        for part in PARTS:
            config.include(part)
        return config.make_wsgi_app()


def import_models() -> None:
    """Import every table, so that the metadata is whole (migrations, tests)."""
    for part in PARTS:
        if find_spec(part) and find_spec(f"{part}.models"):
            import_module(f"{part}.models")
