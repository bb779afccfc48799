"""casework schemes: list, show, check and explain kinds of card."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from casework.cli.main import AS_JSON, engine_of, ini_option, settings_of
from casework.errors import ConfigurationError
from casework.programmes.adopting import languages_run
from casework.schemes import (
    MEMBERS,
    Catalogue,
    Facts,
    Remark,
    SchemeFileError,
    SchemeVersion,
    Severity,
    copied,
    explain,
    explain_household,
    facts_from,
    findings,
    household_from,
    json_schema,
    mistakes,
    say,
)
from casework.schemes import check as check_scheme_files
from casework.settings import Settings

DIRECTORY = click.option(
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="CASEWORK_SCHEMES_DIRECTORY",
    help="A city's own scheme files.",
)
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day, as 2026-11-21.")
INSTALLATION = ini_option("The installation's ini file, where no files are named.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="schemes")
def command() -> None:
    """Kinds of card: their files, versions and rules."""


@command.command(name="list")
@DIRECTORY
@AS_JSON
def list_(directory: Path | None, as_json: bool) -> None:
    """The schemes of the catalogue and of a city's directory."""
    rows = [
        {
            "key": scheme.key,
            "name": scheme.name_in("en"),
            "place": scheme.place.city,
            "stage": str(scheme.stage),
            "versions": [version.start.isoformat() for version in scheme.versions],
        }
        for scheme in Catalogue.load(directory)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        versions = ", ".join(row["versions"])
        click.echo(f"{row['key']:<24} {row['place']:<14} {row['stage']:<8} {row['name']} (from {versions})")


@command.command()
@click.argument("key")
@DIRECTORY
@ON
@AS_JSON
def show(key: str, directory: Path | None, on: datetime | None, as_json: bool) -> None:
    """One version of a scheme, whole: what a dossier opened on that day is bound to."""
    version = _version(key, directory, on)
    if as_json:
        click.echo(version.canonical.decode())
        return
    click.echo(f"{version.scheme}, rules from {version.start.isoformat()}, {version.place.city}")
    click.echo(f"{version.name_in('en')}: {version.purpose.get('en', '')}")
    click.echo(f"sha256 {version.sha256}")
    dump = YAML()
    dump.default_flow_style = False
    dump.dump(json.loads(version.canonical), sys.stdout)


def _version(key: str, directory: Path | None, on: datetime | None) -> SchemeVersion:
    scheme = Catalogue.load(directory).scheme(key)
    return scheme.version_on(on.date()) if on else scheme.latest


@command.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option(
    "--adopted",
    multiple=True,
    metavar="LANGUAGE",
    help="A language in which an organisation runs it, as 'es': a text that lacks it is a mistake.",
)
@INSTALLATION
@AS_JSON
def check(files: tuple[Path, ...], adopted: tuple[str, ...], ini: Path, as_json: bool) -> None:
    """Check scheme files; exit 1 when there is a mistake to mend. Notes are no mistakes.

    Without FILES, the installation's own: all that it loads, each in the languages in which organisations run it.
    """
    if adopted and not files:
        raise click.UsageError("--adopted goes with files; an installation knows what its organisations run")
    remarks = check_scheme_files(files, adopted) if files else _installed(settings_of(ini))
    wrong = mistakes(remarks)
    if as_json:
        rows = [
            {"file": each.file, "line": each.line, "severity": str(each.severity), "text": each.text}
            for each in remarks
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for remark in remarks:
            click.echo(str(remark), err=remark.severity is Severity.MISTAKE)
        click.echo(f"{_counted(len(wrong), 'mistake')}, {_counted(len(remarks) - len(wrong), 'note')}")
    sys.exit(1 if wrong else 0)


def _installed(settings: Settings) -> list[Remark]:
    with engine_of(settings) as engine, Session(engine) as session:
        run = languages_run(session)
    try:
        catalogue = Catalogue.load(settings.schemes_directory)
    except SchemeFileError as error:
        return list(error.remarks)
    found = [
        Remark(f"{key}.yaml", 1, "an organisation runs this scheme, and its file is gone; put it back")
        for key in sorted(run)
        if key not in catalogue
    ]
    for scheme in catalogue:
        needed = run.get(scheme.key, set())
        if scheme.key in run and not needed:  # it was adopted before languages were kept
            needed = set(scheme.languages)
        found += catalogue.remarks(scheme.key, needed)
    return found


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


@command.command()
@click.argument("key")
@click.option("--from", "base", required=True, help="The scheme to begin from.")
@DIRECTORY
def new(key: str, base: str, directory: Path | None) -> None:
    """Files for a scheme of your own, copied from another one under a new key."""
    target = directory or Path()
    texts = copied(base, key, directory)
    for name in texts:
        if (target / name).exists():
            raise ConfigurationError(f"{name} is there already; move it away or choose another key")
    for name, text in texts.items():
        (target / name).write_text(text, "utf-8")
    written = " ".join(str(target / name) for name in sorted(texts, key=len))
    click.echo(f"{written}: change what is still {base}, then run: casework schemes check {written}")


@command.command(name="explain")
@click.argument("key")
@click.option("--facts", "facts_file", type=FILE, required=True, help="Facts as JSON or YAML, keyed by fact.")
@DIRECTORY
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day, as 2026-11-21.")
@AS_JSON
def explain_(key: str, facts_file: Path, directory: Path | None, on: datetime, as_json: bool) -> None:
    """What the rules say of given facts on a day, and from when they would be met."""
    version, data, day = _version(key, directory, on), _read(facts_file), on.date()
    if isinstance(data, dict) and MEMBERS in data:
        household = household_from(version, data)
        if as_json:
            click.echo(json.dumps(explain_household(version, household, day), ensure_ascii=False))
            return
        for number, member in enumerate(household.members, 1):
            click.echo(f"member {number}")
            _print_explained(version, member, day)
        return
    facts = facts_from(version, data)
    if as_json:
        click.echo(json.dumps(explain(version, facts, day), ensure_ascii=False))
    else:
        _print_explained(version, facts, day)


def _print_explained(version: SchemeVersion, facts: Facts, on: date) -> None:
    answer = explain(version, facts, on)
    for finding in findings(version, facts, on):
        sentence = say(version, finding, "en")
        click.echo(f"{sentence.lead}\n    {sentence.why} {'; '.join(sentence.settles)}".rstrip())
    click.echo(
        f"together: {answer['verdict']}" + (f", from {answer['earliest']}" if answer["earliest"] else "")
    )


def _read(path: Path) -> Any:
    """JSON is YAML 1.2; the safe reader makes plain values only."""
    try:
        return _plain(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))
    except Exception as error:  # the reader raises many kinds for a broken file
        raise ConfigurationError(f"{path.name} is neither JSON nor YAML ({type(error).__name__})") from None


def _plain(value: Any) -> Any:
    """Dates back to the text they were written as: facts are read from text only."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@command.command()
def schema() -> None:
    """A JSON Schema of scheme files, for editors."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
