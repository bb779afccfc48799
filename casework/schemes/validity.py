"""How long a card lasts: the earliest of its ends. Validity never rolls to a working day (schemes.md
§1.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .dates import Period
from .errors import OpenValueError


@dataclass(frozen=True, slots=True)
class End:
    """One end of validity: after a period, or when an event happens; neither while nobody has settled it."""

    after: Period | None = None
    event: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the office has still to say what this end is."""
        return self.after is None and self.event is None


def last_valid_day(ends: Iterable[End], issued: date) -> date | None:
    """The last day on which a card issued that day is valid, inclusive; none if only events end it, or
    nothing.

    Raises:
        OpenValueError: the scheme leaves an end open.
    """
    found = tuple(ends)
    if any(end.is_open for end in found):
        raise OpenValueError("the scheme does not say how long the card is valid; settle 'valid_until' first")
    return min((end.after.after(issued) for end in found if end.after), default=None)
