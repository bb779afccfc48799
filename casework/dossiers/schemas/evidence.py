"""What was shown, and how it was checked."""

from datetime import date
from typing import Any

import colander

from casework.dossiers.records import EvidenceRecord
from casework.dossiers.schemas.common import not_after
from casework.i18n import _
from casework.schemes import (
    EvidenceCategory,
    SchemeVersion,
    name_of,
)
from casework.web.fields import Choice, Day, File, Text

PICTURES = ("image/jpeg", "image/png")

HOW_CHECKED = {
    "original_seen": _("Original seen"),
    "code_verified": _("Electronic document, verified by its code"),
    "issuer_confirmed": _("Confirmed by its issuer"),
    "register_obtained": _("Obtained from the register by the office"),
}


def evidence_schema(
    version: SchemeVersion, category: EvidenceCategory, language: str, today: date
) -> colander.SchemaNode:
    """What was shown in one category: kind, issuer, dates, how it was checked, and a picture if one may be kept."""
    schema = colander.SchemaNode(colander.Mapping(), validator=_ordered_dates)
    kinds = [(kind.key, name_of(version, "kinds", kind.key, language)) for kind in category.accepts or ()]
    schema.add(Choice(name="kind", title=_("What was shown"), choices=kinds, menu=len(kinds) > 4))
    schema.add(Text(name="issuer", title=_("Issued by"), missing=""))
    schema.add(Choice(name="how_checked", title=_("How it was checked"), choices=list(HOW_CHECKED.items())))
    schema.add(Day(name="issued", title=_("Date on it"), missing=None, validator=not_after(today)))
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
