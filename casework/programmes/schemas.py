"""What an office says of itself when it adopts a scheme."""

from datetime import date
from typing import Any

import colander

from casework.i18n import _
from casework.programmes.local_fields import add_local_fields
from casework.programmes.scheme_wording import Wording
from casework.web.fields import Day, Text, Tick

MOST_UNITS = 3


def adoption_schema(wording: Wording, year: int, *, to_acknowledge: bool) -> colander.SchemaNode:
    """Since when, what the office settles, and the letterhead; where the checker has notes, that they were read.

    `year` is that of the example of a number.
    """
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        Day(
            name="since",
            title=_("Since when"),
            description=_("From this day on dossiers can be opened, and the public pages are shown."),
        )
    )
    add_local_fields(schema, wording, year)
    _add_letterhead(schema)
    if to_acknowledge:
        schema.add(
            Tick(
                name="acknowledged",
                title=_("I have read the notes above, and my office stands by the scheme with them."),
                must=True,
            )
        )
    return schema


def local_values_schema(wording: Wording, year: int) -> colander.SchemaNode:
    """What the office settles where the scheme leaves it open."""
    schema = colander.SchemaNode(colander.Mapping())
    add_local_fields(schema, wording, year)
    return schema


def letterhead_schema() -> colander.SchemaNode:
    """What the papers say of the office."""
    schema = colander.SchemaNode(colander.Mapping())
    _add_letterhead(schema)
    return schema


def _add_letterhead(schema: colander.SchemaNode) -> None:
    for field in (
        Text(
            name="units",
            title=_("Units of the office"),
            description=_("One on each line, the largest first, three at most."),
            multiline=True,
            max_length=400,
            validator=_few_lines,
        ),
        Text(name="telephone", title=_("Telephone"), max_length=40),
        Text(name="hours", title=_("Hours"), max_length=100),
        Text(name="signatory_name", title=_("Name of who signs"), max_length=120),
        Text(name="signatory_office", title=_("Office of who signs"), max_length=160),
    ):
        schema.add(field)


def _few_lines(node: colander.SchemaNode, value: str) -> None:
    if len(_lines(value)) > MOST_UNITS:
        raise colander.Invalid(node, _("Three lines at most."))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_letterhead(values: dict[str, Any]) -> dict[str, str | list[str]]:
    """The letterhead in the values of `adoption_schema` or `letterhead_schema`."""
    fields = ("telephone", "hours", "signatory_name", "signatory_office")
    return {"units": _lines(values["units"]), **{name: values[name] for name in fields}}


def show_letterhead(letterhead: dict[str, str | list[str]]) -> dict[str, Any]:
    """A letterhead as values of `letterhead_schema`."""
    shown = {name: value for name, value in letterhead.items() if isinstance(value, str)}
    shown.pop("arms", None)
    return {**shown, "units": "\n".join(letterhead.get("units", ()))}


def show_adoption(letterhead: dict[str, str | list[str]], since: date) -> dict[str, Any]:
    """What a new adoption begins with: the letterhead of a programme that runs already, if there is one."""
    return {"since": since, **(show_letterhead(letterhead) if letterhead else {})}
