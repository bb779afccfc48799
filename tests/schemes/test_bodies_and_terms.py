"""Who may act by the day of the act, terms that stand still, and steps that need a named condition."""

from dataclasses import replace
from datetime import date

import pytest

from casework.schemes import (
    Actor,
    Catalogue,
    Done,
    NotAllowed,
    SchemeVersion,
    Situation,
    actions_from,
    allowed,
    facts_from,
    given_on,
    next_state,
    say_refusal,
    term_ends,
)

D = date.fromisoformat
HOUSE, OFFICER = Actor("ngo_manager", "ngo"), Actor("mandated_officer", "city")


@pytest.fixture
def bbb(catalogue: Catalogue) -> SchemeVersion:
    return catalogue.scheme("utr-bbb").latest


@pytest.mark.parametrize(
    ("on", "house", "officer"),
    [
        ("2018-12-31", True, False),
        ("2019-01-01", False, True),
        ("2024-12-31", False, True),
        ("2025-01-01", True, True),
    ],
)
def test_who_may_admit_and_end_is_a_matter_of_the_day(
    bbb: SchemeVersion, on: str, house: bool, officer: bool
) -> None:
    given = frozenset({"reasons", "remedy"})
    for state, action in (("intake", "admit"), ("end_announced", "end"), ("registered", "announce_end")):
        situation = Situation(state, D(on), given)
        assert allowed(bbb.steps, situation, action, HOUSE) is house
        assert allowed(bbb.steps, situation, action, OFFICER) is officer
        assert (
            action in {a.key for a in actions_from(bbb.steps, state, "ngo_manager", "ngo", D(on))}
        ) is house


def test_an_old_version_is_acted_under_by_the_bodies_of_today(bbb: SchemeVersion) -> None:
    old = replace(bbb.steps, bodies={"competent": bbb.steps.bodies["competent"][:1]})
    act = Situation("intake", D("2024-06-01"))
    assert allowed(old, act, "admit", HOUSE), "the old bytes know the first regime only"
    today = old.with_bodies_of(bbb.steps)
    assert not allowed(today, act, "admit", HOUSE)
    assert allowed(today, act, "admit", OFFICER)


def test_nobody_is_competent_before_the_first_day(bbb: SchemeVersion) -> None:
    assert bbb.steps.performers("admit", D("2009-12-31")) == ()


def test_the_card_stays_valid_while_an_end_is_suspended(bbb: SchemeVersion) -> None:
    appeal = Situation("ended", D("2025-03-01"), frozenset({"appeal_lodged"}))
    suspended = next_state(bbb.steps, appeal, "suspend_end", HOUSE)
    assert str(suspended.card) == "valid"
    with pytest.raises(NotAllowed) as caught:
        next_state(bbb.steps, Situation(suspended.key, D("2025-03-02")), "uphold_end", HOUSE)
    assert say_refusal(bbb, caught.value, "nl") == "Nog nodig: de uitspraak op het bezwaar."


def test_objecting_is_in_time_for_six_weeks(bbb: SchemeVersion) -> None:
    """Letter of Thursday 21 November 2024: Thursday 2 January 2025 is the last day (schemes.md §1.3)."""
    done = (Done("announce_end", D("2024-11-21")),)
    assert term_ends(bbb.steps, "object", done) == D("2025-01-02")
    given = frozenset({"appeal_lodged"})
    on_time, late = (Situation("end_announced", D(day), given, done) for day in ("2025-01-02", "2025-01-03"))
    assert allowed(bbb.steps, on_time, "suspend_end", OFFICER)
    with pytest.raises(NotAllowed, match="term_over"):
        next_state(bbb.steps, late, "suspend_end", OFFICER)


def test_a_term_stands_still_while_the_person_is_asked_for_more(catalogue: Catalogue) -> None:
    steps = catalogue.scheme("utr-upas").latest.steps
    done = (Done("submit", D("2024-09-02")), Done("take_up", D("2024-09-03")))
    assert term_ends(steps, "decide", done) == D("2024-10-28"), "eight weeks"
    asked = (*done, Done("ask_for_more", D("2024-09-10")))
    assert term_ends(steps, "decide", asked) is None
    back = (*asked, Done("complete", D("2024-09-24")))
    assert term_ends(steps, "decide", back) == D("2024-11-11"), "two weeks later"
    assert term_ends(steps, "decide", (*back, Done("grant", D("2024-10-01")))) is None


def test_an_award_needs_the_benefit_and_is_started_by_a_named_person(catalogue: Catalogue) -> None:
    version = catalogue.scheme("utr-upas").latest
    on = D("2024-09-02")
    without, with_it = (
        given_on(version, facts_from(version, {"benefit": told}), on) for told in ("no", "yes")
    )
    signatory = Actor("signatory")
    with pytest.raises(NotAllowed) as caught:
        next_state(version.steps, Situation("draft", on, without), "award", signatory)
    assert (
        say_refusal(version, caught.value, "en") == "Still needed: The household receives social assistance."
    )
    assert next_state(version.steps, Situation("draft", on, with_it), "award", signatory).key == "granted"
    assert version.steps.actions["award"].batch
    assert not allowed(version.steps, Situation("draft", on, with_it), "award", Actor("caseworker"))


def test_pupils_get_the_card_unless_the_parents_refuse(catalogue: Catalogue) -> None:
    version = catalogue.scheme("paris-carte-citoyenne").latest
    on, clerk = D("2018-09-03"), Actor("caseworker")
    for told, goes in (({"parents_refuse": "no"}, True), ({"parents_refuse": "yes"}, False), ({}, False)):
        given = given_on(version, facts_from(version, {"birth_date": "2011-01-01", **told}), on)
        assert allowed(version.steps, Situation("draft", on, given), "send_to_pupils", clerk) is goes
