"""Checks that several forms share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import colander

from casework.i18n import _
from casework.web.fields import Text

Validator = Callable[[colander.SchemaNode, Any], None]


def not_after(today: date) -> Validator:
    """A day that may not lie in the future."""

    def check(node: colander.SchemaNode, value: date) -> None:
        if value > today:
            raise colander.Invalid(node, _("This day is still to come."))

    return check


def remark(name: str) -> Text:
    """A field for words that are never printed: a note, or what was said at an appointment."""
    return Text(
        name=name,
        title=_("Note"),
        description=_("Never printed and never handed on. Write nothing about a person's papers or health."),
        multiline=True,
        max_length=4000,
    )
