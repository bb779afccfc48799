"""Checks that several forms share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import colander

from casework.i18n import _

Validator = Callable[[colander.SchemaNode, Any], None]


def not_after(today: date) -> Validator:
    """A day that may not lie in the future."""

    def check(node: colander.SchemaNode, value: date) -> None:
        if value > today:
            raise colander.Invalid(node, _("This day is still to come."))

    return check
