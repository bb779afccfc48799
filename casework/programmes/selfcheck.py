"""The self-check: questions to a person, their answers as facts, and what the rules say of them.

Nothing here is stored: facts live as long as the answer takes. What nobody asked, and what was left empty,
stays unknown, and unknown never counts against anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import colander

from casework.programmes.leaflets import rule_said
from casework.programmes.public_words import PublicWords, Said, is_question, public_words
from casework.programmes.questions import (
    QuestionWords,
    needs_of,
    not_to_come,
    one_town,
    partial_date,
    question,
    written,
)
from casework.schemes import (
    Document,
    EvidenceCategory,
    EvidenceKind,
    Facts,
    FactType,
    Finding,
    Movement,
    MovementKind,
    PartialDate,
    Presence,
    SchemeVersion,
    Sentence,
    Verdict,
    Voice,
    findings,
    heading_of,
    name_of,
    say,
)
from casework.schemes.facts import DatedAnswer
from casework.schemes.rules import Scope, earliest_of
from casework.web.fields import Choice, Day, PartialDay, Rows, Several, Text, Tick

FACT: Final = "fact_"
PAPERS: Final = "papers_"
LIVED: Final = "lived_"
ENTRIES: Final = (MovementKind.ARRIVAL, MovementKind.DEPARTURE, MovementKind.CADUCITY)
"""What a person knows of a register; moves and renewals change nothing, and a lapse counts once it was told."""
MOST_ENTRIES: Final = 12
SPOKEN: Final = {
    "day": "part_day",
    "month": "part_month",
    "year": "part_year",
    "remove": "remove_row",
    "choose": "choose",
}
"""The words that the widgets have of their own, as the page speaks: it may in more languages than the interface."""


def selfcheck_schema(version: SchemeVersion, language: str, today: date) -> colander.SchemaNode:
    """The questions that the rules of a version need, in a language; every one may be left empty."""
    words, needs = public_words(language), needs_of(version)
    schema = colander.SchemaNode(colander.Mapping())
    schema.spoken = {own: words[key] for own, key in SPOKEN.items()}
    asking = _asking(words)
    for fact in needs.facts:
        name, currency = f"{FACT}{fact.key}", needs.currency.get(fact.key, "")
        schema.add(question(version, fact, asking, today, name=name, currency=currency))
    if needs.movements:
        schema.add(_movements(version, words, today))
        schema.add(Tick(name="never_registered", title=words["never_registered"]))
    for scope in needs.lived:
        schema.add(_lived(version, scope, words, today))
    if needs.lived:
        schema.add(Tick(name="no_proof", title=words["no_proof"]))
    for category, kinds in needs.kinds():
        schema.add(_papers(version, category, kinds, words))
    if any(True for _each in needs.kinds()):
        schema.add(Tick(name="no_papers", title=words["no_papers"]))
    return schema


def _asking(words: PublicWords) -> QuestionWords:
    return QuestionWords(
        language=words.language,
        yes=words["yes"],
        no=words["no"],
        not_known=words["do_not_know"],
        part_is_enough=words["part_is_enough"],
        whole_number=words["whole_number"],
        amount=lambda currency: (
            words.filled("amount", {"currency": currency}) if currency else words["amount_alone"]
        ),
        still_to_come=words["still_to_come"],
    )


def _movements(version: SchemeVersion, words: PublicWords, today: date) -> colander.SchemaNode:
    row = colander.SchemaNode(colander.Mapping(), name="movement", title=words["movement"])
    what = [(str(kind), words[str(kind)]) for kind in ENTRIES]
    row.add(Choice(name="what", title=words["movement_what"], choices=what))
    row.add(
        Day(name="day", title=words["movement_day"], validator=not_to_come(today, words["still_to_come"]))
    )
    hint = words.filled("movement_place_hint", {"city": version.place.city})
    row.add(
        Text(
            name="place",
            title=words["movement_place"],
            description=hint,
            missing="",
            max_length=100,
            validator=one_town(version.place.city, words["one_town"]),
        )
    )
    return Rows(
        row,
        name="movements",
        title=words["movements"],
        description=words["movements_hint"],
        add_label=words["movement_add"],
        most=MOST_ENTRIES,
        missing=(),
    )


def _lived(version: SchemeVersion, scope: Scope, words: PublicWords, today: date) -> colander.SchemaNode:
    city = {"city": version.place.city} if scope is Scope.CITY else {}
    return PartialDay(
        name=f"{LIVED}{scope}",
        title=words.filled(f"lived_{scope}", city),
        description=words["part_is_enough"],
        missing=None,
        validator=not_to_come(today, words["still_to_come"]),
    )


def _papers(
    version: SchemeVersion, category: EvidenceCategory, kinds: tuple[EvidenceKind, ...], words: PublicWords
) -> colander.SchemaNode:
    heading = heading_of(version, category.key, words.language)
    choices = []
    for kind in kinds:
        name = name_of(version, "kinds", kind.key, words.language)
        lapses = kind.expires and not category.expired_of(kind.key).always
        choices.append((kind.key, words.filled("valid_today", {"kind": name}) if lapses else name))
    title = f"{words['papers']} {heading}"
    return Several(name=f"{PAPERS}{category.key}", title=title, choices=choices, missing=())


def told(version: SchemeVersion, values: Mapping[str, Any]) -> Facts:
    """The values of `selfcheck_schema` as facts. Who ticked nothing and denied nothing has told nothing."""
    dates: dict[str, PartialDate] = {}
    answers: dict[str, tuple[DatedAnswer, ...]] = {}
    for fact in needs_of(version).facts:
        answer = written(fact, values[f"{FACT}{fact.key}"])
        if answer and fact.type is FactType.DATE:
            dates[fact.key] = PartialDate.parse(answer)
        elif answer:
            answers[fact.key] = (DatedAnswer(date.min, fact.parse(answer)),)
    return Facts(
        dates=dates,
        answers=answers,
        movements=_told_movements(version, values),
        presence=_told_presence(version, values),
        documents=_told_documents(values),
    )


def _told_movements(version: SchemeVersion, values: Mapping[str, Any]) -> tuple[Movement, ...] | None:
    rows = values.get("movements", ())
    if not rows:
        return () if values.get("never_registered") else None
    return tuple(
        Movement(
            MovementKind(row["what"]),
            row["day"],
            row["place"] or version.place.city,
            row["day"] if row["what"] == MovementKind.CADUCITY else None,
        )
        for row in rows
    )


def _told_presence(version: SchemeVersion, values: Mapping[str, Any]) -> tuple[Presence, ...] | None:
    """The oldest proof in the town and in the country. Of a partly known day the last is taken: a page that says
    «from when» must not say too early. A proof of the country alone is a proof of no town.
    """
    places = {Scope.CITY: None, Scope.COUNTRY: version.place.country}
    found = tuple(
        Presence(partial_date(values[f"{LIVED}{scope}"]).last, place=place)
        for scope, place in places.items()
        if values.get(f"{LIVED}{scope}")
    )
    return found or (() if values.get("no_proof") else None)


def _told_documents(values: Mapping[str, Any]) -> tuple[Document, ...] | None:
    """Papers by kind. The form says «valid today» of those that can lapse, and asks for no date of lapse."""
    kinds = [kind for name, chosen in values.items() if name.startswith(PAPERS) for kind in sorted(chosen)]
    if not kinds:
        return () if values.get("no_papers") else None
    return tuple(Document(kind, never_expires=True) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in the person's words. `mark` is met, later, unknown or missing; `title` knows its own language."""

    mark: str
    title: Said
    sentence: Sentence

    @property
    def settles(self) -> tuple[str, ...]:
        """What would settle it, without the questions of this very page and what the title says already."""
        said = self.sentence
        return tuple(each for each in said.settles if each != said.title and not is_question(each))


@dataclass(frozen=True)
class Reply:
    """What the rules say of what was told. `standing` is met, from, missing or open.

    `day` is the first on which all that is known is met; `also_open` says that some of it is not known.
    """

    standing: str
    day: date | None
    also_open: bool
    lines: tuple[Line, ...]


def reply_to(version: SchemeVersion, facts: Facts, language: str, today: date) -> Reply:
    """Each rule with its standing, and the whole: never a refusal (design.md §6)."""
    found = findings(version, facts, today)
    lines = tuple(
        Line(
            _mark(each),
            rule_said(version, each.rule, language),
            say(version, each, language, Voice.PERSON),
        )
        for each in found
    )
    also_open = any(each.verdict is Verdict.UNKNOWN for each in found)
    # What is not known may still have a day on which it is met at the latest; that day counts.
    dated = (each for each in found if each.verdict is not Verdict.UNKNOWN or each.met_on)
    known = {each.rule: version.rules[each.rule] for each in dated}
    day = earliest_of(known, facts, today) if known else None
    if any(each.verdict is Verdict.UNMET for each in found):
        return Reply("missing" if day is None else "from", day, also_open, lines)
    return Reply("open" if also_open else "met", None, also_open, lines)


def _mark(finding: Finding) -> str:
    if finding.verdict is Verdict.UNMET:
        return "missing" if finding.met_on is None else "later"
    return str(finding.verdict)
