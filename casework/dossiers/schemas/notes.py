"""Working remarks."""

import colander

from casework.i18n import _
from casework.web.fields import Text


def note_schema() -> colander.SchemaNode:
    """One remark."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        Text(
            name="text",
            title=_("Note"),
            description=_(
                "Never printed and never handed on. Write nothing about a person's papers or health."
            ),
            multiline=True,
            max_length=4000,
        )
    )
    return schema
