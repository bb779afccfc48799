"""What a scheme leaves open and an office settles, as fields of a form and in words.

A value is asked as an office says it, in months, in an amount, in working days, and kept as a scheme file writes it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import colander
from babel.numbers import get_territory_currencies

from casework.i18n import _
from casework.programmes.scheme_wording import OPEN, Wording
from casework.schemes import (
    LocalValueError,
    Money,
    NumberPattern,
    OpenWord,
    Period,
    SchemeVersion,
    Sort,
    open_words,
)
from casework.web.fields import Choice, Text, tidy

EXAMPLE: Final = "V{yy}{seq:5}"
LONGEST_PATTERN: Final = 30
MOST_MONTHS: Final = 600
MOST_UNITS: Final = 999
UNITS: Final = (
    ("working day", _("working days")),
    ("day", _("days")),
    ("week", _("weeks")),
    ("month", _("months")),
    ("year", _("years")),
)
_AMOUNT: Final = re.compile(r"[0-9]{1,9}([.][0-9]{2})?")


def add_local_fields(schema: colander.SchemaNode, wording: Wording, year: int) -> None:
    """A field for each value that the version leaves open; what issuing needs has to be given."""
    for each in open_words(wording.version):
        schema.add(_FIELDS[each.sort](each, wording, year))


def field_of(schema: colander.SchemaNode, error: LocalValueError) -> colander.SchemaNode | None:
    """The field that a refused value was typed into, if the form has it."""
    return next((each for each in schema if each.name == _name(error.word)), None)


def read_local_values(version: SchemeVersion, values: Mapping[str, Any]) -> dict[str, str]:
    """The local values in those of a form, by their words; what was left empty stays open."""
    read = {each.word: _written(version, each, values[_name(each.word)]) for each in open_words(version)}
    return {word: value for word, value in read.items() if value}


def show_local_values(version: SchemeVersion, local_values: Mapping[str, str]) -> dict[str, Any]:
    """Local values as they are typed into the form."""
    return {
        _name(each.word): _typed(each, local_values[each.word])
        for each in open_words(version)
        if each.word in local_values
    }


def local_values_said(wording: Wording, local_values: Mapping[str, str], year: int) -> list[tuple[str, str]]:
    """Everything that an office settles in a version: what it is, and its value in words."""
    return [
        (_label(wording, each), _said(wording, each, local_values.get(each.word), year))
        for each in open_words(wording.version)
    ]


def left_to_a_file(wording: Wording) -> tuple[str, ...]:
    """What is open and decides on a person, so that no office settles it in a form."""
    own = {_label(wording, each) for each in open_words(wording.version)}
    return tuple(each for each in wording.open_values() if each not in own)


def _name(word: str) -> str:
    return word.replace(".", "-")


def _label(wording: Wording, word: OpenWord) -> str:
    match word.sort:
        case Sort.NUMBER:
            return wording(_("how cards are numbered"))
        case Sort.VALIDITY:
            return wording(_("how long a card is valid"))
        case Sort.TERM:
            return wording(_("how long this lasts: ${term}"), term=wording.named("terms", word.term))
    replaced = word.place[-1] == "replacement"
    return wording(_("what a replacement costs") if replaced else _("what the card costs"))


def _said(wording: Wording, word: OpenWord, value: str | None, year: int) -> str:
    if value is None:
        return wording(OPEN)
    match word.sort:
        case Sort.NUMBER:
            first = NumberPattern.parse(value).format(year, 1)
            said = wording(_("${pattern}, the first of a year is ${number}"), pattern=value, number=first)
        case Sort.AMOUNT:
            said = wording.words.money(Money.parse(value))
        case _:
            said = wording.words.period(Period.parse(value))
    return said


def _written(version: SchemeVersion, word: OpenWord, value: Any) -> str:
    """A value of the form as a scheme file writes it; empty where nothing was given."""
    if not value:
        return ""
    match word.sort:
        case Sort.NUMBER:
            written = str(value)
        case Sort.AMOUNT:
            written = f"{value} {_currency(version)}"
        case Sort.VALIDITY:
            written = _length(value, "month")
        case Sort.TERM:
            written = _length(value["count"], value["unit"]) if value["count"] else ""
    return written


def _length(count: str, unit: str) -> str:
    number = int(count)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _typed(word: OpenWord, value: str) -> Any:
    match word.sort:
        case Sort.AMOUNT:
            return value.partition(" ")[0]
        case Sort.VALIDITY:
            return str(Period.parse(value).count)
        case Sort.TERM:
            period = Period.parse(value)
            return {"count": str(period.count), "unit": str(period.unit)}
    return value


def _number(word: OpenWord, _wording: Wording, year: int) -> colander.SchemaNode:
    first = NumberPattern.parse(EXAMPLE).format(year, 1)
    return Text(
        name=_name(word.word),
        title=_("How cards are numbered"),
        description=_(
            "Letters, digits and one sequence: {yy} or {yyyy} is the year, {seq:5} counts with five digits. "
            "With V{yy}{seq:5} the first number is ${number}.",
            mapping={"number": first},
        ),
        max_length=LONGEST_PATTERN,
        validator=_pattern,
    )


def _pattern(node: colander.SchemaNode, value: str) -> None:
    try:
        NumberPattern.parse(value)
    except ValueError:
        message = _("Write letters and digits, and one sequence, for example V{yy}{seq:5}.")
        raise colander.Invalid(node, message) from None


def _validity(word: OpenWord, _wording: Wording, _year: int) -> colander.SchemaNode:
    return Text(
        name=_name(word.word),
        title=_("For how many months a card is valid"),
        description=_("Counted from the day of issue, for example 24."),
        max_length=10,
        validator=_whole(MOST_MONTHS),
    )


def _amount(word: OpenWord, wording: Wording, _year: int) -> colander.SchemaNode:
    currency = {"currency": _currency(wording.version)}
    replaced = word.place[-1] == "replacement"
    return Text(
        name=_name(word.word),
        title=_("What a replacement costs, in ${currency}", mapping=currency)
        if replaced
        else _("What the card costs, in ${currency}", mapping=currency),
        description=_("For example 5 or 5.50, and 0 where it is free. It may stay open."),
        max_length=12,
        missing="",
        preparer=[tidy, _with_point],
        validator=_is_amount,
    )


def _with_point(value: Any) -> Any:
    return value.replace(",", ".") if isinstance(value, str) else value


def _is_amount(node: colander.SchemaNode, value: str) -> None:
    if not _AMOUNT.fullmatch(value):
        raise colander.Invalid(node, _("Write an amount such as 5 or 5.50."))


def _term(word: OpenWord, wording: Wording, _year: int) -> colander.SchemaNode:
    term = {"term": wording.named("terms", word.term)}
    return colander.SchemaNode(
        colander.Mapping(),
        Text(name="count", title=_("How many"), max_length=10, missing="", validator=_whole(MOST_UNITS)),
        Choice(name="unit", title=_("Counted in"), choices=UNITS, menu=True, missing=""),
        name=_name(word.word),
        title=_("How long this lasts: ${term}", mapping=term),
        description=_("It may stay open: then no day is reckoned with it."),
        validator=_both,
    )


def _both(node: colander.SchemaNode, value: Mapping[str, str]) -> None:
    problem = colander.Invalid(node)
    if value["count"] and not value["unit"]:
        problem["unit"] = _("Choose what it is counted in.")
    if value["unit"] and not value["count"]:
        problem["count"] = _("Say how many, or choose nothing to leave it open.")
    if problem.children:
        raise problem


def _whole(most: int) -> Any:
    """A validator for a whole number from 1 on."""

    def check(node: colander.SchemaNode, value: str) -> None:
        if not (value.isascii() and value.isdecimal() and len(value) < 6 and 1 <= int(value) <= most):
            message = _("Write a whole number from 1 to ${most}.", mapping={"most": most})
            raise colander.Invalid(node, message)

    return check


def _currency(version: SchemeVersion) -> str:
    """That of an amount which the scheme names, else the one of its country."""
    fee = version.fee
    named = [fee.base, fee.replacement, *(cut.to for cut in fee.reduced)] if fee else []
    found = next((each.currency for each in named if each), None)
    return found or str(get_territory_currencies(version.place.country)[0])


_FIELDS: Final = {Sort.NUMBER: _number, Sort.VALIDITY: _validity, Sort.AMOUNT: _amount, Sort.TERM: _term}
