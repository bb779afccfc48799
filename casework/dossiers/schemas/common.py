"""Checks that several forms share."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import colander

from casework.i18n import _
from casework.papers import MissingGlyphError, require_glyphs
from casework.programmes.questions import Validator, not_to_come, one_town, partial_date
from casework.web.fields import Text

LONGEST_LIFE: Final = 110
"""Years. A birth before is taken for a slip of the keyboard, 1850 for 1950."""


class Printed(Text):
    """Text that papers print. Letters that their fonts lack are said here, not when the paper is to be made."""

    def __init__(self, **kw: Any) -> None:
        given = kw.pop("validator", None)
        super().__init__(validator=colander.All(_printable, *([given] if given else ())), **kw)


def _printable(node: colander.SchemaNode, value: str) -> None:
    try:
        require_glyphs(value)
    except MissingGlyphError as error:
        raise colander.Invalid(node, error.message) from None


def not_after(today: date) -> Validator:
    """A day, or one known in part, that may not lie in the future."""
    return not_to_come(today, _("This day is still to come."))


def born_by(today: date) -> Validator:
    """A birth, known at least by its year, that does not lie in the future, nor longer ago than people live."""
    to_come = not_after(today)

    def check(node: colander.SchemaNode, value: Mapping[str, int | None]) -> None:
        to_come(node, value)
        if partial_date(value).year < today.year - LONGEST_LIFE:
            raise colander.Invalid(
                node,
                _(
                    "This is more than ${years} years ago. Look at the year again.",
                    mapping={"years": LONGEST_LIFE},
                ),
            )

    return check


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
