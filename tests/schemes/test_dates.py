"""Every vector of schemes.md §1.3 that is about dates, and what they leave out: partial births and leap days."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from casework.schemes import SchemeVersion
from casework.schemes.dates import (
    LeapBirthday,
    PartialDate,
    Period,
    WorkingCalendar,
    add_months,
    add_working_days,
    age_on,
    birthday,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-03-15", 6, "2024-09-15"),
        ("2024-03-15", 24, "2026-03-15"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-10-27", 1, "2024-11-27"),
    ],
)
def test_add_months_keeps_the_day_or_takes_the_last_of_the_month(
    start: str, months: int, expected: str
) -> None:
    assert add_months(D(start), months) == D(expected)


def test_27_november_2024_is_a_working_day_and_does_not_roll() -> None:
    assert WorkingCalendar.of("ES-CT").roll(D("2024-11-27")) == D("2024-11-27")


@pytest.mark.parametrize(
    ("start", "on", "expected"),
    [
        ("2024-08-31", "2025-02-28", True),
        ("2024-09-16", "2025-03-15", False),
        ("2024-09-15", "2025-03-15", True),
    ],
)
def test_six_months_are_counted_forward(start: str, on: str, expected: bool) -> None:
    assert (add_months(D(start), 6) <= D(on)) is expected


def test_ten_working_days_after_a_monday_end_on_a_monday() -> None:
    assert add_working_days(D("2025-03-03"), 10, WorkingCalendar()) == D("2025-03-17")


def test_public_and_local_holidays_do_not_count() -> None:
    barcelona = WorkingCalendar.of("ES-CT", ["09-24", "2025-06-09"])
    assert add_working_days(D("2025-09-10"), 1, barcelona) == D("2025-09-12"), "11 September is Catalonia's"
    assert add_working_days(D("2025-09-23"), 1, barcelona) == D("2025-09-25"), "24 September is Barcelona's"
    assert add_working_days(D("2025-06-06"), 1, barcelona) == D("2025-06-10")
    assert barcelona.is_working(D("2026-06-09")), "a dated local holiday is of its year only"
    assert barcelona.roll(D("2025-12-25")) == D("2025-12-29"), "Christmas, St Stephen, a week-end"


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        WorkingCalendar.of("XX")


def test_six_weeks_from_an_announcement_are_42_days() -> None:
    assert Period.parse("6 weeks").after(D("2024-11-21")) == D("2025-01-02")


@pytest.mark.parametrize(
    "text", ["", "6", "months", "six months", "6 fortnights", "-1 days", "6  months", "999999 days"]
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="length"):
        Period.parse(text)


@given(st.integers(0, 999), st.sampled_from(["day", "week", "month", "year", "working day"]))
def test_a_period_is_read_back_as_it_is_written(count: int, unit: str) -> None:
    period = Period.parse(f"{count} {unit}s")
    assert Period.parse(str(period)) == period


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert add_months(first, months) <= add_months(last, months)


@given(DAYS, st.integers(1, 40))
def test_a_term_of_working_days_ends_on_one_and_holds_as_many(day: date, count: int) -> None:
    calendar = WorkingCalendar.of("ES-CT", ["09-24"])
    last = add_working_days(day, count, calendar)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert calendar.is_working(last)
    assert sum(calendar.is_working(d) for d in between) == count


def test_an_age_is_attained_as_the_birthday_begins() -> None:
    born = PartialDate(2006, 5, 2)
    assert age_on(born, D("2024-05-01")) == (17, 17)
    assert age_on(born, D("2024-05-02")) == (18, 18)


@pytest.mark.parametrize(
    ("leap", "day"), [(LeapBirthday.FEBRUARY_28, "2026-02-28"), (LeapBirthday.MARCH_1, "2026-03-01")]
)
def test_a_birthday_on_29_february_in_a_common_year(leap: LeapBirthday, day: str) -> None:
    assert birthday(D("2008-02-29"), 18, leap) == D(day)
    assert birthday(D("2008-02-29"), 16, leap) == D("2024-02-29")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990", "1990-01-01", "1990-12-31"),
        ("1990-02", "1990-02-01", "1990-02-28"),
        ("1992-02", "1992-02-01", "1992-02-29"),
        ("1990-05-02", "1990-05-02", "1990-05-02"),
    ],
)
def test_a_partial_date_is_all_the_days_it_may_be(text: str, first: str, last: str) -> None:
    born = PartialDate.parse(text)
    assert (born.first, born.last, str(born)) == (D(first), D(last), text)


@pytest.mark.parametrize(
    "text", ["", "90", "1990-13", "1990-02-30", "1990-5-2", "02-05-1990", "1990-05-02T00:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        PartialDate.parse(text)


def test_a_partial_birth_gives_a_range_of_ages() -> None:
    assert age_on(PartialDate(2006), D("2024-06-15")) == (17, 18)
    assert age_on(PartialDate(2006), D("2024-12-31")) == (18, 18)


@given(DAYS, DAYS)
def test_the_true_age_lies_within_the_range_of_each_partial_date(born: date, on: date) -> None:
    (age, _) = age_on(PartialDate(born.year, born.month, born.day), on)
    for partial in (PartialDate(born.year), PartialDate(born.year, born.month)):
        lowest, highest = age_on(partial, on)
        assert lowest <= age <= highest <= lowest + 1


@pytest.mark.parametrize(
    ("begun", "whit_monday", "last"),
    [
        ("2027-05-10", "2027-05-17", "2027-05-25"),
        ("2028-05-26", "2028-06-05", "2028-06-12"),
        ("2029-05-14", "2029-05-21", "2029-05-29"),
        ("2030-06-03", "2030-06-10", "2030-06-18"),
    ],
)
def test_barcelona_rests_on_whit_monday(
    barcelona: SchemeVersion, begun: str, whit_monday: str, last: str
) -> None:
    """Fifty days after Easter Sunday: a local day that no list of public holidays has."""
    assert easter(int(begun[:4])) + timedelta(50) == D(whit_monday)
    assert not barcelona.steps.working.is_working(D(whit_monday))
    assert add_working_days(D(begun), 10, barcelona.steps.working) == D(last)
