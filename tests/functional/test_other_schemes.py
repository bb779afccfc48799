"""Cards over the counter, a household's card and a register: their pages say what is so for them, and no more."""

from typing import Any

import pytest
from webtest import TestApp

from tests.support.adopted import work_beside
from tests.support.installation import Installation
from tests.support.pages import fill


@pytest.fixture(scope="module")
def addresses(installation: Installation) -> dict[str, str]:
    return work_beside(installation.registry)


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


def test_what_is_to_be_checked_afterwards_names_that_step(
    addresses: dict[str, str], signatory: TestApp
) -> None:
    (row, *_others) = signatory.get("/dossiers?list=after_check").html.main.select("tbody tr")
    assert "Check afterwards" in row.text


def test_what_can_be_done_is_said_without_sentences_that_no_card_prints(
    addresses: dict[str, str], caseworker: TestApp
) -> None:
    checked = caseworker.get(addresses["counter_checked"]).html.find(class_="cw-next")
    assert "When everything below is right" in checked.text
    assert [each.text for each in checked.select(".cw-button--primary")] == ["Sign and issue"]
    entered = caseworker.get(addresses["registered"]).html.find(class_="cw-next")
    assert "This is what you can do now." in entered.text


def test_an_entry_in_a_register_is_not_called_a_card(addresses: dict[str, str], caseworker: TestApp) -> None:
    entered = " ".join(caseworker.get(addresses["registered"]).html.main.text.split())
    assert "Entry 00000001 In force" in entered
    assert "Card" not in entered


def test_a_rule_leads_to_its_evidence_and_the_evidence_names_all_its_papers(
    addresses: dict[str, str], caseworker: TestApp
) -> None:
    page = caseworker.get(addresses["counter"]).html.main
    (rule,) = [each for each in page.select(".cw-finding") if "show who you are" in each.text]
    assert rule.a["href"].endswith("/evidence/new?category=identity")
    (task,) = [
        each for each in page.select(".cw-task") if each.select_one(".cw-task__name").text == "Who you are"
    ]
    assert "Voter card" in task.text
    assert "Needed" in task.text


def test_a_paper_that_was_shown_stands_last_among_those_that_would_help(
    addresses: dict[str, str], caseworker: TestApp
) -> None:
    """New York counts each kind once: a birth certificate brings one point of three, and is asked for no more."""
    page = caseworker.get(f"{addresses['counter']}/evidence/new?category=identity")
    shown = fill(page, choices=("original_seen",), kind="birth_certificate").follow()
    (task,) = [
        each
        for each in shown.html.select(".cw-task")
        if each.select_one(".cw-task__name").text == "Who you are"
    ]
    assert task.select_one(".cw-task__hint").text.endswith(", Birth certificate")
    assert task.select_one(".cw-state").text.strip() == "More is needed"


def test_beginning_again_says_what_is_taken_over_under_the_scheme(
    addresses: dict[str, str], caseworker: TestApp
) -> None:
    early, late = (caseworker.get(f"{addresses[each]}/renew") for each in ("counter_issued", "counter_late"))
    assert "The address and what else the paper prints are taken over." in early
    assert "It is a new application now: nothing is taken over." in late
    for page in (early, late):
        assert "Register movements taken over" not in page
