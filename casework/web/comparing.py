"""Two people edit the same thing: what is stored now stands beside what was sent, and nobody overwrites (§8).

The form carries a short digest of each stored field as the page was drawn. It is a plain digest without a key:
the page shows the values themselves, and who forges it only overwrites knowingly what they may change anyway.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import colander
from pyramid.request import Request

from casework.i18n import _, long_date
from casework.web.widgets import DATE_PARTS, DatePartsWidget

STORED = "form_stored"
DIGITS = 16

Cstruct = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile: its label, both values in words, and whether mine was typed.

    `kept` says that the form still has what was sent; else it has taken over what is stored.
    """

    label: Any
    stored: str
    sent: str
    kept: bool


def token_of(stored: Cstruct) -> str:
    """The digests of what is stored, field by field: what the form carries."""
    return json.dumps({name: _digest(value) for name, value in stored.items()}, separators=(",", ":"))


def _digest(value: Any) -> str:
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _plain(value: Any) -> Any:
    """A cstruct as JSON can write it. What is absent and what is empty are the same to who reads a form."""
    if value is colander.null or not value:
        return None
    if isinstance(value, dict):
        parts = {name: _plain(part) for name, part in value.items()}
        return parts if any(part is not None for part in parts.values()) else None
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def drawn(token: Any) -> dict[str, str]:
    """The digests that a form brought back; none for what is no token of ours."""
    try:
        found = json.loads(token)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def merge(
    request: Request, schema: Any, before: dict[str, str], stored: Cstruct, sent: Cstruct
) -> tuple[Cstruct, list[Difference]]:
    """What the form holds after the comparison, and the fields in which it matters; none: nothing to compare.

    A field that only somebody else changed takes over what is stored; one that both changed keeps what was sent.
    """
    merged, differences = dict(sent), []
    for name, value in stored.items():
        mine, now = _digest(sent.get(name, colander.null)), _digest(value)
        if before.get(name) == now or mine == now:
            continue
        kept = before.get(name) != mine
        if not kept:
            merged[name] = value
        words = [in_words(request, schema[name], each) for each in (value, sent.get(name, colander.null))]
        differences.append(Difference(schema[name].title, words[0], words[1], kept))
    return merged, differences


def in_words(request: Request, node: Any, value: Any) -> str:
    """A value of a form as a person reads it."""
    if _plain(value) is None:
        return str(request.localizer.translate(_("nothing")))
    return "; ".join(_words(request, node, value))


def _words(request: Request, node: Any, value: Any) -> Iterator[str]:
    if isinstance(node.widget, DatePartsWidget):
        yield _day(request, value)
    elif isinstance(node.typ, colander.Mapping):
        for child in node.children:
            if _plain(value.get(child.name)) is not None:
                yield from _words(request, child, value[child.name])
    elif isinstance(node.typ, colander.Sequence):
        for row in value:
            yield ", ".join(_words(request, node.children[0], row))
    elif isinstance(node.typ, colander.Boolean):
        yield request.localizer.translate(_("Yes") if value == node.typ.true_val else _("No"))
    else:
        labels = dict(getattr(node.widget, "values", ()))
        for each in sorted(value) if isinstance(node.typ, colander.Set) else [value]:
            yield str(request.localizer.translate(labels.get(each, each)))


def _day(request: Request, parts: dict[str, str]) -> str:
    day, month, year = (parts.get(name, "") for name in DATE_PARTS)
    if day and month:
        return long_date(date(int(year), int(month), int(day)), request.locale_name)
    return "-".join(part for part in (year, month) if part)
