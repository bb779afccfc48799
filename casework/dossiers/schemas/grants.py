"""Giving access."""

from collections.abc import Mapping

import colander

from casework.i18n import _
from casework.web.fields import Choice, Choices, Day, Several, Tick


def grant_schema(accounts: Choices, things: Choices, headings: Mapping[str, str]) -> colander.SchemaNode:
    """To whom, on what, until when; only with the person's consent. `headings` part papers from evidence."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(Choice(name="account", title=_("Lawyer"), choices=accounts, menu=True))
    schema.add(
        Several(
            name="things", title=_("May see"), choices=things, headings=headings, validator=_chose_something
        )
    )
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


def _chose_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Choose at least one paper or piece of evidence."))
