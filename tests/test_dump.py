"""A copy of everything tells nothing of anybody: database, files and logs after the demo's story (security.md S-07)."""

import base64
import json
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text, update
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import Base
from casework.demo.people import (
    ACCOUNTS,
    LETTERHEAD,
    NEIGHBOURHOOD,
    ORGANISATIONS,
    OWN_WORDS,
    PASSWORD,
    PERSONS,
)
from tests.support.confidences import confide
from tests.support.databases import Databases
from tests.support.dump import LEAST, columns, leaks, raw_files
from tests.support.installation import Installation, install, tell_story
from tests.support.pages import fill, picture

TODAY = date(2026, 11, 20)
SCHEME = (files("casework.schemes.catalogue") / f"{NEIGHBOURHOOD}.yaml").read_text("utf-8")
PUBLIC = json.dumps([LETTERHEAD, ORGANISATIONS], ensure_ascii=False) + SCHEME
STORY = (
    OWN_WORDS,
    "Escola Mostra de Català",
    "Associació de Veïns de Mostra",
    "Cuines Exemple, SL",
    "ajudant de cuina",
    "voluntari/ària",
    "bàsic 3",
)
"""Who issued the evidence of the story, and what its statements say."""
TYPED = ("Secretany Inventat", "Finques Secretes Exemple", "Motius molt secrets")
KEPT = ("Guardatny-Exemple", "carrer del Formulari Tardà, 41")
"""What is typed into pages on top of it; the second into a form that is sent after its session has ended."""
SEALED = [
    column
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if column.name.endswith("_sealed")
]


def sealed_values() -> set[str]:
    """What rests sealed of the demo's people, without what is public of the city as well."""
    return {value for value in everything() if value not in PUBLIC}


def everything() -> set[str]:
    found = {*STORY, *TYPED, *KEPT, PASSWORD}
    for person in PERSONS:
        who, record = person.particulars, person.record
        found |= {who.given_names, who.family_names, who.full_name, who.native_name, who.birth_place}
        found |= {*who.given_names.split(), *who.family_names.split(), *who.native_name.split()}
        found |= {record.address, record.passport_number, record.nationality, person.town_before}
        found |= {person.arrived.isoformat(), person.since.isoformat()}
        birth = who.birth_date
        found.add(f'"year":{birth.year},')
        if birth.month and birth.day:
            found.add(date(birth.year, birth.month, birth.day).isoformat())
    for account in ACCOUNTS:
        found |= {account.name, account.display_name}
    return {value for value in found if len(value) >= LEAST}


def work_at_the_counter(installation: Installation) -> None:
    """Pages read and typed into, with mistakes, so that whatever logs has something to log."""
    browser = installation.signed_in(Role.CASEWORKER)
    listed = browser.get("/dossiers")
    assert PERSONS[0].particulars.family_names in listed.text
    page = fill(browser.get("/dossiers/new"), (("", "", "1970"),), family_names=TYPED[0], address=TYPED[1])
    path = str(page.follow().request.path)
    form = fill(browser.get(f"{path}/evidence/new?category=habitatge"), issuer=TYPED[1], status=400)
    assert TYPED[1] in form.text
    seen = browser.get(f"{path}/evidence/new?category=habitatge")
    fill(seen, choices=("lease", "original_seen"), issuer=TYPED[1], copy=picture()).follow()
    browser.get(f"{path}/preview")
    browser.get(f"/dossiers/{TYPED[0]}", status=404)
    browser.get("/dossiers", {"after": TYPED[0]})
    broken(browser, path)
    fill(installation.browser().get("/sign-in"), name=TYPED[0], password=TYPED[2], status=400)
    fill(installation.browser().get("/verify"), code=TYPED[0], status=200)


def too_late(installation: Installation) -> None:
    """A form that is kept, since its session has ended; nobody has come back for it."""
    page = installation.signed_in(Role.CASEWORKER).get("/dossiers/new")
    with clock.pretend(clock.now() + timedelta(minutes=30)):
        fill(page, (("", "", "1990"),), family_names=KEPT[0], address=KEPT[1])


def broken(browser: TestApp, path: str) -> None:
    """What is malformed, and what the database refuses."""
    browser.post(f"{path}/person", {"given_names": TYPED[2]}, expect_errors=True)
    browser.get(f"{path}/journal?before={TYPED[2]}", expect_errors=True)


@pytest.fixture
def url(databases: Databases, kind: str) -> str:
    return databases.copy(kind)


@pytest.fixture
def installation(url: str, tmp_path: Path) -> Iterator[Installation]:
    made = install(url, tmp_path)
    yield made
    made.close()


def test_a_copy_of_everything_tells_nothing(
    installation: Installation,
    url: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.INFO)
    tell_story(installation, TODAY)
    with clock.pretend(clock.now() + timedelta(minutes=1)):
        work_at_the_counter(installation)
        too_late(installation)
    values = sealed_values() | confide(installation)
    written = capfd.readouterr()
    logs = "\n".join((written.out, written.err, caplog.text))
    assert '"route": "dossier_new"' in logs
    engine = installation.registry["engine"]
    places: list[tuple[str, bytes]] = [("logs", logs.encode()), *dumped(engine)]
    places += raw_files(installation.settings.data_directory)
    if engine.dialect.name == "sqlite":
        before = len(places)
        places += raw_files(Path(url.removeprefix("sqlite:///")))
        assert len(places) >= before + 4, "the database and its write-ahead log"
    assert leaks(places, values) == set()
    assert_every_kind_of_secret_was_there(engine)
    assert_the_search_finds(engine, installation)


def dumped(engine: Engine) -> list[tuple[str, bytes]]:
    with engine.connect() as connection:
        return list(columns(connection))


def assert_every_kind_of_secret_was_there(engine: Engine) -> None:
    """Else the story tells nothing of a column: a new sealed one needs its word in `confide`."""
    with engine.connect() as connection:
        empty = [str(column) for column in SEALED if not connection.scalar(select(func.count(column)))]
    assert not empty


def assert_the_search_finds(engine: Engine, installation: Installation) -> None:
    """The same search over the same dump finds what lies there in the clear: in any column, or in a file."""
    value = PERSONS[1].particulars.family_names
    plain = json.dumps({"family_names": value}).encode()
    with engine.connect() as connection:
        for column in SEALED:
            connection.execute(update(column.table).where(column.is_not(None)).values({column: plain}))
        connection.execute(text("UPDATE organisation SET unit = :value"), {"value": f"of {value}"})
        found = leaks(columns(connection), [value])
        connection.rollback()
    assert found == {(str(column), value) for column in SEALED} | {("organisation.unit", value)}
    planted = installation.settings.data_directory / "files" / "planted"
    planted.write_bytes(b"\0\1" + f"x{value}".encode("utf-16-le") + b"\2")
    assert ("planted", value) in leaks(raw_files(installation.settings.data_directory), sealed_values())


def test_the_values_searched_for_are_the_story_s() -> None:
    found = sealed_values()
    assert everything() - found == {"Núria Mostra Sala", "2024-05-20"}, "who signs, and a holiday of the city"
    assert {"Yusuf Adam", "ሰላም ተስፋይ", "ZX0000417", "plaça de la Mostra, 4, baixos", "2001-07-09"} <= found
    assert len(found) > 60


@pytest.mark.parametrize("value", ["Thị Mơ Nguyễn", "ZX0000417", "Оксана"])
@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
@pytest.mark.parametrize(
    "hide",
    [
        lambda data: data,
        lambda data: base64.b64encode(data),
        lambda data: base64.urlsafe_b64encode(data),
        lambda data: data.hex().encode(),
        lambda data: data.hex().upper().encode(),
    ],
    ids=["plain", "base64", "urlsafe", "hex", "HEX"],
)
def test_no_disguise_hides_a_value(value: str, before: bytes, hide: Any) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        data = b"noise" + hide(before + value.encode(encoding) + b"after") + b"noise"
        assert leaks([("here", data)], [value]) == {("here", value)}
    escaped = json.dumps({"name": value}).encode()
    assert leaks([("here", escaped)], [value])
    assert not leaks([("here", b"noise" * 100)], [value])
