"""casework demo: the main job from end to end, for invented people."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import click
from pyramid.registry import Registry

from casework import clock, files
from casework.cards.models import Card
from casework.cli.main import application, settings_of
from casework.demo.installation import prepare
from casework.demo.people import ACCOUNTS, PASSWORD, PERSONS
from casework.demo.story import IssuedDemo, found, play
from casework.demo.town import FOUNDED, fill
from casework.settings import Settings, read_settings


@click.command(name="demo")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where the papers go.")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the installation in this directory.",
)
@click.option(
    "--prepare", "prepare_only", is_flag=True, help="Fill the installation of the ini file, if it is new."
)
@click.option(
    "--ini",
    type=click.Path(path_type=Path),
    default="development.ini",
    show_default=True,
    envvar="CASEWORK_INI",
    help="The ini file for --prepare.",
)
def command(out: Path | None, keep: Path | None, prepare_only: bool, ini: Path) -> None:
    """Issue a paper for each invented person that has come that far, and leave the signed files in a directory.

    Leaves OUT/<scheme>/<paper>-<language>-<n>.pdf, OUT/trust.pem and OUT/summary.json.
    """
    if prepare_only:
        _prepare(settings_of(ini))
        return
    if out is None:
        raise click.UsageError("say where the papers go: --out DIR")
    with _directory(keep) as directory:
        settings = _settings_in(directory)
        if not prepare(settings):
            raise click.UsageError(
                "the directory of --keep holds an installation already: choose another one"
            )
        _make(out)
        registry = application(settings)
        issued = list(_play(registry))
        papers = _write(registry, issued, out)
        registry["engine"].dispose()
    _say(papers, out)


def _make(out: Path) -> None:
    """The directory for the papers: before the work, not after it. Raises UsageError where there can be none."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"the papers cannot go to {out}: {error.strerror}") from None


def _prepare(settings: Settings) -> None:
    """What `./run demo` needs before it serves: keys, database, a town at work."""
    if prepare(settings):
        registry = application(settings)
        _fill(registry)
        registry["engine"].dispose()
    click.echo("Demo accounts (everybody in them is invented):")
    for each in ACCOUNTS:
        click.echo(f"  {each.role:<14} {each.name}")
    click.echo(f"Password of all: {PASSWORD}")


def _fill(registry: Registry) -> None:
    """Two years of invented work; it takes a minute at most, and says how far it is."""
    found(registry, clock.now() - FOUNDED)
    click.echo("Two years of an invented town, month by month:", nl=False)

    def tell(month: date) -> None:
        click.echo(f"  {month:%Y-%m}", nl=False)

    fill(registry, clock.today("Europe/Madrid"), tell)
    click.echo()


def _play(registry: Registry) -> Iterator[IssuedDemo]:
    click.echo(f"An installation with {len(ACCOUNTS)} accounts, and {len(PERSONS)} invented persons:")
    now = clock.now()
    found(registry, now.replace(year=now.year - 1, day=1))
    numbers = count(1)

    def tell(line: str) -> None:
        click.echo(f"  {next(numbers)}/{len(PERSONS)}  {line}")

    yield from play(registry, clock.today("Europe/Madrid"), tell)


@contextmanager
def _directory(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep.absolute()
        return
    directory = Path(tempfile.mkdtemp(prefix="casework-demo-"))
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


def _settings_in(directory: Path) -> Settings:
    data = directory / "var"
    return read_settings(
        {
            "casework.database_url": f"sqlite:///{data / 'casework.sqlite'}",
            "casework.base_url": "http://localhost:6543",
            "casework.data_directory": str(data),
            "casework.keys_directory": str(directory / "var-keys"),
            "casework.worker": "no",
            "casework.demo": "yes",
        },
        environment={},
    )


def _write(registry: Registry, issued: list[IssuedDemo], out: Path) -> list[dict[str, str]]:
    """Leave papers, trust.pem and summary.json; what summary.json says of each paper."""
    papers = []
    with registry["sessions"]() as session:
        for number, each in enumerate(issued, 1):
            card = session.get_one(Card, each.card_id)
            paper = card.papers[0]
            name = f"{card.scheme_key}/{paper.kind}-{paper.language}-{number}.pdf"
            kept = session.get_one(files.SealedFile, paper.file_id)
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(files.read(session, kept))
            signer = registry["press"].signer_of("barcelona")
            papers.append({"file": name, "number": card.number, "code": each.code, "signer": signer})
    shutil.copyfile(registry["settings"].keys_directory / "seals" / "barcelona.pem", out / "trust.pem")
    summary = {"papers": papers, "persons": [_values(each) for each in PERSONS]}
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return papers


def _say(papers: list[dict[str, str]], out: Path) -> None:
    columns = ("number", "code", "signer", "file")
    rows = [dict(zip(columns, map(str.capitalize, columns), strict=True)), *papers]
    widths = {name: max(len(row[name]) for row in rows) for name in columns}
    click.echo()
    for row in rows:
        click.echo("  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())
    click.echo(f"\nTo check one: casework verify {out / papers[0]['file']} --trust {out / 'trust.pem'}")


def _values(person: Any) -> dict[str, Any]:
    """Everything of an invented person that rests sealed: none of it may be found in the clear."""
    return {**asdict(person.particulars), **asdict(person.record)}
