"""What the rules of a version read, what of it a person can be asked on a public page, and how a form asks it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import colander

from casework.schemes import (
    EvidenceCategory,
    EvidenceKind,
    FactDefinition,
    FactType,
    PartialDate,
    SchemeVersion,
    in_language,
    name_of,
    names_one_town,
)
from casework.schemes.rules import (
    Age,
    AllOf,
    AnyOf,
    Basis,
    Income,
    Is,
    Lived,
    Registered,
    Rule,
    Scope,
    Shown,
    Unless,
)
from casework.web.fields import Choice, PartialDay, Text, tidy

PERSON = "person"
FACT: Final = "fact_"
"""Before the name of each question's field, so that no scheme's word meets one of the form's own."""
"""Who tells a fact that a person can be asked for."""
LONGEST_FIGURE = 12

Validator = Callable[[colander.SchemaNode, Any], None]


@dataclass(frozen=True)
class Needs:
    """What the rules of one version read, each in the scheme's order.

    `facts` are those that the person tells; what a register, a record or a caseworker tells is asked of nobody
    here, and stays unknown. `currency` is that of an income's ceiling, by the fact's key.
    """

    facts: tuple[FactDefinition, ...]
    movements: bool
    lived: tuple[Scope, ...]
    categories: tuple[EvidenceCategory, ...]
    currency: dict[str, str]

    def kinds(self) -> Iterator[tuple[EvidenceCategory, tuple[EvidenceKind, ...]]]:
        """The kinds of paper by category. Each is asked for once, where it first counts: papers are not filed here."""
        asked: set[str] = set()
        for category in self.categories:
            new = tuple(kind for kind in category.accepts or () if kind.key not in asked)
            asked |= {kind.key for kind in new}
            if new:
                yield category, new


def needs_of(version: SchemeVersion) -> Needs:
    """What the rules of a version read."""
    rules = [part for rule in version.rules.values() for part in _parts(rule)]
    names = {name for rule in rules for name in _facts(rule)}
    lived = {rule.scope for rule in rules if isinstance(rule, Lived) and rule.period is not None}
    return Needs(
        facts=tuple(fact for key, fact in version.facts.items() if key in names and fact.told_by == PERSON),
        movements=any(_reads_register(rule) for rule in rules),
        lived=tuple(scope for scope in Scope if scope in lived),
        categories=tuple(_categories(version, rules)),
        currency=dict(_currencies(rules)),
    )


def _parts(rule: Rule) -> Iterator[Rule]:
    """A rule and all within it."""
    yield rule
    within: tuple[Rule, ...] = ()
    if isinstance(rule, AllOf | AnyOf):
        within = rule.parts
    elif isinstance(rule, Unless):
        within = (rule.rule, rule.excuse)
    for part in within:
        yield from _parts(part)


def _facts(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Is | Age | Income):
        yield rule.fact
    if isinstance(rule, Income) and rule.parts:
        yield rule.parts.by


def _reads_register(rule: Rule) -> bool:
    if isinstance(rule, Lived):
        return rule.period is not None and rule.basis is not Basis.EVIDENCE
    return isinstance(rule, Registered)


def _categories(version: SchemeVersion, rules: list[Rule]) -> Iterator[EvidenceCategory]:
    """Categories that some rule counts, without those that hold the person's own word only."""
    shown = [rule for rule in rules if isinstance(rule, Shown)]
    counted = {column.key for rule in shown for column in rule.columns}
    counted |= {column.key for rule in shown for group in rule.groups.values() for column in group}
    for category in version.evidence:
        if category.key in counted and not category.self_declared:
            yield category


def _currencies(rules: list[Rule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if isinstance(rule, Income):
            for ceiling in rule.ceilings.values():
                if ceiling is not None:
                    yield rule.fact, ceiling.currency


@dataclass(frozen=True)
class QuestionWords:
    """What a form says beside the scheme's own questions: ready words, or messages of the pages.

    `amount` makes the hint for an amount from its currency, which is empty where no rule names one.
    """

    language: str
    yes: str
    no: str
    not_known: str
    part_is_enough: str
    whole_number: str
    amount: Callable[[str], str]
    still_to_come: str


def question(
    version: SchemeVersion,
    fact: FactDefinition,
    words: QuestionWords,
    today: date,
    *,
    name: str,
    currency: str = "",
    note: str = "",
) -> Choice | PartialDay | Text:
    """A scheme's question as a field that may be left empty: nobody knows. A `note` stands in place of the hint."""
    named: dict[str, Any] = {"name": name, "title": in_language(fact.text, words.language)}
    match fact.type:
        case FactType.DATE:
            past = not_to_come(today, words.still_to_come)
            hint = note or words.part_is_enough
            return PartialDay(**named, description=hint, missing=None, validator=past)
        case FactType.NUMBER:
            return _figure(fact, named, words.whole_number, note)
        case FactType.MONEY:
            return _figure(fact, named, words.amount(currency), note)
        case FactType.CHOICE:
            choices = [
                (key, _capital(name_of(version, "answers", key, words.language))) for key in fact.choices
            ]
        case _:
            choices = [("yes", words.yes), ("no", words.no)]
    return Choice(**named, description=note, choices=[*choices, ("", words.not_known)], missing="")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _figure(fact: FactDefinition, named: dict[str, Any], hint: str, note: str) -> Text:
    def check(node: colander.SchemaNode, value: str) -> None:
        try:
            fact.parse(value)
        except ValueError:
            raise colander.Invalid(node, hint) from None

    return Text(
        **named,
        description=note or hint,
        missing="",
        max_length=LONGEST_FIGURE,
        preparer=[tidy, _with_point] if fact.type is FactType.MONEY else tidy,
        validator=check,
    )


def _with_point(value: Any) -> Any:
    """An amount is typed with a comma in most of our languages, and kept with a point."""
    return value.replace(",", ".") if isinstance(value, str) else value


def one_town(city: str, message: str) -> Validator:
    """The name of one town: the scheme's `city`, or any without a comma."""

    def check(node: colander.SchemaNode, value: str) -> None:
        if not names_one_town(value, city):
            raise colander.Invalid(node, message)

    return check


def not_to_come(today: date, message: str) -> Validator:
    """A day, or one known in part, that may not lie in the future."""

    def check(node: colander.SchemaNode, value: Any) -> None:
        first = value if isinstance(value, date) else partial_date(value).first
        if first > today:
            raise colander.Invalid(node, message)

    return check


def partial_date(value: Mapping[str, int | None]) -> PartialDate:
    """The value of a `PartialDay`."""
    year = value["year"]
    assert year is not None
    return PartialDate(year, value["month"], value["day"])


def written(fact: FactDefinition, value: Any) -> str:
    """The value of a `question` in the form that facts are kept in (`FactDefinition.parse`); empty where left empty."""
    if fact.type is FactType.DATE:
        return str(partial_date(value)) if value else ""
    return str(value)


def typed(fact: FactDefinition, answer: str) -> Any:
    """The other way round: what stands in a `question` that was answered so; empty for no answer."""
    if fact.type is not FactType.DATE:
        return answer
    if not answer:
        return None
    day = PartialDate.parse(answer)
    return {"year": day.year, "month": day.month, "day": day.day}
