"""A town brings a scheme file and no Python: the same pages show other rules, sentences, steps, number and paper."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access import service as access
from casework.access.models import AccountParticulars, Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.cards.press import create_test_seal, trusted_roots
from casework.db import writing
from casework.demo.people import LETTERHEAD, PASSWORD
from casework.dossiers.models import Decision, StepTaken
from casework.papers import validate
from casework.programmes.service import adopt
from tests.support.databases import Databases
from tests.support.installation import BEGAN, Installation, install
from tests.support.pages import fill, form_of

DATA = Path(__file__).parent / "data"
TOWN = "villamuestra"


@pytest.fixture(scope="module")
def town(databases: Databases, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose setting names the town's directory of schemes; the town runs its own alone."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CASEWORK_SCHEMES_DIRECTORY", str(DATA))
        made = install(databases.copy(kind), tmp_path_factory.mktemp("town"))
    found(made)
    yield made
    made.close()


def found(installation: Installation) -> None:
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        town = Organisation(
            key=TOWN, kind="city", name="Ayuntamiento de Villamuestra", time_zone="Atlantic/Canary"
        )
        session.add(town)
        session.flush()
        registry["vault"].keyring.new_epoch(town.id)
        for role in (Role.CASEWORKER, Role.REVIEWER):
            who = AccountParticulars(f"{role.value}@villamuestra.example", "Persona de Muestra")
            account = access.open_account(
                session, registry["passwords"], registry["sign_in_key"], town, who, PASSWORD
            )
            session.flush()
            access.give_role(session, account, town, role, BEGAN)
        adopt(session, town, TOWN, BEGAN.date(), LETTERHEAD)
    keys = installation.settings.keys_directory
    create_test_seal(keys, TOWN, "Ayuntamiento de Villamuestra", PASSWORD.encode(), BEGAN)


def sign_in(installation: Installation, role: Role) -> TestApp:
    browser = installation.browser()
    page = browser.get("/sign-in")
    fill(page, name=f"{role.value}@villamuestra.example", password=PASSWORD).follow()
    return browser


@pytest.fixture(scope="module")
def clerk(town: Installation) -> TestApp:
    return sign_in(town, Role.CASEWORKER)


@pytest.fixture(scope="module")
def dossier(clerk: TestApp) -> str:
    """The path of a dossier with nothing in it but the person."""
    page = clerk.get("/dossiers/new")
    assert "Beach card" in page.text
    assert "Neighbourhood" not in page.text
    page = fill(page, (("2", "5", "1980"),), given_names="Abril", family_names="Muestra")
    return str(page.follow().request.path)


def test_other_questions_and_fields(clerk: TestApp, dossier: str) -> None:
    questions = clerk.get(f"{dossier}/questions").text
    assert "Can you swim?" in questions
    assert "explained" not in questions
    person = clerk.get(f"{dossier}/person").text
    assert "Passport number" not in person, "this town's paper does not print it"


def test_other_rules_in_other_sentences(clerk: TestApp, dossier: str) -> None:
    text = clerk.get(dossier).text
    assert "At least 40 years old: met." in text
    assert text.count('class="cw-finding cw-finding--met"') == 1
    fill(clerk.get(f"{dossier}/questions"), choices=("yes",)).follow()
    seen = clerk.get(f"{dossier}/evidence/new?category=home")
    assert "Papers of the boat" in seen.text
    fill(seen, choices=("boat_papers", "original_seen"), issuer="Cofradía").follow()
    text = clerk.get(dossier).text
    assert "Can you swim: met" in text
    assert text.count('class="cw-finding cw-finding--met"') == 3
    clerk.get(f"{dossier}/evidence/new?category=padro", status=404)


def test_another_statement(clerk: TestApp, dossier: str) -> None:
    page = clerk.get(f"{dossier}/statements/new?category=home&template=afloat")
    assert "Name of the boat" in page.text
    form = form_of(page)
    form["blank_boat"] = "Gaviota"
    form.set("day", "1"), form.set("month", "5"), form.set("year", "2026")
    form.fields["checkbox"][0].checked = True
    shown = form.submit().follow()
    assert "Vive a bordo del barco Gaviota desde el 1 de mayo de 2026." in shown.text


def test_other_steps_number_and_paper(town: Installation, clerk: TestApp, dossier: str) -> None:
    text = clerk.get(dossier).text
    assert "Look it through" in text
    clerk.get(f"{dossier}/steps/submit", status=404)
    told = {"language": "fr", "interpreter": "none_needed"}
    fill(clerk.get(f"{dossier}/steps/check"), choices=("true",), **told).follow()
    reviewer = sign_in(town, Role.REVIEWER)
    page = reviewer.get(f"{dossier}/decisions/hand_over")
    assert "Hand it over" in page.text
    card = fill(page, retyped=PASSWORD).follow()
    assert town.run_jobs() == 1
    card = reviewer.get(card.request.path)
    year = clock.today("Atlantic/Canary").year
    assert f"VIM/{year}/001" in card.text
    download = card.click(href=r"/papers/.*/download")
    assert download.headers["Content-Disposition"] == f'attachment; filename="VIM-{year}-001.pdf"'
    check_paper(town, download.body, f"VIM/{year}/001")
    assert "handed over at the beach" in reviewer.get(dossier).text.casefold()


def check_paper(town: Installation, pdf: bytes, number: str) -> None:
    verdict = validate(pdf, trusted_roots(town.settings.keys_directory), at=clock.now())
    assert verdict.genuine
    assert verdict.signer.endswith("Ayuntamiento de Villamuestra")
    assert verdict.attachment is not None
    assert verdict.attachment["number"] == number
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    words = " ".join(text.split()).casefold()
    for said in (
        "Tarjeta de playa de Villamuestra",
        "Dónde vive",
        "Vive a bordo del barco Gaviota",
        "Nombre de pila",
        "Hasta cuándo",
    ):
        assert said.casefold() in words
    assert "veïnatge" not in words


def test_what_the_database_holds_of_it(town: Installation, dossier: str) -> None:
    dossier_id = dossier.rpartition("/")[2]
    with town.session() as session:
        card = session.scalars(select(Card).filter_by(dossier_id=dossier_id)).one()
        assert (card.state, card.scheme_key) == ("issued", TOWN)
        assert card.valid_until is not None
        assert timedelta(days=88) < card.valid_until - card.issued_on < timedelta(days=93)
        steps = session.scalars(select(StepTaken.action).filter_by(dossier_id=dossier_id))
        assert list(steps) == ["check", "hand_over"]
        assert session.scalars(select(Decision).filter_by(dossier_id=dossier_id)).all() == []
