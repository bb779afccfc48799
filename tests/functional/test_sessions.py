"""Sessions: they begin anew, end for good, and grow neither idle nor old (S-13, S-28; security.md §2.9)."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from sqlalchemy import delete, select, update
from webtest import TestApp

from casework import clock
from casework.access.models import Account, AccountSession, Membership
from casework.access.permissions import Role
from casework.demo.people import ACCOUNTS, PASSWORD
from casework.web.models import Limit
from tests.access.asking import ask
from tests.access.closing import state_of
from tests.access.world import HOME, add_account
from tests.support.installation import HOST, Installation, name_of
from tests.support.pages import fill, form_of

COOKIE = "casework"
DAY = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_limits(installation: Installation) -> None:
    with installation.registry["engine"].begin() as connection:
        connection.execute(delete(Limit))


def token_of(browser: TestApp) -> str:
    return str(browser.cookies[COOKIE])


def alive(installation: Installation, token: str) -> bool:
    return bool(ask(installation, "GET", "/account", token).status_int == 200)


def sign_in(
    browser: TestApp, name: str, password: str = PASSWORD, status: int = 303, path: str = "/sign-in"
) -> Any:
    form = form_of(browser.get(path))
    form["name"], form["password"] = name, password
    return form.submit(status=status)


def sign_out(browser: TestApp) -> None:
    forms = browser.get("/account").forms.values()
    next(form for form in forms if form.action == "/sign-out").submit(status=303)


def test_a_planted_cookie_does_not_become_a_session(installation: Installation) -> None:
    browser = installation.browser()
    browser.set_cookie(COOKIE, "planted-by-somebody-else")
    sign_in(browser, name_of(Role.CASEWORKER))
    assert token_of(browser) != "planted-by-somebody-else"
    assert alive(installation, token_of(browser))
    assert not alive(installation, "planted-by-somebody-else")


def test_every_sign_in_gives_another_token_and_ends_the_one_before(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    first = token_of(browser)
    sign_in(browser, name_of(Role.REVIEWER))
    assert token_of(browser) != first
    assert alive(installation, token_of(browser))
    assert not alive(installation, first)


def test_a_failed_sign_in_leaves_the_session_alone(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    first = token_of(browser)
    sign_in(browser, name_of(Role.REVIEWER), "not the password", 400)
    assert token_of(browser) == first
    assert alive(installation, first)


def test_signing_out_ends_it_on_the_server(installation: Installation) -> None:
    browser = installation.signed_in(Role.CASEWORKER)
    token = token_of(browser)
    sign_out(browser)
    assert not alive(installation, token)


def test_idle_for_21_minutes(installation: Installation) -> None:
    with clock.pretend(DAY):
        token = token_of(installation.signed_in(Role.CASEWORKER))
    with clock.pretend(DAY + timedelta(minutes=19)):
        assert alive(installation, token)
    with clock.pretend(DAY + timedelta(minutes=38)):
        assert alive(installation, token)
    with clock.pretend(DAY + timedelta(minutes=59)):
        assert not alive(installation, token)


def test_never_longer_than_10_hours(installation: Installation) -> None:
    with clock.pretend(DAY):
        token = token_of(installation.signed_in(Role.CASEWORKER))
    for minutes in range(15, 600, 15):
        with clock.pretend(DAY + timedelta(minutes=minutes)):
            assert alive(installation, token)
    with clock.pretend(DAY + timedelta(hours=10, minutes=1)):
        assert not alive(installation, token)


def test_ended_by_its_owner(installation: Installation) -> None:
    here, there = installation.signed_in(Role.SIGNATORY), installation.signed_in(Role.SIGNATORY)
    page = here.get("/account")
    with installation.session() as session:
        hashed = hashlib.sha256(token_of(there).encode()).digest()
        other = session.scalars(select(AccountSession.id).where(AccountSession.token_hash == hashed)).one()
    assert f"/account/sessions/{other}/end" in page.text
    form_of(here.get(f"/account/sessions/{other}/end")).submit(status=303)
    assert not alive(installation, token_of(there))
    assert alive(installation, token_of(here))


def test_ended_by_the_administrator(installation: Installation) -> None:
    tokens = [token_of(installation.signed_in(Role.REVIEWER)) for _each in range(2)]
    administrator = installation.signed_in(Role.ADMINISTRATOR)
    with installation.session() as session:
        account = session.scalars(
            select(AccountSession.account_id).where(
                AccountSession.token_hash == hashlib.sha256(tokens[0].encode()).digest()
            )
        ).one()
    question = administrator.get(f"/accounts/{account}/end-sessions")
    assert question.html.select_one(".cw-quote").text == "Pau Mostra Riera"
    fill(question, retyped=PASSWORD)
    assert [alive(installation, each) for each in tokens] == [False, False]
    assert alive(installation, token_of(administrator))


def test_a_disabled_account_is_out_with_the_next_request(installation: Installation) -> None:
    account = add_account(installation, HOME, "blocked@barcelona.example", Role.CASEWORKER)
    browser = installation.browser()
    sign_in(browser, "blocked@barcelona.example")
    with installation.registry["engine"].begin() as connection:
        connection.execute(update(Account).where(Account.id == account).values(disabled_at=clock.now()))
    assert not alive(installation, token_of(browser))
    sign_in(installation.browser(), "blocked@barcelona.example", status=400)


def test_a_role_taken_away_counts_with_the_next_request(installation: Installation) -> None:
    account = add_account(installation, HOME, "moved@barcelona.example", Role.CASEWORKER)
    browser = installation.browser()
    sign_in(browser, "moved@barcelona.example")
    assert browser.get("/dossiers").status_int == 200
    with installation.registry["engine"].begin() as connection:
        connection.execute(
            update(Membership).where(Membership.account_id == account).values(until=clock.now())
        )
    assert browser.get("/dossiers", status=404)


def test_only_the_hash_of_the_token_is_stored(installation: Installation) -> None:
    token = token_of(installation.signed_in(Role.AUDITOR))
    assert token not in repr(state_of(installation.registry["engine"]))
    with installation.session() as session:
        hashes = set(session.scalars(select(AccountSession.token_hash)))
    assert hashlib.sha256(token.encode()).digest() in hashes


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example/%2e%2e",
        "https:evil.example",
        "https://evil.example",
        "http:///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "@evil.example",
        "//localhost:6543@evil.example",
        "/\r\nSet-Cookie: a=b",
        " //evil.example",
        "",
    ],
)
def test_after_signing_in_one_stays_on_this_host(installation: Installation, address: str) -> None:
    browser = installation.browser()
    path = f"/sign-in?next={quote(address, safe='')}"
    form = browser.get("/sign-in").forms[0]
    values = {"name": name_of(Role.CASEWORKER), "password": PASSWORD, "csrf_token": form["csrf_token"].value}
    answer = browser.post(path, values, expect_errors=True)
    assert answer.status_int in {303, 400}
    if answer.status_int == 303:
        target = urlsplit(answer.location)
        assert (target.scheme, target.netloc) == ("http", HOST)
        assert not target.path.startswith(("//", "/\\"))
        assert "evil" not in target.netloc


def test_a_path_of_this_host_is_followed(installation: Installation) -> None:
    browser = installation.browser()
    answer = sign_in(browser, name_of(Role.CASEWORKER), path="/sign-in?next=%2Fcards%3Fafter%3DV1")
    assert answer.location == f"http://{HOST}/cards?after=V1"


def test_the_11th_attempt_for_a_name_is_too_many(installation: Installation) -> None:
    """From whatever address, however the name is written, and with the right password too."""
    name = name_of(Role.CASEWORKER)
    for number in range(10):
        browser = installation.browser()
        browser.extra_environ["REMOTE_ADDR"] = f"10.0.0.{number}"
        sign_in(browser, name.upper() if number % 2 else name, "not the password", 400)
    browser.extra_environ["REMOTE_ADDR"] = "10.0.1.1"
    refused = sign_in(browser, name, PASSWORD, 429)
    assert "Set-Cookie" not in refused.headers
    sign_in(browser, name_of(Role.REVIEWER), PASSWORD, 303)
    with clock.pretend(clock.now() + timedelta(minutes=6)):
        sign_in(installation.browser(), name)


def test_the_21st_attempt_from_an_address_is_too_many(installation: Installation) -> None:
    browser = installation.browser()
    for number in range(20):
        sign_in(browser, f"somebody-{number}@example.example", "not the password", 400)
    sign_in(browser, name_of(Role.CASEWORKER), PASSWORD, 429)


def test_a_wrong_name_and_a_wrong_password_are_one_answer(installation: Installation) -> None:
    browser = installation.browser()
    known, unknown = ACCOUNTS[1].name, "zzz@nowhere.example"
    answers = [sign_in(browser, name, "not the password", 400) for name in (known, unknown)]
    bodies = [
        each.text.replace(f'value="{name}"', "", 1)
        for each, name in zip(answers, (known, unknown), strict=True)
    ]
    assert bodies[0] == bodies[1]
    assert unknown not in bodies[1]
    headers = [
        {name: value for name, value in each.headers.items() if name != "Content-Length"} for each in answers
    ]
    assert headers[0] == headers[1]
