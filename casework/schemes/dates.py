"""Date arithmetic of every scheme (schemes.md §1.3): forward months with clamp, working days, ages, partial
births.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

import holidays
from dateutil.relativedelta import relativedelta

ONE_DAY: Final = timedelta(days=1)


class Unit(StrEnum):
    """What a period is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WORKING_DAY = "working day"


class LeapBirthday(StrEnum):
    """When a person born on 29 February grows older in a common year (schemes.md §1.3)."""

    FEBRUARY_28 = "02-28"
    MARCH_1 = "03-01"


def add_months(day: date, months: int) -> date:
    """The same day-number `months` later, or the last day of that month where it does not exist."""
    return day + relativedelta(months=months)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days an office works: Saturdays, Sundays, public holidays and the town's own days do not count.

    `region` names a country and, after a hyphen, its part (`ES-CT`); an empty region has no public holidays.
    `local_holidays` are days of one year (`2026-05-25`) or of every year (`09-24`).
    """

    region: str = ""
    local_holidays: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, region: str, local_holidays: Iterable[str] = ()) -> Self:
        """A calendar from a scheme's `place`.

        Raises:
            ValueError: the holidays of that region are not known.
        """
        if region:
            _public_holidays(region, 2024)
        return cls(region, frozenset(local_holidays))

    def is_working(self, day: date) -> bool:
        """Whether the office works on this day."""
        written = day.isoformat()
        local = written in self.local_holidays or written[5:] in self.local_holidays
        return day.weekday() < 5 and not local and day not in _public_holidays(self.region, day.year)

    def roll(self, day: date) -> date:
        """This day, or the next working day. For procedural terms only, never for validity or seniority."""
        while not self.is_working(day):
            day += ONE_DAY
        return day


@lru_cache(maxsize=256)
def _public_holidays(region: str, year: int) -> frozenset[date]:
    if not region:
        return frozenset()
    country, _, part = region.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for the region {region!r}") from error


def add_working_days(notified: date, days: int, working: WorkingCalendar) -> date:
    """The last day of a term of working days; counting begins on the day after notification."""
    day = notified
    while days > 0:
        day += ONE_DAY
        days -= working.is_working(day)
    return day


def sleeps(begin: date, end: date | None, night: date) -> bool:
    """Whether a stay occupies a night, named by the day on which it begins; the day of leaving is none of them
    (schemes.md §1.3).
    """
    return begin <= night and (end is None or night < end)


def nights(begin: date, end: date) -> int:
    """How many nights a stay has."""
    return (end - begin).days


@dataclass(frozen=True, slots=True)
class Period:
    """A length in one unit: `6 months`, `15 days`, `10 working days`."""

    count: int
    unit: Unit

    _PATTERN = re.compile(r"(\d{1,3}) (day|week|month|year|working day)s?")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `6 months`.

        Raises:
            ValueError: the text is no length.
        """
        found = cls._PATTERN.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a length; write for example '6 months' or '10 working days'")
        return cls(int(found[1]), Unit(found[2]))

    def after(self, start: date, working: WorkingCalendar | None = None) -> date:
        """The day that lies this length after `start`; working days need the calendar of a place."""
        match self.unit:
            case Unit.DAY:
                return start + timedelta(days=self.count)
            case Unit.WEEK:
                return start + timedelta(weeks=self.count)
            case Unit.MONTH:
                return add_months(start, self.count)
            case Unit.YEAR:
                return add_months(start, 12 * self.count)
            case Unit.WORKING_DAY:
                return add_working_days(start, self.count, working or WorkingCalendar())

    def before(self, end: date) -> date:
        """The day that lies this length before `end`, by the calendar; for renewal windows only.

        Seniority is always counted forward (schemes.md §1.3).
        """
        if self.unit in (Unit.MONTH, Unit.YEAR):
            return add_months(end, -self.count * (12 if self.unit is Unit.YEAR else 1))
        return end - timedelta(days=self.count * (7 if self.unit is Unit.WEEK else 1))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("" if self.count == 1 else "s")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which only the year, or the year and the month, may be known.

    An unknown part is unknown: `1990` is never shown or counted as 1 January 1990 (schemes.md §1.1).
    """

    year: int
    month: int | None = None
    day: int | None = None

    _PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1990`, `1990-05` or `1990-05-02`.

        Raises:
            ValueError: the text is none of these, or no such day exists.
        """
        found = cls._PATTERN.fullmatch(text)
        if not found:
            raise ValueError("write the date as 1990-05-02, or 1990-05, or 1990 where no more is known")
        year, month, day = (int(part) if part else None for part in found.groups())
        if year is None:
            raise ValueError("a date needs its year")
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The earliest day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return self.last.isoformat()[: 4 if self.month is None else 7 if self.day is None else 10]


def birthday(born: date, years: int, leap: LeapBirthday = LeapBirthday.FEBRUARY_28) -> date:
    """The day on which somebody born on `born` becomes `years` old; the age is attained as it begins."""
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date.fromisoformat(f"{year:04}-{leap}")
    return born.replace(year=year)


def next_yearly(day: str, on: date) -> date:
    """The first date from `on` on that falls on a day of the year, written `06-30`."""
    this_year = date.fromisoformat(f"{on.year:04}-{day}")
    return this_year if this_year >= on else date.fromisoformat(f"{on.year + 1:04}-{day}")


def card_year(last_day: str, on: date) -> tuple[date, date]:
    """The card year in which a date lies, first and last day; `last_day` is its yearly end, `06-30`.

    Utrecht's runs from 1 July to 30 June, and income is proved for the calendar year before it began
    (schemes.md §5).
    """
    last = next_yearly(last_day, on)
    return add_months(last + ONE_DAY, -12), last


def age_on(born: PartialDate, day: date, leap: LeapBirthday = LeapBirthday.FEBRUARY_28) -> tuple[int, int]:
    """The lowest and the highest age in whole years that the person may have on that day; equal if it is
    sure.
    """
    return _whole_years(born.last, day, leap), _whole_years(born.first, day, leap)


def _whole_years(born: date, day: date, leap: LeapBirthday) -> int:
    years = day.year - born.year
    return years if birthday(born, years, leap) <= day else years - 1
