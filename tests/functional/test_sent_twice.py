"""A double click and the way back do no harm: what is sent twice is taken once, with the same answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import choices
from threading import Barrier
from typing import Any

import pytest
from pyramid.interfaces import IRoutesMapper
from sqlalchemy import func, select
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import Base
from casework.dossiers.models import Dossier, Movement, Note
from casework.web.models import SentForm
from casework.web.sending import KEPT
from tests.support.installation import Installation
from tests.support.pages import choose, fill, form_of, picture

TABS = 4
TYPED = "Torna dijous amb el certificat."


@pytest.fixture(scope="module")
def browser(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


@pytest.fixture
def dossier(browser: TestApp) -> str:
    return str(fill(browser.get("/dossiers/new"), (("", "", "1990"),), **somebody()).location)


def somebody() -> dict[str, str]:
    """Names that nobody else has."""
    return {"given_names": "".join(choices("abcdefghijklmnopqrstuvwxyz", k=20)), "family_names": "Mostra"}


def count(installation: Installation, table: type[Base]) -> int:
    with installation.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def note_form(browser: TestApp, dossier: str, text: str = TYPED) -> Any:
    form = form_of(browser.get(f"{dossier}/notes"))
    form["text"] = text
    return form


def intake(browser: TestApp, _dossier: str) -> Any:
    form = form_of(browser.get("/dossiers/new"))
    for name, value in {**somebody(), "year": "1991"}.items():
        form[name] = value
    return form


def movement(browser: TestApp, dossier: str) -> Any:
    form = form_of(browser.get(f"{dossier}/register"))
    form["what"], form["place"] = "arrival", "Barcelona"
    for name, value in {"day": "3", "month": "2", "year": "2024"}.items():
        form.set(name, value, 0)
    return form


@pytest.mark.parametrize(("draw", "table"), [(note_form, Note), (intake, Dossier), (movement, Movement)])
def test_the_second_sending_is_answered_like_the_first_and_adds_nothing(
    installation: Installation,
    browser: TestApp,
    dossier: str,
    draw: Callable[[TestApp, str], Any],
    table: type[Base],
) -> None:
    form = draw(browser, dossier)
    before = count(installation, table)
    first, second = form.submit(status=303), form.submit(status=303)
    assert second.location == first.location
    assert count(installation, table) == before + 1
    browser.get(first.location, status=200)


def test_a_form_with_a_file_is_taken_once(installation: Installation, browser: TestApp, dossier: str) -> None:
    form = form_of(browser.get(f"{dossier}/evidence/new?category=llengua"))
    for choice in ("course_certificate", "original_seen"):
        choose(form, choice)
    form["issuer"] = "Escola Exemple"
    name = next(name for name, fields in form.fields.items() if type(fields[0]).__name__ == "File")
    form[name] = picture()
    first = form.submit(status=303)
    assert form.submit(status=303).location == first.location
    assert browser.get(first.location).text.count("Escola Exemple") == 1


def test_many_at_the_same_moment_are_one(installation: Installation, browser: TestApp, dossier: str) -> None:
    form = note_form(browser, dossier)
    sent, barrier = form.submit_fields(), Barrier(TABS)
    before = count(installation, Note)

    def send() -> Any:
        tab = installation.browser()
        for cookie in browser.cookiejar:
            tab.cookiejar.set_cookie(cookie)
        barrier.wait()
        return tab.post(f"{dossier}/notes", sent, status=303)

    with ThreadPoolExecutor(TABS) as threads:
        answers = [each.result() for each in [threads.submit(send) for _ in range(TABS)]]
    assert len({each.location for each in answers}) == 1
    assert count(installation, Note) == before + 1


def test_other_content_in_a_form_that_was_taken_is_asked_about(
    installation: Installation, browser: TestApp, dossier: str
) -> None:
    form = note_form(browser, dossier)
    form.submit(status=303)
    before = count(installation, Note)
    form["text"] = "Torna divendres."
    page = form.submit(status=409)
    assert "This form was sent already" in page.html.main.find(role="alert").text
    assert count(installation, Note) == before
    again = form_of(page)
    assert again["text"].value == "Torna divendres."
    again.submit(status=303)
    assert count(installation, Note) == before + 1


def test_a_refused_sending_is_not_counted_as_taken(
    installation: Installation, browser: TestApp, dossier: str
) -> None:
    form = note_form(browser, dossier, "")
    mended = form_of(form.submit(status=400))
    assert mended["form_id"].value == form["form_id"].value
    mended["text"] = TYPED
    mended.submit(status=303)


def test_what_is_kept_of_a_form_tells_nothing_and_goes_after_a_day(
    installation: Installation, browser: TestApp, dossier: str
) -> None:
    form = note_form(browser, dossier)
    form.submit(status=303)
    with installation.session() as session:
        kept = repr([vars(row) for row in session.scalars(select(SentForm))])
    assert form["form_id"].value not in kept
    assert TYPED not in kept
    with clock.pretend(clock.now() + KEPT + timedelta(minutes=1)):
        later = installation.signed_in(Role.CASEWORKER)
        note_form(later, dossier).submit(status=303)
    assert count(installation, SentForm) == 1


def test_a_confirmed_step_twice(installation: Installation, browser: TestApp, dossier: str) -> None:
    note_form(browser, dossier).submit()
    page = browser.get(f"{dossier}/notes")
    confirm = form_of(
        browser.get(page.html.main.find("a", href=lambda each: "/remove" in (each or ""))["href"])
    )
    first = confirm.submit(status=303)
    assert confirm.submit(status=303).location == first.location


def test_a_confirmed_step_without_its_page_does_nothing(
    installation: Installation, browser: TestApp, dossier: str
) -> None:
    note_form(browser, dossier).submit()
    page = browser.get(f"{dossier}/notes")
    where = page.html.main.find("a", href=lambda each: "/remove" in (each or ""))["href"]
    before = count(installation, Note)
    answer = browser.post(where, {"csrf_token": form_of(page)["csrf_token"].value}, status=200)
    assert "Delete this note?" in answer.text
    assert count(installation, Note) == before
    form_of(answer).submit(status=303)
    assert count(installation, Note) == before - 1


def test_a_step_twice_moves_the_dossier_once(
    installation: Installation, browser: TestApp, dossier: str
) -> None:
    page = browser.get(dossier)
    step = next(link["href"] for link in page.html.main.find_all("a") if "/steps/" in link.get("href", ""))
    form, elsewhere = (form_of(browser.get(step)) for _ in range(2))
    first = form.submit(status=303)
    assert form.submit(status=303).location == first.location
    elsewhere.submit(status=[404, 409])
    with installation.session() as session:
        found = session.get_one(Dossier, dossier.rpartition("/")[2])
        assert len(found.steps) == 1


DESTRUCTIVE = ("_remove", "_end", "_call_off", "_destroy", "_delete", "_revoke", "_withdraw")


def test_every_destructive_page_asks_on_a_page_of_its_own(installation: Installation) -> None:
    """Whatever its name says takes something away is shown by the one confirming template, and takes a POST."""
    registry = installation.registry
    names = [each.name for each in registry.getUtility(IRoutesMapper).get_routes()]
    destructive = {name for name in names if name.endswith(DESTRUCTIVE)}
    assert len(destructive) >= 7
    for view in registry.introspector.get_category("views"):
        inside = view["introspectable"]
        if inside["route_name"] in destructive:
            assert set(inside["request_methods"]) == {"GET", "POST"}, inside["route_name"]
            templates = [each["name"] for each in view["related"] if each.category_name == "templates"]
            assert templates == ["confirm.jinja2"], inside["route_name"]
