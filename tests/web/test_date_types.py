"""A month in two boxes: what is stored, what is shown, and which words answer a mistake."""

import colander
import pytest

from casework.web.fields import Month


def month() -> Month:
    return Month(name="since", title="Since")


@pytest.mark.parametrize("stored", ["2024-10", "1999-01"])
def test_a_month_comes_back_as_it_was_stored(stored: str) -> None:
    shown = month().serialize(stored)
    assert set(shown) == {"month", "year"}
    assert not shown["month"].startswith("0")
    assert month().deserialize(shown) == stored


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"month": "", "year": "2024"}, "Give the month and the year."),
        ({"month": "10", "year": ""}, "Give the month and the year."),
        ({"month": "13", "year": "2024"}, "The month is a number from 1 to 12."),
        ({"month": "October", "year": "2024"}, "The month is a number from 1 to 12."),
        ({"month": "10", "year": "24"}, "The year has four digits, for example 1994."),
        ({"month": "10", "year": "1024"}, "The year has four digits, for example 1994."),
    ],
)
def test_a_wrong_month_is_answered_in_words(sent: dict[str, str], said: str) -> None:
    with pytest.raises(colander.Invalid) as caught:
        month().deserialize(sent)
    assert caught.value.asdict() == {"since": said}


def test_an_empty_month_is_asked_for() -> None:
    assert month().serialize(None) is colander.null
    with pytest.raises(colander.Invalid, match="Required"):
        month().deserialize(colander.null)
