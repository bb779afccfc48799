"""What is sent in boxes for day, month and year, and what it becomes; each mistake is said in a sentence."""

from datetime import date
from typing import Any

import colander
from colander import Invalid, null

from casework.i18n import _
from casework.web.widgets import DATE_PARTS

EARLIEST_YEAR = 1850
LATEST_YEAR = 2200


def _number(node: Any, text: str, message: str) -> int:
    if not (text.isdecimal() and len(text) <= 4):
        raise Invalid(node, message)
    return int(text)


def _year(node: Any, text: str) -> int:
    message = _("The year has four digits, for example 1994.")
    year = _number(node, text, message)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Invalid(node, message)
    return year


def _month(node: Any, text: str) -> int:
    message = _("The month is a number from 1 to 12.")
    month = _number(node, text, message)
    if not 1 <= month <= 12:
        raise Invalid(node, message)
    return month


def _day_of(node: Any, year: int, month: int, text: str) -> int:
    message = _("This month has no such day.")
    number = _number(node, text, message)
    try:
        return date(year, month, number).day
    except ValueError:
        raise Invalid(node, message) from None


class DayType(colander.SchemaType):  # type: ignore[misc]  # colander has no types
    """A date from three boxes; its appstruct is a `date`."""

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        if appstruct in (null, None):
            return null
        return {name: str(getattr(appstruct, name)) for name in DATE_PARTS}

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is null:
            return null
        if not all(cstruct.values()):
            raise Invalid(node, _("Give the day, the month and the year."))
        year, month = _year(node, cstruct["year"]), _month(node, cstruct["month"])
        return date(year, month, _day_of(node, year, month, cstruct["day"]))


class PartialDayType(colander.SchemaType):  # type: ignore[misc]  # colander has no types
    """A date of which only the year must be known: `{"year": 1994, "month": None, "day": None}`."""

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        if appstruct in (null, None):
            return null
        return {name: "" if appstruct[name] is None else str(appstruct[name]) for name in DATE_PARTS}

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is null:
            return null
        if not cstruct["year"]:
            raise Invalid(node, _("Give at least the year."))
        if cstruct["day"] and not cstruct["month"]:
            raise Invalid(node, _("Give the month too, or leave the day empty."))
        year = _year(node, cstruct["year"])
        month = _month(node, cstruct["month"]) if cstruct["month"] else None
        day = _day_of(node, year, month, cstruct["day"]) if month and cstruct["day"] else None
        return {"year": year, "month": month, "day": day}


class MonthType(colander.SchemaType):  # type: ignore[misc]  # colander has no types
    """A month from two boxes; its appstruct is a text, `2024-10`."""

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        if appstruct in (null, None, ""):
            return null
        year, _dash, month = appstruct.partition("-")
        return {"month": str(int(month)), "year": year}

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is null:
            return null
        if not all(cstruct.values()):
            raise Invalid(node, _("Give the month and the year."))
        year, month = _year(node, cstruct["year"]), _month(node, cstruct["month"])
        return f"{year}-{month:02}"
