"""Continuity of a municipal registration: movements in, segments out (schemes.md §2.2, padró continuity)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

COMMAS = ",;،、，"
"""What parts a town from its region or country, in the scripts in which somebody may write it."""


class MovementKind(StrEnum):
    """What a municipal register may record of a person, and what a person who looked at a break in it decided."""

    ARRIVAL = "arrival"
    MOVE = "move"
    RENEWAL = "renewal"
    DEPARTURE = "departure"
    CADUCITY = "caducity"
    ANNULMENT = "annulment"
    DISREGARDED = "disregarded"
    """The break that ends on this day was looked at and does not count (schemes.md §2.2, the ombudsman's case)."""


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
class Gap:
    """A break between two registrations, for the officer's eyes: its length in days and what caused it."""

    days: int
    cause: MovementKind


@dataclass(frozen=True, slots=True)
class Segment:
    """A registration in one town, from `start` until the day before `end`: unbroken, but for `disregarded` breaks."""

    place: str
    start: date
    end: date | None = None
    ended_by: MovementKind | None = None
    disregarded: tuple[Gap, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the person is registered on that day."""
        return self.start <= day and (self.end is None or day < self.end)


_ENDS = (MovementKind.DEPARTURE, MovementKind.CADUCITY)


def same_place(one: str, other: str) -> bool:
    """Whether two written names mean one town; case, accents, spaces and the sort of apostrophe do not matter."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def names_one_town(name: str, city: str) -> bool:
    """Whether a written name is one town's: with its region or country behind a comma it would equal no other.

    A `city` of a scheme whose own name has a comma is one, too.
    """
    return not any(mark in name for mark in COMMAS) or same_place(name, city)


def elsewhere(movements: Iterable[Movement], place: str) -> tuple[str, ...]:
    """The other towns that movements are entered for, as they are written, each once: they count nothing here."""
    return tuple(dict.fromkeys(m.place for m in movements if not same_place(m.place, place)))


def untold(movements: Iterable[Movement], place: str) -> Movement | None:
    """The latest lapse that nobody was told of and that no decision annulled: it does not count yet."""
    here = [m for m in movements if same_place(m.place, place)]
    lapses = [m for m in here if m.what is MovementKind.CADUCITY]
    latest = max(lapses, key=lambda m: m.day, default=None)
    if latest is None or latest.notified is not None:
        return None
    annulled = any(m.what is MovementKind.ANNULMENT and m.day >= latest.day for m in here)
    return None if annulled else latest


def end_nothing(movements: Iterable[Movement], place: str) -> tuple[Movement, ...]:
    """Departures and lapses in one town that end no registration, oldest first: an arrival or a day is not right."""
    here = [m for m in movements if same_place(m.place, place)]
    idle, is_open = [], False
    for _day, movement in sorted(_effective(here, _annulled(here)), key=_ends_first):
        if movement.what in _ENDS:
            idle += [] if is_open else [movement]
            is_open = False
        elif movement.what is MovementKind.ARRIVAL:
            is_open = True
    return tuple(idle)


def annul_nothing(movements: Iterable[Movement], place: str) -> tuple[Movement, ...]:
    """Annulments in one town without any lapse before them, told to the person or not, oldest first."""
    here = [m for m in movements if same_place(m.place, place)]
    untold_since = [m.day for m in here if m.what is MovementKind.CADUCITY and m.takes_effect is None]
    return tuple(
        decision
        for decision, undone in _annulments(here)
        if undone is None and not any(day <= decision.day for day in untold_since)
    )


def segments(movements: Iterable[Movement], place: str) -> tuple[Segment, ...]:
    """The registrations in one town, oldest first.

    An arrival opens a segment, a move or a renewal leaves it open, a departure ends it; a caducity ends it on
    the day it was notified, unless a later decision annulled it: then it is as if it had never been. Two segments
    become one where a person looked at the break between them and found that it does not count.
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
    return _joined(found, {m.day for m in here if m.what is MovementKind.DISREGARDED})


def _joined(found: Sequence[Segment], disregarded: set[date]) -> tuple[Segment, ...]:
    joined: list[Segment] = []
    for segment in found:
        gap = gap_between(joined[-1], segment) if joined else None
        if gap is not None and segment.start in disregarded:
            before = joined.pop()
            segment = replace(segment, start=before.start, disregarded=(*before.disregarded, gap))
        joined.append(segment)
    return tuple(joined)


def last_gap(found: Sequence[Segment]) -> Gap | None:
    """The break before the last segment, if there is one."""
    return gap_between(*found[-2:]) if len(found) > 1 else None


def gap_between(before: Segment, after: Segment) -> Gap | None:
    """The break between a segment and the next one; none where the first never ended."""
    if before.end is None or before.ended_by is None:
        return None
    return Gap((after.start - before.end).days, before.ended_by)


def _annulled(movements: Sequence[Movement]) -> set[int]:
    """Positions of annulled caducities."""
    return {undone for _decision, undone in _annulments(movements) if undone is not None}


def _annulments(movements: Sequence[Movement]) -> list[tuple[Movement, int | None]]:
    """Each annulment with the position of what it undoes: the latest caducity before it that still stands, if any."""
    found: list[tuple[Movement, int | None]] = []
    for decision in sorted((m for m in movements if m.what is MovementKind.ANNULMENT), key=lambda m: m.day):
        undone = {position for _earlier, position in found}
        before = [
            (day, index)
            for index, m in enumerate(movements)
            if m.what is MovementKind.CADUCITY and index not in undone
            if (day := m.takes_effect) is not None and day <= decision.day
        ]
        found.append((decision, max(before)[1] if before else None))
    return found


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
