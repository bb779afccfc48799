"""Rules about living here: unbroken entry in the register (`registered`) and time since first proof
(`lived`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..dates import Period, Unit
from ..facts import Facts
from ..register import Movement, MovementKind, Segment, elsewhere, last_gap, same_place, segments, untold
from ..truth import Verdict
from .base import Missing, MissingKind, Outcome, Title, Value, fact_missing


class Scope(StrEnum):
    """Where somebody must have lived."""

    CITY = "city"
    COUNTRY = "country"


class Basis(StrEnum):
    """What counts as proof of having lived somewhere."""

    EVIDENCE = "evidence"
    REGISTER = "register"
    ANY = "any evidence"


_DECISIONS = (MovementKind.ANNULMENT, MovementKind.DISREGARDED)
"""What is decided about entries, and is none itself."""

_SOURCES = {
    Basis.EVIDENCE: ("presence",),
    Basis.REGISTER: ("movements",),
    Basis.ANY: ("movements", "presence"),
}


@dataclass(frozen=True, slots=True)
class Registered:
    """`{registered: 6 months}`, `{registered: now}`: entered in the town's register without a break (E3)."""

    city: str
    period: Period | None

    def outcome(self, facts: Facts, on: date) -> Outcome:
        if facts.movements is None:
            return Outcome(Verdict.UNKNOWN, "registered.not_known", self._values(), fact_missing("movements"))
        movements = tuple(m for m in facts.movements if m.what is not MovementKind.DISREGARDED or m.day <= on)
        found, beside = segments(movements, self.city), _beside(movements, self.city)
        current = next((segment for segment in found if segment.covers(on)), None)
        if current is None:
            return self._not_now(movements, found, on)
        since, ready = current.start, self._ready(current)
        if ready <= on:
            return self._met(current, beside)
        gap = last_gap([segment for segment in found if segment.start <= on])
        values = self._values(since=since, ready=ready, **beside)
        if gap is None:
            return Outcome(Verdict.UNMET, "registered.too_short", values)
        return Outcome(
            Verdict.UNMET,
            "registered.gap" if gap.days else "registered.gap_of_no_day",
            {**values, "gap": Period(gap.days, Unit.DAY), "gap_cause": str(gap.cause)},
            (Missing(MissingKind.REVIEW, ("gap",)),),
        )

    def _met(self, current: Segment, beside: dict[str, Value]) -> Outcome:
        values = self._values(since=current.start, **beside)
        gaps = [gap for gap in current.disregarded if gap.days]
        if not gaps:
            return Outcome(Verdict.MET, "registered.met", values)
        longest = max(gaps, key=lambda gap: gap.days)
        values |= {"gap": Period(longest.days, Unit.DAY), "gap_cause": str(longest.cause)}
        return Outcome(Verdict.MET, "registered.met_with_gap", values)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        movements = facts.movements or ()
        moved = {day for m in movements if (day := m.takes_effect) is not None}
        unjoined = [m for m in movements if m.what is not MovementKind.DISREGARDED]
        found = (*segments(movements, self.city), *segments(unjoined, self.city))
        return frozenset(moved | {self._ready(segment) for segment in found})

    @property
    def title(self) -> Title:
        return Title("registered.now" if self.period is None else "registered.for", self._values())

    def _ready(self, segment: Segment) -> date:
        return segment.start if self.period is None else self.period.after(segment.start)

    def _not_now(self, movements: tuple[Movement, ...], found: tuple[Segment, ...], on: date) -> Outcome:
        if _arrival_not_entered(movements, found, self.city, on):
            return Outcome(
                Verdict.UNKNOWN, "registered.arrival_not_known", self._values(), fact_missing("movements")
            )
        missing = (Missing(MissingKind.REVIEW, ("registration",)),)
        values = self._values(**_beside(movements, self.city))
        return Outcome(Verdict.UNMET, "registered.not_now", values, missing)

    def _values(self, **more: Value) -> dict[str, Value]:
        period: dict[str, Value] = {} if self.period is None else {"period": self.period}
        return {"city": self.city, **period, **more}


def _beside(movements: tuple[Movement, ...], city: str) -> dict[str, Value]:
    """What was entered and does not count, said to the officer beside the reason: nothing vanishes silently."""
    towns, lapse = elsewhere(movements, city), untold(movements, city)
    said: dict[str, Value] = {"elsewhere": towns} if towns else {}
    return said if lapse is None else {**said, "untold": lapse.day}


def _arrival_not_entered(
    movements: tuple[Movement, ...], found: tuple[Segment, ...], city: str, on: date
) -> bool:
    """Whether the latest entry is a move or a renewal without its arrival: the history has a hole."""
    dated = [(day, m) for m in movements if (day := m.takes_effect) is not None and day <= on]
    here = [(day, m) for day, m in dated if same_place(m.place, city) and m.what not in _DECISIONS]
    if not here:
        return False
    day, latest = max(here, key=lambda pair: pair[0])
    continues = latest.what in (MovementKind.MOVE, MovementKind.RENEWAL)
    return continues and not any(segment.covers(day) for segment in found)


@dataclass(frozen=True, slots=True)
class Lived:
    """`{lived: {in: country, for: 12 months, basis: any evidence}}`: time since the first proof; breaks do
    not count.

    A source that nobody has looked at may hold an older proof: then the rule is *unknown* (E5). The period is
    none while the office has not settled it.
    """

    city: str
    period: Period | None
    scope: Scope = Scope.CITY
    basis: Basis = Basis.EVIDENCE

    def outcome(self, facts: Facts, on: date) -> Outcome:
        if self.period is None:
            return Outcome(Verdict.UNKNOWN, "open_value", self._values())
        since = min((start for start in self._starts(facts) if start <= on), default=None)
        if since is not None and self.period.after(since) <= on:
            return Outcome(Verdict.MET, "lived.met", self._values(since=since))
        unseen = [name for name in _SOURCES[self.basis] if getattr(facts, name) is None]
        known = {} if since is None else {"since": since, "ready": self.period.after(since)}
        if unseen:
            return Outcome(Verdict.UNKNOWN, "lived.not_known", self._values(**known), fact_missing(*unseen))
        missing = (Missing(MissingKind.REVIEW, ("older_proof",)),)
        reason = "lived.no_proof" if since is None else "lived.too_short"
        return Outcome(Verdict.UNMET, reason, self._values(**known), missing)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        if self.period is None:
            return frozenset()
        return frozenset(day for start in self._starts(facts) for day in (start, self.period.after(start)))

    @property
    def title(self) -> Title:
        key = "lived.open" if self.period is None else f"lived.{self.scope}"
        return Title(key, self._values())

    def _starts(self, facts: Facts) -> list[date]:
        starts: list[date] = []
        if "movements" in _SOURCES[self.basis]:
            movements = facts.movements or ()
            places = {m.place for m in movements} if self.scope is Scope.COUNTRY else {self.city}
            starts += [segment.start for place in places for segment in segments(movements, place)]
        if "presence" in _SOURCES[self.basis]:
            starts += [
                proof.start
                for proof in facts.presence or ()
                if self.scope is Scope.COUNTRY or same_place(proof.place or self.city, self.city)
            ]
        return starts

    def _values(self, **more: Value) -> dict[str, Value]:
        period: dict[str, Value] = {} if self.period is None else {"period": self.period}
        return {"city": self.city, **period, **more}
