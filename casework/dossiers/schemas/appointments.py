"""Appointments with the person, and the note on one that was held."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import colander

from casework.dossiers.records import AppointmentRecord
from casework.dossiers.schemas.common import remark
from casework.dossiers.service.appointments import AppointmentState, Purpose
from casework.i18n import _
from casework.schemes import add_months
from casework.web.fields import Choice, Day, Text

PURPOSES = {
    Purpose.INTERVIEW: _("Interview"),
    Purpose.HAND_OVER: _("Handing over"),
    Purpose.OTHER: _("Other"),
}
OUTCOMES = {
    AppointmentState.PLANNED: _("Agreed"),
    AppointmentState.HELD: _("Held"),
    AppointmentState.MISSED: _("The person did not come"),
    AppointmentState.CALLED_OFF: _("Called off"),
}
LATEST_ENTRY = timedelta(days=1)
"""How long after it took place an appointment can still be entered."""

MOST_MONTHS_AHEAD = 12

_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def appointment_schema(now: datetime, time_zone: ZoneInfo) -> colander.SchemaNode:
    """What for, when (at the place with this time zone), where and with whom."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_within_reach(now, time_zone))
    schema.add(
        Choice(
            name="purpose",
            title=_("What for"),
            choices=[(purpose.value, label) for purpose, label in PURPOSES.items()],
            menu=True,
        )
    )
    schema.add(Day(name="day", title=_("Day")))
    schema.add(
        Text(
            name="hour",
            title=_("Hour"),
            description=_("For example 9:30 or 16:00."),
            max_length=5,
            validator=_an_hour,
        )
    )
    schema.add(Text(name="place", title=_("Where"), max_length=200))
    schema.add(
        Text(
            name="with_whom",
            title=_("With whom"),
            description=_("For example the colleague, the interpreter, the person's lawyer."),
            missing="",
            max_length=200,
        )
    )
    return schema


def held_schema() -> colander.SchemaNode:
    """What was said."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(remark("note"))
    return schema


def read_appointment(
    values: dict[str, Any], time_zone: ZoneInfo
) -> tuple[Purpose, datetime, AppointmentRecord]:
    """Purpose, aware moment, and what rests sealed, from the checked values of the form."""
    record = AppointmentRecord(values["place"], values["with_whom"])
    return Purpose(values["purpose"]), _moment(values, time_zone), record


def _moment(values: dict[str, Any], time_zone: ZoneInfo) -> datetime:
    hour, minute = re.split("[:.]", values["hour"])
    return datetime.combine(values["day"], time(int(hour), int(minute)), time_zone)


def _an_hour(node: colander.SchemaNode, value: str) -> None:
    if not _HOUR.fullmatch(value):
        raise colander.Invalid(node, _("Write the hour with its minutes, for example 9:30 or 16:00."))


def _within_reach(
    now: datetime, time_zone: ZoneInfo
) -> Callable[[colander.SchemaNode, dict[str, Any]], None]:
    def check(node: colander.SchemaNode, values: dict[str, Any]) -> None:
        moment, problem = _moment(values, time_zone), colander.Invalid(node)
        if moment < now - LATEST_ENTRY:
            problem["day"] = _("This lies in the past. An appointment is entered a day late at most.")
        elif moment.date() > add_months(now.astimezone(time_zone).date(), MOST_MONTHS_AHEAD):
            problem["day"] = _("This is more than a year ahead. Look at the year again.")
        elif moment.astimezone(UTC).astimezone(time_zone).hour != moment.hour:
            problem["hour"] = _("There is no such hour on that day: the clocks are put forward.")
        else:
            return
        raise problem

    return check
