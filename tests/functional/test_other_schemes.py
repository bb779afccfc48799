"""Cards over the counter, a household's card and a register: their pages say what is so for them, and no more."""

from typing import Any

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from tests.support.adopted import work_beside
from tests.support.installation import Installation


@pytest.fixture(scope="module")
def addresses(installation: Installation) -> dict[str, str]:
    return work_beside(installation.registry)


@pytest.fixture(scope="module")
def caseworker(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


@pytest.fixture(scope="module")
def signatory(installation: Installation) -> TestApp:
    return installation.signed_in(Role.SIGNATORY)


def headings(page: Any) -> list[str]:
    return [each.text for each in page.html.main.select("h2, h3")]


def test_no_sentence_is_asked_for_where_the_card_prints_none(
    addresses: dict[str, str], caseworker: TestApp, signatory: TestApp
) -> None:
    step = caseworker.get(f"{addresses['counter']}/steps/apply")
    decision = signatory.get(f"{addresses['household_proposed']}/decisions/grant")
    for page in (step, decision):
        assert "What the rules say" in headings(page)
        assert "Statements to be printed" not in headings(page)
    assert "Read back to the person" in headings(decision)


def test_whoever_checks_afterwards_sees_the_rules_and_the_way_to_the_card(
    addresses: dict[str, str], signatory: TestApp
) -> None:
    page = signatory.get(f"{addresses['counter_issued']}/decisions/check_after")
    assert "What the rules say" in headings(page)
    card = page.click("^Card NYC")
    assert "NYC" in card.html.h1.text


def test_a_register_certifies_what_the_rules_say_today(
    addresses: dict[str, str], caseworker: TestApp
) -> None:
    page = caseworker.get(f"{addresses['registered']}/steps/certify")
    assert "What the rules say" in headings(page)
    assert "is not changed by what stands in the dossier" not in page.text
