"""What was refused stands in the journal, although everything else of the request was rolled back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pyramid.interfaces import IBeforeRender, IContextFound
from pyramid_retry import RetryableException
from webtest import TestApp

from casework.access.permissions import Permission, Role
from casework.demo.people import ACCOUNTS, PASSWORD
from tests.access.asking import ask, csrf_of
from tests.access.cases import PERSONAL, Case, add_case
from tests.access.closing import closed_journal, entries_after, last_seq, state_of
from tests.access.world import found_elsewhere, organisation_of, sign_in
from tests.support.installation import Installation, name_of

MISSING = "m" * 22


@pytest.fixture(scope="module")
def case(installation: Installation, accounts: dict[Role, str]) -> Case:
    return add_case(installation, accounts, "take_up")


@pytest.fixture(scope="module")
def auditor(installation: Installation, accounts: dict[Role, str]) -> str:
    """The token of somebody who may open no dossier."""
    return sign_in(installation, accounts[Role.AUDITOR])


class Watch:
    """The entries that were written since it was made."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        with installation.session() as session:
            self._seq = last_seq(session)

    def contents(self) -> list[dict[str, Any]]:
        with self._installation.session() as session:
            return [json.loads(each.content or "{}") for each in entries_after(session, self._seq)]


@pytest.fixture
def watch(installation: Installation, accounts: dict[Role, str], case: Case, auditor: str) -> Watch:
    return Watch(installation)


@contextmanager
def listening(installation: Installation, moment: type, listener: Callable[[Any], None]) -> Iterator[None]:
    """Let something happen at a moment of every request that Pyramid announces."""
    installation.registry.registerHandler(listener, (moment,))
    try:
        yield
    finally:
        installation.registry.unregisterHandler(listener, (moment,))


def without_moment(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "at"}


def test_a_denied_read(
    installation: Installation, watch: Watch, accounts: dict[Role, str], auditor: str, case: Case
) -> None:
    assert ask(installation, "GET", f"/dossiers/{case.dossier}", auditor).status_int == 404
    with installation.session() as session:
        organisation = organisation_of(session, "barcelona").id
    assert [without_moment(each) for each in watch.contents()] == [
        {
            "action": "access.denied",
            "actor": accounts[Role.AUDITOR],
            "organisation": organisation,
            "kind": "dossier",
            "object": case.dossier,
            "outcome": "denied",
            "detail": {"permission": "dossier.read"},
        }
    ]


def test_a_denied_change(installation: Installation, watch: Watch, auditor: str, case: Case) -> None:
    form = {"csrf_token": csrf_of(installation, auditor), "family_names": PERSONAL[1]}
    path = f"/dossiers/{case.dossier}/evidence/{case.evidence}/remove"
    assert ask(installation, "POST", path, auditor, form).status_int == 404
    (entry,) = watch.contents()
    assert entry["detail"] == {"permission": "dossier.change"}
    assert entry["object"] == case.dossier


def test_a_denied_page_without_an_object(installation: Installation, watch: Watch, auditor: str) -> None:
    assert ask(installation, "GET", "/accounts", auditor).status_int == 404
    (entry,) = watch.contents()
    assert (entry["detail"], entry["object"]) == ({"permission": "account.list"}, None)


def test_what_is_missing_denies_nobody(installation: Installation, watch: Watch, auditor: str) -> None:
    assert ask(installation, "GET", f"/dossiers/{MISSING}", auditor).status_int == 404
    assert ask(installation, "GET", "/nowhere", auditor).status_int == 404
    assert watch.contents() == []


def test_a_visitor_is_led_to_sign_in_and_not_noted(
    installation: Installation, watch: Watch, case: Case
) -> None:
    assert ask(installation, "GET", f"/dossiers/{case.dossier}").status_int == 303
    assert watch.contents() == []


def test_a_form_with_a_mistake_denies_nobody(
    installation: Installation, watch: Watch, accounts: dict[Role, str], case: Case
) -> None:
    """The menu of the page hides what the account may not open; that is no refusal."""
    token = sign_in(installation, accounts[Role.CASEWORKER])
    form = {"csrf_token": csrf_of(installation, token)}
    answer = ask(installation, "POST", f"/dossiers/{case.dossier}/register", token, form)
    assert answer.status_int == 400
    assert "access.denied" not in {each["action"] for each in watch.contents()}


def test_a_button_that_is_hidden_denies_nobody(
    installation: Installation, watch: Watch, accounts: dict[Role, str], case: Case
) -> None:
    """A page asks what it may offer, and its form has a mistake: the answer is 400, and no refusal."""
    token = sign_in(installation, accounts[Role.REVIEWER])
    form = {"csrf_token": csrf_of(installation, token)}
    asked: list[bool] = []

    def ask_for_a_button(event: Any) -> None:
        asked.append(bool(event["request"].has_permission(Permission.DOSSIER_CHANGE)))

    with listening(installation, IBeforeRender, ask_for_a_button):
        answer = ask(installation, "POST", f"/dossiers/{case.dossier}/appointments", token, form)
    assert (answer.status_int, set(asked)) == (400, {False})
    assert "access.denied" not in {each["action"] for each in watch.contents()}


def test_a_denial_stands_where_the_object_belongs(
    installation: Installation, watch: Watch, case: Case
) -> None:
    """The officer of the object's organisation sees who asked for it from outside, as with reads."""
    elsewhere = found_elsewhere(installation)
    token = sign_in(installation, elsewhere[Role.CASEWORKER])
    assert ask(installation, "GET", f"/dossiers/{case.dossier}", token).status_int == 404
    denied = [each for each in watch.contents() if each["action"] == "access.denied"]
    with installation.session() as session:
        home = organisation_of(session, "barcelona").id
    assert [(each["actor"], each["organisation"]) for each in denied] == [(elsewhere[Role.CASEWORKER], home)]


def try_to_sign_in(browser: TestApp, name: str, password: str, status: int) -> Any:
    form = browser.get("/sign-in").forms[0]
    form["name"], form["password"] = name, password
    return form.submit(status=status)


@pytest.mark.parametrize("name", [name_of(Role.CASEWORKER), "nobody-known@example.example"])
def test_a_failed_sign_in(installation: Installation, watch: Watch, name: str) -> None:
    """Whether the name exists does not stand in the entry, nor the name itself."""
    try_to_sign_in(installation.browser(), name, "not the password", 400)
    assert [without_moment(each) for each in watch.contents()] == [
        {
            "action": "sign_in.failed",
            "actor": None,
            "organisation": None,
            "kind": None,
            "object": None,
            "outcome": "denied",
            "detail": {},
        }
    ]


@pytest.mark.parametrize(
    ("password", "moment", "status", "noted"),
    [
        ("not the password", IBeforeRender, 400, "sign_in.failed"),
        (PASSWORD, IContextFound, 303, "account.sign_in"),
    ],
)
def test_an_attempt_that_is_repeated_is_noted_once(
    installation: Installation, watch: Watch, password: str, moment: type, status: int, noted: str
) -> None:
    """The first answer is thrown away, as when two transactions met, and what it would have noted with it."""
    browser = installation.browser()
    form = browser.get("/sign-in").forms[0]
    form["name"], form["password"] = name_of(Role.CASEWORKER), password
    failures = [RetryableException("two met")]

    def fail_once(_event: Any) -> None:
        if failures:
            raise failures.pop()

    with listening(installation, moment, fail_once):
        form.submit(status=status)
    assert not failures
    assert [each["action"] for each in watch.contents()] == [noted]


def test_no_entry_holds_a_name(installation: Installation, watch: Watch) -> None:
    with installation.session() as session:
        contents = " ".join(each.content or "" for each in entries_after(session, 0))
    assert "access.denied" in contents
    staff = [text for each in ACCOUNTS for text in (each.name, each.display_name, each.password)]
    for text in (*PERSONAL, *staff):
        assert text not in contents


def test_a_denial_that_cannot_be_noted_is_no_data(
    installation: Installation, watch: Watch, auditor: str, case: Case
) -> None:
    engine = installation.registry["engine"]
    with closed_journal(engine):
        before = state_of(engine)
        answer = ask(installation, "GET", f"/dossiers/{case.dossier}", auditor)
        assert answer.status_int >= 500
        assert not any(value in answer.text for value in PERSONAL)
        assert state_of(engine) == before


def test_a_failed_sign_in_that_cannot_be_noted_lets_nobody_in(
    installation: Installation, watch: Watch
) -> None:
    browser = installation.browser()
    engine = installation.registry["engine"]
    with closed_journal(engine):
        before = state_of(engine)
        try_to_sign_in(browser, name_of(Role.CASEWORKER), "not the password", 500)
        try_to_sign_in(browser, name_of(Role.CASEWORKER), PASSWORD, 500)
        assert state_of(engine) == before
    assert browser.get("/account").location.endswith("/sign-in?next=%2Faccount")
