"""What a certificate asks."""

import colander

from casework.i18n import _
from casework.web.fields import Text


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
