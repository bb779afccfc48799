"""The guide for officers says what happens: its blocks are done in their order, and every answer is compared."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.cards.press import trusted_roots
from casework.db import writing
from casework.demo.people import LETTERHEAD, PASSWORD
from casework.dossiers.models import StepTaken
from casework.papers import validate
from casework.programmes.service import adopt
from casework.schemes import Catalogue, explain, facts_from, mistakes
from casework.schemes import check as check_paths
from tests.dossiers.cases import RECORD, STEPS, Desk
from tests.schemes.guide import Answer, follow
from tests.support.databases import Databases
from tests.support.installation import Installation, install
from tests.support.pages import fill

LEFT_OUT = "…\n"
CARD, COPY = "riomar-card", "riomar-vecindad"
SINCE = date(2026, 1, 15)
"""The guide's card begins on 1 January 2026."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[Answer, ...]]]:
    """The folder as the guide leaves it, and the answers on the way."""
    folder, before = tmp_path_factory.mktemp("riomar"), Path.cwd()
    os.chdir(folder)
    try:
        yield folder, tuple(follow(folder))
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def folder(written: tuple[Path, tuple[Answer, ...]]) -> Path:
    return written[0]


def as_pattern(quoted: str) -> str:
    return r"(?:.*\n)+".join(re.escape(part) for part in quoted.split(LEFT_OUT))


def test_every_answer_of_the_guide_is_the_real_one(written: tuple[Path, tuple[Answer, ...]]) -> None:
    _, answers = written
    assert len(answers) >= 12
    for answer in answers:
        if LEFT_OUT in answer.quoted:
            assert re.fullmatch(as_pattern(answer.quoted), answer.real), answer.command
        else:
            assert answer.real == answer.quoted, answer.command


def test_the_guide_shows_mistakes_and_ends_without_one(written: tuple[Path, tuple[Answer, ...]]) -> None:
    folder, answers = written
    checks = [
        answer.real.splitlines()[-1] for answer in answers if answer.command.startswith("schemes check")
    ]
    assert sum(not line.startswith("0 mistakes") for line in checks) >= 5
    assert mistakes(check_paths(sorted(folder.glob("*.yaml")))) == ()


def test_the_finished_card_loads_beside_the_shipped_ones(folder: Path) -> None:
    scheme = Catalogue.load(folder).scheme(CARD)
    first, second = scheme.versions
    assert (first.languages, first.name_in("fr")) == (("es", "en", "fr"), "Carte Riomar")
    assert (first.number, list(first.rules)) == ("RM{yy}{seq:5}", ["old_enough", "lives_here", "identity"])
    assert list(second.rules) == ["lives_here", "identity"]
    assert first.last_valid_day(date(2026, 5, 4)) == date(2029, 5, 4)
    assert second.last_valid_day(date(2027, 5, 4)) == date(2032, 5, 4)


def test_the_finished_card_explains_a_person(folder: Path) -> None:
    """Fourteen on 2 May 2027; the passport lapsed on 1 January 2024 and shows who she is for 36 months."""
    version = Catalogue.load(folder).scheme(CARD).version_on(date(2026, 3, 20))
    leila = {
        "birth_date": "2013-05-02", "pupil": "yes", "presence": [{"from": "2026-03-10"}],
        "documents": [{"kind": "passport", "expires": "2024-01-01"}],
    }  # fmt: skip
    answer = explain(version, facts_from(version, leila), date(2026, 3, 20))
    assert (answer["verdict"], answer["earliest"]) == ("unmet", "2026-04-09")
    answer = explain(version, facts_from(version, {**leila, "pupil": "no"}), date(2026, 3, 20))
    assert (answer["verdict"], answer["earliest"]) == ("unmet", None)


@pytest.fixture(scope="module")
def riomar(
    databases: Databases, kind: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation whose setting names the folder of the guide; the city has adopted both of its cards."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CASEWORK_SCHEMES_DIRECTORY", str(folder))
        made = install(databases.copy(kind), tmp_path_factory.mktemp("town"))
    with writing(made.registry["sessions"]) as session:
        city = session.get_one(Organisation, made.identity(session, Role.CASEWORKER).organisation_id)
        for key in (CARD, COPY):
            adopt(session, city, key, SINCE, LETTERHEAD)
    yield made
    made.close()


def test_the_finished_card_opens_at_the_counter(riomar: Installation) -> None:
    browser = riomar.signed_in(Role.CASEWORKER)
    page = browser.get("/dossiers/new").click("Riomar card")
    page = fill(page, (("2", "5", "1980"),), given_names="Leila", family_names="Inventada").follow()
    assert "30 days lived in Riomar" in page.text
    assert "Evidence of: Who you are" in page.text


def test_a_copied_card_runs_from_opening_to_its_paper(riomar: Installation) -> None:
    """Barcelona's card under the town's key: the same use-cases, and no line of Python for it."""
    with writing(riomar.registry["sessions"]) as session:
        desk = Desk(session, riomar.registry["catalogue"], clock.today("Europe/Madrid"))
        dossier = desk.open(record=RECORD, scheme=COPY)
        desk.fill(dossier)
        desk.take(dossier, *STEPS)
        dossier_id = dossier.id
    signatory = riomar.signed_in(Role.SIGNATORY)
    assert signatory.get(f"/dossiers/{dossier_id}").text.count("cw-finding--met") == 5
    sent = fill(signatory.get(f"/dossiers/{dossier_id}/decisions/issue"), retyped=PASSWORD).follow()
    riomar.run_jobs()
    card = signatory.get(sent.request.path)
    with riomar.session() as session:
        row = session.scalars(select(Card).filter_by(dossier_id=dossier_id)).one()
        assert (row.scheme_key, row.state, row.number[:2]) == (COPY, "issued", "RV")
        taken = session.scalars(select(StepTaken.action).filter_by(dossier_id=dossier_id))
        assert list(taken) == [*STEPS, "issue"]
        number = row.number
    pdf = card.click(href=r"/papers/.*/download", index=0).body
    verdict = validate(pdf, trusted_roots(riomar.settings.keys_directory), at=clock.now())
    assert verdict.genuine
    assert verdict.attachment is not None
    assert verdict.attachment["number"] == number
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert number in text
