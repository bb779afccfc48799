"""Steps and decisions, and giving access."""

import colander

from casework.i18n import _
from casework.web.fields import Choice, Choices, Day, Text, Tick


def step_schema(*, reasons: bool, read_back: bool) -> colander.SchemaNode:
    """What the person at the screen gives with a step."""
    schema = colander.SchemaNode(colander.Mapping())
    if read_back:
        schema.add(
            Tick(
                name="read_back",
                title=_("Read back to the person"),
                label=_("The sentences were read back in a language the person understands, and they agree."),
                must=True,
            )
        )
    if reasons:
        schema.add(Text(name="reasons", title=_("Reasons"), multiline=True, max_length=4000))
    return schema


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
