"""What a paper may print of its holder, by the names of the scheme's fields (`fields` in common.yaml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.numbers import format_decimal

from casework import papers
from casework.dossiers.households import movements_of, record_of
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord, MovementRecord
from casework.people.models import BirthDate, Particulars
from casework.schemes import (
    FactType,
    Movement,
    MovementKind,
    PartialDate,
    SchemeVersion,
    Segment,
    in_language,
    name_of,
    segments,
    write_text,
)
from casework.schemes import Paper as PaperDefinition
from casework.schemes.words import words_of


@dataclass(frozen=True)
class Holder:
    """Whom a paper is about; the photo is a JPEG."""

    particulars: Particulars
    record: CaseRecord
    movements: tuple[MovementRecord, ...] = ()
    photo: bytes | None = None


@dataclass(frozen=True)
class Issuing:
    """What a paper carries only once it is issued. `valid_until` is the last day, inclusive; none where there is
    none. A paper that its scheme does not check by code has none.
    """

    number: str
    code: str
    issued_on: date
    valid_until: date | None


def holder_of(version: SchemeVersion, dossier: Dossier, photo: bytes | None = None) -> Holder:
    """The holder of a dossier's papers, opened; a member's with what the household told once."""
    movements = tuple(each.record for each in movements_of(version, dossier))
    return Holder(dossier.person.particulars, record_of(version, dossier), movements, photo)


def birth_date_text(birth: BirthDate, language: str) -> str:
    """As much of a birth date as is known. A day that nobody knows is never shown as one (schemes.md §1.1)."""
    words = words_of(language)
    if birth.month is None:
        return str(birth.year)
    if birth.day is None:
        return words.month_alone(date(birth.year, birth.month, 1))
    return words.day(date(birth.year, birth.month, birth.day))


def answer_text(version: SchemeVersion, fact: str, answer: str, language: str) -> str:
    """An answer to one of the scheme's questions as it is read: a day or an amount as the language writes it."""
    match version.facts[fact].type:
        case FactType.DATE:
            day = PartialDate.parse(answer)
            return birth_date_text(BirthDate(day.year, day.month, day.day), language)
        case FactType.NUMBER:
            return words_of(language).number(int(answer))
        case FactType.MONEY:
            return str(format_decimal(answer, "#,##0.00", words_of(language).locale))
        case _:
            return name_of(version, "answers", answer, language)


def house_text(version: SchemeVersion, key: str, language: str) -> str:
    """The house's wording for what a paper does not say itself: a field's name, what the scheme is not, the rest.

    Raises:
        KeyError: the house has no such wording.
    """
    if key == "limits":
        return in_language(version.is_not, language)
    words = words_of(language)
    if words.named("fields", key) or key in version.words.get("fields", {}):
        return name_of(version, "fields", key, language)
    return words.phrase("papers", key)


def text_of(version: SchemeVersion, definition: PaperDefinition, key: str, language: str) -> str:
    """One wording of a paper: its own, else the house's.

    Raises:
        KeyError: neither has it.
    """
    own = definition.texts.get(language, {})
    return own[key] if key in own else house_text(version, key, language)


def field_values(
    version: SchemeVersion,
    holder: Holder,
    issuer: papers.Issuer,
    language: str,
    issuing: Issuing | None = None,
) -> dict[str, str]:
    """The text of each field that is text; empty where nothing was entered, which leaves no gap and no remark.

    A field that the scheme asks as a fact prints its answer; one without a place of its own, what was noted for it.
    """
    person, record, words = holder.particulars, holder.record, words_of(language)
    return {
        **_answers(version, record, language),
        **{each.field: each.value for each in record.details},
        "name": person.full_name,
        "given_name": person.given_names,
        "family_name": person.family_names,
        "birth_place": person.birth_place,
        "birth_date": birth_date_text(person.birth_date, language),
        "passport_number": record.passport_number,
        "nationality": record.nationality,
        "address": record.address,
        "register_dates": _register_dates(version, holder.movements, language),
        "phone_24h": issuer.telephone,
        "organisation": issuer.name,
        "shelter_or_organisation": issuer.name,
        "number": issuing.number if issuing else "",
        "issued_on": words.day(issuing.issued_on) if issuing else "",
        "valid_until": words.day(issuing.valid_until) if issuing and issuing.valid_until else "",
    }


def _answers(version: SchemeVersion, record: CaseRecord, language: str) -> dict[str, str]:
    return {
        each.fact: answer_text(version, each.fact, each.answer, language)
        for each in record.answers
        if each.fact in version.facts
    }


def registrations(version: SchemeVersion, movements: Iterable[MovementRecord]) -> tuple[Segment, ...]:
    """The unbroken entries in the register of the scheme's town, oldest first."""
    entries = (Movement(MovementKind(each.what), each.day, each.place, each.notified) for each in movements)
    return segments(entries, version.place.city)


def _register_dates(version: SchemeVersion, movements: tuple[MovementRecord, ...], language: str) -> str:
    """Since when the unbroken entry in the register of the scheme's town stands."""
    found = registrations(version, movements)
    if not found or found[-1].end is not None:
        return ""
    return write_text(house_text(version, "registered_since", language), language, {"day": found[-1].start})


def issuer_of(name: str, letterhead: Mapping[str, str | list[str]]) -> papers.Issuer:
    """The issuer as a programme's letterhead gives it."""
    arms = letterhead.get("arms")
    return papers.Issuer(
        name=name,
        units=tuple(letterhead["units"]),
        telephone=str(letterhead["telephone"]),
        hours=str(letterhead["hours"]),
        arms=str(arms).encode() if arms else None,
        arms_label=name if arms else "",
    )
