"""The gaps of a printed sentence, what it rests on, and the choice of suggested ones."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import colander

from casework.dossiers.models import Evidence
from casework.dossiers.records import Blank, StatementRecord
from casework.dossiers.schemas.common import Printed
from casework.i18n import _
from casework.schemes import (
    EvidenceCategory,
    Parameter,
    ParameterType,
    StatementTemplate,
    in_language,
)
from casework.web.fields import Choices, Day, Hint, Month, Several, Text

GAP = "blank_"
"""Before the name of each gap's field: a scheme may call a gap as another field of the form is called."""


Wrong = Callable[[Mapping[str, str]], Mapping[str, str]]
"""By what fills the gaps of a sentence: the gaps that can only be wrong, each with why."""


def statement_schema(
    category: EvidenceCategory,
    template: StatementTemplate,
    evidence: Sequence[tuple[Evidence, str]],
    language: str,
    wrong: Wrong,
) -> colander.SchemaNode:
    """The gaps of one sentence and the evidence it rests on, that of its category first. Own words rest on none."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_refuses(wrong))
    for parameter in template.parameters:
        schema.add(_blank(parameter, language))
    if not category.self_declared:
        schema.add(_bases(category, evidence))
    return schema


def _refuses(wrong: Wrong) -> Callable[[colander.SchemaNode, dict[str, Any]], None]:
    def check(node: colander.SchemaNode, values: dict[str, Any]) -> None:
        if found := wrong({blank.name: blank.value for blank in read_blanks(values)}):
            error = colander.Invalid(node)
            for gap, why in found.items():
                error[f"{GAP}{gap}"] = why
            raise error

    return check


def _bases(category: EvidenceCategory, evidence: Sequence[tuple[Evidence, str]]) -> Several:
    shown_here = {each.id for each, _label in evidence if category.key in each.record.categories}
    own = [(each.id, label) for each, label in evidence if each.id in shown_here]
    others = [(each.id, label) for each, label in evidence if each.id not in shown_here]
    return Several(
        name="bases",
        title=_("Rests on"),
        choices=[*own, *others],
        headings={others[0][0]: _("Other evidence")} if own and others else {},
        validator=_rests_on_something,
    )


def suggested_schema(choices: Choices, hints: Mapping[str, Hint], language: str) -> colander.SchemaNode:
    """Which of the suggested sentences are printed as they stand; `language` is the paper's."""
    return colander.SchemaNode(
        colander.Mapping(),
        Several(
            name="sentences",
            title=_("Ready to be printed"),
            choices=choices,
            hints=hints,
            language=language,
            validator=_chose_something,
        ),
    )


def _chose_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Tick the sentences to be printed."))


def _rests_on_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Choose at least one: no sentence without its basis."))


def _blank(parameter: Parameter, language: str) -> colander.SchemaNode:
    title = in_language(parameter.text, language)
    name = f"{GAP}{parameter.key}"
    if parameter.type is ParameterType.DATE:
        return Day(name=name, title=title)
    if parameter.type is ParameterType.MONTH:
        return Month(name=name, title=title)
    if parameter.type is ParameterType.NUMBER:
        return Text(
            name=name,
            title=title,
            validator=colander.Regex(r"^[0-9]{1,6}$", _("Write a whole number.")),
        )
    if parameter.type is ParameterType.LONG_TEXT:
        return Printed(name=name, title=title, multiline=True, max_length=2000)
    return Printed(name=name, title=title, max_length=300)


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
