"""Giving a dossier to a colleague, on its pages."""

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from casework.demo.accounts import account_as
from casework.demo.people import ACCOUNTS
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

NAMES = {each.role: each.display_name for each in reversed(ACCOUNTS) if each.organisation == "barcelona"}
"""Of the first account of each role."""


@pytest.fixture(scope="module")
def case(installation: Installation) -> str:
    return f"/dossiers/{prepare_case(installation.registry)}"


@pytest.fixture(scope="module")
def browser(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


def id_of(installation: Installation, role: Role) -> str:
    with installation.session() as session:
        return account_as(session, role).id


def test_a_deputy_is_chosen_and_shown(installation: Installation, browser: TestApp, case: str) -> None:
    page = browser.get(case).click("Give to somebody else")
    assert form_of(page)["owner"].value == id_of(installation, Role.CASEWORKER)
    answer = fill(page, deputy=id_of(installation, Role.REVIEWER)).follow()
    assert "It is noted who handles the dossier." in answer.text
    assert NAMES[Role.REVIEWER] in answer.html.find("aside").text
    mine = installation.signed_in(Role.REVIEWER).get("/dossiers?list=mine")
    assert case in mine.text


def test_only_colleagues_on_cases_are_offered(browser: TestApp, case: str) -> None:
    offered = [text for _value, _chosen, text in form_of(browser.get(f"{case}/handling"))["owner"].options]
    working = (Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY)
    colleagues = [each for each in ACCOUNTS if each.organisation == "barcelona" and each.role in working]
    assert offered[1:] == sorted(each.display_name for each in colleagues)


def test_owner_and_deputy_the_same_is_said_at_the_deputy(
    installation: Installation, browser: TestApp, case: str
) -> None:
    me = id_of(installation, Role.CASEWORKER)
    page = fill(browser.get(f"{case}/handling"), status=400, owner=me, deputy=me)
    assert "Choose another deputy" in page.html.find(class_="cw-field--invalid").text
    assert form_of(page)["deputy"].value == me


def test_a_stranger_in_a_forged_form_is_refused(
    installation: Installation, browser: TestApp, case: str
) -> None:
    form = form_of(browser.get(f"{case}/handling"))
    form["owner"].force_value(id_of(installation, Role.AUDITOR))
    assert "Choose one of the answers shown." in form.submit(status=400).text


def test_two_who_give_it_away_at_once_are_told(
    installation: Installation, browser: TestApp, case: str
) -> None:
    first, second = (browser.get(f"{case}/handling") for _tab in range(2))
    fill(first, owner=id_of(installation, Role.SIGNATORY), deputy="")
    page = fill(second, status=409, owner=id_of(installation, Role.REVIEWER), deputy="")
    assert NAMES[Role.SIGNATORY] in page.html.find("table").text
    assert form_of(page)["owner"].value == id_of(installation, Role.REVIEWER)
    form_of(page).submit(status=303)
    assert NAMES[Role.REVIEWER] in browser.get(case).html.find("aside").text


def test_who_decides_is_offered_no_link_and_finds_no_page(installation: Installation, case: str) -> None:
    signatory = installation.signed_in(Role.SIGNATORY)
    assert "Give to somebody else" not in signatory.get(case).text
    assert signatory.get(f"{case}/handling", status=404).status_int == 404


def test_a_dossier_that_is_over_says_so(installation: Installation, browser: TestApp) -> None:
    over = f"/dossiers/{prepare_case(installation.registry, 'take_back')}"
    assert "Give to somebody else" not in browser.get(over).text
    assert "The dossier is over" in browser.get(f"{over}/handling", status=409).text
