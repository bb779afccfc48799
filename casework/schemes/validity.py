"""How long a card lasts: the earliest of its ends. Validity never rolls to a working day (schemes.md
§1.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from .dates import LeapBirthday, Period, birthday, next_yearly
from .errors import OpenValueError, UndecidedError
from .facts import Facts
from .rules import Rule
from .truth import Verdict

BIRTH: Final = "birth_date"
_NEVER: Final = date.max


@dataclass(frozen=True, slots=True)
class End:
    """One end of validity: after a period, at a birthday, on a day of the year (`06-30`), or when an event
    happens; none of these while nobody has settled it. `when` says for whom it holds; none means for everybody.
    """

    after: Period | None = None
    event: str | None = None
    birthday: int | None = None
    day: str | None = None
    when: Rule | None = None

    @property
    def is_open(self) -> bool:
        """Whether the office has still to say what this end is."""
        return self.after is None and self.event is None and self.birthday is None and self.day is None


@dataclass(frozen=True, slots=True)
class Renewal:
    """When a holder may ask again, counted from the last valid day, and what may be used again.

    `due` is there only where the duty to renew differs from the end of validity: a register's entries end by an
    event, and are confirmed every so often (schemes.md §16).
    """

    opens: Period | None
    reuses: str
    closes: Period | None = None
    due: tuple[End, ...] = ()

    def window(self, last_valid: date) -> tuple[date | None, date | None]:
        """The first and the last day, inclusive, of asking for a card that ends on that day; none where open."""
        return (
            self.opens.before(last_valid) if self.opens else None,
            self.closes.after(last_valid) if self.closes else None,
        )


def last_valid_day(
    ends: Iterable[End],
    issued: date,
    facts: Facts | None = None,
    leap: LeapBirthday = LeapBirthday.FEBRUARY_28,
) -> date | None:
    """The last day on which a card issued that day is valid, inclusive; none if only events end it, or
    nothing.

    Each end is known between two bounds, since a birth date may be known in part and a condition not at all;
    the earliest end of all is decided once its bounds meet.

    Raises:
        OpenValueError: the scheme leaves an end open.
        UndecidedError: it depends on something about the person that nobody has entered.
    """
    found, known = tuple(ends), facts or Facts()
    applying = [(end, _applies(end, known, issued)) for end in found]
    if any(end.is_open and verdict is not Verdict.UNMET for end, verdict in applying):
        raise OpenValueError("the scheme does not say how long the card is valid; settle 'valid_until' first")
    earliest = latest = _NEVER
    for end, verdict in applying:
        if verdict is Verdict.UNMET:
            continue
        low, high = _bounds(end, issued, known, leap)
        earliest = min(earliest, low)
        latest = min(latest, high if verdict is Verdict.MET else _NEVER)
    if earliest != latest:
        raise UndecidedError(
            "how long the card is valid depends on the person; enter the date of birth and what the scheme asks"
        )
    return None if latest == _NEVER else latest


def ending_events(ends: Iterable[End]) -> tuple[str, ...]:
    """The events that end a card whatever its last day, such as `left_city`."""
    return tuple(end.event for end in ends if end.event)


def _applies(end: End, facts: Facts, issued: date) -> Verdict:
    return end.when.outcome(facts, issued).verdict if end.when else Verdict.MET


def _bounds(end: End, issued: date, facts: Facts, leap: LeapBirthday) -> tuple[date, date]:
    """The earliest and the latest last day that this end may give."""
    if end.after is not None:
        last = end.after.after(issued)
    elif end.day is not None:
        last = next_yearly(end.day, issued)
    elif end.birthday is not None:
        return _birthday_bounds(end.birthday, issued, facts, leap)
    else:
        last = _NEVER
    return last, last


def _birthday_bounds(years: int, issued: date, facts: Facts, leap: LeapBirthday) -> tuple[date, date]:
    """A birthday that has come already ends nothing (schemes.md §15)."""
    born = facts.dates.get(BIRTH)
    if born is None:
        return issued, _NEVER
    first, last = birthday(born.first, years, leap), birthday(born.last, years, leap)
    if last <= issued:
        return _NEVER, _NEVER
    return max(first, issued), last if first > issued else _NEVER
