"""The gaps of a printed sentence, and what it rests on."""

from collections.abc import Sequence

import colander

from casework.dossiers.models import Evidence
from casework.i18n import _
from casework.schemes import (
    EvidenceCategory,
    Parameter,
    ParameterType,
    StatementTemplate,
    in_language,
)
from casework.web.fields import Day, Several, Text


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
    name = f"blank_{parameter.key}"
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
