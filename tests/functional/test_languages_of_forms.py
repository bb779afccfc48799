"""Who presses another language while filling in a form gets it back as it was typed, in that language."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.journal.models import JournalEntry
from casework.web.models import Limit
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation, name_of
from tests.support.pages import choose, fill, form_of, picture

NEIGHBOURHOOD = "/check/barcelona/bcn-veinatge"
TYPED = {"given_names": "Llenguatge", "family_names": "Mostra", "year": "1990"}


@pytest.fixture(autouse=True)
def sign_in_anew(installation: Installation) -> Iterator[None]:
    """These tests sign in more often than anybody may."""
    yield
    with writing(installation.registry["sessions"]) as session:
        session.execute(delete(Limit))


@pytest.fixture
def browser(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


def change_to(form: Any, language: str, where: str = "", status: int = 200) -> Any:
    sent = [("__language__", language), *form.submit_fields()]
    return form.response.goto(where, method="post", params=sent, status=status)


def typed(page: Any, **values: str) -> Any:
    form = form_of(page)
    for name, value in values.items():
        form[name] = value
    return form


def spoken(page: Any) -> str:
    return str(page.html.html["lang"])


def actions(installation: Installation) -> list[str]:
    with installation.session() as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.seq)))


def test_a_dossier_is_opened_from_a_form_that_changed_its_language(
    installation: Installation, browser: TestApp
) -> None:
    form = typed(browser.get("/dossiers/new"), **TYPED)
    before = actions(installation)
    page = change_to(form, "ca")
    assert spoken(page) == "ca"
    assert actions(installation) == before, "nobody was looked for, nothing was opened"
    again = form_of(page)
    assert {name: again[name].value for name in TYPED} == TYPED
    assert again["form_id"].value == form["form_id"].value
    assert "Llenguatge Mostra" in again.submit(status=303).follow().text


def test_who_it_is_is_asked_in_the_other_language_once_it_was_asked(
    installation: Installation, browser: TestApp
) -> None:
    somebody = {**TYPED, "given_names": "Preguntada"}
    fill(browser.get("/dossiers/new"), **somebody)
    before = actions(installation)
    unasked = change_to(typed(browser.get("/dossiers/new"), **somebody), "es")
    assert "¿Quién es?" not in unasked.text
    assert actions(installation) == before, "nobody was looked for yet"
    asked = fill(browser.get("/dossiers/new"), status=400, **somebody)
    page = change_to(form_of(asked), "es")
    assert spoken(page) == "es"
    assert page.html.find("fieldset").legend.text.strip().startswith("¿Quién es?")
    assert page.html.find(attrs={"data-error-summary": True}) is None


def test_what_was_stored_when_it_was_drawn_comes_along(installation: Installation, browser: TestApp) -> None:
    """A colleague's change is still noticed after the form has changed its language."""
    path = f"/dossiers/{prepare_case(installation.registry)}/person"
    page = change_to(typed(browser.get(path), address="carrer Meu, 1"), "nl")
    assert form_of(page)["address"].value == "carrer Meu, 1"
    fill(installation.signed_in(Role.CASEWORKER).get(path), address="carrer Seu, 2")
    compared = form_of(page).submit(status=409)
    assert "carrer Seu, 2" in compared.html.find(id="meanwhile").text
    again = form_of(change_to(form_of(compared), "fr"))
    assert again["address"].value == "carrer Meu, 1"
    again.submit(status=303)


def test_a_form_that_asks_for_the_password_takes_nothing_and_asks_for_it_again(
    installation: Installation,
) -> None:
    administrator = installation.signed_in(Role.ADMINISTRATOR)
    before = actions(installation)
    form = typed(administrator.get("/programmes/adopt/utr-upas"), telephone="93 111 11 11", retyped=PASSWORD)
    page = change_to(form, "nl")
    assert form_of(page)["telephone"].value == "93 111 11 11"
    assert PASSWORD not in page.text
    assert actions(installation) == before
    assert page.html.find(attrs={"data-error-summary": True}) is None


def test_a_file_has_to_be_chosen_again(installation: Installation, browser: TestApp) -> None:
    path = f"/dossiers/{prepare_case(installation.registry)}/evidence/new?category=llengua"
    form = typed(browser.get(path), issuer="Escola Mostra")
    choose(form, "original_seen")
    form["copy"] = picture()
    page = change_to(form, "ca", path)
    assert "Torneu a triar-lo" in page.html.select_one("[data-error-summary]").text
    assert form_of(page)["issuer"].value == "Escola Mostra"


def test_after_the_session_ended_the_form_comes_back_in_the_language_that_was_pressed(
    installation: Installation,
) -> None:
    path = f"/dossiers/{prepare_case(installation.registry)}/person"
    browser = installation.signed_in(Role.CASEWORKER)
    form = typed(browser.get(path), address="carrer Tard, 3")
    with clock.pretend(clock.now() + timedelta(minutes=30)):
        answer = change_to(form, "ca", status=303)
    door = browser.get(answer.location)
    assert spoken(door) == "ca"
    page = browser.get(fill(door, name=name_of(Role.CASEWORKER), password=PASSWORD).location)
    assert (spoken(page), form_of(page)["address"].value) == ("ca", "carrer Tard, 3")
    form_of(page).submit(status=303)


def test_the_door_changes_its_language_and_keeps_the_name_alone(installation: Installation) -> None:
    before = actions(installation)
    form = typed(installation.browser().get("/sign-in"), name="marta", password="correct horse")
    page = change_to(form, "es")
    assert (spoken(page), form_of(page)["name"].value) == ("es", "marta")
    assert "correct horse" not in page.text
    assert actions(installation) == before


def test_a_visitor_checks_a_code_in_another_language(installation: Installation) -> None:
    page = change_to(typed(installation.browser().get("/verify"), code="ABC"), "fr")
    assert (spoken(page), form_of(page)["code"].value) == ("fr", "ABC")


def self_check(installation: Installation, path: str) -> Any:
    """The form, with each question for a year answered."""
    form = form_of(installation.browser().get(path))
    for field in form.fields["year"]:
        field.value = "1990"
    return form


def years(page: Any) -> list[str]:
    return [field.value for field in form_of(page).fields["year"]]


def told_in(page: Any) -> str:
    """The language of the public page inside the frame."""
    return str(page.html.find("h1").find_parent(lang=True)["lang"])


@pytest.mark.parametrize("path", [NEIGHBOURHOOD, f"{NEIGHBOURHOOD}?lang=ar", f"{NEIGHBOURHOOD}?lang=es"])
def test_the_self_check_keeps_what_is_answered(installation: Installation, path: str) -> None:
    form = self_check(installation, path)
    button = form.response.html.find(class_="cw-menu").find("button", attrs={"value": "ca"})
    page = change_to(form, "ca", button["formaction"])
    assert (spoken(page), told_in(page)) == ("ca", "ca")
    assert set(years(page)) == {"1990"}
    reply = form_of(page).submit(status=200)
    assert reply.html.find(class_="cw-findings") is not None
    assert told_in(reply) == "ca"


def test_the_self_check_changes_to_the_persons_own_language_and_leaves_no_cookie(
    installation: Installation,
) -> None:
    form = self_check(installation, NEIGHBOURHOOD)
    button = form.response.html.main.find("button", attrs={"lang": "ar"})
    page = change_to(form, button["value"], button["formaction"])
    assert (told_in(page), set(years(page))) == ("ar", {"1990"})
    assert told_in(form_of(page).submit(status=200)) == "ar"
    assert "Set-Cookie" not in page.headers


def test_a_press_is_a_try_like_any_other(installation: Installation) -> None:
    """Nobody gets round a limit by it."""
    browser = installation.browser()
    with clock.pretend(clock.now()):
        form = form_of(browser.get("/verify"))
        sent = [("__language__", "ca"), *form.submit_fields()]
        answers = [
            form.response.goto("", method="post", params=sent, expect_errors=True).status_int
            for _attempt in range(31)
        ]
    assert answers == [200] * 30 + [429]
