"""Kinds of shapes, and the scalars of scheme files. The checker walks them, and the JSON Schema for editors is
made from them; what a rule and a whole file look like stands in `rule_shape.py` and `file_shape.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, Union


@dataclass(frozen=True, eq=False)
class Scalar:
    """A text of a certain look, or a whole number."""

    what: str
    pattern: str = r"(?s).+"
    number: bool = False


@dataclass(frozen=True, eq=False)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ListOf:
    """A list of things of one shape; `patches` where each changes the one before, so that `~` may remove in
    it.
    """

    item: "Shape"
    patches: bool = False


@dataclass(frozen=True, eq=False)
class Either:
    """Any of these shapes; the first one is what a message speaks of when none fits."""

    options: tuple["Shape", ...]


@dataclass(frozen=True, eq=False)
class Fields:
    """Lines of `name: value`: known names; `rest` for names that the author chooses; `must` have to be
    there.
    """

    known: Mapping[str, "Shape"] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    rest: Union["Shape", None] = None
    rest_pattern: str = r"[a-z][a-z0-9_-]*"


Shape: TypeAlias = Scalar | OneOf | ListOf | Either | Fields


PERIOD: Final = Scalar("a length such as '6 months'", r"\d{1,3} (day|week|month|year|working day)s?")
BEFORE: Final = Scalar("a length such as '60 days before'", r"\d{1,3} (day|week|month|year)s? before")
DAY: Final = Scalar("a day such as 2024-07-01", r"\d{4}-\d{2}-\d{2}")
HOLIDAY: Final = Scalar("a day such as 2026-05-25, or 09-24 for every year", r"(\d{4}-)?\d{2}-\d{2}")
COUNT: Final = Scalar("a whole number, without quotes", r"\d{1,9}", number=True)
MONEY: Final = Scalar("an amount such as '650 EUR'", r"\d{1,9}(\.\d{2})? [A-Z]{3}")
AFTER: Final = Scalar("a length such as '6 months after'", r"\d{1,3} (day|week|month|year)s? after")
DAY_OF_YEAR: Final = Scalar("a day of the year such as 06-30", r"\d{2}-\d{2}")
FACTOR: Final = Scalar("a factor such as 2 or 2.5", r"\d{1,3}(\.\d{1,2})?")
PLACEHOLDER: Final = Scalar("points such as 3, or 3? for a guess", r"\d{1,3}\?")
AGE: Final = Scalar("an age in whole years, without quotes", r"\d{1,3}", number=True)
WORD: Final = Scalar("a word of small letters, digits, _ or -", r"[a-z][a-z0-9_-]*")
PERFORMER: Final = Scalar("a role such as 'caseworker' or 'applicant at public'", r"[a-z_]+( at [a-z_]+)?")
LANGUAGE: Final = Scalar("a language such as 'ca'", r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
LINE: Final = Scalar("a text; put quotes round a number")
KEEP: Final = Scalar(
    "'nothing', or a time such as '3 months after end'",
    r"nothing|\d{1,3} (day|week|month|year)s? after (issue|decision|end)",
)
YES_NO: Final = OneOf(("yes", "no"))
UNKNOWN: Final = OneOf(("unknown",))
POINTS: Final = Either((COUNT, PLACEHOLDER))
COPIES: Final = OneOf(("seen only", "until issue", "kept"))
TEXT: Final = Fields(rest=LINE, rest_pattern=LANGUAGE.pattern)
WORDS: Final = Either((WORD, ListOf(WORD)))
ANSWER: Final = Scalar("an answer", r"[a-z0-9_-]+")
SHOWS: Final = OneOf(("photo", "birth_date", "name", "address"))
