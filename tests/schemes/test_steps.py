from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.schemes import (
    Actor,
    CardState,
    Done,
    NotAllowed,
    Period,
    SchemeVersion,
    Situation,
    Term,
    actions_from,
    allowed,
    facts_from,
    findings,
    given_by,
    next_state,
    not_notified_of,
    term_ends,
)
from casework.schemes.dates import Unit
from casework.schemes.steps import Steps
from tests.support.catalogue import shipped

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


class TestLetter:
    """A term counts in days from the day after notification (schemes.md §1.3; Ley 39/2015, art. 30.3)."""

    WRITTEN = D("2025-02-26")

    def asked(self, notified: str | None) -> tuple[Done, ...]:
        day = D(notified) if notified else None
        return (Done("ask_for_more", self.WRITTEN, by_letter=True, notified=day),)

    @pytest.mark.parametrize(
        ("notified", "last"),
        [
            ("2025-03-03", "2025-03-17"),  # schemes.md §1.3: a Monday, no holiday between
            ("2025-03-08", "2025-03-21"),  # a Saturday: Monday 10 is the first day
            # 10-11, 14-17 April; Good Friday 18 and Easter Monday 21 do not count: 22-25
            ("2025-04-09", "2025-04-25"),
            # Barcelona's own Whit Monday, 9 June, does not count: 3-6, 10-13, 16 and 17
            ("2025-06-02", "2025-06-17"),
        ],
    )
    def test_ten_working_days_from_the_day_after(
        self, barcelona: SchemeVersion, notified: str, last: str
    ) -> None:
        assert term_ends(barcelona.steps, "complete", self.asked(notified)) == D(last)

    def test_a_month_counts_from_the_day_that_it_was_received(self, barcelona: SchemeVersion) -> None:
        decided = (Done("refuse", D("2025-01-20"), by_letter=True, notified=D("2025-01-31")),)
        assert term_ends(barcelona.steps, "appeal", decided) == D("2025-02-28")

    def test_until_it_is_recorded_the_printed_day_is_shown_and_opens_nothing(
        self, barcelona: SchemeVersion
    ) -> None:
        steps, nobody_knows = barcelona.steps, self.asked(None)
        printed = (Done("ask_for_more", self.WRITTEN),)
        assert term_ends(steps, "complete", nobody_knows) == term_ends(steps, "complete", printed)
        assert not_notified_of(steps, "complete", nobody_knows) == nobody_knows[0]
        assert not_notified_of(steps, "complete", printed) is None
        assert not_notified_of(steps, "complete", self.asked("2025-03-03")) is None
        late = Situation("incomplete", D("2026-03-02"), ALL, nobody_knows)
        assert refused(steps, late, "desist", SIGNATORY) == "not_notified"
        assert allowed(steps, replace(late, done=self.asked("2025-03-03")), "desist", SIGNATORY)

    def test_what_comes_late_is_taken_whatever_was_recorded(self, barcelona: SchemeVersion) -> None:
        for done in (self.asked(None), self.asked("2025-03-03")):
            late = Situation("incomplete", D("2026-03-02"), ALL, done)
            assert next_state(barcelona.steps, late, "complete", CASEWORKER).key == "in_study"

    def test_a_term_that_is_not_known_to_run_closes_nothing(self, barcelona: SchemeVersion) -> None:
        """Utrecht's objection closes a suspension; there is no letter for it, so one is supposed here."""
        term = Term("object", Period(6, Unit.WEEK), starts=("ask_for_more",), closes=("complete",))
        steps = replace(barcelona.steps, terms={"object": term})
        late = Situation("incomplete", D("2026-03-02"), ALL, self.asked("2025-03-03"))
        assert refused(steps, late, "complete", CASEWORKER) == "term_over"
        assert allowed(steps, replace(late, done=self.asked(None)), "complete", CASEWORKER)

    @given(
        written=st.dates(D("2025-01-01"), D("2026-06-01")),
        earlier=st.integers(-30, 60),
        later=st.integers(0, 60),
        lasts=st.sampled_from([Period(10, Unit.WORKING_DAY), Period(1, Unit.MONTH), Period(6, Unit.WEEK)]),
        pause=st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40)),
    )
    def test_a_later_notification_never_ends_earlier_nor_before_the_printed_day(
        self, written: date, earlier: int, later: int, lasts: Period, pause: tuple[int, int] | None
    ) -> None:
        barcelona = shipped().scheme("bcn-veinatge").latest.steps
        term = Term("any", lasts, starts=("ask",), pauses=("wait",), opens=("close",))
        steps = replace(barcelona, terms={"any": term})

        def last(notified: int | None) -> date:
            day = None if notified is None else written + timedelta(days=notified)
            done = (Done("ask", written, by_letter=True, notified=day),)
            if pause:
                begins = written + timedelta(days=pause[0])
                done += (Done("wait", begins), Done("go_on", begins + timedelta(days=pause[1])))
            ends = term_ends(steps, "any", done)
            assert ends is not None
            return ends

        assert last(None) <= last(earlier) <= last(earlier + later)
