"""Fields of forms: colander nodes that refuse what the databases refuse, in words a person understands."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO

import colander
from colander import Invalid, null
from deform.widget import (
    CheckboxChoiceWidget,
    CheckboxWidget,
    PasswordWidget,
    RadioChoiceWidget,
    SelectWidget,
    TextAreaWidget,
    TextInputWidget,
)

from casework.i18n import _
from casework.web.date_types import DayType, MonthType, PartialDayType
from casework.web.widgets import MONTH_PARTS, DatePartsWidget, FileWidget, RowsWidget

MOST_ROWS = 40
SHORT = 12
"""As many characters a short box shows whole."""
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They could make a name read otherwise than it is written; names are isolated by the templates instead."""
_UNSEEN_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and the empty Braille cell: letters or signs to Unicode, nothing to the eye."""

Choices = Sequence[tuple[str, str]]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Hint:
    """What stands below an answer: a sentence, and a link beside it."""

    text: str
    link: str
    url: str


NO_HINTS: Mapping[str, Hint] = MappingProxyType({})


def tidy(value: Any) -> Any:
    """Strip, compose (NFC) and use one kind of line end. A password is not tidied."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())


class PlainText:
    """Validator: no NUL, no other control character, no half of a surrogate, no direction override.

    Something of it can be seen: a mark without its letter, a joiner or a space alone names nobody.
    """

    def __init__(self, *, multiline: bool = False) -> None:
        self.allowed = frozenset("\n\t") if multiline else frozenset()

    def __call__(self, node: Any, value: str) -> None:
        for character in value:
            odd = unicodedata.category(character) in {"Cc", "Cs"} or character in _DIRECTION_MARKS
            if odd and character not in self.allowed:
                raise Invalid(node, _("This holds a character that cannot be kept. Type it again by hand."))
        if not any(map(_seen, value)):
            raise Invalid(node, _("Nothing of this can be seen. Type it again by hand."))


def _seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZM" and character not in _UNSEEN_LETTERS


def _at_most(length: int) -> colander.Length:
    message = _("This is too long: ${max} characters at most.", mapping={"max": length})
    return colander.Length(max=length, max_err=message)


class _Node(colander.SchemaNode):  # type: ignore[misc]  # colander has no types
    """A node whose own checks come before those given to it, also before deferred ones."""

    def __init__(self, *children: Any, checks: Sequence[Any] = (), **kw: Any) -> None:
        given = kw.pop("validator", None)
        if isinstance(given, colander.deferred):
            kw["validator"] = colander.deferred(lambda node, bound: colander.All(*checks, given(node, bound)))
        else:
            kw["validator"] = colander.All(*checks, *([given] if given else []))
        super().__init__(*children, **kw)

    def clone(self) -> Any:
        """Colander's own clone calls the constructor with a type, which these constructors do not take."""
        cloned = type(self).__new__(type(self))
        cloned.__dict__.update(self.__dict__)
        cloned.children = [child.clone() for child in self.children]
        return cloned


class Text(_Node):
    """One line of text, or several with `multiline`; at most `max_length` characters, of which few make a short box."""

    schema_type = colander.String

    def __init__(self, *, max_length: int = 200, multiline: bool = False, **kw: Any) -> None:
        kw.setdefault("widget", TextAreaWidget(rows=4) if multiline else TextInputWidget())
        kw.setdefault("preparer", tidy)
        super().__init__(checks=(_at_most(max_length), PlainText(multiline=multiline)), **kw)
        self.is_short = max_length <= SHORT


class Password(_Node):
    """A password: taken as typed, never sent back to the browser."""

    schema_type = colander.String

    def __init__(self, *, max_length: int = 128, **kw: Any) -> None:
        kw.setdefault("widget", PasswordWidget(strip=False))
        super().__init__(checks=(_at_most(max_length), PlainText()), **kw)


class Choice(_Node):
    """One of several answers, as radio buttons or, with `menu`, as a select."""

    schema_type = colander.String

    def __init__(self, *, choices: Choices, menu: bool = False, **kw: Any) -> None:
        shown = [("", _("Choose")), *choices] if menu else list(choices)
        kw.setdefault("widget", (SelectWidget if menu else RadioChoiceWidget)(values=shown))
        super().__init__(checks=(_at_most(60), _one_of(choices)), **kw)


def _one_of(choices: Choices) -> Any:
    allowed = {value for value, _label in choices}

    def check(node: Any, value: str) -> None:
        if value not in allowed:
            raise Invalid(node, _("Choose one of the answers shown."))

    return check


class Several(_Node):
    """Any of several answers, as boxes to tick; a set of their values.

    `headings` stand above the answers that they name, `hints` below them; `language` is that of the answers, where it
    is not the page's.
    """

    schema_type = colander.Set

    def __init__(
        self,
        *,
        choices: Choices,
        headings: Mapping[str, str] = NOTHING,
        hints: Mapping[str, Hint] = NO_HINTS,
        language: str = "",
        **kw: Any,
    ) -> None:
        shown = {"headings": headings, "hints": hints, "language": language}
        kw.setdefault("widget", CheckboxChoiceWidget(values=list(choices), **shown))
        check = _one_of(choices)
        super().__init__(checks=(lambda node, values: [check(node, value) for value in values],), **kw)


class Tick(_Node):
    """A box to tick. With `must` the form is not accepted while it is empty."""

    schema_type = colander.Boolean

    def __init__(self, *, must: bool = False, **kw: Any) -> None:
        kw.setdefault("widget", CheckboxWidget())
        kw.setdefault("missing", colander.required if must else False)
        super().__init__(checks=(_ticked,) if must else (), **kw)


def _ticked(node: Any, value: bool) -> None:
    if not value:
        raise Invalid(node, _("Tick this box to go on."))


class Day(_Node):
    """A whole date."""

    schema_type = DayType

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("widget", DatePartsWidget())
        super().__init__(**kw)


class PartialDay(_Node):
    """A birth date as far as it is known; day and month may stay empty."""

    schema_type = PartialDayType

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("widget", DatePartsWidget())
        super().__init__(**kw)


class Month(_Node):
    """A month of a year, as text: `2024-10`."""

    schema_type = MonthType

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("widget", DatePartsWidget(parts=MONTH_PARTS))
        super().__init__(**kw)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. Its name is dropped: it may be a person's."""

    stream: BinaryIO
    media_type: str


class UploadType(colander.SchemaType):  # type: ignore[misc]  # colander has no types
    def serialize(self, _node: Any, _appstruct: Any) -> Any:
        return null

    def deserialize(self, _node: Any, cstruct: Any) -> Any:
        return null if cstruct is null else Upload(cstruct.file, cstruct.type)


class File(_Node):
    """A file of one of the media types in `accept`; what it is in truth is checked by the room of files.

    One of more than `most_bytes` is not sent at all where there is script.
    """

    schema_type = UploadType

    def __init__(self, *, accept: tuple[str, ...], most_bytes: int | None = None, **kw: Any) -> None:
        refusal = (
            _("This kind of file cannot be kept. Take a photo of it, or save it as PDF.")
            if "application/pdf" in accept
            else _("This kind of file cannot be kept. Choose a JPEG or PNG picture.")
        )

        def check(node: Any, upload: Upload) -> None:
            if upload.media_type not in accept:
                raise Invalid(node, refusal)

        kw.setdefault("widget", FileWidget(accept=accept, most_bytes=most_bytes))
        super().__init__(checks=(check,), **kw)


class Rows(_Node):
    """Rows of one kind, `least` to `most` of them; added and taken away also without script."""

    schema_type = colander.Sequence

    def __init__(
        self, row: Any, *, least: int = 0, most: int = MOST_ROWS, add_label: str = _("Add another"), **kw: Any
    ) -> None:
        if any(isinstance(child.typ, colander.Sequence) for child in row.children):
            raise ValueError("rows cannot stand in rows: their buttons name them by a path of mappings")
        kw.setdefault("widget", RowsWidget(least=least, max_len=most, add_label=add_label))
        message = _("Give at least ${min}.", mapping={"min": least})
        super().__init__(row, checks=(colander.Length(min=least, max=most, min_err=message),), **kw)
