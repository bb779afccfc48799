"""Movements in municipal registers."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

import colander
from deform.widget import TextInputWidget

from casework.dossiers.records import MovementRecord
from casework.dossiers.schemas.common import in_lifetime, not_after, town_name
from casework.i18n import _
from casework.programmes.questions import Validator
from casework.schemes import MovementKind, same_place
from casework.web.fields import Choice, Day, Text

MOVEMENTS = {
    MovementKind.ARRIVAL: _("Registered (arrival)"),
    MovementKind.MOVE: _("Moved within the town"),
    MovementKind.RENEWAL: _("Registration renewed"),
    MovementKind.DEPARTURE: _("Struck off (departure)"),
    MovementKind.CADUCITY: _("Lapsed (caducity)"),
    MovementKind.ANNULMENT: _("Lapse annulled"),
    MovementKind.DISREGARDED: _("Break looked at: it does not count"),
}


TOWNS = "towns"
"""The list of names that the field of the town suggests (`templates/dossiers/register.jinja2`)."""


def movement_schema(
    today: date, *, born: date = date.min, town: str = "", breaks: Collection[date] = ()
) -> colander.SchemaNode:
    """One movement in a municipal register.

    `born` is the earliest day on which the person may have been born, `breaks` are the days on which a break in the
    register of the scheme's `town` ends: only where there is one, somebody can say that it does not count.
    """
    schema = colander.SchemaNode(colander.Mapping(), validator=_checks(town, breaks))
    offered = [kind for kind in MOVEMENTS if breaks or kind is not MovementKind.DISREGARDED]
    schema.add(
        Choice(
            name="what",
            title=_("What the register says"),
            choices=[(kind.value, MOVEMENTS[kind]) for kind in offered],
            menu=True,
        )
    )
    schema.add(Day(name="day", title=_("Date"), validator=in_lifetime(born, today)))
    suggested = TextInputWidget(attributes={"list": TOWNS})
    schema.add(
        Text(
            name="place",
            title=_("Town of the register"),
            max_length=100,
            widget=suggested,
            validator=town_name(town),
        )
    )
    schema.add(
        Day(
            name="notified",
            title=_("Notified on"),
            description=_("Only for a lapse: it counts from the day the person was told."),
            missing=None,
            validator=not_after(today),
        )
    )
    if breaks:
        schema.add(_why())
    return schema


def _why() -> Text:
    return Text(
        name="reason",
        title=_("Why the break does not count"),
        description=_("Only for a break that you looked at. Whoever reviews reads it; it is never printed."),
        missing="",
        multiline=True,
        max_length=1000,
    )


def _checks(town: str, breaks: Collection[date]) -> Validator:
    def check(node: colander.SchemaNode, values: dict[str, Any]) -> None:
        problem = colander.Invalid(node)
        for field, message in _wrong(values, town, breaks):
            problem[field] = message
            raise problem

    return check


def _wrong(values: dict[str, Any], town: str, breaks: Collection[date]) -> Iterator[tuple[str, Any]]:
    """What does not fit together: the field, and what to do."""
    notified, reason = values["notified"], values.get("reason", "")
    if notified and values["what"] != MovementKind.CADUCITY:
        yield "notified", _("Only a lapse is notified. Leave this empty.")
    if notified and notified < values["day"]:
        yield "notified", _("The notification is before the lapse.")
    if values["what"] != MovementKind.DISREGARDED:
        if reason:
            yield "reason", _("Only for a break that you looked at. Leave this empty.")
        return
    if values["day"] not in breaks:
        yield "day", _("No break ends on this day. Give the day on which the registration after it began.")
    if not same_place(values["place"], town):
        yield "place", _("The break is in the register of ${town}.", mapping={"town": town})
    if not reason:
        yield "reason", _("Say why the break does not count.")


def read_movement(values: dict[str, Any]) -> MovementRecord:
    return MovementRecord(
        values["what"], values["day"], values["place"], values["notified"], values.get("reason", "")
    )
