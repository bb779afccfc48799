"""The person as the paper will print them, for whoever decides on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

from casework.dossiers.households import record_of
from casework.dossiers.models import Dossier
from casework.dossiers.papers import birth_date_text
from casework.dossiers.review import Part
from casework.dossiers.views.differences import FIELDS
from casework.dossiers.views.statements import paper_language
from casework.i18n import _
from casework.schemes import SchemeVersion, name_of

PRINTED_AS: Mapping[str, frozenset[str]] = {
    "given_names": frozenset({"given_name", "name"}),
    "family_names": frozenset({"family_name", "name"}),
    "native_name": frozenset({"given_name", "family_name", "name"}),
    "birth_date": frozenset({"birth_date"}),
    "birth_place": frozenset({"birth_place"}),
    "passport_number": frozenset({"passport_number"}),
    "nationality": frozenset({"nationality"}),
    "address": frozenset({"address"}),
    "photo": frozenset({"photo"}),
}
"""By which of a scheme's fields a paper prints what is known of a person."""


@dataclass(frozen=True)
class Row:
    """What is known, in the language of the paper where it has one; `remark` where it is not printed, and why."""

    label: str
    value: str
    language: str = ""
    remark: Any = ""


def printed_person(request: Request, case: Dossier, version: SchemeVersion) -> list[Row]:
    """What the paper prints of the person, also where nothing is entered; then what is known besides."""
    paper = next(iter(version.papers.values()))
    prints = {*paper.front, *paper.back}
    rows = [
        _row(request, label, value, language, printed=bool(PRINTED_AS[field] & prints))
        for field, label, (value, language) in _known(request, case, version)
    ]
    rows += [
        Row(name_of(version, "fields", each.field, request.locale_name), each.value)
        for each in record_of(version, case).details
    ]
    return [row for row in rows if row is not None]


def _known(request: Request, case: Dossier, version: SchemeVersion) -> list[tuple[str, str, tuple[str, str]]]:
    """(field, label, (value, its language)) of what a dossier knows of every person."""
    person, record = case.person.particulars, record_of(version, case)
    language = paper_language(version)
    values = {
        "given_names": (person.given_names, ""),
        "family_names": (person.family_names, ""),
        "native_name": (person.native_name, person.native_language),
        "birth_date": (birth_date_text(person.birth_date, language), language),
        "birth_place": (person.birth_place, ""),
        "passport_number": (record.passport_number, ""),
        "nationality": (record.nationality, ""),
        "address": (record.address, ""),
        "photo": (request.localizer.translate(_("as shown above")) if case.photo_id else "", ""),
    }
    say, labels = request.localizer.translate, FIELDS[Part.PERSON]
    return [(field, say(labels[field]), value) for field, value in values.items()]


def _row(request: Request, label: str, value: str, language: str, *, printed: bool) -> Row | None:
    if printed:
        return Row(label, value, language, "" if value else _("nothing entered: the paper leaves it out"))
    return Row(label, value, language, _("not printed")) if value else None
