"""Rules about the person: an answer (`is`) and an age (`age`)."""

from dataclasses import dataclass
from datetime import date

from ..dates import LeapBirthday, age_on, birthday
from ..facts import Answer, Facts
from ..truth import Verdict
from .base import Outcome, Title, Values, fact_missing


@dataclass(frozen=True, slots=True)
class Is:
    """`{is: {student: no}}`: an answer is one of these, or at least this number (schemes-format.md §2).

    `on_record` marks what a register or an own record tells (a stay, a signed act, another card): nobody is
    asked then.
    """

    fact: str
    wanted: tuple[Answer, ...] = ()
    at_least: int | None = None
    on_record: bool = False

    def outcome(self, facts: Facts, on: date) -> Outcome:
        answer = facts.answer_on(self.fact, on)
        values: Values = {"fact": self.fact}
        if answer is None:
            reason = "is.record_not_known" if self.on_record else "is.not_known"
            return Outcome(Verdict.UNKNOWN, reason, values, fact_missing(self.fact))
        if self._accepts(answer):
            return Outcome(Verdict.MET, "is.on_record" if self.on_record else "is.met", values)
        reason = "is.not_on_record" if self.on_record else "is.not"
        return Outcome(Verdict.UNMET, reason, values, fact_missing(self.fact))

    def turning_days(self, facts: Facts) -> frozenset[date]:
        return frozenset(told.start for told in facts.answers.get(self.fact, ()))

    @property
    def title(self) -> Title:
        if self.at_least is not None:
            return Title("is.at_least", {"fact": self.fact, "count": self.at_least})
        return Title("is.answer", {"fact": self.fact, "wanted": tuple(str(word) for word in self.wanted)})

    def _accepts(self, answer: Answer) -> bool:
        if self.at_least is not None:
            return isinstance(answer, int) and answer >= self.at_least
        return answer in self.wanted


@dataclass(frozen=True, slots=True)
class Age:
    """`{age: {at_least: 18}}`, `{age: {below: 14}}`: an age in whole years, attained as the birthday begins.

    A partly known birth date gives *unknown* as long as its possible days disagree.
    """

    fact: str = "birth_date"
    at_least: int | None = None
    below: int | None = None
    leap: LeapBirthday = LeapBirthday.FEBRUARY_28

    def outcome(self, facts: Facts, on: date) -> Outcome:
        born = facts.dates.get(self.fact)
        if born is None:
            return Outcome(Verdict.UNKNOWN, "age.birth_not_known", self._limits, fact_missing(self.fact))
        lowest, highest = age_on(born, on, self.leap)
        if self._fits(lowest) and self._fits(highest):
            return Outcome(Verdict.MET, "age.met", self._limits)
        if self._fits(lowest) or self._fits(highest):
            return Outcome(Verdict.UNKNOWN, "age.birth_partial", self._limits, fact_missing(self.fact))
        young = self.at_least is not None and highest < self.at_least
        return Outcome(Verdict.UNMET, "age.too_young" if young else "age.too_old", self._limits)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        born = facts.dates.get(self.fact)
        if born is None:
            return frozenset()
        limits = [limit for limit in (self.at_least, self.below) if limit is not None]
        days = {born.first, born.last}
        return frozenset(birthday(day, limit, self.leap) for day in days for limit in limits)

    @property
    def title(self) -> Title:
        key = "age.between" if len(self._limits) == 2 else f"age.{next(iter(self._limits))}"
        return Title(key, self._limits)

    @property
    def _limits(self) -> Values:
        limits = {"at_least": self.at_least, "below": self.below}
        return {key: limit for key, limit in limits.items() if limit is not None}

    def _fits(self, age: int) -> bool:
        old_enough = self.at_least is None or age >= self.at_least
        return old_enough and (self.below is None or age < self.below)
