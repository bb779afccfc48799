"""Movements in municipal registers."""

from datetime import date
from typing import Any

import colander

from casework.dossiers.records import MovementRecord
from casework.dossiers.schemas.common import not_after
from casework.i18n import _
from casework.schemes import (
    MovementKind,
)
from casework.web.fields import Choice, Day, Text

MOVEMENTS = {
    MovementKind.ARRIVAL: _("Registered (arrival)"),
    MovementKind.MOVE: _("Moved within the town"),
    MovementKind.RENEWAL: _("Registration renewed"),
    MovementKind.DEPARTURE: _("Struck off (departure)"),
    MovementKind.CADUCITY: _("Lapsed (caducity)"),
    MovementKind.ANNULMENT: _("Lapse annulled"),
}


def movement_schema(today: date) -> colander.SchemaNode:
    """One movement in a municipal register."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_notified_lapse)
    schema.add(
        Choice(
            name="what",
            title=_("What the register says"),
            choices=[(kind.value, label) for kind, label in MOVEMENTS.items()],
            menu=True,
        )
    )
    schema.add(Day(name="day", title=_("Date"), validator=not_after(today)))
    schema.add(Text(name="place", title=_("Town of the register"), max_length=100))
    schema.add(
        Day(
            name="notified",
            title=_("Notified on"),
            description=_("Only for a lapse: it counts from the day the person was told."),
            missing=None,
        )
    )
    return schema


def _notified_lapse(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    problem = colander.Invalid(node)
    notified = values["notified"]
    if notified and values["what"] != MovementKind.CADUCITY:
        problem["notified"] = _("Only a lapse is notified. Leave this empty.")
        raise problem
    if notified and notified < values["day"]:
        problem["notified"] = _("The notification is before the lapse.")
        raise problem


def read_movement(values: dict[str, Any]) -> MovementRecord:
    return MovementRecord(values["what"], values["day"], values["place"], values["notified"])
