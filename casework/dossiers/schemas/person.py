"""Who the person is, and what the papers of the scheme print beside it."""

from datetime import date
from typing import Any

import colander
from babel import Locale

from casework.dossiers.records import CaseRecord, Detail
from casework.dossiers.schemas.common import Printed, born_by
from casework.i18n import _
from casework.people.models import BirthDate, Particulars
from casework.schemes import SchemeVersion, name_of, said_after
from casework.web.fields import Choice, Choices, PartialDay

NATIVE_LANGUAGES = ("ar", "fa", "ur", "am", "ti", "bg", "ru", "uk", "ka", "vi")
"""Languages with a script of their own that the papers can print, for a second rendering of a name."""

RECORD_FIELDS = ("address", "passport_number", "nationality")

DETAILS = (
    "gender", "hair", "eyes", "height", "weight", "care_of_address", "postal_address", "email", "languages",
    "organ_donor", "veteran", "medical", "emergency_contact", "sponsor_names", "sponsor_contacts",
    "referral_contact",
)  # fmt: skip
"""Fields of papers that the person tells and that have no place of their own. The rest is told by the office, the
register or the card itself."""

WHO = "who"
NO_NAME = _("Give at least one of the two names.")


class _Names(colander.SchemaNode):  # type: ignore[misc]  # colander has no types
    """Says that a name is missing together with what else is wrong: colander compares fields only when each is good."""

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        try:
            return super().deserialize(cstruct)
        except colander.Invalid as error:
            said = {each.node.name for each in error.children}
            names = ("given_names", "family_names")
            if not said & set(names) and not any(cstruct.get(name) for name in names):
                error["given_names"] = NO_NAME
            raise


def names_schema(language: str, today: date) -> colander.SchemaNode:
    """What a person is recognised by: names and birth date."""
    schema = _Names(colander.Mapping(), validator=_one_name)
    _add_names(schema, language)
    schema.add(
        PartialDay(
            name="birth_date",
            title=_("Birth date"),
            description=_("The year is enough when the day is not known."),
            validator=born_by(today),
        )
    )
    return schema


def person_schema(version: SchemeVersion, language: str, today: date) -> colander.SchemaNode:
    """Who the person is, and what this scheme's paper prints beside it."""
    schema = names_schema(language, today)
    fields = ("birth_place", *RECORD_FIELDS)
    titles = {
        "birth_place": _("Birth place"),
        "passport_number": _("Passport number"),
        "nationality": _("Nationality, as the paper prints it"),
    }
    printed = printed_fields(version)
    for name in fields:
        if name == "address":
            schema.add(_address(version))
        elif name in printed:
            schema.add(Printed(name=name, title=titles[name], missing=""))
    _add_details(schema, version, language)
    return schema


def _address(version: SchemeVersion) -> Printed:
    """An address; where the papers say the town after it, it is asked for without: the town would stand there twice."""
    towns = {town.casefold() for town in said_after(version, "address")}

    def without_town(node: colander.SchemaNode, value: str) -> None:
        *street, last = value.replace(",", " ").split()
        if street and last.casefold() in towns:
            text = _("The paper says ${town} after the address: leave it out.", mapping={"town": last})
            raise colander.Invalid(node, text)

    hint = _("Street, number and postcode. The paper adds the town.") if towns else ""
    return Printed(name="address", title=_("Address"), description=hint, missing="", validator=without_town)


def _add_details(schema: colander.SchemaNode, version: SchemeVersion, language: str) -> None:
    wished = {field for paper in version.papers.values() for field in paper.optional}
    for name in details_of(version):
        hint = _("Only if the person wants it on the paper.") if name in wished else ""
        title = name_of(version, "fields", name, language)
        schema.add(Printed(name=name, title=title, description=hint, missing=""))


def details_of(version: SchemeVersion) -> tuple[str, ...]:
    """Fields that some paper prints as the person tells them; what the scheme asks as a fact is asked there."""
    printed = printed_fields(version)
    return tuple(name for name in DETAILS if name in printed and name not in version.facts)


def ask_who(schema: colander.SchemaNode, choices: Choices) -> None:
    """Ask first whether this is one of the persons known already; whoever sends the form has to say."""
    question = Choice(
        name=WHO,
        title=_("Who is it?"),
        description=_("What is known of a person stays as it is. It can be corrected in the dossier."),
        choices=choices,
        missing_msg=_("Somebody like this is known already. Say whether it is the same person."),
    )
    schema.children.insert(0, question)


def _add_names(schema: colander.SchemaNode, language: str) -> None:
    """The person's names, in any script; either part may be empty."""
    optional: dict[str, Any] = {"missing": ""}
    schema.add(Printed(name="given_names", title=_("Given names"), **optional))
    schema.add(
        Printed(
            name="family_names",
            title=_("Family names"),
            description=_("Leave empty what the person does not have: one name is enough."),
            **optional,
        )
    )
    schema.add(
        Printed(
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


def printed_fields(version: SchemeVersion) -> frozenset[str]:
    """Every field that some paper of the scheme prints."""
    return frozenset(field for paper in version.papers.values() for field in (*paper.front, *paper.back))


def _language_choices(language: str) -> Choices:
    shown = Locale.parse(language, sep="-")
    return [(code, str(Locale.parse(code).get_display_name(shown)).capitalize()) for code in NATIVE_LANGUAGES]


def _one_name(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    problem = colander.Invalid(node)
    if not values["given_names"] and not values["family_names"]:
        problem["given_names"] = NO_NAME
        raise problem
    if bool(values["native_name"]) != bool(values["native_language"]):
        problem["native_language"] = _("Give both the name in its own script and its language, or neither.")
        raise problem


def read_names(values: dict[str, Any], birth_place: str = "") -> Particulars:
    """The values of `names_schema`, or of a form that holds them, as a record.

    `birth_place` is the one known before: it stays where the form does not ask for it.
    """
    return Particulars(
        given_names=values["given_names"],
        family_names=values["family_names"],
        birth_date=BirthDate(**values["birth_date"]),
        native_name=values["native_name"],
        native_language=values["native_language"],
        birth_place=values.get("birth_place", birth_place),
    )


def read_person(
    values: dict[str, Any], before: CaseRecord, birth_place: str = ""
) -> tuple[Particulars, CaseRecord]:
    """The values of `person_schema` as records. Answers given before stay, and what this scheme does not ask."""
    return read_names(values, birth_place), CaseRecord(
        **{name: values.get(name, "") for name in RECORD_FIELDS},
        answers=before.answers,
        details=tuple(Detail(name, values[name]) for name in DETAILS if values.get(name)),
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
        **dict.fromkeys(DETAILS, ""),
        **{each.field: each.value for each in record.details},
    }
