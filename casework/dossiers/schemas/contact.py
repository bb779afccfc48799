"""How to speak with the person and reach them, and who acts for them."""

from datetime import date
from typing import Any

import colander
from deform.widget import SelectWidget

from casework.dossiers.records import Representative
from casework.dossiers.schemas.common import not_after
from casework.dossiers.schemas.steps import INTERPRETERS, spoken_languages
from casework.i18n import _
from casework.people.models import Contact
from casework.web.fields import Choice, Choices, Day, Rows, Several, Text

MOST_LANGUAGES = 8

WISHES = {
    "no_telephone": _("Do not telephone"),
    "no_mail": _("Send no mail"),
    "no_contact": _("No contact at all: the person comes by themselves"),
}
"""Fields of `Contact`, in the words of the form."""

REPRESENTATIVES = {
    "lawyer": _("Lawyer"),
    "association": _("Association"),
    "relative": _("Relative"),
    "trusted": _("Person of trust"),
}

MANDATES = {
    "submit_papers": _("Submit papers"),
    "receive_letters": _("Receive letters"),
    "collect_card": _("Collect the card"),
    "be_summoned": _("Be summoned in the person's place"),
}


def contact_schema(language: str) -> colander.SchemaNode:
    """Languages, interpreter, telephone and mail, and the ways by which the person does not want to be reached."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_wishes_kept)
    languages = spoken_languages(language)
    schema.add(_languages("speaks", _("Languages the person speaks"), languages))
    schema.add(_languages("reads", _("Languages the person reads"), languages))
    schema.add(
        Choice(
            name="interpreter",
            title=_("Interpreter"),
            choices=list(INTERPRETERS.items()),
            widget=SelectWidget(values=[("", _("Not asked yet")), *INTERPRETERS.items()]),
            missing="",
        )
    )
    _add_ways(schema)
    schema.add(
        Several(name="wishes", title=_("Wishes of the person"), choices=list(WISHES.items()), missing=())
    )
    return schema


def _languages(name: str, title: str, choices: Choices) -> colander.SchemaNode:
    row = Choice(name="language", title=_("Language"), choices=choices, menu=True, missing="")
    return Rows(
        row,
        name=name,
        title=title,
        description=_("The one they prefer first."),
        most=MOST_LANGUAGES,
        add_label=_("Add a language"),
        missing=(),
    )


def _add_ways(schema: colander.SchemaNode) -> None:
    schema.add(
        Text(
            name="telephone",
            title=_("Telephone"),
            missing="",
            max_length=40,
            validator=colander.Regex(
                r"^[+(]?[0-9][0-9 ().\-/]{3,}$",
                _("Write the number in figures, for example +34 600 000 000."),
            ),
        )
    )
    schema.add(
        Text(
            name="mail",
            title=_("Mail"),
            missing="",
            max_length=120,
            validator=colander.Email(_("Write the address in full, for example name@example.org.")),
        )
    )


def _wishes_kept(node: colander.SchemaNode, values: dict[str, Any]) -> None:
    if "no_contact" not in values["wishes"]:
        return
    problem = colander.Invalid(node)
    for way, message in (
        ("telephone", _("The person wants no contact at all. Take the telephone out, or untick that wish.")),
        ("mail", _("The person wants no contact at all. Take the mail address out, or untick that wish.")),
    ):
        if values[way]:
            problem[way] = message
    if problem.children:
        raise problem


def read_contact(values: dict[str, Any]) -> Contact:
    """The values of `contact_schema` as a record: languages in their order, each once."""
    return Contact(
        speaks=_each_once(values["speaks"]),
        reads=_each_once(values["reads"]),
        interpreter=values["interpreter"],
        telephone=values["telephone"],
        mail=values["mail"],
        **{wish: wish in values["wishes"] for wish in WISHES},
    )


def _each_once(languages: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in languages if each))


def show_contact(contact: Contact) -> dict[str, Any]:
    """The record as values of `contact_schema`; where no language is known, one empty row stands ready."""
    return {
        "speaks": list(contact.speaks) or [""],
        "reads": list(contact.reads) or [""],
        "interpreter": contact.interpreter,
        "telephone": contact.telephone,
        "mail": contact.mail,
        "wishes": {wish for wish in WISHES if getattr(contact, wish)},
    }


def representative_schema(today: date) -> colander.SchemaNode:
    """Who acts for the person: by which mandate, for what, and how to reach them."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(Text(name="name", title=_("Name of the representative")))
    schema.add(Text(name="organisation", title=_("Organisation"), missing=""))
    schema.add(Choice(name="kind", title=_("Who they are"), choices=list(REPRESENTATIVES.items()), menu=True))
    schema.add(Day(name="signed_on", title=_("Mandate signed on"), validator=not_after(today)))
    schema.add(
        Several(
            name="scope",
            title=_("What the mandate allows"),
            choices=list(MANDATES.items()),
            validator=_allows_something,
        )
    )
    _add_ways(schema)
    return schema


def _allows_something(node: colander.SchemaNode, values: set[str]) -> None:
    if not values:
        raise colander.Invalid(node, _("Choose at least one thing that the mandate allows."))


def read_representative(values: dict[str, Any]) -> Representative:
    """The values of `representative_schema` as a record; its scope in the order of `MANDATES`."""
    return Representative(
        name=values["name"],
        organisation=values["organisation"],
        kind=values["kind"],
        signed_on=values["signed_on"],
        scope=tuple(each for each in MANDATES if each in values["scope"]),
        telephone=values["telephone"],
        mail=values["mail"],
    )


def show_representative(representative: Representative) -> dict[str, Any]:
    """The record as values of `representative_schema`."""
    return {
        "name": representative.name,
        "organisation": representative.organisation,
        "kind": representative.kind,
        "signed_on": representative.signed_on,
        "scope": set(representative.scope),
        "telephone": representative.telephone,
        "mail": representative.mail,
    }
