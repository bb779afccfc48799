"""casework demo: the main job from end to end, for invented people."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import click
from pyramid.registry import Registry

from casework import clock, files
from casework.access.models import Organisation
from casework.cards.models import Card
from casework.cards.press import SEALS
from casework.cli.main import application, ini_option, settings_of
from casework.demo.casting import Part, gather, neighbours, parts_of
from casework.demo.every import found_office, life_of, play_part
from casework.demo.installation import prepare
from casework.demo.offices import staff_of
from casework.demo.people import ACCOUNTS, PASSWORD, PERSONS, DemoPerson
from casework.demo.specimens import Specimen, specimens_of
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
    "--schemes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="CASEWORK_SCHEMES_DIRECTORY",
    help="A city's own scheme files, to be played as well.",
)
@click.option(
    "--prepare", "prepare_only", is_flag=True, help="Fill the installation of the ini file, if it is new."
)
@ini_option("The ini file for --prepare.")
def command(out: Path | None, keep: Path | None, schemes: Path | None, prepare_only: bool, ini: Path) -> None:
    """Issue a paper for invented persons of every scheme, and leave the signed files in a directory.

    Leaves OUT/<scheme>/<paper>-<language>-<n>.pdf, OUT/trust.pem and OUT/summary.json. A scheme that cannot issue
    yet leaves a specimen, without number, code and signer in the summary.
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
        local = directory / "schemes"
        gather(local, schemes)
        registry = application(replace(settings, schemes_directory=local))
        parts = parts_of(registry["catalogue"], _today())
        papers = _write(registry, list(_play(registry, parts)), out)
        _summarise(registry, parts, papers, out)
        registry["engine"].dispose()
    _say(papers, out)


def _today() -> date:
    return clock.today("Europe/Madrid")


def _make(out: Path) -> None:
    """The directory for the papers: before the work, not after it. Raises UsageError where there can be none."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"the papers cannot go to {out}: {error.strerror}") from None


def _prepare(settings: Settings) -> None:
    """What `./run demo` needs before it serves: keys, database, a town at work."""
    new = prepare(settings)
    registry = application(settings)
    if new:
        _fill(registry)
    registry["engine"].dispose()
    others = [part.casting.office for part in neighbours(registry["catalogue"], _today())]
    click.echo("Demo accounts (everybody in them is invented):")
    for each in (*ACCOUNTS, *(account for office in others for account in staff_of(office))):
        click.echo(f"  {each.role:<14} {each.name}")
    click.echo(f"Password of all: {PASSWORD}")


def _fill(registry: Registry) -> None:
    """Two years of invented work; it takes a minute at most, and says how far it is."""
    began, parts = clock.now() - FOUNDED, neighbours(registry["catalogue"], _today())
    found(registry, began)
    with clock.pretend(began):
        for part in parts:
            found_office(registry, part)
    click.echo("Two years of an invented town, month by month:", nl=False)

    def tell(month: date) -> None:
        click.echo(f"  {month:%Y-%m}", nl=False)

    fill(registry, _today(), tell, [event for part in parts for event in life_of(registry, part)])
    click.echo()


def _play(registry: Registry, parts: tuple[Part, ...]) -> Iterator[IssuedDemo | Specimen]:
    """What comes of it: the papers of Barcelona's persons first, then scheme by scheme."""
    total = len(PERSONS) + sum(len(part.persons) for part in parts)
    click.echo(f"An installation with {len(parts) + 1} schemes, and {total} invented persons:")
    now = clock.now()
    found(registry, now.replace(year=now.year - 1, day=1))
    numbers = count(1)

    def tell(line: str) -> None:
        click.echo(f"  {next(numbers)}/{total}  {line}")

    yield from play(registry, _today(), tell)
    for part in parts:
        yield from _play_scheme(registry, part, tell)


def _play_scheme(
    registry: Registry, part: Part, tell: Callable[[str], None]
) -> Iterator[IssuedDemo | Specimen]:
    if part.issues:
        yield from play_part(registry, part, tell)
    else:
        tell(f"{part.persons[0].particulars.full_name}: {part.version.scheme}, a specimen")
    yield from specimens_of(registry, part)


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


def _write(registry: Registry, left: list[IssuedDemo | Specimen], out: Path) -> list[dict[str, str | None]]:
    """Leave the papers; what summary.json says of each."""
    numbers: Counter[str] = Counter()
    papers = []
    for each in left:
        scheme, kind, language, pdf, facts = _opened(registry, each)
        numbers[scheme] += 1
        name = f"{scheme}/{kind}-{language}-{numbers[scheme]}.pdf"
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(pdf)
        papers.append({"file": name, **facts})
    return papers


def _opened(
    registry: Registry, paper: IssuedDemo | Specimen
) -> tuple[str, str, str, bytes, dict[str, str | None]]:
    """Scheme, kind and language of a paper, the file, and its number, code and signer."""
    if isinstance(paper, Specimen):
        nothing = dict.fromkeys(("number", "code", "signer"))
        return paper.scheme, paper.kind, paper.language, paper.pdf, nothing
    with registry["sessions"]() as session:
        card = session.get_one(Card, paper.card_id)
        (printed,) = card.papers
        pdf = files.read(session, session.get_one(files.SealedFile, printed.file_id))
        issuer = session.get_one(Organisation, card.organisation_id).key
        signer = registry["press"].signer_of(issuer)
        facts = {"number": card.number, "code": paper.code or None, "signer": signer}
        return card.scheme_key, printed.kind, printed.language, pdf, facts


def _summarise(
    registry: Registry, parts: tuple[Part, ...], papers: list[dict[str, str | None]], out: Path
) -> None:
    """Leave summary.json, and in trust.pem the authorities of all issuers."""
    seals = registry["settings"].keys_directory / SEALS
    (out / "trust.pem").write_bytes(b"".join(each.read_bytes() for each in sorted(seals.glob("*.pem"))))
    persons = [_values(each) for each in PERSONS]
    persons += [each.sealed(part.version) for part in parts for each in part.persons]
    summary = {"papers": papers, "persons": persons}
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _say(papers: list[dict[str, str | None]], out: Path) -> None:
    columns = ("number", "code", "signer", "file")
    rows = [{name: name.capitalize() for name in columns}]
    rows += [{name: each[name] or "–" for name in columns} for each in papers]
    widths = {name: max(len(row[name]) for row in rows) for name in columns}
    click.echo()
    for row in rows:
        click.echo("  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())
    click.echo("\nA paper without number, code and signer is a specimen; some schemes give no code.")
    click.echo(f"To check one: casework verify {out / rows[1]['file']} --trust {out / 'trust.pem'}")


def _values(person: DemoPerson) -> dict[str, Any]:
    """Everything of an invented person that rests sealed: none of it may be found in the clear."""
    return {**asdict(person.particulars), **asdict(person.record)}
