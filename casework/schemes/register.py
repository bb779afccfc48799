"""Continuity of a municipal registration: movements in, segments out (schemes.md §2.2, padró continuity)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class MovementKind(StrEnum):
    """What a municipal register may record of a person."""

    ARRIVAL = "arrival"
    MOVE = "move"
    RENEWAL = "renewal"
    DEPARTURE = "departure"
    CADUCITY = "caducity"
    ANNULMENT = "annulment"


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry of a register: what, when, in which town; a caducity counts from the day it was notified."""

    what: MovementKind
    day: date
    place: str
    notified: date | None = None

    @property
    def takes_effect(self) -> date | None:
        """The day it counts from; none for a caducity that nobody was told of (schemes.md §2.2)."""
        return self.notified if self.what is MovementKind.CADUCITY else self.day


@dataclass(frozen=True, slots=True)
class Segment:
    """An unbroken registration in one town, from `start` until the day before `end`."""

    place: str
    start: date
    end: date | None = None
    ended_by: MovementKind | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is registered on that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Gap:
    """The break before the latest segment, for the officer's eyes: its length in days and what caused it."""

    days: int
    cause: MovementKind


_ENDS = (MovementKind.DEPARTURE, MovementKind.CADUCITY)


def same_place(one: str, other: str) -> bool:
    """Whether two written names mean one town; case and outer spaces do not matter."""
    return one.strip().casefold() == other.strip().casefold()


def segments(movements: Iterable[Movement], place: str) -> tuple[Segment, ...]:
    """The registrations in one town, oldest first.

    An arrival opens a segment, a move or a renewal leaves it open, a departure ends it; a caducity ends it on
    the day it was notified, unless a later decision annulled it: then it is as if it had never been.
    """
    here = [m for m in movements if same_place(m.place, place)]
    annulled = _annulled(here)
    found: list[Segment] = []
    for day, movement in sorted(_effective(here, annulled), key=_ends_first):
        is_open = bool(found) and found[-1].end is None
        if movement.what is MovementKind.ARRIVAL and not is_open:
            found.append(Segment(place, day))
        elif movement.what in _ENDS and is_open:
            found[-1] = replace(found[-1], end=day, ended_by=movement.what)
    return tuple(found)


def last_gap(found: Sequence[Segment]) -> Gap | None:
    """The break before the last segment, if there is one."""
    if len(found) < 2:
        return None
    before, last = found[-2:]
    if before.end is None or before.ended_by is None:
        return None
    return Gap((last.start - before.end).days, before.ended_by)


def _annulled(movements: Sequence[Movement]) -> set[int]:
    """Positions of annulled caducities: each annulment undoes the latest one before it that still stands."""
    undone: set[int] = set()
    for decision in sorted((m for m in movements if m.what is MovementKind.ANNULMENT), key=lambda m: m.day):
        before = [
            (day, index)
            for index, m in enumerate(movements)
            if m.what is MovementKind.CADUCITY and index not in undone
            if (day := m.takes_effect) is not None and day <= decision.day
        ]
        if before:
            undone.add(max(before)[1])
    return undone


def _effective(movements: Sequence[Movement], annulled: set[int]) -> list[tuple[date, Movement]]:
    return [
        (day, m)
        for index, m in enumerate(movements)
        if index not in annulled and (day := m.takes_effect) is not None
    ]


def _ends_first(dated: tuple[date, Movement]) -> tuple[date, bool]:
    """Leaving and coming back on one day is a break, so that day's endings are read first."""
    day, movement = dated
    return day, movement.what not in _ENDS
