"""Changes between two proposals in words: every field by its label, every value as the other pages show it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale
from pyramid.request import Request

from casework.access.queries import names_of
from casework.dossiers.papers import answer_text, birth_date_text
from casework.dossiers.review import Change, Difference, Item, Part
from casework.dossiers.schemas.evidence import HOW_CHECKED
from casework.dossiers.schemas.register import MOVEMENTS
from casework.dossiers.views.statements import paper_language
from casework.i18n import _, long_date, long_moment
from casework.people.models import BirthDate
from casework.schemes import MovementKind, SchemeVersion, heading_of, in_language, name_of, write_statement

FIELDS: Mapping[Part, Mapping[str, str]] = {
    Part.PERSON: {
        "given_names": _("Given names"),
        "family_names": _("Family names"),
        "birth_date": _("Birth date"),
        "native_name": _("Name in its own script"),
        "native_language": _("Language of that script"),
        "birth_place": _("Birth place"),
        "address": _("Address"),
        "passport_number": _("Passport number"),
        "nationality": _("Nationality, as the paper prints it"),
        "photo": _("Photo of the person"),
    },
    Part.MOVEMENT: {
        "what": _("What the register says"),
        "day": _("Date"),
        "place": _("Town of the register"),
        "notified": _("Notified on"),
        "reason": _("Why the break does not count"),
    },
    Part.EVIDENCE: {
        "category": _("Category"),
        "kind": _("What was shown"),
        "issuer": _("Issued by"),
        "how_checked": _("How it was checked"),
        "issued": _("Date on it"),
        "expires": _("Valid until"),
        "proves_from": _("Proves living here from"),
        "proves_to": _("Proves living here until"),
        "proves_place": _("Town it proves"),
        "also": _("Shown also for"),
        "of_spouse": _("It is in the name of the spouse"),
        "copy": _("Copy of it"),
        "seen_by": _("Seen by"),
        "seen_at": _("Seen on"),
    },
    Part.STATEMENT: {
        "category": _("Category"),
        "template": _("Sentence"),
        "blanks": _("Sentence"),
        "left_out": _("Printed"),
        "rests_on": _("Rests on"),
    },
}
"""What each field is called; the scheme's questions, and what else its papers print, have words of their own."""

DAYS = frozenset({"day", "notified", "issued", "expires", "proves_from", "proves_to"})
ANOTHER = {"photo": _("another photo"), "copy": _("another copy")}
"""What took the place of one that was there: only the eye tells them apart."""
HEADINGS = {
    Part.PERSON: _("The person"),
    Part.ANSWERS: _("Questions of the scheme"),
    Part.MOVEMENT: _("Register movement"),
}

Row = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What differs: its label, and the lines that it had before and has now."""


def _lines(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


class Wording:
    """Changes of one dossier in the language of a request; sentences in the language of the paper."""

    def __init__(self, request: Request, version: SchemeVersion) -> None:
        self._translate: Callable[[Any], str] = request.localizer.translate
        self._language: str = request.locale_name
        self._version = version
        self._paper_language = paper_language(version)
        self._said: Mapping[str, Callable[[Any], str]] = {
            "birth_date": lambda value: birth_date_text(BirthDate(**value), self._language),
            "native_language": self._script_language,
            "photo": lambda _file: self._translate(_("a photo")),
            "what": lambda value: self._translate(MOVEMENTS[MovementKind(value)]),
            "kind": lambda value: name_of(version, "kinds", value, self._language),
            "how_checked": lambda value: self._translate(HOW_CHECKED[value]),
            "category": self._category,
            "also": lambda value: ", ".join(map(self._category, value)),
            "of_spouse": lambda _ticked: self._translate(_("yes")),
            "rests_on": ", ".join,
            "copy": lambda _file: self._translate(_("a copy")),
            "seen_by": lambda account: names_of(request.dbsession, {account})[account],
            "seen_at": lambda moment: long_moment(
                datetime.fromisoformat(moment), self._language, request.identity.time_zone
            ),
        }

    def shown(self, change: Change) -> dict[str, Any]:
        """A change for the page: its heading, whether it is `new` or `gone`, and its rows."""
        return {
            "heading": self._heading(change),
            "shared": change.shared,
            "new": change.before is None,
            "gone": change.now is None,
            "language": self._paper_language if change.part in (Part.STATEMENT, Part.ORDER) else "",
            "rows": self._rows(change),
        }

    def _heading(self, change: Change) -> Any:
        item = change.now or change.before or {}
        if change.part in HEADINGS:
            return HEADINGS[change.part]
        category = {"category": self._category(item["category"])}
        if change.part is Part.EVIDENCE:
            return _("Evidence: ${category}", mapping=category)
        if change.part is Part.STATEMENT:
            return _("Statement: ${category}", mapping=category)
        return _("Order of the sentences: ${category}", mapping=category)

    def _rows(self, change: Change) -> list[Row]:
        """One row for each field; where the whole part came, went or moved, one that says what it is."""
        if change.fields:
            return [self._row(change, each) for each in change.fields]
        lines = self._sequence if change.part is Part.ORDER else self._summary
        return [("", lines(change.part, change.before), lines(change.part, change.now))]

    def _row(self, change: Change, field: Difference) -> Row:
        key, before, now = field.field, field.before, field.now
        if change.part is Part.ANSWERS:
            label = in_language(self._version.facts[key].text, self._language)
            return label, _lines(self._answer(key, before)), _lines(self._answer(key, now))
        label = self._label(change.part, key)
        if change.part is Part.STATEMENT and key in ("blanks", "template"):
            return label, self._summary(change.part, change.before), self._summary(change.part, change.now)
        if key in ANOTHER and before and now:
            return label, _lines(self._value(key, before)), _lines(self._translate(ANOTHER[key]))
        return label, _lines(self._value(key, before)), _lines(self._value(key, now))

    def _label(self, part: Part, key: str) -> str:
        known = FIELDS[part].get(key)
        return self._translate(known) if known else name_of(self._version, "fields", key, self._language)

    def _answer(self, fact: str, answer: str | None) -> str:
        return answer_text(self._version, fact, answer, self._language) if answer else ""

    def _sequence(self, _part: Part, section: Item | None) -> tuple[str, ...]:
        """The sentences of a section, numbered."""
        sentences = (section or {})["items"]
        return tuple(f"{place}. «{self._sentence(each)}»" for place, each in enumerate(sentences, 1))

    def _summary(self, part: Part, item: Item | None) -> tuple[str, ...]:
        """A movement, a piece of evidence or a sentence in one line; none for what is not there."""
        if item is None:
            return ()
        if part is Part.STATEMENT:
            return (f"«{self._sentence(item)}»",)
        fields = (
            ("day", "what", "place") if part is Part.MOVEMENT else ("kind", "issuer", "issued", "how_checked")
        )
        return _lines(", ".join(text for text in (self._value(each, item[each]) for each in fields) if text))

    def _sentence(self, item: Item) -> str:
        template = self._version.category(item["category"]).template(item["template"])
        values = {each["name"]: each["value"] for each in item["blanks"]}
        return write_statement(template, self._paper_language, values)

    def _value(self, field: str, value: Any) -> str:
        """A value of JSON in words; nothing for what is not filled."""
        if field == "left_out":
            return self._translate(_("no, at the person's wish") if value else _("yes"))
        if not value:
            return ""
        if field in DAYS:
            return long_date(date.fromisoformat(value), self._language)
        say = self._said.get(field, str)
        return say(value)

    def _script_language(self, code: str) -> str:
        shown = Locale.parse(code).get_display_name(Locale.parse(self._language, sep="-"))
        return str(shown).capitalize()

    def _category(self, key: str) -> str:
        return heading_of(self._version, key, self._language)
