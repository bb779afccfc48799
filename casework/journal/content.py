"""What may be written into the journal: ids, words, numbers and days, so that no name gets in."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from casework.journal.models import iso

Value = str | int | date | Sequence[str]

MOST_VALUES = 500
_ID = re.compile(r"[A-Za-z0-9_-]{1,22}")
_WORD = re.compile(r"[a-z0-9][a-z0-9_.:/-]{0,63}")


class Entry(TypedDict):
    """What is said of a change or a read. Accounts, organisations and objects are given by their ids."""

    action: str
    actor: str | None
    organisation: str | None
    object_kind: NotRequired[str | None]
    object_id: NotRequired[str | None]
    outcome: NotRequired[str]
    detail: NotRequired[Mapping[str, Value]]


def make_content(at: datetime, entry: Entry) -> dict[str, Any]:
    """The content of one entry (design.md §4); the outcome is `done` unless said.

    Raises ValueError, which names the part and does not show it, when a value could be free text.
    """
    kind, detail = entry.get("object_kind"), entry.get("detail", {})
    return {
        "at": iso(at),
        "action": _word("action", entry["action"]),
        "actor": _id("actor", entry["actor"]),
        "organisation": _id("organisation", entry["organisation"]),
        "kind": None if kind is None else _word("object_kind", kind),
        "object": _id("object_id", entry.get("object_id")),
        "outcome": _word("outcome", entry.get("outcome", "done")),
        "detail": {_word("detail", name): _value(name, value) for name, value in detail.items()},
    }


def _value(name: str, value: Value) -> Any:
    if isinstance(value, int):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return _id_or_word(name, value)
    if isinstance(value, list | tuple) and len(value) <= MOST_VALUES:
        return [_id_or_word(name, each) for each in value]
    raise ValueError(f"the journal takes ids, words, numbers and days, not the {name} given")


def _id_or_word(name: str, value: str) -> str:
    return value if len(value) == 22 and _ID.fullmatch(value) else _word(name, value)


def _id(name: str, value: str | None) -> str | None:
    if value is not None and not _ID.fullmatch(value):
        raise ValueError(f"the journal takes an id as {name}")
    return value


def _word(name: str, value: str) -> str:
    if not _WORD.fullmatch(value):
        raise ValueError(f"the journal takes a word in small letters as {name}")
    return str(value)
