"""Findings: a named rule on given facts and a day, with the first day on which it is met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..dates import ONE_DAY
from ..facts import Facts
from ..truth import Verdict, every
from .base import Missing, Rule, Values
from .joined import AllOf


@dataclass(frozen=True)
class Finding:
    """The outcome of one rule (design.md §2).

    `met_on` is the first day, from the reference day on, on which these facts meet the rule; none if no day
    does.
    `met_since` is the first day of the unbroken time up to the reference day in which it is met, where there
    is one.
    """

    rule: str
    verdict: Verdict
    reason: str
    values: Values
    missing: tuple[Missing, ...]
    met_on: date | None
    met_since: date | None
    is_placeholder: bool = False


def find(name: str, rule: Rule, facts: Facts, on: date) -> Finding:
    """One rule on one day."""
    outcome = rule.outcome(facts, on)
    return Finding(
        rule=name,
        verdict=outcome.verdict,
        reason=outcome.reason,
        values=outcome.values,
        missing=outcome.missing,
        met_on=earliest(rule, facts, on),
        met_since=_since(rule, facts, on),
        is_placeholder=outcome.is_placeholder,
    )


def find_all(rules: Mapping[str, Rule], facts: Facts, on: date) -> tuple[Finding, ...]:
    """All rules of a scheme, in its order."""
    return tuple(find(name, rule, facts, on) for name, rule in rules.items())


def overall(findings: Iterable[Finding]) -> Verdict:
    """What all of them say together."""
    return every(finding.verdict for finding in findings)


def earliest_of(rules: Mapping[str, Rule], facts: Facts, on: date) -> date | None:
    """The first day from `on` on which all rules are met together, as the facts stand."""
    return earliest(AllOf(tuple(rules.values())), facts, on)


def earliest(rule: Rule, facts: Facts, on: date) -> date | None:
    """The first day from `on` on which the rule is met: one of its turning days, or `on` itself."""
    later = sorted(day for day in rule.turning_days(facts) if day > on)
    return next((day for day in (on, *later) if rule.outcome(facts, day).verdict is Verdict.MET), None)


def next_change(rule: Rule, facts: Facts, on: date) -> date | None:
    """The first day after `on` on which the rule's verdict is another one; none if these facts change nothing."""
    now = rule.outcome(facts, on).verdict
    later = sorted(day for day in rule.turning_days(facts) if day > on)
    return next((day for day in later if rule.outcome(facts, day).verdict is not now), None)


def _since(rule: Rule, facts: Facts, on: date) -> date | None:
    if rule.outcome(facts, on).verdict is not Verdict.MET:
        return None
    earlier = sorted((day for day in rule.turning_days(facts) if date.min < day <= on), reverse=True)
    since = None
    for day in earlier:
        if rule.outcome(facts, day).verdict is not Verdict.MET:
            return since
        since = day
    always = since is None or rule.outcome(facts, since - ONE_DAY).verdict is Verdict.MET
    return None if always else since
