"""Procedural terms: from which step they run, from which day they count, and to which day."""

from dataclasses import dataclass
from datetime import date, timedelta

from .dates import Period, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Term:
    """A procedural term that begins with an action; `lasts` is none while the office has not settled it.

    It stands still from a pausing action until the next action, whichever that is. It opens and closes nothing while
    nobody has recorded that the person has the letter from which it runs.
    """

    key: str
    lasts: Period | None
    starts: tuple[str, ...]
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was taken, and its day.

    Where its term runs `by_letter`, the day after the person has the letter is the first that counts (schemes.md §1.3;
    Ley 39/2015, art. 30.3): `notified` is the day they had it, none while nobody has recorded it.
    """

    action: str
    on: date
    by_letter: bool = False
    notified: date | None = None

    @property
    def counts_from(self) -> date:
        """The day after which a term counts, never before the one that the letter printed; provisional while the
        notification is not recorded.
        """
        return max(self.on, self.notified or self.on)

    @property
    def not_notified(self) -> bool:
        """Whether nobody has recorded that the person has the letter from which the term runs."""
        return self.by_letter and self.notified is None


def last_day(term: Term, done: tuple[Done, ...], working: WorkingCalendar) -> date | None:
    """The last day of a running term, a working day of the place; none if it does not run, stands still, or is
    unsettled.
    """
    since = since_begun(term, done)
    if not since or term.lasts is None:
        return None
    still = _paused(term, since)
    if still is None:
        return None
    return working.roll(term.lasts.after(since[0].counts_from, working) + still)


def since_begun(term: Term, done: tuple[Done, ...]) -> tuple[Done, ...]:
    """What the term last began with and all after it; empty if it never did, or a later action stopped it."""
    since: tuple[Done, ...] = ()
    for place, event in enumerate(done):
        if event.action in term.starts:
            since = done[place:]
        elif event.action in term.stops:
            since = ()
    return since


def _paused(term: Term, since: tuple[Done, ...]) -> timedelta | None:
    """How long the term stood still, in days of the steps since it began; none while it still does."""
    still = timedelta()
    for event, following in zip(since, (*since[1:], None), strict=True):
        if event.action in term.pauses:
            if following is None:
                return None
            still += following.on - event.on
    return still
