"""Intake through the pages: a person who may be known already is asked about before a dossier is opened."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.opening import open_dossier
from casework.journal import JournalEntry
from casework.people.models import BirthDate, Particulars, Person
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

KNOWN = Particulars("Awa", "N’Diaye Mostrasow", BirthDate(1994, 3, 2), birth_place="Exemplàkar")
TYPED = {"given_names": "Mostrasów Ndiaye", "family_names": "AWA", "address": "carrer de la Intake, 5"}
BORN = (("", "", "1994"),)


@pytest.fixture
def known(installation: Installation) -> str:
    """The id of a dossier, under way, on a person of the test's own."""
    with writing(installation.registry["sessions"]) as session:
        identity = installation.identity(session, Role.CASEWORKER)
        catalogue, day = installation.registry["catalogue"], date(2026, 9, 21)
        return open_dossier(session, catalogue, identity, NEIGHBOURHOOD, KNOWN, CaseRecord(), day).id


@pytest.fixture(autouse=True)
def forget(installation: Installation) -> Any:
    """Nobody of these tests is known in the next one."""
    yield
    with writing(installation.registry["sessions"]) as session:
        for person in session.scalars(select(Person)):
            person.particulars = Particulars("Ningú", "", BirthDate(1900))


def send(caseworker: TestApp, status: int = 400, **values: str) -> Any:
    return fill(caseworker.get("/dossiers/new"), BORN, status=status, **{**TYPED, **values})


def answers(page: Any) -> dict[str, str]:
    """What can be answered to who it is: value by words."""
    found = {}
    for radio in page.html.select("input[type=radio]"):
        found[page.html.select_one(f"label[for={radio['id']}]").text] = radio["value"]
    return found


def answer(page: Any, words: str, status: int = 303) -> Any:
    form = form_of(page)
    (value,) = [value for label, value in answers(page).items() if words in label]
    (name,) = {radio["name"] for radio in page.html.select("input[type=radio]")}
    form[name] = value
    return form.submit(status=status)


def dossiers(installation: Installation) -> int:
    with installation.session() as session:
        return session.scalar(select(func.count()).select_from(Dossier)) or 0


def test_somebody_quite_new_is_not_asked_about(caseworker: TestApp, known: str) -> None:
    assert send(caseworker, 303, family_names="Altre").follow().text.count("Mostrasów") > 0


def test_a_known_person_is_shown_before_anything_is_opened(
    installation: Installation, caseworker: TestApp, known: str
) -> None:
    before = dossiers(installation)
    page = send(caseworker)
    assert "Possibly the same person" in page.text
    assert "Say whether it is the same person" in page.text
    assert "Awa N’Diaye Mostrasow" in page.text
    assert "2 March 1994" in page.text
    assert page.html.select_one(f"a[href='/dossiers/{known}'][target=_blank]") is not None
    differing = page.html.find(string=lambda text: "Not as you typed it" in text).text
    assert "Birth date" in differing
    assert {name: form_of(page)[name].value for name in TYPED} == TYPED
    assert form_of(page)["year"].value == "1994"
    assert dossiers(installation) == before


def test_the_look_is_journalled_without_what_was_typed(
    installation: Installation, caseworker: TestApp, known: str
) -> None:
    assert send(caseworker).request.query_string == ""
    with installation.session() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
        assert entry is not None
        assert entry.action == "dossier.search"
        assert known in (entry.content or "")
        assert "ndiaye" not in (entry.content or "").lower()


def test_the_dossier_is_opened_on_the_known_person_whose_particulars_stay(
    installation: Installation, caseworker: TestApp, known: str
) -> None:
    page = answer(send(caseworker), "open a second dossier beside").follow()
    assert "stay as they were known" in page.text
    with installation.session() as session:
        first = session.get_one(Dossier, known)
        second = session.get_one(Dossier, page.request.path.rpartition("/")[2])
        assert second.person_id == first.person_id
        assert second.person.particulars == KNOWN
        assert second.record.address == TYPED["address"]
        assert second.id != first.id


def test_somebody_else_is_a_new_person(installation: Installation, caseworker: TestApp, known: str) -> None:
    page = answer(send(caseworker), "Somebody else").follow()
    with installation.session() as session:
        opened = session.get_one(Dossier, page.request.path.rpartition("/")[2])
        assert opened.person_id != session.get_one(Dossier, known).person_id
        assert opened.person.particulars.given_names == TYPED["given_names"]


@pytest.mark.parametrize("words", ["open a second dossier beside", "Somebody else"])
def test_when_a_colleague_opened_one_meanwhile_the_question_comes_again(
    installation: Installation, caseworker: TestApp, known: str, words: str
) -> None:
    page = send(caseworker)
    answer(send(installation.signed_in(Role.CASEWORKER)), words)
    opened = dossiers(installation)
    again = answer(page, words, status=400)
    assert "Choose one of the answers shown" in again.text
    assert form_of(again)["address"].value == TYPED["address"]
    assert dossiers(installation) == opened


@pytest.mark.parametrize("asked", [False, True])
def test_a_second_click_opens_nothing(
    installation: Installation, caseworker: TestApp, request: pytest.FixtureRequest, asked: bool
) -> None:
    if asked:
        request.getfixturevalue("known")
    form = form_of(caseworker.get("/dossiers/new"))
    for name, value in {**TYPED, "year": "1994"}.items():
        form[name] = value
    page = form.submit(status=400 if asked else 303)
    first = answer(page, "Somebody else") if asked else page
    opened = dossiers(installation)
    second = answer(page, "Somebody else") if asked else form.submit(status=303)
    assert second.location == first.location
    assert dossiers(installation) == opened


def test_an_error_elsewhere_comes_with_the_question(caseworker: TestApp, known: str) -> None:
    page = send(caseworker, address="x" * 201)
    assert "too long" in page.text
    assert "Possibly the same person" in page.text
    assert len(page.html.select("[role=alert] li")) == 2


def test_a_person_whose_dossier_is_closed_is_known_without_a_second_one(
    installation: Installation, caseworker: TestApp, known: str
) -> None:
    with writing(installation.registry["sessions"]) as session:
        session.get_one(Dossier, known).state = "refused"
    labels = answers(send(caseworker))
    assert any("known from" in label for label in labels)
    assert not any("second dossier" in label for label in labels)


def test_everything_that_is_missing_is_said_at_once(caseworker: TestApp) -> None:
    page = form_of(caseworker.get("/dossiers/new")).submit(status=400)
    summary = page.html.select_one("[data-error-summary]").text
    assert "Fill in: Birth date" in summary
    assert "Give at least one of the two names." in summary


def test_a_name_without_a_family_name_is_enough_beside_another_mistake(caseworker: TestApp) -> None:
    page = fill(caseworker.get("/dossiers/new"), given_names="Amina", status=400)
    summary = page.html.select_one("[data-error-summary]").text
    assert "Fill in: Birth date" in summary
    assert "names" not in summary


def test_an_address_is_asked_for_without_the_town_that_the_paper_adds(caseworker: TestApp) -> None:
    typed = "carrer de la Intake, 5, 08001 BARCELONA"
    page = send(caseworker, address=typed)
    summary = page.html.select_one("[data-error-summary]").text
    assert "The paper says BARCELONA after the address: leave it out." in summary
    assert form_of(page)["address"].value == typed


def test_a_birth_longer_ago_than_anybody_lives_is_asked_about_at_its_field(caseworker: TestApp) -> None:
    this_year = clock.today().year
    names = {"given_names": "Agna", "family_names": "Provadell"}
    for year in (1850, this_year - 111):
        page = fill(caseworker.get("/dossiers/new"), (("", "", str(year)),), status=400, **names)
        said = page.html.select_one("[data-error-summary]").text
        assert "more than 110 years ago" in said
        assert form_of(page)["year"].value == str(year)
    fill(caseworker.get("/dossiers/new"), (("", "", str(this_year - 110)),), status=303, **names)


UNPRINTABLE = "lack letters of this script: Chinese characters"


@pytest.mark.parametrize("field", ["given_names", "family_names", "native_name", "birth_place", "address"])
def test_what_no_paper_can_print_is_said_at_its_field(caseworker: TestApp, field: str) -> None:
    language = {"native_language": "ar"} if field == "native_name" else {}
    page = send(caseworker, **{field: "小明"}, **language)
    (said,) = page.html.select("[data-error-summary] li")
    assert UNPRINTABLE in said.text
    assert UNPRINTABLE in page.html.find(attrs={"name": field}).parent.text
    assert form_of(page)[field].value == "小明"


def test_a_corrected_name_is_held_to_the_letters_of_the_papers(caseworker: TestApp, known: str) -> None:
    page = fill(caseworker.get(f"/dossiers/{known}/person"), status=400, given_names="Արամ")
    assert (
        "lack letters of this script: Armenian" in page.html.find(attrs={"name": "given_names"}).parent.text
    )
    fill(
        caseworker.get(f"/dossiers/{known}/person"),
        status=303,
        given_names="Ɓaaɓa",
        native_name="გიორგი",
        native_language="ka",
    )
