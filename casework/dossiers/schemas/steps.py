"""Steps and decisions, and giving access."""

import colander
from babel import Locale

from casework.i18n import _
from casework.web.fields import Choice, Choices, Day, Text, Tick

SPOKEN = (
    *("am", "ar", "bg", "bn", "ca", "en", "es", "fa", "ff", "fr", "ha", "hi", "ka", "pa", "pt", "ro", "ru"),
    *("so", "sw", "ti", "uk", "ur", "vi", "wo", "zh"),
)

INTERPRETERS = {
    "none_needed": _("None needed"),
    "professional": _("A professional interpreter"),
    "trusted": _("Somebody whom the person trusts"),
}


def step_schema(*, reasons: bool, read_back: bool, language: str) -> colander.SchemaNode:
    """What the person at the screen gives with a step."""
    schema = colander.SchemaNode(colander.Mapping())
    if read_back:
        schema.add(
            Choice(name="language", title=_("Read back in"), choices=spoken_languages(language), menu=True)
        )
        schema.add(
            Choice(name="interpreter", title=_("Interpreter"), choices=list(INTERPRETERS.items()), menu=True)
        )
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
                label=_("The sentences were read back in a language the person understands, and they agree."),
                must=True,
            )
        )
    if reasons:
        schema.add(Text(name="reasons", title=_("Reasons"), multiline=True, max_length=4000))
    return schema


def spoken_languages(language: str) -> Choices:
    """Languages in which sentences are read back, by their names in the language of the page."""
    shown = Locale.parse(language, sep="-")
    named = ((code, str(Locale.parse(code).get_display_name(shown)).capitalize()) for code in SPOKEN)
    return sorted(named, key=lambda pair: pair[1])


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
