"""Ends of validity between two bounds: what is not known of a person leaves the last day undecided, or does not
matter.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.schemes import End, OpenValueError, UndecidedError, last_valid_day
from casework.schemes.dates import PartialDate, Period
from casework.schemes.facts import Facts
from casework.schemes.rules import Age

D = date.fromisoformat
ISSUED = D("2024-05-10")
MINORS = (End(Period.parse("24 months"), when=Age(below=14)), End(Period.parse("60 months")))
SF = (End(Period.parse("24 months")), End(birthday=14), End(event="left_city"))


def born(text: str) -> Facts:
    return Facts(dates={"birth_date": PartialDate.parse(text)})


@pytest.mark.parametrize(
    ("ends", "birth", "last"),
    [
        (MINORS, "2010-05-10", "2029-05-10"),  # 14 on the day
        (MINORS, "2010-05-11", "2026-05-10"),
        (MINORS, "2009", "2029-05-10"),  # whichever day of 2009
        (MINORS, "2011", "2026-05-10"),
        (SF, "1990", "2026-05-10"),
        (SF, "2010-05-10", "2026-05-10"),  # the 14th birthday is today, and ends nothing
        (SF, "2010-05-11", "2024-05-11"),
        (SF, "2016", "2026-05-10"),  # every 14th birthday of 2016 lies after the two years
        ((End(birthday=18),), "2008-02-29", "2026-02-28"),
        ((End(day="06-30"),), "1990", "2024-06-30"),
    ],
)
def test_the_earliest_end_that_applies(ends: tuple[End, ...], birth: str, last: str) -> None:
    assert last_valid_day(ends, ISSUED, born(birth)) == D(last)


@pytest.mark.parametrize(("ends", "birth"), [(MINORS, "2010"), (SF, "2011"), (SF, "2010-05")])
def test_a_part_of_the_birth_date_that_decides_is_asked_for(ends: tuple[End, ...], birth: str) -> None:
    with pytest.raises(UndecidedError, match="date of birth"):
        last_valid_day(ends, ISSUED, born(birth))


def test_without_facts_what_depends_on_them_is_undecided_and_the_rest_is_not() -> None:
    with pytest.raises(UndecidedError):
        last_valid_day(SF, ISSUED)
    assert last_valid_day((End(Period.parse("1 day")),), ISSUED) == D("2024-05-11")


def test_an_open_end_counts_only_for_whom_it_holds() -> None:
    ends = (End(when=Age(below=14)), End(Period.parse("2 years")))
    assert last_valid_day(ends, ISSUED, born("1990-01-01")) == D("2026-05-10")
    with pytest.raises(OpenValueError):
        last_valid_day(ends, ISSUED, born("2015-01-01"))


ENDS = st.lists(
    st.one_of(
        st.builds(End, st.builds(Period.parse, st.sampled_from(["1 month", "24 months", "60 months"]))),
        st.builds(lambda years: End(birthday=years), st.integers(10, 18)),
        st.builds(lambda day: End(day=day), st.sampled_from(["06-30", "12-31"])),
        st.builds(lambda age: End(Period.parse("12 months"), when=Age(below=age)), st.integers(10, 18)),
        st.just(End(event="left_city")),
    ),
    max_size=4,
).map(tuple)


@settings(max_examples=200, deadline=None)
@given(ENDS, st.integers(2004, 2016))
def test_a_partly_known_birth_gives_a_day_only_if_every_possible_birth_gives_it(
    ends: tuple[End, ...], year: int
) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    possible = {last_valid_day(ends, ISSUED, born(day.isoformat())) for day in days}
    try:
        found = last_valid_day(ends, ISSUED, born(str(year)))
    except UndecidedError:
        return
    assert possible == {found}
