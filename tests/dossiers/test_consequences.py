"""What a step does, in sentences: some written by hand, and for every step of every scheme there are any."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from casework.dossiers.consequences import (
    Standing,
    is_destructive,
    question,
    weighs_content,
    what_happened,
    what_happens,
    what_stops,
)
from casework.dossiers.following import deciders
from casework.schemes import CardState, Done, Facts, PartialDate, Scheme
from tests.dossiers.steps_said import (
    BEGUN,
    MADE,
    MONDAY,
    SIGNATORY,
    catalogue,
    said,
    standing_in,
    version,
    wording,
)

NO_LETTER = "The scheme has no letter for this: tell the person yourself."


@pytest.mark.parametrize(
    ("key", "action", "standing", "sentences"),
    [
        (
            "nyc-idnyc",
            "issue",
            standing_in("checked"),
            [
                MADE,
                "How long it is valid depends on something not entered yet: look at the birth date.",
                "New state of the dossier: issued.",
                f"Next comes: Check afterwards. It is for: {SIGNATORY}.",
            ],
        ),
        (
            "nyc-idnyc",
            "issue",
            replace(
                standing_in("checked"), facts=Facts(dates={"birth_date": PartialDate.parse("1990-05-02")})
            ),
            [
                MADE,
                "Issued today, its last valid day is 21 September 2031.",
                "New state of the dossier: issued.",
                f"Next comes: Check afterwards. It is for: {SIGNATORY}.",
            ],
        ),
        (
            "nyc-idnyc",
            "check_after",
            standing_in("issued", card=True),
            [
                "The state of the dossier stays: issued.",
                "It leaves the list of cards to be looked at afterwards.",
            ],
        ),
        (
            "nyc-idnyc",
            "deny",
            standing_in("checked"),
            [
                "New state of the dossier: denied.",
                NO_LETTER,
                "A term begins: Time to appeal, 30 days. Its last day is 21 October 2026.",
            ],
        ),
        (
            "nyc-idnyc",
            "ask_for_more",
            standing_in("checked"),
            [
                "New state of the dossier: incomplete.",
                NO_LETTER,
                "Next comes: Now complete. It is for: caseworker.",
            ],
        ),
        (
            "bcn-padro",
            "depart",
            standing_in("open", card=True),
            [
                "The entry is no longer in force from this moment. Whoever checks it is told so.",
                "New state of the dossier: closed.",
            ],
        ),
        (
            "bcn-padro",
            "certify",
            standing_in("open", card=True),
            [
                "A signed paper is made, as things stand today: Certificate.",
                "The state of the dossier stays: entered.",
            ],
        ),
        (
            "utr-upas",
            "ask_for_more",
            standing_in("in_study", (Done("submit", date(2026, 9, 7)),)),
            [
                "New state of the dossier: incomplete.",
                NO_LETTER,
                "A term begins: Time to complete. How long it lasts is not settled yet.",
                "A term stands still: Time to decide.",
                "Next comes: Now complete. It is for: caseworker.",
            ],
        ),
        (  # eight weeks from 7 September, and the week from 14 to 21 in which they stood still: 9 November
            "utr-upas",
            "complete",
            standing_in(
                "incomplete", (Done("submit", date(2026, 9, 7)), Done("ask_for_more", date(2026, 9, 14)))
            ),
            [
                "New state of the dossier: being studied.",
                "A term ends: Time to complete.",
                "A term goes on: Time to decide. Its last day is 9 November 2026.",
                "Next comes: Propose. It is for: caseworker.",
            ],
        ),
        (
            "utr-bbb",
            "leave",
            standing_in("registered", (Done("admit", date(2026, 9, 7)),), card=True),
            [
                "The card is no longer in force from this moment.",
                "New state of the dossier: ended.",
                "A term ends: Next review.",
            ],
        ),
    ],
)
def test_what_steps_of_other_schemes_do(
    key: str, action: str, standing: Standing, sentences: list[str]
) -> None:
    found = said(key, action, standing)
    assert sorted(found) == sorted(sentences), "each once; their order is tested above"


@pytest.mark.parametrize("language", ["en", "ca", "es", "fr", "nl"])
@pytest.mark.parametrize("scheme", list(catalogue), ids=lambda scheme: scheme.key)
def test_no_step_of_any_scheme_is_without_a_sentence(scheme: Scheme, language: str) -> None:
    for found in scheme.versions:
        words, steps = wording(found, language), found.steps
        for action, source in ((each, source) for each in steps.actions.values() for source in each.sources):
            standing = standing_in(source, card=steps.states[source].card is CardState.VALID)
            sentences = what_happens(words, steps, action, standing)
            named = words.named("states", action.to or source)
            assert any(named in each for each in sentences), (action.key, source)
            assert len(set(sentences)) == len(sentences)
            told = (
                *sentences,
                what_happened(words, steps, action, standing),
                question(words, action),
                what_stops(words, steps, action, standing),
            )
            assert not [each for each in told if "{" in each]


def happened(key: str, action: str, state: str) -> str:
    found = version(key)
    return what_happened(wording(found), found.steps, found.steps.actions[action], standing_in(state))


def test_afterwards_the_step_the_state_and_what_comes_next_are_named() -> None:
    assert happened("bcn-veinatge", "propose", "in_study") == (
        f"Done: Propose. The dossier is now: proposed. Next comes the decision. It is for: {SIGNATORY}."
    )
    assert happened("bcn-veinatge", "refuse", "proposed") == "Done: Refuse. The dossier is now: refused."
    assert happened("bcn-veinatge", "note_appeal", "refused") == "Done: Note an appeal."


def stops(action: str, standing: Standing) -> str:
    found = version("bcn-veinatge")
    return what_stops(wording(found), found.steps, found.steps.actions[action], standing)


def test_a_step_that_would_be_refused_says_so_before() -> None:
    asked = (*BEGUN, Done("ask_for_more", date(2026, 9, 14)))
    until = "It does not go through today. The person has until 29 September 2026."
    assert stops("desist", standing_in("incomplete", asked)) == until
    late = (*BEGUN, Done("ask_for_more", date(2026, 9, 1)))
    assert stops("desist", standing_in("incomplete", late)) == ""
    unknown = (*BEGUN, Done("ask_for_more", date(2026, 9, 1), by_letter=True))
    nobody = "It does not go through today. Nobody has recorded yet that the person has the letter."
    assert stops("desist", standing_in("incomplete", unknown)) == nobody
    assert stops("complete", standing_in("incomplete", unknown)) == ""
    unmet = standing_in("proposed")
    assert stops("grant", unmet) == "It does not go through today. Still needed: all requirements met."
    assert stops("grant", replace(unmet, given=frozenset({"rules"}))) == ""
    assert "Somebody who changed nothing" in stops("refuse", replace(unmet, author=True))
    assert stops("refuse", unmet) == "", "its reasons are typed on its own page"
    assert stops("hand_over", standing_in("issued", card=True)) == ""


def keys_where(key: str, holds: Callable[..., bool]) -> set[str]:
    found = version(key)
    return {action.key for action in found.steps.actions.values() if holds(found, action)}


def test_what_ends_a_case_or_a_card_is_asked_about() -> None:
    ends = {"desist", "take_back", "refuse", "replace", "end", "close"}
    assert keys_where("bcn-veinatge", is_destructive) == ends
    assert keys_where("bcn-padro", is_destructive) == {"depart", "notify_caducity"}
    assert keys_where("nyc-idnyc", is_destructive) == {"replace", "end"}


def test_only_steps_that_weigh_the_content_show_it() -> None:
    assert keys_where("bcn-veinatge", weighs_content) == {"propose", "grant", "issue"}
    assert keys_where("bcn-padro", weighs_content) == {"enter", "certify"}


def test_who_decides_is_said_by_role() -> None:
    found = version("bcn-veinatge")
    assert deciders(wording(found), found.steps, "proposed", MONDAY) == SIGNATORY
    counter = version("nyc-idnyc")
    assert deciders(wording(counter), counter.steps, "checked", MONDAY) == SIGNATORY
