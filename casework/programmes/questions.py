"""What the rules of a version read, and what of it a person can be asked on a public page."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.schemes import EvidenceCategory, EvidenceKind, FactDefinition, SchemeVersion
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

PERSON = "person"
"""Who tells a fact that a person can be asked for."""


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
