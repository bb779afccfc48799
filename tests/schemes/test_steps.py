from datetime import date
from itertools import product

import pytest

from casework.schemes import (
    Actor,
    CardState,
    Done,
    NotAllowed,
    SchemeVersion,
    Situation,
    actions_from,
    allowed,
    facts_from,
    findings,
    given_by,
    next_state,
    term_ends,
)
from casework.schemes.steps import Steps

D = date.fromisoformat
ON = D("2026-03-02")
CASEWORKER, REVIEWER, SIGNATORY = Actor("caseworker"), Actor("reviewer"), Actor("signatory")
ALL = frozenset({"rules", "reasons", "read_back", "hand_over", "appeal"})

# Written by hand from schemes.md §2.5 and design.md §5: action, from, to, role, needs besides another person.
BARCELONA = [
    ("submit", "draft", "submitted", CASEWORKER, ()),
    ("submit", "draft", "submitted", Actor("applicant", "public"), ()),
    ("submit", "draft", "submitted", Actor("ngo_intake", "ngo"), ()),
    ("take_up", "submitted", "in_study", CASEWORKER, ()),
    ("ask_for_more", "in_study", "incomplete", CASEWORKER, ()),
    ("complete", "incomplete", "in_study", CASEWORKER, ()),
    ("take_back", "in_study", "withdrawn", CASEWORKER, ()),
    ("propose", "in_study", "proposed", CASEWORKER, ("read_back",)),
    ("return", "proposed", "in_study", REVIEWER, ()),
    ("recall", "proposed", "in_study", CASEWORKER, ()),
    ("grant", "proposed", "granted", SIGNATORY, ("rules",)),
    ("refuse", "proposed", "refused", SIGNATORY, ("reasons",)),
    ("issue", "granted", "issued", SIGNATORY, ()),
    ("end", "issued", "ended", SIGNATORY, ("reasons",)),
    ("replace", "issued", "replaced", SIGNATORY, ()),
    ("hand_over", "issued", "handed_over", CASEWORKER, ("hand_over",)),
    ("end", "handed_over", "ended", SIGNATORY, ("reasons",)),
    ("replace", "handed_over", "replaced", SIGNATORY, ()),
    ("note_appeal", "refused", "refused", CASEWORKER, ("appeal",)),
    ("close", "handed_over", "closed", CASEWORKER, ()),
    ("end", "closed", "ended", SIGNATORY, ("reasons",)),
    ("replace", "closed", "replaced", SIGNATORY, ()),
    ("ask_for_more", "proposed", "incomplete", REVIEWER, ()),
    ("ask_for_more", "proposed", "incomplete", SIGNATORY, ()),
]
OTHER_PERSON = {"grant", "refuse", "issue", "end", "replace", "desist"}


def refused(steps: Steps, situation: Situation, action: str, actor: Actor) -> str:
    with pytest.raises(NotAllowed) as caught:
        next_state(steps, situation, action, actor)
    return str(caught.value.reason)


@pytest.mark.parametrize(("action", "source", "to", "actor", "needs"), BARCELONA)
def test_each_step_leads_where_it_should_and_needs_what_it_should(
    barcelona: SchemeVersion, action: str, source: str, to: str, actor: Actor, needs: tuple[str, ...]
) -> None:
    steps = barcelona.steps
    assert next_state(steps, Situation(source, ON, frozenset(needs)), action, actor).key == to
    for need in needs:
        assert refused(steps, Situation(source, ON, ALL - {need}), action, actor) == "needs"


def test_four_eyes_bind_on_these_actions_and_no_others(barcelona: SchemeVersion) -> None:
    steps = barcelona.steps
    assert {action for action in steps.actions if steps.needs_other_person(action)} == OTHER_PERSON
    author = Actor("signatory", is_author=True)
    for action, source in (
        ("grant", "proposed"),
        ("refuse", "proposed"),
        ("issue", "granted"),
        ("end", "issued"),
    ):
        assert refused(steps, Situation(source, ON, ALL | {"other_person"}), action, author) == "other_person"


def test_everything_else_is_refused(barcelona: SchemeVersion) -> None:
    steps = barcelona.steps
    open_to = {(a, s) for a, s, *_ in BARCELONA} | {
        ("ask_for_more", "submitted"),
        ("desist", "incomplete"),
        *(("take_back", state) for state in ("draft", "submitted", "incomplete", "proposed", "granted")),
        *(("note_appeal", state) for state in ("desisted", "ended")),
        *(
            ("close", state)
            for state in ("draft", "submitted", "incomplete", "in_study", "proposed", "granted", "issued")
        ),
    }
    actors = [
        Actor(role, kind)
        for role in ("caseworker", "reviewer", "signatory", "lawyer")
        for kind in ("city", "ngo")
    ]
    for action, state in product(steps.actions, steps.states):
        if (action, state) not in open_to:
            for actor in actors:
                assert not allowed(steps, Situation(state, ON, ALL), action, actor)


def test_a_role_elsewhere_is_another_role(barcelona: SchemeVersion) -> None:
    situation = Situation("submitted", ON)
    assert refused(barcelona.steps, situation, "take_up", Actor("caseworker", "ngo")) == "not_your_role"
    assert refused(barcelona.steps, situation, "take_up", REVIEWER) == "not_your_role"
    assert refused(barcelona.steps, situation, "fly", CASEWORKER) == "no_such_action"


def test_what_the_card_is_in_each_state(barcelona: SchemeVersion) -> None:
    states = barcelona.steps.states
    cards = {key: state.card for key, state in states.items() if state.card}
    assert cards == {
        "issued": CardState.VALID,
        "handed_over": CardState.VALID,
        "ended": CardState.OVER,
        "replaced": CardState.REPLACED,
    }
    assert barcelona.steps.start.key == "draft"
    assert states["refused"].final


def test_buttons_for_each_role(barcelona: SchemeVersion) -> None:
    def keys(state: str, role: str) -> list[str]:
        return [action.key for action in actions_from(barcelona.steps, state, role)]

    assert keys("in_study", "caseworker") == ["ask_for_more", "take_back", "propose", "close"]
    assert keys("proposed", "signatory") == ["ask_for_more", "return", "grant", "refuse"]
    assert keys("proposed", "reviewer") == ["ask_for_more", "return"]
    assert keys("issued", "caseworker") == ["hand_over", "close"]
    with pytest.raises(NotAllowed):
        actions_from(barcelona.steps, "nowhere", "caseworker")


def test_the_findings_give_the_needs_that_they_meet(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, {"birth_date": "1990", "explained": "yes"})
    given = given_by(findings(barcelona, facts, ON))
    assert given == {"adult", "explained"}
    assert refused(barcelona.steps, Situation("proposed", ON, given), "grant", SIGNATORY) == "needs"


class TestTerm:
    """Ten working days to complete; then closing is an express, signed act, never the clock's (schemes.md §2.5)."""

    ASKED = (Done("ask_for_more", D("2026-09-10")),)
    # Working days from Mon 14 September, since Friday 11 is Catalonia's: 14–18, 21–23, and 24 is Barcelona's: 25, 28.
    LAST = D("2026-09-28")

    def test_it_counts_the_working_days_of_the_place(self, barcelona: SchemeVersion) -> None:
        assert term_ends(barcelona.steps, "complete", self.ASKED) == self.LAST
        assert term_ends(barcelona.steps, "complete", ()) is None

    def test_closing_waits_for_its_end(self, barcelona: SchemeVersion) -> None:
        before = Situation("incomplete", self.LAST, ALL, self.ASKED)
        assert refused(barcelona.steps, before, "desist", SIGNATORY) == "term_runs"
        after = Situation("incomplete", D("2026-09-29"), ALL, self.ASKED)
        assert next_state(barcelona.steps, after, "desist", SIGNATORY).key == "desisted"

    def test_late_papers_are_still_taken(self, barcelona: SchemeVersion) -> None:
        late = Situation("incomplete", D("2027-01-01"), ALL, self.ASKED)
        assert next_state(barcelona.steps, late, "complete", CASEWORKER).key == "in_study"

    def test_it_begins_anew_with_each_letter_and_stops_when_complete(self, barcelona: SchemeVersion) -> None:
        done = (*self.ASKED, Done("complete", D("2026-09-14")))
        assert term_ends(barcelona.steps, "complete", done) is None
        again = (*done, Done("ask_for_more", D("2026-10-01")))
        assert term_ends(barcelona.steps, "complete", again) == D("2026-10-16"), "12 October is a holiday"

    def test_nothing_closes_without_a_term_that_began(self, barcelona: SchemeVersion) -> None:
        assert (
            refused(barcelona.steps, Situation("incomplete", ON, ALL), "desist", SIGNATORY)
            == "term_not_started"
        )
