"""What a dossier asks for next, by the schemes that are shipped."""

from datetime import date

import pytest

from casework.dossiers.onward import checks_after, leads_on, next_action
from tests.support.catalogue import shipped

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("draft", "submit"),
        ("submitted", "take_up"),
        ("incomplete", "complete"),
        ("in_study", "propose"),
        ("proposed", "grant"),
        ("granted", "issue"),
        ("issued", "hand_over"),
        ("refused", None),
        ("closed", None),
    ],
)
def test_the_next_step_leads_on(state: str, action: str | None) -> None:
    version = shipped().scheme("bcn-veinatge").version_on(TODAY)
    found = next_action(version, state)
    assert (found.key if found else None) == action


@pytest.mark.parametrize(("state", "action"), [("draft", "apply"), ("checked", "issue"), ("issued", None)])
def test_over_the_counter_the_card_comes_next_and_no_refusal(state: str, action: str | None) -> None:
    version = shipped().scheme("nyc-idnyc").version_on(TODAY)
    found = next_action(version, state)
    assert (found.key if found else None) == action


def test_the_end_of_an_entry_is_no_step_that_leads_on() -> None:
    version = shipped().scheme("bcn-padro").version_on(TODAY)
    entering = next_action(version, "reported")
    assert entering is not None
    assert entering.key == "enter"
    assert next_action(version, "open") is None


@pytest.mark.parametrize(("state", "action"), [("incomplete", "desist"), ("in_study", "propose")])
def test_once_the_term_is_over_what_it_opens_comes_next(state: str, action: str) -> None:
    version = shipped().scheme("bcn-veinatge").version_on(TODAY)
    found = next_action(version, state, overdue=True)
    assert found is not None
    assert found.key == action


@pytest.mark.parametrize(
    ("scheme", "state", "onward"),
    [
        ("bcn-veinatge", "draft", True),
        ("bcn-veinatge", "incomplete", True),
        ("bcn-veinatge", "issued", True),
        ("bcn-veinatge", "handed_over", False),
        ("bcn-veinatge", "closed", False),
        ("bcn-veinatge", "refused", False),
        ("nyc-idnyc", "checked", True),
        ("nyc-idnyc", "issued", False),
        ("bcn-padro", "reported", True),
        ("bcn-padro", "open", False),
    ],
)
def test_from_some_states_nothing_leads_on(scheme: str, state: str, onward: bool) -> None:
    assert leads_on(shipped().scheme(scheme).version_on(TODAY), state) is onward


@pytest.mark.parametrize(
    ("state", "role", "checks"),
    [("issued", "signatory", True), ("issued", "caseworker", False), ("checked", "signatory", False)],
)
def test_a_card_issued_alone_is_looked_at_by_a_second_role(state: str, role: str, checks: bool) -> None:
    version = shipped().scheme("nyc-idnyc").version_on(TODAY)
    assert checks_after(version, state, {role}, "city") is checks
