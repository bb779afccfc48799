"""What a certificate asks, and when a letter reached the person."""

from datetime import date

import colander

from casework.dossiers.schemas.common import between
from casework.dossiers.service.notifying import Way
from casework.i18n import _
from casework.web.fields import Choice, Day, Text

WAYS = {
    Way.COUNTER: _("Handed over at the counter"),
    Way.POST: _("By registered post"),
    Way.ELECTRONIC: _("By electronic notification"),
    Way.OTHER: _("In another way that the office can prove"),
}


def certificate_schema() -> colander.SchemaNode:
    """Through whom a summons arrives, beside the address that the dossier holds."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        Text(
            name="summoned_through",
            title=_("Through whom the person can be summoned"),
            description=_(
                "Name and telephone of a lawyer, an association or a relative who agreed. May stay empty."
            ),
            missing="",
            max_length=200,
        )
    )
    return schema


def received_schema(written_on: date, today: date) -> colander.SchemaNode:
    """The day on which the person got a letter, not before it was written and not to come; and the way."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        Day(
            name="received_on",
            title=_("The day on which the person got it"),
            validator=between(written_on, today),
        )
    )
    schema.add(
        Choice(name="way", title=_("In which way"), choices=[(each.value, WAYS[each]) for each in Way])
    )
    return schema
