"""Checks that several forms share."""

from datetime import date

from casework.i18n import _
from casework.programmes.questions import Validator, not_to_come
from casework.web.fields import Text


def not_after(today: date) -> Validator:
    """A day, or one known in part, that may not lie in the future."""
    return not_to_come(today, _("This day is still to come."))


def remark(name: str) -> Text:
    """A field for words that are never printed: a note, or what was said at an appointment."""
    return Text(
        name=name,
        title=_("Note"),
        description=_("Never printed and never handed on. Write nothing about a person's papers or health."),
        multiline=True,
        max_length=4000,
    )
