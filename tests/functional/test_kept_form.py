"""A form sent after the session ended comes back filled, to the same person only, and for an hour only."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from webtest import TestApp

from casework import clock, jobs
from casework.access.models import KeptForm
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.web.models import Limit
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation, name_of
from tests.support.pages import fill, form_of, picture

TYPED = {"family_names": "Mostrabaye-Guardat", "address": "carrer Guardat, 12"}


@pytest.fixture(autouse=True)
def sign_in_anew(installation: Installation) -> None:
    """These tests sign in more often than anybody may."""
    with writing(installation.registry["sessions"]) as session:
        session.execute(delete(Limit))


def send_too_late(browser: TestApp) -> str:
    """Open the form, let the session fall idle, send the form; the address of the sign-in page."""
    page = browser.get("/dossiers/new")
    with clock.pretend(clock.now() + timedelta(minutes=30)):
        answer = fill(page, (("", "", "1990"),), **TYPED)
    assert answer.location.endswith("/sign-in?next=%2Fdossiers%2Fnew")
    return str(answer.location)


def sign_in(browser: TestApp, where: str, role: Role) -> TestApp:
    answer = fill(browser.get(where), name=name_of(role), password=PASSWORD)
    return browser.get(answer.headers["Location"])


def test_it_comes_back_filled_and_nothing_was_sent(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    page = sign_in(browser, send_too_late(browser), Role.CASEWORKER)
    form = form_of(page)
    assert {name: form[name].value for name in TYPED} == TYPED
    assert form["year"].value == "1990"
    assert "nothing was sent yet" in page.text
    assert TYPED["family_names"] not in browser.get("/dossiers").text
    fill(page).follow()
    assert TYPED["family_names"] in browser.get("/dossiers").text


def test_who_signs_in_again_is_told_before_that_nothing_is_lost(installation: Installation) -> None:
    words = "What you typed is kept for one hour"
    assert words not in installation.browser().get("/sign-in").text
    browser = installation.signed_in(Role.CASEWORKER)
    where = send_too_late(browser)
    assert words in browser.get(where).text
    sign_in(browser, where, Role.CASEWORKER)
    assert words not in browser.get("/sign-in").text


def test_it_comes_back_once(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    sign_in(browser, send_too_late(browser), Role.CASEWORKER)
    assert form_of(browser.get("/dossiers/new"))["family_names"].value == ""


def test_another_account_on_the_same_browser_does_not_see_it(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    where = send_too_late(browser)
    answer = fill(browser.get(where), name=name_of(Role.REVIEWER), password=PASSWORD)
    browser.get(answer.headers["Location"], status=404)
    with installation.session() as session:
        assert session.scalars(select(KeptForm)).first() is not None


def test_after_an_hour_it_is_gone(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    where = send_too_late(browser)
    with clock.pretend(clock.now() + timedelta(hours=2)):
        page = sign_in(browser, where, Role.CASEWORKER)
    assert form_of(page)["family_names"].value == ""


def test_the_worker_deletes_what_nobody_came_back_for(installation: Installation) -> None:
    send_too_late(installation.signed_in(Role.CASEWORKER))
    sent = clock.now() + timedelta(minutes=30)
    for since, left in ((timedelta(minutes=59), True), (timedelta(minutes=61), False)):
        with clock.pretend(sent + since):
            jobs.clean(installation.registry)
        with installation.session() as session:
            assert bool(session.scalars(select(KeptForm)).all()) is left


def test_the_database_alone_opens_nothing(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    send_too_late(browser)
    with installation.session() as session:
        kept = session.scalars(select(KeptForm)).all()
        assert kept
        for row in kept:
            assert b"Mostrabaye" not in row.controls_sealed
            assert len(row.key_hash) == 32


def test_a_visitor_who_never_signed_in_fills_no_table(installation: Installation) -> None:
    with installation.session() as session:
        before = len(session.scalars(select(KeptForm)).all())
    visitor = installation.browser()
    token = form_of(visitor.get("/sign-in"))["csrf_token"].value
    visitor.post("/dossiers/new", {"csrf_token": token, "family_names": "X"}, status=404)
    with installation.session() as session:
        assert len(session.scalars(select(KeptForm)).all()) == before


def rows(installation: Installation) -> int:
    with installation.session() as session:
        return len(session.scalars(select(KeptForm)).all())


def test_a_form_drawn_before_one_signed_in_again_elsewhere_comes_back_filled(
    installation: Installation,
) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    drawn = browser.get("/dossiers/new")
    sign_in(browser, "/sign-in", Role.CASEWORKER)
    answer = fill(drawn, (("", "", "1990"),), **TYPED)
    page = answer.follow()
    assert {name: form_of(page)[name].value for name in TYPED} == TYPED
    assert "nothing was sent yet" in page.text


def test_a_form_sent_after_signing_out_waits_behind_the_sign_in_page(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    drawn = browser.get("/dossiers/new")
    drawn.forms[next(key for key, form in drawn.forms.items() if form.action == "/sign-out")].submit()
    answer = fill(drawn, (("", "", "1990"),), **TYPED)
    assert answer.location.endswith("/sign-in?next=%2Fdossiers%2Fnew")
    page = sign_in(browser, str(answer.location), Role.CASEWORKER)
    assert {name: form_of(page)[name].value for name in TYPED} == TYPED


def test_a_form_drawn_for_a_colleague_is_not_kept_for_who_is_here_now(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    drawn = browser.get("/dossiers/new")
    before = rows(installation)
    sign_in(browser, "/sign-in", Role.REVIEWER)
    assert "too old" in fill(drawn, (("", "", "1990"),), status=400, **TYPED).text
    assert rows(installation) == before


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_who_was_never_given_a_form_can_leave_none(installation: Installation, token: str) -> None:
    """What a page elsewhere makes a signed-in browser send: it knows no token."""
    before = rows(installation)
    for browser in (installation.signed_in(Role.CASEWORKER), installation.browser()):
        browser.post("/dossiers/new", {"csrf_token": token, "form_id": "A" * 22, **TYPED}, status=400)
    assert rows(installation) == before


def test_a_token_of_long_ago_keeps_nothing(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    drawn, before = browser.get("/dossiers/new"), rows(installation)
    with clock.pretend(clock.now() + timedelta(days=8)):
        sign_in(browser, "/sign-in", Role.CASEWORKER)
        fill(drawn, (("", "", "1990"),), status=400, **TYPED)
    assert rows(installation) == before


def test_a_file_is_not_kept_and_the_form_says_so(installation: Installation) -> None:
    path = f"/dossiers/{prepare_case(installation.registry)}/evidence/new?category=llengua"
    browser = installation.signed_in(Role.CASEWORKER)
    drawn = browser.get(path)
    sign_in(browser, "/sign-in", Role.CASEWORKER)
    choices = ("course_certificate", "original_seen")
    page = fill(drawn, choices=choices, issuer="Escola Mostra", copy=picture()).follow()
    assert form_of(page)["issuer"].value == "Escola Mostra"
    assert "A file is not kept. Choose it again." in page.html.select_one("[data-error-summary]").text


def test_a_file_beside_a_mistake_has_to_be_chosen_again_and_the_form_says_so(
    installation: Installation,
) -> None:
    path = f"/dossiers/{prepare_case(installation.registry)}/evidence/new?category=llengua"
    page = installation.signed_in(Role.CASEWORKER).get(path)
    answer = fill(page, choices=("original_seen",), status=400, copy=picture())
    assert "A file is not kept. Choose it again." in answer.html.select_one("[data-error-summary]").text
