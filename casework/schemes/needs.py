"""What evidence would still help a person's case: asked of the rules themselves, by one more paper at a time.

A paper helps where the rule stands better with it: another verdict, or less that is missing. So a kind that was
shown already, a group that has enough, or a paper without the photo that a rule asks for never counts as needed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .definition import SchemeVersion
from .evidence import EvidenceCategory
from .facts import Document, Facts
from .rules import MissingKind, Outcome, Rule
from .truth import Verdict

_RANK = (Verdict.UNMET, Verdict.UNKNOWN, Verdict.MET)

Helping = Mapping[str, tuple[str, ...]]
"""Kinds of paper by the category in which they would help."""


class Need(StrEnum):
    """How much the rules need one more paper in a category."""

    NEEDED = "needed"
    ONE_OF = "one of several"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """What would help, by rule, for each rule that is not met and that some paper brings nearer."""

    by_rule: Mapping[str, Helping]

    def need(self, category: str) -> Need:
        """Whether a rule waits for this category alone, for it or others, or no rule waits for it."""
        asked = [len(helping) for helping in self.by_rule.values() if category in helping]
        if not asked:
            return Need.OPTIONAL
        return Need.NEEDED if 1 in asked else Need.ONE_OF

    def kinds(self, category: str) -> frozenset[str]:
        """The kinds of paper that would help in this category."""
        return frozenset(kind for helping in self.by_rule.values() for kind in helping.get(category, ()))


def still_needed(version: SchemeVersion, facts: Facts, on: date) -> StillNeeded:
    """What would help each rule of a version that these facts do not meet on a day."""
    looked = replace(facts, documents=facts.documents or ())
    found = {key: _helping(version, rule, looked, on) for key, rule in version.rules.items()}
    return StillNeeded({key: helping for key, helping in found.items() if helping})


def _helping(version: SchemeVersion, rule: Rule, facts: Facts, on: date) -> Helping:
    before = rule.outcome(facts, on)
    if before.verdict is Verdict.MET:
        return {}
    names = {name for each in before.missing if each.kind is MissingKind.EVIDENCE for name in each.names}
    categories = (each for each in version.evidence if each.key in names)
    found = {each.key: tuple(_kinds(rule, each, facts, on, before)) for each in categories}
    return {key: kinds for key, kinds in found.items() if kinds}


def _kinds(rule: Rule, category: EvidenceCategory, facts: Facts, on: date, before: Outcome) -> Iterable[str]:
    for kind in category.accepts or ():
        paper = Document(kind.key, issued=on, never_expires=True, category=category.key)
        more = replace(facts, documents=(*(facts.documents or ()), paper))
        if _better(rule.outcome(more, on), before):
            yield kind.key


def _better(after: Outcome, before: Outcome) -> bool:
    if after.verdict is not before.verdict:
        return _RANK.index(after.verdict) > _RANK.index(before.verdict)
    still, lacked = _lacking(after), _lacking(before)
    return any(still[names] < lacked[names] for names in lacked)


def _lacking(outcome: Outcome) -> Counter[tuple[str, ...]]:
    """How many papers are missing, by the categories that take them; two parts of a rule may ask for the same."""
    found: Counter[tuple[str, ...]] = Counter()
    for each in outcome.missing:
        if each.kind is MissingKind.EVIDENCE:
            found[each.names] += each.lacking
    return found
