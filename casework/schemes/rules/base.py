"""What a rule is: a pure function of facts and a day, with the only days on which its truth can change.

Truth is constant between turning days, so the earliest day met is the first turning day that evaluates to
met: no kind of rule needs a date solver of its own, and mixed conditions come out right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias

from ..dates import Period
from ..facts import Document, Facts
from ..money import Money
from ..truth import Verdict

Value: TypeAlias = str | int | date | Period | Money | tuple[str, ...] | tuple[Document, ...]
Values: TypeAlias = Mapping[str, Value]


class MissingKind(StrEnum):
    """What sort of thing would settle a rule."""

    FACT = "fact"
    EVIDENCE = "evidence"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Missing:
    """What would settle a rule: a fact, evidence of any of these categories, or a person's look at
    something.
    """

    kind: MissingKind
    names: tuple[str, ...]
    lacking: int = 1


@dataclass(frozen=True)
class Outcome:
    """What a rule says on one day: verdict, reason key, the values of its sentence, what would settle it.

    `is_placeholder` tells that it rests on a value that the scheme marks as a guess (`2?`).
    """

    verdict: Verdict
    reason: str
    values: Values = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """How a rule reads aloud: the key of its phrase, that phrase's values, and the titles of its parts."""

    key: str
    values: Values = field(default_factory=dict)
    parts: tuple["Title", ...] = ()


class Rule(Protocol):
    """One condition. Implementations are frozen values; they read no clock and no table."""

    def outcome(self, facts: Facts, on: date) -> Outcome:
        """What the rule says of these facts on this day."""
        ...

    def turning_days(self, facts: Facts) -> frozenset[date]:
        """Every day on which the verdict may differ from the day before."""
        ...

    @property
    def title(self) -> Title:
        """How the rule reads aloud."""
        ...


def fact_missing(*names: str) -> tuple[Missing, ...]:
    """One missing fact for each name."""
    return tuple(Missing(MissingKind.FACT, (name,)) for name in names)
