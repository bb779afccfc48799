"""Ways to join rules: `all`, `any`, `unless`. There is no *not*: nobody needs one (schemes-format.md §2)."""

from dataclasses import dataclass
from datetime import date

from ..facts import Document, Facts
from ..truth import Verdict, every, some
from .base import Outcome, Rule, Title


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be met; the first part that decides gives its reason."""

    parts: tuple[Rule, ...]

    def outcome(self, facts: Facts, on: date) -> Outcome:
        outcomes = [part.outcome(facts, on) for part in self.parts]
        verdict = every(outcome.verdict for outcome in outcomes)
        if verdict is Verdict.MET:
            guessed = any(outcome.is_placeholder for outcome in outcomes)
            seen = tuple(paper for outcome in outcomes for paper in _seen(outcome))
            if seen:
                return Outcome(verdict, "all.seen", {"seen": seen}, is_placeholder=guessed)
            return Outcome(verdict, "all.met", is_placeholder=guessed)
        deciding = next(outcome for outcome in outcomes if outcome.verdict is verdict)
        missing = tuple(m for o in outcomes if o.verdict is not Verdict.MET for m in o.missing)
        found = tuple(dict.fromkeys(missing))
        return Outcome(verdict, deciding.reason, deciding.values, found, deciding.is_placeholder)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        return frozenset().union(*(part.turning_days(facts) for part in self.parts))

    @property
    def title(self) -> Title:
        return Title("all", parts=tuple(part.title for part in self.parts))


def _seen(outcome: Outcome) -> tuple[Document, ...]:
    """The papers on which an outcome rests, if it rests on papers."""
    seen = outcome.values.get("seen", ())
    return tuple(each for each in seen if isinstance(each, Document)) if isinstance(seen, tuple) else ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough; whatever would settle any part is named."""

    parts: tuple[Rule, ...]

    def outcome(self, facts: Facts, on: date) -> Outcome:
        outcomes = [part.outcome(facts, on) for part in self.parts]
        verdict = some(outcome.verdict for outcome in outcomes)
        if verdict is Verdict.MET:
            met = next(outcome for outcome in outcomes if outcome.verdict is verdict)
            return Outcome(verdict, met.reason, met.values, is_placeholder=met.is_placeholder)
        missing = tuple(dict.fromkeys(m for outcome in outcomes for m in outcome.missing))
        return Outcome(verdict, "any.unsure" if verdict is Verdict.UNKNOWN else "any.none", missing=missing)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        return frozenset().union(*(part.turning_days(facts) for part in self.parts))

    @property
    def title(self) -> Title:
        return Title("any", parts=tuple(part.title for part in self.parts))


@dataclass(frozen=True, slots=True)
class Unless:
    """A rule and what excuses from it; an excuse can only help."""

    rule: Rule
    excuse: Rule

    def outcome(self, facts: Facts, on: date) -> Outcome:
        own = self.rule.outcome(facts, on)
        if own.verdict is Verdict.MET:
            return own
        excuse = self.excuse.outcome(facts, on)
        if excuse.verdict is Verdict.MET:
            return Outcome(Verdict.MET, "excused", own.values, is_placeholder=excuse.is_placeholder)
        if excuse.verdict is Verdict.UNMET:
            return own
        return Outcome(Verdict.UNKNOWN, own.reason, own.values, (*own.missing, *excuse.missing))

    def turning_days(self, facts: Facts) -> frozenset[date]:
        return self.rule.turning_days(facts) | self.excuse.turning_days(facts)

    @property
    def title(self) -> Title:
        return Title("unless", parts=(self.rule.title, self.excuse.title))
