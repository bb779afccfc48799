"""The group of all commands, and how each finds its installation."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from pyramid.paster import get_appsettings
from pyramid.registry import Registry
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from casework.db import check_revision, make_engine
from casework.errors import CaseworkError, ConfigurationError
from casework.i18n import plain
from casework.settings import Settings, read_settings


def ini_option(words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option --ini. The file is looked for by `settings_of`: some commands can do without it."""
    return click.option(
        "--ini",
        type=click.Path(path_type=Path),
        default="development.ini",
        show_default=True,
        envvar="CASEWORK_INI",
        help=words,
    )


INI = ini_option("The installation's ini file.")
NO_DATABASE = "the database of this installation cannot be used: is it there, and up to date?"
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


class SayingWhy(click.Group):
    """Errors of the house are one sentence and exit 2, never a trace."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        try:
            return super().main(*arguments, **options)
        except CaseworkError as error:
            click.echo(f"casework: {plain(error.message) or type(error).__name__}", err=True)
            sys.exit(2)
        except DBAPIError:  # its own words carry the statement
            click.echo(f"casework: {NO_DATABASE}", err=True)
            sys.exit(2)
        except OSError as error:  # a key that may not be read, a directory in place of a file
            click.echo(f"casework: {error.filename or 'a file'} cannot be used: {error.strerror}", err=True)
            sys.exit(2)


@click.group(cls=SayingWhy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="casework", prog_name="casework")
def main() -> None:
    """Case management for the cards by which cities recognise their residents."""


def settings_of(ini: Path) -> Settings:
    """The settings of an ini file and the environment. Raises ConfigurationError when there is no such file."""
    if not ini.is_file():
        raise ConfigurationError(f"{ini} is not there: name the installation's ini file with --ini")
    try:
        values = get_appsettings(str(ini), name="main")
    except Exception as error:  # three libraries read the file, each with errors of its own
        raise ConfigurationError(
            f"{ini.name} is no ini file with a section [app:main] ({type(error).__name__})"
        ) from None
    return read_settings(values)


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """The installation's database, let go at the end. Raises ConfigurationError for one of another version."""
    engine = make_engine(settings.database_url)
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        raise ConfigurationError(NO_DATABASE)  # opening it would leave an empty file there
    try:
        check_revision(engine)
        yield engine
    finally:
        engine.dispose()


def application(settings: Settings) -> Registry:
    """The registry of the whole application, without a worker of its own."""
    import casework

    registry: Registry = casework.application(replace(settings, worker=False)).registry
    return registry
