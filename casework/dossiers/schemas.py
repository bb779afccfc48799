"""Forms of dossiers. What a scheme asks for is read from its version, never written here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import colander
from babel import Locale

from casework.dossiers.models import Evidence
from casework.dossiers.records import CaseRecord, EvidenceRecord, MovementRecord
from casework.i18n import _
from casework.people.models import BirthDate, Particulars
from casework.schemes import (
    EvidenceCategory,
    FactType,
    MovementKind,
    Parameter,
    ParameterType,
    SchemeVersion,
    StatementTemplate,
    in_language,
    name_of,
)
from casework.web.fields import Choice, Choices, Day, File, PartialDay, Several, Text, Tick

Validator = Callable[[colander.SchemaNode, Any], None]

NATIVE_LANGUAGES = ("ar", "fa", "ur", "am", "ti", "bg", "ru", "uk", "vi")
"""Languages with a script of their own that the papers can print, for a second rendering of a name."""

RECORD_FIELDS = ("address", "passport_number", "nationality")
PICTURES = ("image/jpeg", "image/png")

HOW_CHECKED = {
    "original_seen": _("Original seen"),
    "code_verified": _("Electronic document, verified by its code"),
    "issuer_confirmed": _("Confirmed by its issuer"),
    "register_obtained": _("Obtained from the register by the office"),
}

MOVEMENTS = {
    MovementKind.ARRIVAL: _("Registered (arrival)"),
    MovementKind.MOVE: _("Moved within the town"),
    MovementKind.RENEWAL: _("Registration renewed"),
    MovementKind.DEPARTURE: _("Struck off (departure)"),
    MovementKind.CADUCITY: _("Lapsed (caducity)"),
    MovementKind.ANNULMENT: _("Lapse annulled"),
}


def person_schema(version: SchemeVersion, language: str, today: date) -> colander.SchemaNode:
    """Who the person is, and what this scheme's paper prints beside it."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_one_name)
    optional: dict[str, Any] = {"missing": ""}
    schema.add(Text(name="given_names", title=_("Given names"), **optional))
    schema.add(
        Text(
            name="family_names",
            title=_("Family names"),
            description=_("Leave empty what the person does not have: one name is enough."),
            **optional,
        )
    )
    schema.add(
        Text(
            name="native_name",
            title=_("Name in its own script"),
            description=_("As the person writes it, if that is not in Latin letters."),
            **optional,
        )
    )
    schema.add(
        Choice(
            name="native_language",
            title=_("Language of that script"),
            choices=_language_choices(language),
            menu=True,
            **optional,
        )
    )
    schema.add(
        PartialDay(
            name="birth_date",
            title=_("Birth date"),
            description=_("The year is enough when the day is not known."),
            validator=_born_by(today),
        )
    )
    fields = ("birth_place", *RECORD_FIELDS)
    titles = {
        "birth_place": _("Birth place"),
        "address": _("Address"),
        "passport_number": _("Passport number"),
        "nationality": _("Nationality, as the paper prints it"),
    }
    printed = printed_fields(version)
    for name in fields:
        if name in printed or name == "address":
            schema.add(Text(name=name, title=titles[name], **optional))
    return schema


def printed_fields(version: SchemeVersion) -> frozenset[str]:
    """Every field that some paper of the scheme prints."""
    return frozenset(field for paper in version.papers.values() for field in (*paper.front, *paper.back))


def _language_choices(language: str) -> Choices:
    shown = Locale.parse(language, sep="-")
    return [(code, str(Locale.parse(code).get_display_name(shown)).capitalize()) for code in NATIVE_LANGUAGES]


def _one_name(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    problem = colander.Invalid(node)
    if not values["given_names"] and not values["family_names"]:
        problem["given_names"] = _("Give at least one of the two names.")
        raise problem
    if bool(values["native_name"]) != bool(values["native_language"]):
        problem["native_language"] = _("Give both the name in its own script and its language, or neither.")
        raise problem


def _born_by(today: date) -> Validator:
    def check(node: colander.SchemaNode, value: dict[str, int | None]) -> None:
        if date(value["year"] or 1, value["month"] or 1, value["day"] or 1) > today:
            raise colander.Invalid(node, _("This day is still to come."))

    return check


def read_person(values: dict[str, Any], before: CaseRecord) -> tuple[Particulars, CaseRecord]:
    """The values of `person_schema` as records; answers given before stay."""
    particulars = Particulars(
        given_names=values["given_names"],
        family_names=values["family_names"],
        birth_date=BirthDate(**values["birth_date"]),
        native_name=values["native_name"],
        native_language=values["native_language"],
        birth_place=values.get("birth_place", ""),
    )
    return particulars, CaseRecord(
        **{name: values.get(name, "") for name in RECORD_FIELDS}, answers=before.answers
    )


def show_person(particulars: Particulars, record: CaseRecord) -> dict[str, Any]:
    """The records as values of `person_schema`."""
    birth = particulars.birth_date
    return {
        "given_names": particulars.given_names,
        "family_names": particulars.family_names,
        "native_name": particulars.native_name,
        "native_language": particulars.native_language,
        "birth_date": {"year": birth.year, "month": birth.month, "day": birth.day},
        "birth_place": particulars.birth_place,
        **{name: getattr(record, name) for name in RECORD_FIELDS},
    }


def questions_schema(version: SchemeVersion, language: str) -> colander.SchemaNode:
    """The scheme's own questions, in its own words."""
    schema = colander.SchemaNode(colander.Mapping())
    for fact in asked(version):
        schema.add(
            Choice(
                name=fact,
                title=in_language(version.facts[fact].text, language),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                missing="",
            )
        )
    return schema


def asked(version: SchemeVersion) -> tuple[str, ...]:
    """Keys of the facts that a person at the counter answers."""
    return tuple(key for key, fact in version.facts.items() if fact.type is FactType.YES_NO)


def movement_schema(today: date) -> colander.SchemaNode:
    """One movement in a municipal register."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_notified_lapse)
    schema.add(
        Choice(
            name="what",
            title=_("What the register says"),
            choices=[(kind.value, label) for kind, label in MOVEMENTS.items()],
            menu=True,
        )
    )
    schema.add(Day(name="day", title=_("Date"), validator=_by(today)))
    schema.add(Text(name="place", title=_("Town of the register"), max_length=100))
    schema.add(
        Day(
            name="notified",
            title=_("Notified on"),
            description=_("Only for a lapse: it counts from the day the person was told."),
            missing=None,
        )
    )
    return schema


def _by(today: date) -> Validator:
    def check(node: colander.SchemaNode, value: date) -> None:
        if value > today:
            raise colander.Invalid(node, _("This day is still to come."))

    return check


def _notified_lapse(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    problem = colander.Invalid(node)
    notified = values["notified"]
    if notified and values["what"] != MovementKind.CADUCITY:
        problem["notified"] = _("Only a lapse is notified. Leave this empty.")
        raise problem
    if notified and notified < values["day"]:
        problem["notified"] = _("The notification is before the lapse.")
        raise problem


def read_movement(values: dict[str, Any]) -> MovementRecord:
    return MovementRecord(values["what"], values["day"], values["place"], values["notified"])


def evidence_schema(
    version: SchemeVersion, category: EvidenceCategory, language: str, today: date
) -> colander.SchemaNode:
    """What was shown in one category: kind, issuer, dates, how it was checked, and a picture if one may be kept."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_ordered_dates)
    kinds = [(kind.key, name_of(version, "kinds", kind.key, language)) for kind in category.accepts or ()]
    schema.add(Choice(name="kind", title=_("What was shown"), choices=kinds, menu=len(kinds) > 4))
    schema.add(Text(name="issuer", title=_("Issued by"), missing=""))
    schema.add(Choice(name="how_checked", title=_("How it was checked"), choices=list(HOW_CHECKED.items())))
    schema.add(Day(name="issued", title=_("Date on it"), missing=None, validator=_by(today)))
    if any(kind.expires for kind in category.accepts or ()):
        schema.add(Day(name="expires", title=_("Valid until"), missing=None))
    schema.add(
        Day(
            name="proves_from",
            title=_("Proves living here from"),
            description=_("Only if it shows that the person lived somewhere in a time."),
            missing=None,
        )
    )
    schema.add(Day(name="proves_to", title=_("Proves living here until"), missing=None))
    schema.add(Text(name="proves_place", title=_("Town it proves"), missing="", max_length=100))
    if category.copies.value != "seen only":
        schema.add(
            File(
                name="picture",
                title=_("Picture of it"),
                description=_("JPEG or PNG, at most 10 MB. Leave empty if it was only looked at."),
                accept=PICTURES,
                missing=None,
            )
        )
    return schema


def _ordered_dates(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    problem = colander.Invalid(node)
    for first, last, message in (
        ("issued", "expires", _("The last valid day is before the date on it.")),
        ("proves_from", "proves_to", _("The end is before the beginning.")),
    ):
        if values.get(first) and values.get(last) and values[last] < values[first]:
            problem[last] = message
            raise problem
    if values["proves_to"] and not values["proves_from"]:
        problem["proves_from"] = _("Give the beginning too.")
        raise problem


def read_evidence(category: EvidenceCategory, values: dict[str, Any]) -> EvidenceRecord:
    return EvidenceRecord(
        category=category.key,
        kind=values["kind"],
        issuer=values["issuer"],
        how_checked=values["how_checked"],
        issued=values["issued"],
        expires=values.get("expires"),
        proves_from=values["proves_from"],
        proves_to=values["proves_to"],
        proves_place=values["proves_place"],
    )


def statement_schema(
    category: EvidenceCategory,
    template: StatementTemplate,
    evidence: Sequence[tuple[Evidence, str]],
    language: str,
) -> colander.SchemaNode:
    """The gaps of one sentence and the evidence it rests on. The person's own words rest on none."""
    schema = colander.SchemaNode(colander.Mapping())
    for parameter in template.parameters:
        schema.add(_blank(parameter, language))
    if not category.self_declared:
        schema.add(
            Several(
                name="bases",
                title=_("Rests on"),
                choices=[(each.id, label) for each, label in evidence],
                missing=frozenset(),
                validator=_rests_on_something,
            )
        )
    return schema


def _rests_on_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Choose at least one: no sentence without its basis."))


def _blank(parameter: Parameter, language: str) -> colander.SchemaNode:
    title = in_language(parameter.text, language)
    name = f"blank_{parameter.key}"
    if parameter.type is ParameterType.DATE:
        return Day(name=name, title=title)
    if parameter.type is ParameterType.MONTH:
        return Text(
            name=name,
            title=title,
            description=_("Year and month, for example 2024-10."),
            validator=colander.Regex(r"^\d{4}-(0[1-9]|1[0-2])$", _("Write it as 2024-10.")),
        )
    if parameter.type is ParameterType.NUMBER:
        return Text(
            name=name,
            title=title,
            validator=colander.Regex(r"^[0-9]{1,6}$", _("Write a whole number.")),
        )
    if parameter.type is ParameterType.LONG_TEXT:
        return Text(name=name, title=title, multiline=True, max_length=2000)
    return Text(name=name, title=title, max_length=300)


def step_schema(*, reasons: bool, read_back: bool) -> colander.SchemaNode:
    """What the person at the screen gives with a step."""
    schema = colander.SchemaNode(colander.Mapping())
    if read_back:
        schema.add(
            Tick(
                name="read_back",
                title=_("Read back to the person"),
                label=_("The sentences were read back in a language the person understands, and they agree."),
                must=True,
            )
        )
    if reasons:
        schema.add(Text(name="reasons", title=_("Reasons"), multiline=True, max_length=4000))
    return schema


def grant_schema(accounts: Choices, things: Choices) -> colander.SchemaNode:
    """To whom, on what, until when; only with the person's consent."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(Choice(name="account", title=_("Lawyer"), choices=accounts, menu=True))
    schema.add(Choice(name="thing", title=_("May see"), choices=things))
    schema.add(
        Day(
            name="until",
            title=_("Until"),
            description=_("At most 90 days from now. It can be renewed."),
        )
    )
    schema.add(
        Tick(
            name="consent",
            title=_("Consent"),
            label=_("The person agreed today, knows who gets access to what, and can take it back."),
            must=True,
        )
    )
    return schema
