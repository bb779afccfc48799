"""The rule about money (`income`): an amount against a ceiling, by the household's parts, dated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..facts import Facts
from ..money import Money
from ..truth import Verdict
from .base import Outcome, Title, Value, fact_missing


@dataclass(frozen=True, slots=True)
class Parts:
    """How often the ceiling counts: the factor in the place that a number of persons names, 0 the first."""

    by: str
    factors: tuple[Decimal, ...]


@dataclass(frozen=True)
class Income:
    """`{income: {of: monthly_income, at_most: 650 EUR, parts: {by: children, are: [2, 2.5, 3]}}}`.

    `ceilings` are dated, oldest first: the one in force on the day counts, whatever the version
    (schemes-format.md §13.2). A ceiling that nobody has settled, or a household that the table does not know,
    makes the finding *unknown*.
    """

    fact: str
    ceilings: Mapping[date, Money | None] = field(default_factory=dict)
    parts: Parts | None = None

    def outcome(self, facts: Facts, on: date) -> Outcome:
        limit = self._in_force(on)
        if limit is None:
            return Outcome(Verdict.UNKNOWN, "open_value")
        names = [self.fact, *([self.parts.by] if self.parts else [])]
        unknown = [name for name in names if facts.answer_on(name, on) is None]
        if unknown:
            return Outcome(Verdict.UNKNOWN, "income.not_known", missing=fact_missing(*unknown))
        ceiling = self._for_household(limit, facts, on)
        if ceiling is None:
            return Outcome(Verdict.UNKNOWN, "open_value")
        have, values = facts.answer_on(self.fact, on), {"ceiling": ceiling}
        if isinstance(have, str) or have is None or have > ceiling.amount:
            return Outcome(Verdict.UNMET, "income.too_high", values, fact_missing(self.fact))
        return Outcome(Verdict.MET, "income.met", values)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        names = [self.fact, *([self.parts.by] if self.parts else [])]
        told = {answer.start for name in names for answer in facts.answers.get(name, ())}
        return frozenset(told | set(self.ceilings))

    @property
    def title(self) -> Title:
        latest = list(self.ceilings.values())[-1]
        if latest is None:
            return Title("income.open", {"fact": self.fact})
        values: dict[str, Value] = {"fact": self.fact, "ceiling": latest}
        return Title("income.by_parts" if self.parts else "income.at_most", values)

    def _in_force(self, on: date) -> Money | None:
        begun = [money for start, money in self.ceilings.items() if start <= on]
        return begun[-1] if begun else None

    def _for_household(self, limit: Money, facts: Facts, on: date) -> Money | None:
        if self.parts is None:
            return limit
        row = facts.answer_on(self.parts.by, on)
        if not isinstance(row, int) or row >= len(self.parts.factors):
            return None
        return limit.times(self.parts.factors[row])
