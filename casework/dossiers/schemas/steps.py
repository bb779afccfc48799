"""Steps and decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import colander
from babel import Locale

from casework.dossiers.schemas.common import between
from casework.i18n import _
from casework.people.search import fold
from casework.schemes.steps import APPEAL, HAND_OVER, READ_BACK, REASONS
from casework.web.fields import Choice, Choices, Day, Several, Text, Tick

SPOKEN = (
    *("am", "ar", "bg", "bn", "ca", "de", "en", "es", "fa", "ff", "fr", "ha", "hi", "it", "ka", "nl", "pa"),
    *("pl", "pt", "ro", "ru", "so", "sw", "ti", "tr", "uk", "ur", "vi", "wo", "zh"),
)

INTERPRETERS = {
    "none_needed": _("None needed"),
    "professional": _("A professional interpreter"),
    "trusted": _("Somebody whom the person trusts"),
}


RECEIVERS = {
    "person": _("The person"),
    "representative": _("The person's representative, with a mandate"),
}


@dataclass(frozen=True)
class LetterAsks:
    """What a form has to ask for the letter that a step writes.

    `languages` by name, the office's first; `missing` are the rules that the letter may ask for (key, words),
    None for a letter that asks for nothing.
    """

    languages: tuple[str, ...] = ()
    missing: Choices | None = None


class ToRead(StrEnum):
    """What there is to be read back to the person before it is decided on."""

    SENTENCES = "sentences"
    FIELDS = "fields"
    NOTHING = "nothing"


READ_ALOUD = {
    ToRead.SENTENCES: _("The sentences were read back in a language the person understands, and they agree."),
    ToRead.FIELDS: _(
        "What the paper will say was read back in a language the person understands, and they agree."
    ),
}


@dataclass(frozen=True)
class Bounds:
    """What a case allows of what is typed on the day `today`, and what else it asks for.

    A step that `sends_back` what was proposed may say why. `first` is the day from which the paper can be handed
    over, or the remedy lodged; `until` says in words to which day it is in time; `collected`: somebody may take the
    paper for the person.
    """

    today: date
    first: date | None = None
    until: str = ""
    collected: bool = False
    to_read: ToRead = ToRead.SENTENCES
    sends_back: bool = False


def step_schema(
    needs: Collection[str], letter: LetterAsks, language: str, bounds: Bounds
) -> colander.SchemaNode:
    """What the person at the screen gives with a step: what the scheme says it needs, and what its letter asks."""
    schema = colander.SchemaNode(colander.Mapping())
    if READ_BACK in needs:
        _add_read_back(schema, language, bounds.to_read)
    if HAND_OVER in needs:
        _add_hand_over(schema, language, bounds)
    if APPEAL in needs:
        _add_appeal(schema, bounds)
    if letter.missing is not None:
        _add_missing(schema, letter, letter.missing)
    if REASONS in needs:
        _add_reasons(schema, letter)
    elif bounds.sends_back:
        _add_why(schema)
    return schema


def _add_why(schema: colander.SchemaNode) -> None:
    schema.add(
        Text(
            name="reasons",
            title=_("Why it goes back"),
            description=_("Whoever works on it next reads it in the course of the procedure."),
            missing="",
            multiline=True,
            max_length=4000,
        )
    )


def _add_read_back(schema: colander.SchemaNode, language: str, to_read: ToRead) -> None:
    if to_read is ToRead.NOTHING:
        schema.add(
            Tick(
                name="read_back",
                title=_("Nothing to read back"),
                label=_(
                    "No sentence is to be printed. I propose it so on purpose, to be decided on as it is."
                ),
                must=True,
            )
        )
        return
    schema.add(
        Choice(name="language", title=_("Read back in"), choices=spoken_languages(language), menu=True)
    )
    schema.add(_interpreter())
    schema.add(
        Text(
            name="taken_out",
            title=_("What was taken out at the person's wish"),
            missing="",
            multiline=True,
            max_length=1000,
        )
    )
    schema.add(
        Tick(
            name="read_back",
            title=_("Read back to the person"),
            label=READ_ALOUD[to_read],
            must=True,
        )
    )


def _interpreter() -> colander.SchemaNode:
    return Choice(name="interpreter", title=_("Interpreter"), choices=list(INTERPRETERS.items()), menu=True)


def _add_appeal(schema: colander.SchemaNode, bounds: Bounds) -> None:
    schema.add(Text(name="remedy", title=_("Which remedy"), max_length=200))
    schema.add(
        Day(
            name="lodged_on",
            title=_("Lodged on"),
            description=_(
                "In time until: ${day}. Note a later one all the same: others decide on it.",
                mapping={"day": bounds.until},
            )
            if bounds.until
            else None,
            validator=between(bounds.first, bounds.today),
        )
    )


def _add_hand_over(schema: colander.SchemaNode, language: str, bounds: Bounds) -> None:
    schema.add(
        Day(name="handed_on", title=_("Handed over on"), validator=between(bounds.first, bounds.today))
    )
    receivers = [each for each in RECEIVERS.items() if bounds.collected or each[0] != "representative"]
    schema.add(
        Choice(
            name="receiver",
            title=_("Into whose hands"),
            description=None
            if bounds.collected
            else _("Somebody else only with a mandate to collect the card, noted in the dossier."),
            choices=receivers,
            menu=True,
        )
    )
    schema.add(
        Choice(name="language", title=_("Limits explained in"), choices=spoken_languages(language), menu=True)
    )
    schema.add(_interpreter())
    schema.add(
        Tick(
            name="limits_told",
            title=_("The limits, spoken"),
            label=_("I said aloud what the paper is and what it is not, and the person understood."),
            must=True,
        )
    )


def _add_missing(schema: colander.SchemaNode, letter: LetterAsks, missing: Choices) -> None:
    if missing:
        title = _("The letter asks for")
        schema.add(Several(name="missing", title=title, choices=missing, missing=set()))
    schema.add(
        Text(
            name="also",
            title=_("What else it asks for"),
            description=_(
                "One thing on each line, in ${language}.", mapping={"language": letter.languages[0]}
            ),
            missing="" if missing else colander.required,
            multiline=True,
            max_length=2000,
        )
    )
    for other in letter.languages[1:2]:
        title = _("The same things, in ${language}", mapping={"language": other})
        schema.add(_beside("also_beside", title, 2000))
    schema.validator = _asks_for_something


def lines_of(text: str) -> tuple[str, ...]:
    """One thing on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _asks_for_something(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    also, beside = lines_of(values["also"]), lines_of(values.get("also_beside", ""))
    if beside and len(beside) != len(also):
        problem = colander.Invalid(node)
        problem["also_beside"] = _("They stand side by side: as many lines here as above, or none.")
        raise problem
    if not values.get("missing") and not values["also"]:
        problem = colander.Invalid(node)
        problem["missing"] = _("Choose what is missing, or write it below.")
        raise problem


def _add_reasons(schema: colander.SchemaNode, letter: LetterAsks) -> None:
    """In each language of the letter; without a letter once, in the caseworker's own."""
    first, *others = letter.languages or ("",)
    title = _("Reasons, in ${language}", mapping={"language": first}) if first else _("Reasons")
    schema.add(
        Text(
            name="reasons",
            title=title,
            description=_("They are printed in the letter as you write them.") if first else None,
            multiline=True,
            max_length=4000,
        )
    )
    for other in others[:1]:
        beside = _("The same reasons, in ${language}", mapping={"language": other})
        schema.add(_beside("reasons_beside", beside, 4000))


def _beside(name: str, title: str, max_length: int) -> Text:
    """The same in the second language of the letter, which may be left to the first."""
    return Text(
        name=name,
        title=title,
        description=_("Left empty, the first ones stand in both columns."),
        missing="",
        multiline=True,
        max_length=max_length,
    )


def spoken_languages(language: str) -> Choices:
    """Languages in which sentences are read back, by their names in the language of the page."""
    named = ((code, language_name(code, language)) for code in SPOKEN)
    return sorted(named, key=lambda pair: fold(pair[1]))


def language_name(code: str, language: str) -> str:
    """The name of a language in the language of the page, with a capital."""
    return language_within(code, language).capitalize()


def language_within(code: str, language: str) -> str:
    """The name of a language as it stands within a sentence: Catalan, Spanish and French write it small."""
    shown = Locale.parse(language, sep="-")
    return str(Locale.parse(code).get_display_name(shown))
