"""Who handles a dossier."""

from typing import Any

import colander
from deform.widget import SelectWidget

from casework.i18n import _
from casework.web.fields import Choice, Choices


def handling_schema(accounts: Choices) -> colander.SchemaNode:
    """Owner and deputy, out of the colleagues who work on cases."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_two_persons)
    schema.add(
        Choice(
            name="owner",
            title=_("Handled by"),
            description=_("Sees the dossier on the list “Mine” and is asked first."),
            choices=accounts,
            menu=True,
        )
    )
    schema.add(
        Choice(
            name="deputy",
            title=_("Deputy"),
            description=_("Stands in, and has the dossier on the list “Mine” too."),
            choices=accounts,
            widget=SelectWidget(values=[("", _("Nobody")), *accounts]),
            missing="",
        )
    )
    return schema


def _two_persons(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    if values["owner"] == values["deputy"]:
        problem = colander.Invalid(node)
        problem["deputy"] = _("Choose another deputy than the person who handles it, or nobody.")
        raise problem
