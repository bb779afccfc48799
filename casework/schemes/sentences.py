"""Findings and rules as sentences, in each language and for two readers: the caseworker and the person.

A scheme writes no sentence for a rule: the house's words (`sentences/<language>.yaml`) and the rule's own
values make it; `says` on a rule overrides its title. The tone is that of looks.md §9 and §10.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from .dates import Period
from .definition import SchemeVersion
from .errors import NotAllowed
from .facts import Document
from .money import Money
from .rules import Finding, Missing, MissingKind, Rule, Title, Value
from .truth import Verdict
from .wording import in_language
from .words import Words, words_of

BESIDE: Final = ("elsewhere", "untold")
"""Values of a finding that have a sentence of their own, after its reason."""


class Voice(StrEnum):
    """Whom a sentence speaks to."""

    CASEWORKER = "caseworker"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in words: what the rule asks, how it stands, why, and what would settle it.

    `lead` is the whole first line: "6 months in the register of Barcelona: met from 14 February 2027."
    """

    lead: str
    title: str
    state: str
    why: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that would settle a finding: the key of a fact, of a category of evidence or of a look, in words."""

    kind: MissingKind
    key: str
    text: str


def say(version: SchemeVersion, finding: Finding, language: str, voice: Voice = Voice.CASEWORKER) -> Sentence:
    """A finding in words of a language; English where the house does not speak it."""
    words = words_of(language)
    values = _written(finding.values, version, words, language)
    title, state = rule_title(version, finding.rule, language), _state(finding, words)
    why = " ".join(_reasons(finding, words, values, voice))
    return Sentence(
        lead=words.filled(words.phrase("state", "lead"), {"title": title, "state": state}),
        title=title,
        state=state,
        why=f"{why} {words.phrase('state', 'guess')}" if finding.is_placeholder else why,
        settles=tuple(dict.fromkeys(_settling(version, finding.missing, words, language))),
    )


def _reasons(finding: Finding, words: Words, values: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """Why; and to the caseworker what was entered beside it and does not count."""
    yield words.filled(words.phrase("reason", finding.reason, voice), values)
    if voice is Voice.CASEWORKER:
        for key in BESIDE:
            if key in values:
                yield words.filled(words.phrase("beside", key), values)


def ways_of(version: SchemeVersion, finding: Finding, language: str) -> tuple[Way, ...]:
    """What would settle a finding, for pages that lead there; evidence by the headings of its categories."""
    words = words_of(language)
    text = {
        MissingKind.FACT: lambda name: in_language(version.facts[name].text, language).rstrip(".").rstrip(),
        MissingKind.REVIEW: lambda name: words.phrase("review", name),
        MissingKind.EVIDENCE: lambda name: heading_of(version, name, language),
    }
    found = (Way(lack.kind, name, text[lack.kind](name)) for lack in finding.missing for name in lack.names)
    return tuple(dict.fromkeys(found))


def rule_title(version: SchemeVersion, rule: str, language: str) -> str:
    """What a rule or a named condition asks, in words: the scheme's own (`says`), else the house's."""
    if rule in version.says:
        return in_language(version.says[rule], language)
    return _title(_named(version, rule).title, version, words_of(language), language)


def title_of(version: SchemeVersion, rule: Rule, language: str) -> str:
    """What a rule without a key asks, in words: the `when` of an end, a fee or an entitlement."""
    return _title(rule.title, version, words_of(language), language)


def _named(version: SchemeVersion, rule: str) -> Rule:
    return version.rules[rule] if rule in version.rules else version.conditions[rule]


def say_refusal(version: SchemeVersion, refused: NotAllowed, language: str) -> str:
    """Why a step does not go through, and what would help, for the person at the screen."""
    words, detail = words_of(language), refused.detail
    values = {}
    match refused.reason:
        case "not_from_here":
            values["state"] = name_of(version, "states", detail, language)
        case "needs" if detail in version.rules or detail in version.conditions:
            values["need"] = rule_title(version, detail, language)
        case "needs":
            values["need"] = name_of(version, "needs", detail, language)
        case "term_runs" | "term_over":
            values["day"] = words.day(date.fromisoformat(detail))
    return words.filled(words.phrase("refusals", refused.reason), values)


def name_of(version: SchemeVersion, section: str, key: str, language: str) -> str:
    """The word for a state, action, role, kind of evidence, group, field or card state, for people to read.

    The scheme's own words come first, then the house's; a key without any is shown with its underlines as
    spaces.
    """
    own = version.words.get(section, {}).get(key, {})
    if section == "kinds" and key in version.kinds:
        own = version.kinds[key].name or own
    return in_language(own, language) or words_of(language).named(section, key) or key.replace("_", " ")


def heading_of(version: SchemeVersion, category: str, language: str) -> str:
    """The heading of an evidence category in a language, or in the one that it is printed in.

    A category of another version, as a household's first dossier may have, goes by its key.
    """
    heading = next((each.heading for each in version.evidence if each.key == category), None)
    return in_language(heading, language) if heading else name_of(version, "categories", category, language)


def _state(finding: Finding, words: Words) -> str:
    if finding.verdict is Verdict.MET:
        # A partly known birth date gives no true day (schemes.md §1.1), and an age needs none.
        if finding.met_since is None or finding.reason == "age.met":
            return words.phrase("state", "met")
        return words.filled(words.phrase("state", "met_since"), {"day": words.day(finding.met_since)})
    if finding.met_on is not None:
        return words.filled(words.phrase("state", "met_from"), {"day": words.day(finding.met_on)})
    return words.phrase("state", str(finding.verdict))


def _title(title: Title, version: SchemeVersion, words: Words, language: str) -> str:
    if title.parts:
        read = [(part, _title(part, version, words, language)) for part in title.parts]
        parts = [f"({text})" if part.parts else text for part, text in read]
        joined = str(words.data["between"][title.key]).join(parts)
        return words.filled(words.phrase("title", title.key), {"parts": joined})
    values = _written(title.values, version, words, language)
    if title.key == "is.answer" and title.values["wanted"] == ("yes",):
        return values["fact"]
    return words.filled(words.phrase("title", title.key), values)


def _settling(version: SchemeVersion, missing: tuple[Missing, ...], words: Words, language: str) -> list[str]:
    found: list[str] = []
    for lack in missing:
        match lack.kind:
            case MissingKind.FACT:
                texts = (in_language(version.facts[name].text, language) for name in lack.names)
                found += [text.rstrip(".").rstrip() for text in texts]
            case MissingKind.REVIEW:
                found += [words.phrase("review", name) for name in lack.names]
            case MissingKind.EVIDENCE:
                kinds = [kind.key for name in lack.names for kind in version.category(name).accepts or ()]
                found += [name_of(version, "kinds", kind, language) for kind in kinds]
    return found


def _fact(version: SchemeVersion, name: str, language: str) -> str:
    return in_language(version.facts[name].text, language).rstrip(".?").rstrip()


def _written(
    values: Mapping[str, Value], version: SchemeVersion, words: Words, language: str
) -> dict[str, str]:
    return {key: _value(key, value, version, words, language) for key, value in values.items()}


def _value(key: str, value: Any, version: SchemeVersion, words: Words, language: str) -> str:
    match value:
        case Period():
            return words.period(value)
        case date():
            return words.day(value)
        case int():
            return words.number(value)
        case Money():
            return words.money(value)
        case tuple() if key == "seen":
            return "; ".join(dict.fromkeys(_paper(paper, version, language) for paper in value))
        case tuple() if key == "elsewhere":
            return words.all_of(list(value))
        case tuple() if key == "things":
            return words.all_of([_name(key, part, version, language) for part in value])
        case tuple():
            return words.either([_name(key, part, version, language) for part in value])
        case _:
            return _name(key, value, version, language)


def _paper(paper: Document, version: SchemeVersion, language: str) -> str:
    """`Payslip, A3`; without a label by its kind alone."""
    kind = name_of(version, "kinds", paper.kind, language)
    return f"{kind}, {paper.label}" if paper.label else kind


def _name(key: str, value: str, version: SchemeVersion, language: str) -> str:
    match key:
        case "fact":
            return _fact(version, value, language)
        case "categories":
            return heading_of(version, value, language)
        case "groups" | "wanted" | "things":
            section = {"groups": "groups", "things": "shows"}.get(key, "answers")
            return name_of(version, section, value, language)
        case "gap_cause":
            return name_of(version, "movements", value, language)
        case _:
            return value
