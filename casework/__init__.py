"""casework: case management for the cards by which cities recognise their residents."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.settings import Settings

PARTS = (
    "casework.i18n",
    "casework.db",
    "casework.vault",
    "casework.web",
    "casework.jobs",
    "casework.access",
    "casework.programmes",
    "casework.cards",
    "casework.cards.verification",
    "casework.dossiers",
    "casework.oversight",
)
"""The rooms with something to wire, from the ground up."""

TABLES = (
    "casework.web.models",
    "casework.journal.models",
    "casework.jobs.models",
    "casework.access.models",
    "casework.files.models",
    "casework.people.models",
    "casework.programmes.models",
    "casework.cards.models",
    "casework.dossiers.models",
)


def main(global_config: dict[str, str] | None = None, **ini: Any) -> Any:
    """The WSGI application (paste's app factory), with the settings of an ini file and the environment."""
    from casework.settings import read_settings

    return application(read_settings(ini))


def application(settings: "Settings") -> Any:
    """The WSGI application with these settings, whatever the environment says."""
    from pyramid.config import Configurator

    from casework.web.logs import configure_logs

    tm = {"tm.manager_hook": "pyramid_tm.explicit_manager", "tm.annotate_user": False}
    with Configurator(settings=tm) as config:
        config.registry["settings"] = settings
        configure_logs(strict=settings.strict_logs)
        config.include("pyramid_tm")
        config.include("pyramid_retry")
        for part in PARTS:
            config.include(part)
        if settings.demo:
            config.include("casework.demo")
        return config.make_wsgi_app()


def import_tables() -> None:
    """Import every table, so that the metadata is whole (migrations, tests)."""
    for module in TABLES:
        import_module(module)
