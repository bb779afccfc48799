"""One version of a scheme in plain words, for the pages of an office: what it asks, how long it lasts, what it costs.

Words of schemes come from the scheme and from the house (`casework.schemes.sentences`); the sentence around them is a
message of the pages. What the office has not settled is said to be open, never passed over.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_skeleton

from casework.i18n import _
from casework.programmes.public_words import is_question
from casework.schemes import (
    Copies,
    End,
    Entitlement,
    EvidenceCategory,
    Money,
    NumberPattern,
    Period,
    Reduction,
    SchemeVersion,
    Voice,
    facts_from,
    findings,
    heading_of,
    in_language,
    name_of,
    rule_title,
    say,
)
from casework.schemes.rules import Rule, Title
from casework.schemes.sentences import title_of
from casework.schemes.words import words_of

Translate = Callable[[Any], str]

OPEN: Final = _("not settled yet")
REUSES: Final = {
    "evidence": _("evidence shown before counts again"),
    "file": _("what the file holds counts again"),
    "nothing": _("everything is shown anew"),
}
COPIES: Final = {
    Copies.SEEN_ONLY: _("looked at, no copy kept"),
    Copies.UNTIL_ISSUE: _("copy kept until the card is issued"),
    Copies.KEPT: _("copy kept"),
}
KEPT: Final = {
    "paper": _("Paper"),
    "register": _("Entry in the register"),
    "notes": _("Notes"),
    "evidence": _("Evidence"),
    "photo": _("Photo"),
}
FROM: Final = {
    "issue": _("${period} after the day of issue"),
    "decision": _("${period} after the decision"),
    "end": _("${period} after the end of the card"),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule as a person reads it, and what would settle it."""

    key: str
    title: str
    settles: tuple[str, ...]
    is_open: bool


class Wording:
    """A version in one language. `translate` turns messages of the pages into that language."""

    def __init__(self, version: SchemeVersion, language: str, translate: Translate) -> None:
        self.version = version
        self.language = language
        self.words = words_of(language)
        self._translate = translate

    def __call__(self, message: str, **values: str) -> str:
        """A message of the pages, with its gaps filled by ready words."""
        return self._translate(_(message, mapping=values) if values else message)

    def text(self, texts: Any) -> str:
        """The scheme's own wording."""
        return in_language(texts, self.language)

    def named(self, section: str, key: str) -> str:
        """The word for a key."""
        return name_of(self.version, section, key, self.language)

    def requirements(self, on: date) -> tuple[Requirement, ...]:
        """Each rule in the person's voice, as it stands for somebody of whom nothing is known on that day."""
        version = self.version
        found = []
        for finding in findings(version, facts_from(version, {}), on):
            said = say(version, finding, self.language, Voice.PERSON)
            is_open = _is_open(version.rules[finding.rule].title) or finding.is_placeholder
            settles = tuple(each for each in said.settles if each != said.title and not is_question(each))
            found.append(Requirement(finding.rule, said.title, settles, is_open))
        return tuple(found)

    def rule(self, key: str) -> str:
        """What a rule or a named condition asks."""
        return rule_title(self.version, key, self.language)

    def heading(self, category: EvidenceCategory) -> str:
        """What a category of evidence is called."""
        return heading_of(self.version, category.key, self.language)

    def category(self, category: EvidenceCategory) -> str:
        """The kinds of paper that count in a category, and what becomes of copies."""
        copies = self(COPIES[category.copies])
        if category.accepts is None:
            return f"{self(OPEN)} ({copies})"
        kinds = []
        for kind in category.accepts:
            name, worth = self.named("kinds", kind.key), category.worth_of(kind.key)
            counts = self(_("${name}, counts ${points}"), name=name, points=str(worth.points))
            kinds.append(counts if kind.key in category.worth else name)
        return f"{'; '.join(kinds)} ({copies})"

    def validity(self) -> tuple[str, ...]:
        """Each end of a card; the earliest counts."""
        ends = tuple(self.end(each) for each in self.version.ends)
        return ends or (self(_("without a last day")),)

    def end(self, end: End) -> str:
        """One end of validity, and for whom it holds."""
        if end.after:
            said = self(_("${period} from the day of issue"), period=self.words.period(end.after))
        elif end.birthday:
            said = self(_("until the birthday on which the person turns ${years}"), years=str(end.birthday))
        elif end.day:
            said = self(_("until the next ${day}"), day=self._day_of_year(end.day))
        elif end.event:
            said = self(_("ends with ${event}"), event=self.named("events", end.event))
        else:
            said = self(OPEN)
        return self._only_if(said, end.when)

    def renewal(self) -> tuple[str, ...]:
        """When and how a holder may ask again; nothing where the scheme does not say."""
        renewal = self.version.renewal
        if renewal is None:
            return ()
        said = []
        if renewal.opens:
            opens = self.words.period(renewal.opens)
            said.append(self(_("can be asked for from ${period} before the last day"), period=opens))
        if renewal.closes:
            closes = self.words.period(renewal.closes)
            said.append(self(_("can be asked for until ${period} after the last day"), period=closes))
        return (*said, self(REUSES[renewal.reuses]), *(self._due(each) for each in renewal.due))

    def number(self, year: int) -> str:
        """How cards are numbered, by the first number of a year."""
        if self.version.number == "unknown":
            return self(OPEN)
        try:
            pattern = NumberPattern.parse(self.version.number)
        except ValueError:
            return self(_("a number of the office only, not on a card"))
        return self(_("the first of a year is ${number}"), number=pattern.format(year, 1))

    def fees(self) -> tuple[str, ...]:
        """What the card and a replacement cost, and who pays less; nothing where the scheme names no fee."""
        fee = self.version.fee
        if fee is None:
            return ()
        said = [self._price(fee.base)]
        if fee.replacement:
            said.append(self(_("a replacement: ${amount}"), amount=self.words.money(fee.replacement)))
        return (*said, *(self.reduction(each) for each in fee.reduced))

    def reduction(self, cut: Reduction) -> str:
        """A lower fee, and for whom it is."""
        amount = self.words.money(cut.to)
        if cut.when is None:
            return self(_("reduced to ${amount}; for whom is not settled yet"), amount=amount)
        whom = title_of(self.version, cut.when, self.language)
        return self(_("reduced to ${amount} for: ${condition}"), amount=amount, condition=whom)

    def _price(self, price: Money | None) -> str:
        if price is None:
            return self(OPEN)
        return self.words.money(price) if price.amount else self(_("free of charge"))

    def entitlement(self, entitlement: Entitlement) -> str:
        """For whom something is that a card opens, and what it pays."""
        if entitlement.is_open:
            whom = self(_("for whom is not settled yet"))
        elif entitlement.when is None:
            whom = self(_("for everybody with the card"))
        else:
            whom = self(
                _("for: ${condition}"), condition=title_of(self.version, entitlement.when, self.language)
            )
        if entitlement.pays is None:
            return whom
        most, leaves = (
            self.words.money(each) for each in (entitlement.pays.at_most, entitlement.pays.leaves)
        )
        pays = self(_("pays at most ${amount} and leaves at least ${rest}"), amount=most, rest=leaves)
        return f"{whom}; {pays}"

    def kept(self) -> dict[str, str]:
        """For how long each thing is kept, by what it is called."""
        return {
            self(KEPT[key]) if key in KEPT else self.named("fields", key): self._kept_for(value)
            for key, value in self.version.keep.items()
        }

    def open_values(self) -> tuple[str, ...]:
        """What the office has still to settle before everything of this version can be decided."""
        rules = (
            self(_("a value in: ${requirement}"), requirement=each.title)
            for each in self.requirements(self.version.start)
            if each.is_open
        )
        return (*rules, *self._open_card(), *self._open_fee(), *self._open_lists())

    def drafts(self) -> dict[str, tuple[str, ...]]:
        """Papers with texts that no native reader has reviewed: their names, and the languages as codes."""
        papers = ((paper, self.paper_name(key)) for key, paper in self.version.papers.items())
        return {name: paper.draft for paper, name in papers if paper.draft}

    def paper_name(self, key: str) -> str:
        """What a paper is called: a letter by the house's word, a card by its own title."""
        if self.words.named("letters", key):
            return self.named("letters", key)
        paper = self.version.papers[key]
        language = self.language if self.language in paper.languages else paper.languages[0]
        return paper.texts.get(language, {}).get("title", self.named("papers", key))

    def _open_card(self) -> Iterator[str]:
        if any(end.is_open for end in self.version.ends):
            yield self(_("how long a card is valid"))
        if self.version.number == "unknown":
            yield self(_("how cards are numbered"))
        if self.version.certifies is None:
            yield self(_("which papers the register gives"))

    def _open_fee(self) -> Iterator[str]:
        fee = self.version.fee
        if fee and fee.base is None:
            yield self(_("what the card costs"))
        if fee and any(cut.when is None for cut in fee.reduced):
            yield self(_("who pays a reduced fee"))

    def _open_lists(self) -> Iterator[str]:
        for category in self.version.evidence:
            if category.accepts is None:
                yield self(_("which papers count for: ${category}"), category=self.heading(category))
        for each in self.version.entitlements.values():
            if each.is_open:
                yield self(_("for whom this is: ${entitlement}"), entitlement=self.text(each.name))
        for term in self.version.steps.terms.values():
            if term.lasts is None:
                yield self(_("how long this lasts: ${term}"), term=self.named("terms", term.key))

    def _due(self, end: End) -> str:
        if end.after is None:
            return self.end(end)
        period = self.words.period(end.after)
        return self._only_if(self(_("confirmed again within ${period}"), period=period), end.when)

    def _only_if(self, said: str, when: Rule | None) -> str:
        if when is None:
            return said
        condition = title_of(self.version, when, self.language)
        return self(_("${rule}, for: ${condition}"), rule=said, condition=condition)

    def _kept_for(self, value: str) -> str:
        if value == "nothing":
            return self(_("not kept"))
        length, _after, event = value.rpartition(" after ")
        return self(FROM[event], period=self.words.period(Period.parse(length)))

    def _day_of_year(self, day: str) -> str:
        return str(format_skeleton("MMMMd", date.fromisoformat(f"2024-{day}"), locale=self.words.locale))


def _is_open(title: Title) -> bool:
    """Whether a rule rests on a value that nobody has settled: its phrase says so, or that of a part."""
    return title.key.endswith(".open") or any(_is_open(part) for part in title.parts)
