"""Checks that several forms share."""

from datetime import date

import colander

from casework.i18n import _
from casework.programmes.questions import Validator, not_to_come, one_town
from casework.web.fields import Text


def not_after(today: date) -> Validator:
    """A day, or one known in part, that may not lie in the future."""
    return not_to_come(today, _("This day is still to come."))


def in_lifetime(born: date, today: date) -> Validator:
    """A day since the person was born, and not in the future; `born` is the earliest day that it may have been."""
    not_to_come_yet = not_after(today)

    def check(node: colander.SchemaNode, value: date) -> None:
        not_to_come_yet(node, value)
        if value < born:
            raise colander.Invalid(node, _("This day is before the person was born."))

    return check


def between(first: date | None, today: date) -> Validator:
    """A day that lies neither before the first one, where there is one, nor in the future."""
    to_come = not_after(today)

    def check(node: colander.SchemaNode, value: date) -> None:
        to_come(node, value)
        if first is not None and value < first:
            raise colander.Invalid(node, _("This day is too early."))

    return check


def town_name(city: str) -> Validator:
    """The name of one town: the rules compare it with the scheme's `city`."""
    return one_town(
        city,
        _(
            "Write one town, without a comma: leave out region and country, and put an article before the name."
        ),
    )


def remark(name: str) -> Text:
    """A field for words that are never printed: a note, or what was said at an appointment."""
    return Text(
        name=name,
        title=_("Note"),
        description=_("Never printed and never handed on. Write nothing about a person's papers or health."),
        multiline=True,
        max_length=4000,
    )
