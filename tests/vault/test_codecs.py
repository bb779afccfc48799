from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.vault import codecs


class Kind(StrEnum):
    SEEN = "seen"
    KEPT = "kept"


@dataclass(frozen=True)
class Address:
    street: str
    since: date | None = None


@dataclass(frozen=True)
class Everything:
    name: str
    children: int
    agreed: bool
    kind: Kind
    at: datetime
    born: date | None
    home: Address
    former: tuple[Address, ...] = ()
    words: tuple[str, ...] | None = None


ADDRESSES = st.builds(Address, st.text(), st.none() | st.dates())
EVERYTHING = st.builds(
    Everything,
    name=st.text(),
    children=st.integers(),
    agreed=st.booleans(),
    kind=st.sampled_from(Kind),
    at=st.datetimes(timezones=st.just(UTC)),
    born=st.none() | st.dates(),
    home=ADDRESSES,
    former=st.lists(ADDRESSES, max_size=3).map(tuple),
    words=st.none() | st.lists(st.text(), max_size=3).map(tuple),
)


@given(EVERYTHING)
def test_a_record_comes_back_as_it_was(value: Everything) -> None:
    codec = codecs.record(Everything)
    assert codec.decode(codec.encode(value)) == value


def test_a_record_is_json_with_iso_dates_in_any_script() -> None:
    sealed = codecs.record(Address).encode(Address("شارع", date(2026, 2, 28)))
    assert sealed.decode() == '{"street":"شارع","since":"2026-02-28"}'


def test_a_missing_field_takes_its_default() -> None:
    assert codecs.record(Address).decode(b'{"street":"Nou 1"}') == Address("Nou 1", None)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b'{"street":"Nou 1","town":"x"}', "has no town"),
        (b"{}", "needs street"),
        (b'{"street":7}', "expected str"),
        (b'["Nou 1"]', "expected dict"),
        (b'{"street":"Nou 1","since":"28 Feb"}', "ISO date"),
    ],
)
def test_unfit_json_is_refused_without_showing_values(data: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        codecs.record(Address).decode(data)
    assert "Nou 1" not in str(caught.value)
    assert "28 Feb" not in str(caught.value)


def test_a_truth_is_not_a_number() -> None:
    @dataclass(frozen=True)
    class Counted:
        children: int

    with pytest.raises(ValueError, match="expected int"):
        codecs.record(Counted).decode(b'{"children":true}')


def test_a_class_that_json_cannot_say_is_refused_at_declaration() -> None:
    for annotation in (float, list[str], str | int, bytes):
        unfit: Any = make_dataclass("Unfit", [("value", annotation)], frozen=True)
        with pytest.raises(TypeError, match="cannot be sealed"):
            codecs.record(unfit)


@given(st.text())
def test_text_comes_back(value: str) -> None:
    assert codecs.TEXT.decode(codecs.TEXT.encode(value)) == value
