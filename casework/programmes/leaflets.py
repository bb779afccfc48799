"""What a leaflet says: a scheme version in plain words of one language, for the person, for staff and police.

All of it is scheme data or words of the public pages; a value that the office has not settled is said to be so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from casework.programmes.public_words import PublicWords, Said, public_words, said
from casework.programmes.questions import needs_of
from casework.schemes import (
    CardState,
    End,
    EvidenceCategory,
    Fee,
    Money,
    SchemeVersion,
    Steps,
    heading_of,
    name_of,
    rule_title,
)
from casework.schemes.rules import Is
from casework.schemes.words import words_of

LEAP_YEAR = 2024
"""A year that has every day of the year."""


@dataclass(frozen=True, slots=True)
class Bring:
    """The papers of one category, by their names; none while the office has not settled which count."""

    heading: Said
    kinds: tuple[str, ...] | None


@dataclass(frozen=True)
class Leaflet:
    """One scheme version in words. `language` is that of the page's own words, and so of all that is `str`."""

    language: str
    words: PublicWords
    name: Said
    purpose: Said
    is_not: Said
    remedies: Said
    issuer: str
    conditions: tuple[Said, ...]
    bring: tuple[Bring, ...]
    course: tuple[str, ...]
    terms: tuple[str, ...]
    validity: tuple[str, ...]
    fees: tuple[str, ...]
    opens: tuple[Said, ...]
    check: str

    @property
    def is_mixed(self) -> bool:
        """Whether something of it is in another language than the page."""
        texts = (self.name, self.purpose, self.is_not, self.remedies, *self.conditions, *self.opens)
        said_so = (*texts, *(each.heading for each in self.bring))
        return any(each.text and each.language != self.language for each in said_so)


def leaflet_of(version: SchemeVersion, asked: str) -> Leaflet:
    """The leaflet in the language asked for; each text in the nearest that there is."""
    words = public_words(asked)
    language = words.language
    return Leaflet(
        language=language,
        words=words,
        name=said(version.name, asked),
        purpose=said(version.purpose, asked),
        is_not=said(version.is_not, asked),
        remedies=said(version.remedies, asked),
        issuer=version.issuer,
        conditions=tuple(rule_said(version, rule, asked) for rule in version.rules),
        bring=tuple(_bring(version, category, asked) for category in needs_of(version).categories),
        course=tuple(_happens(version, key, words) for key in way_to_the_card(version.steps)),
        terms=tuple(_terms(version, words)),
        validity=tuple(_validity(version, words)),
        fees=tuple(_fees(version.fee, words)),
        opens=tuple(said(each.name, asked) for each in version.entitlements.values()),
        check=version.verify.channel,
    )


def way_to_the_card(steps: Steps) -> tuple[str, ...]:
    """The usual actions from the beginning until a card is valid: a scheme writes the usual ones first."""
    return _way(steps, steps.start.key, set()) or ()


def _way(steps: Steps, state: str, seen: set[str]) -> tuple[str, ...] | None:
    if steps.states[state].card is CardState.VALID:
        return ()
    seen.add(state)
    for action in steps.actions.values():
        if state in action.sources and action.to and action.to not in seen:
            rest = _way(steps, action.to, seen)
            if rest is not None:
                return (action.key, *rest)
    return None


def rule_said(version: SchemeVersion, rule: str, asked: str) -> Said:
    """A rule in a line: in the words of the scheme where it has its own, else in those of the house."""
    if rule in version.says:
        return said(version.says[rule], asked)
    language, asks = words_of(asked).language, version.rules[rule]
    if isinstance(asks, Is):  # the house puts the scheme's own question into its sentence
        language = said(version.facts[asks.fact].text, language).language
    return Said(rule_title(version, rule, language), language)


def _happens(version: SchemeVersion, action: str, words: PublicWords) -> str:
    """A step as the person meets it; one that only this scheme knows, by its name."""
    told = words.texts.get(f"course_{action}")
    return told or name_of(version, "actions", action, words.language)


def _bring(version: SchemeVersion, category: EvidenceCategory, asked: str) -> Bring:
    language = words_of(asked).language
    heading = said(category.heading, asked)
    if not heading.text:
        heading = Said(heading_of(version, category.key, asked), language)
    if category.accepts is None:
        return Bring(heading, None)
    return Bring(heading, tuple(name_of(version, "kinds", each.key, language) for each in category.accepts))


def _terms(version: SchemeVersion, words: PublicWords) -> Iterator[str]:
    house = words_of(words.language)
    for term in version.steps.terms.values():
        lasts = house.period(term.lasts) if term.lasts else words["not_settled"]
        name = name_of(version, "terms", term.key, words.language)
        yield house.filled(house.phrase("title", "is.answer"), {"fact": name, "wanted": lasts})


def _validity(version: SchemeVersion, words: PublicWords) -> Iterator[str]:
    """Each end in a line; what comes first counts (schemes.md §1.3)."""
    if not version.ends:
        yield words["valid_without_end"]
    for end in version.ends:
        line = _end(version, end, words)
        yield words.filled("valid_for_some", {"end": line}) if end.when else line
    if len(version.ends) > 1:
        yield words["valid_earliest"]


def _end(version: SchemeVersion, end: End, words: PublicWords) -> str:
    house = words_of(words.language)
    if end.after is not None:
        return words.filled("valid_for", {"period": house.period(end.after)})
    if end.event is not None:
        return words.filled("valid_event", {"event": name_of(version, "events", end.event, words.language)})
    if end.birthday is not None:
        return words.filled("valid_birthday", {"years": house.number(end.birthday)})
    if end.day is not None:
        day = format_date(date.fromisoformat(f"{LEAP_YEAR}-{end.day}"), "d MMMM", locale=house.locale)
        return words.filled("valid_day", {"day": day})
    return words["not_settled"]


def _fees(fee: Fee | None, words: PublicWords) -> Iterator[str]:
    """The amounts; nothing at all where the scheme speaks of none."""
    if fee is None:
        return
    is_free = fee.base is not None and not fee.base.amount
    yield words["fee_free"] if is_free else words.filled("fee", {"amount": _amount(fee.base, words)})
    for amount in dict.fromkeys(each.to for each in fee.reduced if each.to != fee.base):
        yield words.filled("fee_some", {"amount": _amount(amount, words)})
    if fee.replacement is not None:
        yield words.filled("fee_replacement", {"amount": _amount(fee.replacement, words)})


def _amount(money: Money | None, words: PublicWords) -> str:
    return words_of(words.language).money(money) if money else words["not_settled"]
