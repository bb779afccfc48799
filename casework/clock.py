"""The only reader of the system clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def today(time_zone: str = "UTC") -> date:
    """The day it is at a place; `time_zone` is an IANA name such as `Europe/Madrid`."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let the invented history of the demo, and tests, happen at another moment (aware)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
