"""What the rules of a version say of given facts on a day, as `casework schemes explain` prints it
(design.md §9).
"""

from datetime import date
from typing import Any

from .definition import SchemeVersion
from .facts import Facts
from .facts_reader import parse_facts
from .rules import Finding, earliest_of, find_all, overall
from .steps import given_by
from .truth import Verdict


def facts_from(version: SchemeVersion, data: object) -> Facts:
    """The facts that a version asks for, from JSON or YAML data keyed by fact.

    Raises:
        FactsError: something cannot be read; `path` says where.
    """
    return parse_facts(data, version.facts, version.place.city)


def findings(version: SchemeVersion, facts: Facts, on: date) -> tuple[Finding, ...]:
    """One finding for each rule of the version, in its order. `on` is the day the application was
    registered.
    """
    return find_all(version.rules, facts, on)


def given_on(version: SchemeVersion, facts: Facts, on: date) -> frozenset[str]:
    """The needs of actions that facts satisfy on a day: the key of each met rule and named condition, and
    `rules` if all rules are met.
    """
    conditions = find_all(version.conditions, facts, on)
    met = {finding.rule for finding in conditions if finding.verdict is Verdict.MET}
    return given_by(findings(version, facts, on)) | met


def earliest_day(version: SchemeVersion, facts: Facts, on: date) -> date | None:
    """The first day from `on` on which these facts meet all rules together; none if they never do."""
    return earliest_of(version.rules, facts, on)


def explain(version: SchemeVersion, facts: Facts, on: date) -> dict[str, Any]:
    """`{"verdict", "findings": [{"rule", "verdict", "reason", "met_on"}], "earliest"}`, ready for JSON;
    dates are ISO.
    """
    found = findings(version, facts, on)
    return {
        "verdict": str(overall(found)),
        "findings": [
            {
                "rule": finding.rule,
                "verdict": str(finding.verdict),
                "reason": finding.reason,
                "met_on": _iso(finding.met_on),
            }
            for finding in found
        ],
        "earliest": _iso(earliest_day(version, facts, on)),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
