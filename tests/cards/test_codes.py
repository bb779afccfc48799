"""Codes: the vectors of the decision record, what a person may type, and every slip of the finger noticed."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cards.verification.codes import (
    BITS,
    CHECK_SYMBOLS,
    SYMBOLS,
    code_hash,
    format_code,
    new_code,
    read_code,
)
from casework.schemes import NumberPattern

RECORD = (Path(__file__).parents[2] / "docs/decisions/0005-codes-and-numbers.md").read_text("utf-8")
SHAPE = re.compile(r"[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-TV-Z]{6}[0-9A-HJKMNP-Z*~$=]")
NUMBERS = st.integers(0, 2**BITS - 1)


def table(*heading: str) -> list[tuple[str, ...]]:
    """The rows under a heading of the record, without their marks."""
    lines = RECORD.partition(f"| {' | '.join(heading)} |\n")[2].splitlines()[1:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")))
    assert len(rows) >= 4
    return rows


@pytest.mark.parametrize(("number", "code", "kept"), table("number", "code", "SHA-256 kept"))
def test_vectors_of_codes(number: str, code: str, kept: str) -> None:
    assert format_code(int(number, 16)) == code
    assert read_code(code) == code
    assert code_hash(code).hex() == kept


@pytest.mark.parametrize(
    ("pattern", "year", "sequence", "number"), table("pattern", "year", "sequence", "number")
)
def test_vectors_of_numbers(pattern: str, year: str, sequence: str, number: str) -> None:
    assert NumberPattern.parse(pattern).format(int(year), int(sequence)) == number


def test_the_alphabet_is_crockford_s() -> None:
    assert SYMBOLS == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert (len(CHECK_SYMBOLS), len(set(CHECK_SYMBOLS))) == (37, 37)


def test_new_codes_differ_and_have_the_shape() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(SHAPE.fullmatch(code) for code in codes)
    assert len({code[0] for code in codes}) > 16, "the first symbol is random too"


@given(NUMBERS)
def test_what_is_printed_is_read(number: int) -> None:
    code = format_code(number)
    assert SHAPE.fullmatch(code)
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\n"):
        assert read_code(typed) == code


@given(NUMBERS)
def test_letters_that_look_like_digits_are_read_as_digits(number: int) -> None:
    code = format_code(number)
    for letters in ("OI", "oi", "OL", "ol"):
        typed = code.translate(str.maketrans("01", letters))
        assert read_code(typed) == code


@given(NUMBERS, st.integers(0, 19), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_noticed(number: int, place: int, symbol: str) -> None:
    code = format_code(number).replace("-", "")
    if code[place] != symbol:
        assert read_code(code[:place] + symbol + code[place + 1 :]) is None


@given(NUMBERS, st.sampled_from(CHECK_SYMBOLS))
def test_a_wrong_check_symbol_is_noticed(number: int, symbol: str) -> None:
    code = format_code(number)
    assert (read_code(code[:-1] + symbol) is None) == (symbol != code[-1])


@given(NUMBERS, st.integers(0, 18))
def test_two_neighbours_in_the_wrong_order_are_noticed(number: int, place: int) -> None:
    code = format_code(number).replace("-", "")
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        assert read_code(swapped) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " - ",
        "0",
        "0000000-0000000-000000",
        "0000000-0000000-00000000",
        "0000000-0000000-00000U0",
        "٠٠٠٠٠٠٠-0000000-0000000",
        "ßßßßßßß-0000000-0000000",
        "V2600001",
    ],
)
def test_what_cannot_be_a_code(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    found = read_code(typed)
    assert found is None or SHAPE.fullmatch(found)


@given(NUMBERS, NUMBERS)
def test_different_codes_are_kept_differently(one: int, other: int) -> None:
    assert (code_hash(format_code(one)) == code_hash(format_code(other))) == (one == other)
