"""What was shown, and how it was checked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import colander

from casework import files
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.schemas.common import Printed, in_lifetime, not_after, town_name
from casework.dossiers.schemas.files import COPIES, SafeFile
from casework.i18n import _
from casework.programmes.questions import Validator
from casework.schemes import Copies, EvidenceCategory, SchemeVersion, in_language, name_of
from casework.schemes.words import words_of
from casework.web.fields import Choice, Choices, Day, Several, Text, Tick
from casework.web.widgets import DatePartsWidget

HOW_CHECKED = {
    "original_seen": _("Original seen"),
    "code_verified": _("Electronic document, verified by its code"),
    "issuer_confirmed": _("Confirmed by its issuer"),
    "register_obtained": _("Obtained from the register by the office"),
}


def evidence_schema(
    version: SchemeVersion,
    category: EvidenceCategory,
    language: str,
    today: date,
    *,
    born: date = date.min,
    kept: bool = False,
    correcting: bool = False,
) -> colander.SchemaNode:
    """What was shown in one category: kind, issuer, dates, how it was checked, what else it was shown for.

    `born` is the earliest day on which the person may have been born. A copy is asked for only where the scheme lets
    one be kept; `kept` says that there is one already. `correcting` lets the paper be put into another category that
    takes some of the same kinds.
    """
    others = _others(version, category)
    headings = [(each.key, in_language(each.heading, language)) for each in others.values()]
    schema = colander.SchemaNode(colander.Mapping(), validator=_checks(others, language, kept=kept))
    if correcting and others:
        own = (category.key, in_language(category.heading, language))
        schema.add(Choice(name="category", title=_("Shown for"), choices=[own, *headings]))
    kinds = [(kind, name_of(version, "kinds", kind, language)) for kind in kinds_of(category)]
    schema.add(Choice(name="kind", title=_("What was shown"), choices=kinds, menu=len(kinds) > 4))
    bonds = {each.spouse for each in (category, *others.values()) if each.spouse}
    if bonds:
        schema.add(_of_spouse([name_of(version, "kinds", each, language) for each in sorted(bonds)]))
    schema.add(Printed(name="issuer", title=_("Issued by"), missing=""))
    schema.add(Choice(name="how_checked", title=_("How it was checked"), choices=list(HOW_CHECKED.items())))
    _add_dates(schema, category, today)
    _add_presence(schema, version, language, in_lifetime(born, today))
    if others:
        schema.add(_also(headings))
    if category.copies is not Copies.SEEN_ONLY:
        schema.add(_copy(kept=kept))
    return schema


def _add_dates(schema: colander.SchemaNode, category: EvidenceCategory, today: date) -> None:
    """The date on the paper and, where some kind lapses, its last day beside it."""
    expires = any(kind.expires for kind in category.accepts or ())
    issued = DatePartsWidget(paired=expires)
    schema.add(
        Day(name="issued", title=_("Date on it"), missing=None, validator=not_after(today), widget=issued)
    )
    if expires:
        until = DatePartsWidget(paired=True)
        schema.add(Day(name="expires", title=_("Valid until"), missing=None, widget=until))


def kinds_of(category: EvidenceCategory) -> tuple[str, ...]:
    """The kinds of paper that are entered here: those that count, and the one that lets a spouse's papers count."""
    counted = tuple(kind.key for kind in category.accepts or ())
    bond = category.spouse
    return counted if bond is None or bond in counted else (*counted, bond)


def _of_spouse(bonds: list[str]) -> Tick:
    return Tick(
        name="of_spouse",
        title=_("It is in the name of the spouse"),
        description=_(
            "A paper of the spouse counts once this is entered too: ${paper}.",
            mapping={"paper": ", ".join(bonds)},
        ),
    )


def _others(version: SchemeVersion, category: EvidenceCategory) -> dict[str, EvidenceCategory]:
    """Further categories that accept some of the same kinds, in the scheme's order."""
    return {
        each.key: each
        for each in version.evidence
        if each.key != category.key
        and not each.self_declared
        and any(category.kind(kind.key) for kind in each.accepts or ())
    }


def _add_presence(
    schema: colander.SchemaNode, version: SchemeVersion, language: str, in_lifetime: Validator
) -> None:
    """The scheme's country is named: what proves life in another one counts nowhere."""
    named = {"country": words_of(language).locale.territories[version.place.country]}
    schema.add(
        Day(
            name="proves_from",
            title=_("Proves living in the country (${country}) from", mapping=named),
            description=_("Leave these days empty where it shows nothing of the kind, or another country."),
            missing=None,
            validator=in_lifetime,
            widget=DatePartsWidget(paired=True),
        )
    )
    until = _("Proves living in the country (${country}) until", mapping=named)
    schema.add(Day(name="proves_to", title=until, missing=None, widget=DatePartsWidget(paired=True)))
    town = _("Town in the country (${country}) that it proves", mapping=named)
    one = town_name(version.place.city)
    schema.add(Text(name="proves_place", title=town, missing="", max_length=100, validator=one))


def _also(choices: Choices) -> Several:
    return Several(
        name="also",
        title=_("Shown also for"),
        description=_("One paper may count for several requirements. It is entered once."),
        choices=choices,
        missing=(),
    )


def _copy(*, kept: bool) -> SafeFile:
    return SafeFile(
        name="copy",
        title=_("Another copy of it") if kept else _("Copy of it"),
        description=_(
            "Leave empty to keep the copy that is there. A new one takes its place; the old one is destroyed."
        )
        if kept
        else _("JPEG, PNG or PDF, at most 15 MB and 30 pages. Leave empty if it was only looked at."),
        make_safe=files.safe_copy,
        accept=COPIES,
        missing=None,
    )


def _checks(others: Mapping[str, EvidenceCategory], language: str, *, kept: bool) -> Validator:
    """What the fields say together: dates in order, and only what each other category takes."""

    def check(node: colander.SchemaNode, values: dict[str, Any]) -> None:
        _check_dates(node, values)
        copied = kept or bool(values.get("copy"))
        asked = dict.fromkeys(values.get("also", ()), "also") | {values.get("category", ""): "category"}
        for each in (others[key] for key in others if key in asked):
            _check_taken(node, asked[each.key], each, values["kind"], language, copied=copied)

    return check


def _check_taken(
    node: colander.SchemaNode,
    field: str,
    category: EvidenceCategory,
    kind: str,
    language: str,
    *,
    copied: bool,
) -> None:
    problem, named = colander.Invalid(node), {"category": in_language(category.heading, language)}
    if category.kind(kind) is None:
        problem[field] = _("This paper does not count for “${category}”.", mapping=named)
    elif copied and category.copies is Copies.SEEN_ONLY:
        problem[field] = _("For “${category}” papers are only looked at: no copy may be kept.", mapping=named)
    else:
        return
    raise problem


def _check_dates(node: colander.SchemaNode, values: dict[str, Any]) -> None:
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


def read_evidence(
    version: SchemeVersion, category: EvidenceCategory, values: dict[str, Any]
) -> EvidenceRecord:
    """The values of `evidence_schema` as a record; further categories in the scheme's order."""
    main = values.get("category", category.key)
    return EvidenceRecord(
        category=main,
        kind=values["kind"],
        issuer=values["issuer"],
        how_checked=values["how_checked"],
        issued=values["issued"],
        expires=values.get("expires"),
        proves_from=values["proves_from"],
        proves_to=values["proves_to"],
        proves_place=values["proves_place"],
        also=tuple(
            each.key for each in version.evidence if each.key in values.get("also", ()) and each.key != main
        ),
        of_spouse=values.get("of_spouse", False),
    )


def show_evidence(record: EvidenceRecord) -> dict[str, Any]:
    """The record as values of `evidence_schema`."""
    return {**asdict(record), "also": list(record.also)}
