from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.schemes import (
    Catalogue,
    NumberError,
    NumberPattern,
    OpenValueError,
    SequenceScope,
)
from casework.schemes.dates import Period
from casework.schemes.validity import End, last_valid_day

D = date.fromisoformat


def test_the_sample_of_the_seed() -> None:
    assert NumberPattern.parse("V{yy}{seq:5}").format(2021, 10) == "V2100010"


@pytest.mark.parametrize(
    ("pattern", "scope", "number"),
    [
        ("V{yy}{seq:5}", SequenceScope.YEAR, "V2600042"),
        ("{yyyy}-{seq:5}", SequenceScope.YEAR, "2026-00042"),
        ("VM/{seq:4}", SequenceScope.GLOBAL, "VM/0042"),
    ],
)
def test_a_year_in_the_pattern_means_a_yearly_sequence(
    pattern: str, scope: SequenceScope, number: str
) -> None:
    assert NumberPattern.parse(pattern).scope is scope
    assert NumberPattern.parse(pattern).format(2026, 42) == number


@pytest.mark.parametrize(
    "pattern",
    ["", "unknown", "internal", "V{yy}", "{seq}", "{seq:5}{seq:5}", "{seq:0}", "V{x}{seq:5}", "{seq:5}\n"],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="sequence"):
        NumberPattern.parse(pattern)


@pytest.mark.parametrize("sequence", [0, -1, 100_000])
def test_a_sequence_that_does_not_fit_is_never_cut_short(sequence: int) -> None:
    with pytest.raises(NumberError):
        NumberPattern.parse("V{yy}{seq:5}").format(2026, sequence)


@given(st.integers(2000, 2099), st.integers(1, 99_999), st.integers(2000, 2099), st.integers(1, 99_999))
def test_different_years_and_sequences_give_different_numbers(y1: int, s1: int, y2: int, s2: int) -> None:
    pattern = NumberPattern.parse("V{yy}{seq:5}")
    one, other = pattern.format(y1, s1), pattern.format(y2, s2)
    assert (one == other) == ((y1, s1) == (y2, s2))


def test_a_card_keeps_the_validity_of_the_version_of_its_day(catalogue: Catalogue) -> None:
    scheme = catalogue.scheme("bcn-veinatge")
    assert scheme.version_on(D("2018-03-15")).last_valid_day(D("2018-03-15")) == D("2019-03-15")
    assert scheme.version_on(D("2024-03-15")).last_valid_day(D("2024-03-15")) == D("2026-03-15")


def test_the_last_day_never_rolls_to_a_working_day(catalogue: Catalogue) -> None:
    version = catalogue.scheme("bcn-veinatge").version_on(D("2024-01-01"))
    assert version.last_valid_day(D("2024-12-25")) == D("2026-12-25")


def test_the_earliest_of_several_ends_counts_and_events_have_no_day() -> None:
    two = (End(Period.parse("5 years")), End(Period.parse("18 months")), End(event="left_city"))
    assert last_valid_day(two, D("2024-08-31")) == D("2026-02-28")
    assert last_valid_day((End(event="left_city"),), D("2024-08-31")) is None
    assert last_valid_day((), D("2024-08-31")) is None


def test_an_open_end_stops_the_issuing() -> None:
    with pytest.raises(OpenValueError):
        last_valid_day((End(),), D("2024-08-31"))
