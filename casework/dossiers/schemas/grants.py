"""Giving access."""

import colander

from casework.i18n import _
from casework.web.fields import Choice, Choices, Day, Tick


def grant_schema(accounts: Choices, things: Choices) -> colander.SchemaNode:
    """To whom, on what, until when; only with the person's consent."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(Choice(name="account", title=_("Lawyer"), choices=accounts, menu=True))
    schema.add(Choice(name="thing", title=_("May see"), choices=things))
    schema.add(
        Day(
            name="until",
            title=_("Until"),
            description=_("At most 90 days from now. It can be renewed."),
        )
    )
    schema.add(
        Tick(
            name="consent",
            title=_("Consent"),
            label=_("The person agreed today, knows who gets access to what, and can take it back."),
            must=True,
        )
    )
    return schema
