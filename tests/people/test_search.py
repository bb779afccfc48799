"""Names are found whatever their accents, case and order."""

import pytest

from casework.people.models import BirthDate, Particulars
from casework.people.search import matches, words_of

PERSON = Particulars("Thị Mơ", "Nguyễn Mẫu-Ferré", BirthDate(2001), native_name="يوسف آدم")


@pytest.mark.parametrize(
    "typed", ["nguyen", "MAU nguy", "mo thi", "Ferre", "ferré mẫu", "يوسف", "ادم", "thi mo nguyen mau"]
)
def test_found(typed: str) -> None:
    assert matches(words_of(typed), PERSON)


@pytest.mark.parametrize("typed", ["nguyena", "guyen", "mo thi ana", "ferrer"])
def test_not_found(typed: str) -> None:
    assert not matches(words_of(typed), PERSON)


@pytest.mark.parametrize(
    ("typed", "words"), [("", 0), ("a", 0), (" b ", 0), ("ab", 1), ("a b", 2), ("王", 1)]
)
def test_two_characters_or_one_han_character_are_a_search(typed: str, words: int) -> None:
    assert len(words_of(typed)) == words
