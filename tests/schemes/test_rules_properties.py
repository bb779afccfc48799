"""What must hold of any rule on any facts: dates equal a search day by day, and knowing less never settles more."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.schemes.dates import LeapBirthday, PartialDate, Period
from casework.schemes.evidence import Acceptance, Copies, EvidenceCategory, EvidenceKind, IfEmpty, Worth
from casework.schemes.facts import DatedAnswer, Document, Facts, Presence
from casework.schemes.money import Money
from casework.schemes.register import Movement, MovementKind
from casework.schemes.rules import (
    Age,
    AllOf,
    AnyOf,
    Basis,
    Income,
    Is,
    Lived,
    Parts,
    Registered,
    Rule,
    Scope,
    Shown,
    Unless,
    earliest,
    find,
    next_change,
)
from casework.schemes.truth import Verdict

TODAY = date(2024, 2, 20)
HORIZON = 900
DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))
PERIODS = st.builds(
    lambda n, unit: Period.parse(f"{n} {unit}"), st.integers(1, 9), st.sampled_from(["days", "months"])
)
PLACES = st.sampled_from(["Here", "There"])

KINDS = (EvidenceKind("photo_id", {}, frozenset({"photo"}), expires=True), EvidenceKind("bill", {}))
EXPIRED = st.sampled_from(
    [Acceptance(), Acceptance(always=True), Acceptance(within=Period.parse("2 months"))]
)
WORTH = st.builds(
    Worth,
    st.integers(1, 3),
    st.booleans(),
    st.one_of(st.none(), EXPIRED),
    st.one_of(st.none(), st.integers(0, 2)),
)
CATEGORIES = st.builds(
    lambda key, count, expired, worth, spouse: EvidenceCategory(
        key, {}, KINDS[:count], expired, Copies.SEEN_ONLY, IfEmpty.OMIT, (), worth, spouse
    ),
    st.sampled_from(["one", "two"]),
    st.integers(1, 2),
    EXPIRED,
    st.dictionaries(st.sampled_from(["photo_id", "bill"]), WORTH),
    st.sampled_from([None, "other"]),
)
COLUMNS = st.lists(CATEGORIES, min_size=1, max_size=2, unique_by=lambda c: c.key).map(tuple)

PARTIAL = st.one_of(
    st.builds(PartialDate, st.integers(2004, 2008)),
    st.builds(PartialDate, st.integers(2004, 2008), st.integers(1, 12)),
    st.dates(date(2004, 1, 1), date(2008, 12, 31)).map(lambda d: PartialDate(d.year, d.month, d.day)),
)
MOVEMENTS = st.lists(
    st.builds(Movement, st.sampled_from(list(MovementKind)), DAYS, PLACES, st.one_of(st.none(), DAYS)),
    max_size=5,
).map(tuple)
PRESENCE = st.lists(st.builds(Presence, DAYS, st.none(), st.one_of(st.none(), PLACES)), max_size=3).map(tuple)
DOCUMENTS = st.lists(
    st.builds(
        Document,
        st.sampled_from(["photo_id", "bill", "other"]),
        st.one_of(st.none(), DAYS),
        st.one_of(st.none(), DAYS),
        st.booleans(),
        st.sampled_from([None, "one", "two"]),
        st.booleans(),
    ),
    max_size=4,
).map(tuple)
ANSWERS = st.lists(st.builds(DatedAnswer, DAYS, st.sampled_from(["yes", "no"])), max_size=3).map(tuple)
AMOUNTS = st.lists(
    st.builds(DatedAnswer, DAYS, st.sampled_from([Decimal(n) for n in (600, 1300, 1301, 5000)])), max_size=2
).map(tuple)
SIZES = st.lists(st.builds(DatedAnswer, DAYS, st.integers(0, 3)), max_size=2).map(tuple)
FACTS = st.builds(
    lambda born, told, income, size, movements, presence, documents: Facts(
        {} if born is None else {"birth_date": born},
        {
            name: given
            for name, given in (("asked", told), ("income", income), ("size", size))
            if given is not None
        },
        movements,
        presence,
        documents,
    ),
    *(st.one_of(st.none(), s) for s in (PARTIAL, ANSWERS, AMOUNTS, SIZES, MOVEMENTS, PRESENCE, DOCUMENTS)),
)
LIMITS = st.tuples(st.integers(16, 18), st.integers(19, 20))
CEILINGS = st.sampled_from([None, Money.parse("650 EUR"), Money.parse("1300 EUR")])
SIMPLE: st.SearchStrategy[Rule] = st.one_of(
    st.just(Is("asked", ("yes",))),
    st.builds(
        lambda limits, leap: Age("birth_date", limits[0], limits[1], leap),
        LIMITS,
        st.sampled_from(LeapBirthday),
    ),
    st.builds(Registered, st.just("Here"), st.one_of(st.none(), PERIODS)),
    st.builds(
        Lived, st.just("Here"), st.one_of(st.none(), PERIODS), st.sampled_from(Scope), st.sampled_from(Basis)
    ),
    st.builds(
        lambda columns, need, showing, within, points: Shown(columns, {}, need, showing, within, points),
        COLUMNS,
        st.integers(1, 4),
        st.sampled_from([(), ("photo",)]),
        st.one_of(st.none(), PERIODS),
        st.booleans(),
    ),
    st.builds(
        Income,
        st.just("income"),
        st.dictionaries(DAYS, CEILINGS, min_size=1, max_size=3).map(lambda d: dict(sorted(d.items()))),
        st.sampled_from([None, Parts("size", (Decimal(2), Decimal("2.5")))]),
    ),
    st.builds(
        lambda one, two, need: Shown((), {"a": one, "b": two}, need), COLUMNS, COLUMNS, st.integers(1, 2)
    ),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Unless, inner, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(RULES, FACTS)
def test_the_earliest_day_equals_a_search_day_by_day(rule: Rule, facts: Facts) -> None:
    days = (TODAY + timedelta(days=n) for n in range(HORIZON))
    searched = next((day for day in days if rule.outcome(facts, day).verdict is Verdict.MET), None)
    found = earliest(rule, facts, TODAY)
    within_sight = found is not None and (found - TODAY).days < HORIZON
    assert (found if within_sight else None) == searched


@settings(max_examples=100, deadline=None)
@given(RULES, FACTS)
def test_met_since_equals_a_search_backwards(rule: Rule, facts: Facts) -> None:
    since = find("rule", rule, facts, TODAY).met_since
    if rule.outcome(facts, TODAY).verdict is not Verdict.MET:
        assert since is None
        return
    day = TODAY
    while (
        rule.outcome(facts, day - timedelta(days=1)).verdict is Verdict.MET and (TODAY - day).days < HORIZON
    ):
        day -= timedelta(days=1)
    if since is None or (TODAY - since).days >= HORIZON:
        assert (TODAY - day).days == HORIZON, "it was met as far back as one can see"
    else:
        assert since == day


FORGETTABLE = {"birth_date", "asked", "income", "size", "movements", "presence", "documents"}


@settings(max_examples=300, deadline=None)
@given(RULES, FACTS, DAYS, st.sampled_from(sorted(FORGETTABLE)))
def test_knowing_less_never_makes_a_verdict_surer(rule: Rule, facts: Facts, on: date, forgotten: str) -> None:
    before = rule.outcome(facts, on).verdict
    after = rule.outcome(facts.without(forgotten), on).verdict
    assert after in (before, Verdict.UNKNOWN)


@settings(max_examples=100, deadline=None)
@given(RULES, FACTS)
def test_the_next_change_equals_a_search_day_by_day(rule: Rule, facts: Facts) -> None:
    now = rule.outcome(facts, TODAY).verdict
    days = (TODAY + timedelta(days=n) for n in range(1, HORIZON))
    searched = next((day for day in days if rule.outcome(facts, day).verdict is not now), None)
    found = next_change(rule, facts, TODAY)
    within_sight = found is not None and (found - TODAY).days < HORIZON
    assert (found if within_sight else None) == searched


@settings(max_examples=100, deadline=None)
@given(RULES, FACTS)
def test_the_verdict_changes_on_turning_days_only(rule: Rule, facts: Facts) -> None:
    turning = rule.turning_days(facts)
    before = None
    for n in range(-HORIZON, HORIZON):
        day = TODAY + timedelta(days=n)
        verdict = rule.outcome(facts, day).verdict
        assert before in (None, verdict) or day in turning, day
        before = verdict


@settings(max_examples=150, deadline=None)
@given(RULES, FACTS, DAYS)
def test_what_is_not_met_says_what_would_settle_it_or_why_not(rule: Rule, facts: Facts, on: date) -> None:
    outcome = rule.outcome(facts, on)
    if outcome.verdict is Verdict.MET:
        assert outcome.missing == ()
    assert outcome.reason
