"""Numbers of cards: a pattern such as `V{yy}{seq:5}`. A number is no secret and is never used again
(schemes.md §2.4).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from .errors import NumberError

_FIELD: Final = re.compile(r"\{(yyyy|yy|seq:([1-9]))\}")
_LITERAL: Final = re.compile(r"[A-Za-z0-9 ./-]*")
_ANY_DIGIT: Final = "#"


class SequenceScope(StrEnum):
    """How long a sequence runs before it begins at 1 again."""

    YEAR = "year"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A pattern with a sequence in it. A year in the pattern means a sequence for each year."""

    text: str
    digits: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a pattern.

        Raises:
            ValueError: it has no sequence, or more than one, or a character that a number cannot carry.
        """
        lengths = [int(found[2]) for found in _FIELD.finditer(text) if found[2]]
        if len(lengths) != 1 or not _LITERAL.fullmatch(_FIELD.sub("", text)):
            raise ValueError("write letters, digits and one sequence, for example 'V{yy}{seq:5}'")
        return cls(text, lengths[0])

    @property
    def scope(self) -> SequenceScope:
        """Whether the sequence begins anew each year."""
        return SequenceScope.YEAR if "{yy" in self.text else SequenceScope.GLOBAL

    def format(self, year: int, sequence: int) -> str:
        """The number, for example `V2100010` from 2021 and 10.

        Raises:
            NumberError: the sequence does not fit; numbers are never cut short.
        """
        if not 1 <= sequence < 10**self.digits:
            raise NumberError(
                f"the sequence of {self.digits} digits is used up; give the scheme a longer one"
            )
        values = {"yyyy": f"{year:04}", "yy": f"{year % 100:02}"}
        return _FIELD.sub(lambda found: values.get(found[1], f"{sequence:0{self.digits}}"), self.text)

    def looks_like(self, other: "NumberPattern") -> bool:
        """Whether some number may be of either pattern, so that a reader cannot tell whose it is."""
        ours, theirs = _characters(self), _characters(other)
        return len(ours) == len(theirs) and all(map(_may_be_same, ours, theirs))


def _characters(pattern: NumberPattern) -> str:
    """The pattern character by character, with `#` for each digit that it leaves open."""
    widths = {"yyyy": 4, "yy": 2}
    return _FIELD.sub(lambda found: _ANY_DIGIT * widths.get(found[1], pattern.digits), pattern.text)


def _may_be_same(one: str, other: str) -> bool:
    if _ANY_DIGIT in (one, other):
        return all(each == _ANY_DIGIT or each.isdigit() for each in (one, other))
    return one == other
