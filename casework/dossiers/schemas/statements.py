"""The gaps of a printed sentence, and what it rests on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import colander

from casework.dossiers.models import Evidence
from casework.dossiers.records import Blank, StatementRecord
from casework.i18n import _
from casework.schemes import (
    EvidenceCategory,
    Parameter,
    ParameterType,
    StatementTemplate,
    in_language,
)
from casework.web.fields import Day, Several, Text

GAP = "blank_"
"""Before the name of each gap's field: a scheme may call a gap as another field of the form is called."""


def statement_schema(
    category: EvidenceCategory,
    template: StatementTemplate,
    evidence: Sequence[tuple[Evidence, str]],
    language: str,
) -> colander.SchemaNode:
    """The gaps of one sentence and the evidence it rests on. The person's own words rest on none."""
    schema = colander.SchemaNode(colander.Mapping())
    for parameter in template.parameters:
        schema.add(_blank(parameter, language))
    if not category.self_declared:
        schema.add(
            Several(
                name="bases",
                title=_("Rests on"),
                choices=[(each.id, label) for each, label in evidence],
                validator=_rests_on_something,
            )
        )
    return schema


def _rests_on_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Choose at least one: no sentence without its basis."))


def _blank(parameter: Parameter, language: str) -> colander.SchemaNode:
    title = in_language(parameter.text, language)
    name = f"{GAP}{parameter.key}"
    if parameter.type is ParameterType.DATE:
        return Day(name=name, title=title)
    if parameter.type is ParameterType.MONTH:
        return Text(
            name=name,
            title=title,
            description=_("Year and month, for example 2024-10."),
            validator=colander.Regex(r"^\d{4}-(0[1-9]|1[0-2])$", _("Write it as 2024-10.")),
        )
    if parameter.type is ParameterType.NUMBER:
        return Text(
            name=name,
            title=title,
            validator=colander.Regex(r"^[0-9]{1,6}$", _("Write a whole number.")),
        )
    if parameter.type is ParameterType.LONG_TEXT:
        return Text(name=name, title=title, multiline=True, max_length=2000)
    return Text(name=name, title=title, max_length=300)


def read_blanks(values: dict[str, Any]) -> tuple[Blank, ...]:
    """The gaps of `statement_schema` as they were filled; days in ISO form."""
    return tuple(
        Blank(name.removeprefix(GAP), value if isinstance(value, str) else value.isoformat())
        for name, value in values.items()
        if name.startswith(GAP)
    )


def show_statement(
    template: StatementTemplate, record: StatementRecord, bases: Sequence[Evidence]
) -> dict[str, Any]:
    """A sentence as values of `statement_schema`."""
    types = {parameter.key: parameter.type for parameter in template.parameters}
    filled = {
        f"{GAP}{name}": date.fromisoformat(value) if types.get(name) is ParameterType.DATE else value
        for name, value in record.values.items()
    }
    return {**filled, "bases": {each.id for each in bases}}
