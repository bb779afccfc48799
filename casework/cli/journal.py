"""casework journal: is the chain whole?"""

import json
import sys
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy.orm import Session, sessionmaker

from casework import journal
from casework.cli.main import AS_JSON, INI, engine_of, settings_of
from casework.db import writing
from casework.i18n import plain
from casework.journal.checkpoints import PUBLIC_FILE, load_public_key, load_signing_key, make_checkpoint
from casework.journal.exports import verify_export
from casework.journal.notes import NoteError

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
    kept = [note.read_text("utf-8", errors="replace") for note in notes]
    public = load_public_key(key or settings_of(ini).keys_directory / PUBLIC_FILE)
    try:
        bad = _first_bad(export, ini, public, kept)
    except NoteError as error:
        _answer(as_json, first_bad=None, reason=plain(error.message))
    else:
        reason = None if bad is None else f"the journal is broken at position {bad}"
        _answer(as_json, first_bad=bad, reason=reason)


def _first_bad(export: Path | None, ini: Path, public: Ed25519PublicKey, kept: list[str]) -> int | None:
    if export is not None:
        with export.open(encoding="utf-8") as stream:
            return verify_export(stream, public, kept)
    with engine_of(settings_of(ini)) as engine, Session(engine) as session:
        return journal.verify(session, public, kept)


def _answer(as_json: bool, first_bad: int | None, reason: str | None) -> None:
    """`reason` is None for a whole journal; a forged checkpoint is bad at no position."""
    if as_json:
        click.echo(json.dumps({"whole": reason is None, "first_bad": first_bad, "reason": reason}))
    else:
        click.echo(reason or "the journal is whole")
    sys.exit(0 if reason is None else 1)


@command.command(name="export")
@click.argument("target", type=click.Path(allow_dash=True))
@INI
def export_(target: str, ini: Path) -> None:
    """Write the journal to a file that can be checked without a database."""
    with (
        engine_of(settings_of(ini)) as engine,
        Session(engine) as session,
        click.open_file(target, "w", encoding="utf-8") as stream,
    ):
        journal.export(session, stream)


@command.command()
@INI
def checkpoint(ini: Path) -> None:
    """Sign the head of the journal as it stands, and print the note: give it to a second party."""
    settings = settings_of(ini)
    key = load_signing_key(settings.keys_directory)
    with engine_of(settings) as engine, writing(sessionmaker(engine)) as session:
        note = make_checkpoint(session, key, settings.base_url).note
    click.echo(note, nl=False)
