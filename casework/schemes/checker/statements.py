"""Does a sentence that a paper prints make sense: its gaps, what fills them unasked, and what it rests on?"""

import re
from collections.abc import Iterator
from typing import Final

from ..definition import LETTER
from ..evidence import PARAMETER, ParameterType, Source
from ..nearest import did_you_mean
from ..remarks import Severity
from ..tree import Data, Place

Said = tuple[Place, str, Severity]
MISTAKE: Final = Severity.MISTAKE
WITH_A_FIRST_DAY: Final = ("registered", "lived")
"""Kinds of rule that find a first day."""
DAYS: Final = frozenset({ParameterType.DATE, ParameterType.MONTH})
FITS: Final = {
    Source.NAME: frozenset({ParameterType.TEXT}),
    Source.ADDRESS: frozenset({ParameterType.TEXT}),
    Source.ISSUER: frozenset({ParameterType.TEXT}),
    Source.ISSUED: DAYS,
    Source.FROM: DAYS,
    Source.TO: DAYS,
}
"""Which types of gap take what."""


def statement_remarks(statement: Data, category: str, place: Place, version: Data) -> Iterator[Said]:
    """Everything to say about one sentence of a category: (place, text, severity)."""
    gaps = {language: set(PARAMETER.findall(text)) for language, text in statement["text"].items()}
    for gap in sorted(set().union(*gaps.values())):
        if gap not in version["asks"]:
            near = did_you_mean(gap, version["asks"])
            text = (
                f"the sentence has the gap {{{gap}}}, which no form asks for{near}; declare it under 'asks'"
            )
            yield (*place, "text"), text, MISTAKE
    if len({frozenset(names) for names in gaps.values()}) > 1:
        yield (*place, "text"), "the sentence has other gaps in another language; use the same ones", MISTAKE
    if any(re.search(r"[{}]", PARAMETER.sub("", text)) for text in statement["text"].values()):
        yield (*place, "text"), "a gap is one small word in braces, such as {since}; mend the braces", MISTAKE
    yield from _languages(statement, place, version)
    yield from _rests_on(statement, category, place, version)
    yield from _not_with(statement, category, place, version)
    for gap, filled in statement.get("fill", {}).items():
        if gap not in set().union(*gaps.values()):
            near = did_you_mean(gap, set().union(*gaps.values()))
            text = f"'fill' names {gap!r}, which is no gap of the sentence{near}; name one of its gaps"
            yield (*place, "fill", gap), text, MISTAKE
        elif gap in version["asks"]:
            yield from _fill(gap, filled, (*place, "fill", gap), version)


def _languages(statement: Data, place: Place, version: Data) -> Iterator[Said]:
    sheets = (paper for paper in version["papers"].values() if paper["form"] != LETTER)
    printed = {language for paper in sheets for language in paper["languages"]}
    for language in sorted(printed - set(statement["text"])):
        text = f"this sentence is printed in {language!r}, but not written in it; add it"
        yield (*place, "text"), text, MISTAKE


def _rests_on(statement: Data, category: str, place: Place, version: Data) -> Iterator[Said]:
    accepted = version["evidence"][category]["accepts"]
    for kind in statement.get("rests_on", ()):
        if kind not in accepted:
            near = did_you_mean(kind, accepted)
            text = f"the sentence rests on {kind!r}, which {category!r} does not accept{near}"
            yield (*place, "rests_on"), text, MISTAKE


def _not_with(statement: Data, category: str, place: Place, version: Data) -> Iterator[Said]:
    others = set(version["evidence"][category]["prints"]) - {place[-1]}
    for other in statement.get("not_with", ()):
        if other not in others:
            near = did_you_mean(other, others)
            text = f"the sentence should not stand with {other!r}, which is no other sentence of {category!r}{near}"
            yield (*place, "not_with"), text, MISTAKE


def _fill(gap: str, filled: Data, place: Place, version: Data) -> Iterator[Said]:
    asked = ParameterType(version["asks"][gap]["type"])
    if isinstance(filled, str):
        if asked not in FITS[Source(filled)]:
            text = (
                f"the gap {{{gap}}} asks for a {asked}, which {filled!r} is not; let the form ask: remove it"
            )
            yield place, text, MISTAKE
        return
    rule, rules = filled["rule"], version["rules"]
    if rule not in rules:
        near = did_you_mean(rule, rules)
        text = f"{rule!r} is no rule of this scheme{near}; name one that finds a first day"
        yield (*place, "rule"), text, MISTAKE
    elif asked not in DAYS:
        text = f"the gap {{{gap}}} asks for a {asked}, and a rule finds a day; let the form ask: remove it"
        yield place, text, MISTAKE
    elif rules[rule] and not any(kind in rules[rule] for kind in WITH_A_FIRST_DAY):
        text = f"the rule {rule!r} finds no first day; name one that says 'registered' or 'lived'"
        yield (*place, "rule"), text, MISTAKE
