"""casework journal: is the chain whole?"""

import sys
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy.orm import Session, sessionmaker

from casework import journal
from casework.cli.main import AS_JSON, INI, settings_of
from casework.db import make_engine, writing
from casework.journal.checkpoints import PUBLIC_FILE, load_public_key, load_signing_key, make_checkpoint
from casework.journal.exports import verify_export

KEY = click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public key of the checkpoints; without it the installation's own.",
)
NOTE = click.option(
    "--checkpoint",
    "notes",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that was kept elsewhere; may be given several times.",
)


@click.group(name="journal")
def command() -> None:
    """The journal of changes and reads."""


@command.command()
@click.argument("export", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@INI
@KEY
@NOTE
@AS_JSON
def verify(export: Path | None, ini: Path, key: Path | None, notes: tuple[Path, ...], as_json: bool) -> None:
    """Check every entry and every checkpoint; exit 1 with the first bad position.

    With EXPORT the exported file is checked, and no database is needed.
    """
    kept = [note.read_text() for note in notes]
    if export is not None:
        public = load_public_key(key or settings_of(ini).keys_directory / PUBLIC_FILE)
        with export.open() as stream:
            bad = verify_export(stream, public, kept)
    else:
        settings = settings_of(ini)
        public = load_public_key(key or settings.keys_directory / PUBLIC_FILE)
        engine = make_engine(settings.database_url)
        with Session(engine) as session:
            bad = journal.verify(session, public, kept)
        engine.dispose()
    _answer(bad, as_json)


def _answer(bad: int | None, as_json: bool) -> None:
    if as_json:
        click.echo(f'{{"whole": {str(bad is None).lower()}, "first_bad": {"null" if bad is None else bad}}}')
    else:
        click.echo("the journal is whole" if bad is None else f"the journal is broken at position {bad}")
    sys.exit(0 if bad is None else 1)


@command.command(name="export")
@click.argument("target", type=click.File("w"))
@INI
def export_(target: TextIO, ini: Path) -> None:
    """Write the journal to a file that can be checked without a database."""
    engine = make_engine(settings_of(ini).database_url)
    with Session(engine) as session:
        journal.export(session, target)
    engine.dispose()


@command.command()
@INI
def checkpoint(ini: Path) -> None:
    """Sign the head of the journal as it stands, and print the note: give it to a second party."""
    settings = settings_of(ini)
    engine = make_engine(settings.database_url)
    key = load_signing_key(settings.keys_directory)
    with writing(sessionmaker(engine)) as session:
        note = make_checkpoint(session, key, settings.base_url).note
    engine.dispose()
    click.echo(note, nl=False)
