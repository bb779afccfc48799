"""Facts from JSON or YAML. Every error names the path of what is wrong and how to write it; no value is
repeated.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from .dates import PartialDate
from .errors import FactsError
from .facts import (
    AMOUNT,
    SPOUSE,
    YES_NO,
    Answer,
    DatedAnswer,
    Document,
    FactDefinition,
    Facts,
    FactType,
    Presence,
)
from .nearest import did_you_mean
from .register import Movement, MovementKind

Read = TypeVar("Read")
MAX_ROWS = 1_000
YEARS = range(1850, 2201)  # whatever a rule adds to a day stays a day that exists


def parse_facts(data: object, definitions: Mapping[str, FactDefinition], city: str) -> Facts:
    """Read facts keyed by fact (schemes-format.md §4). Dates are ISO; a movement without a place is in
    `city`.

    Raises:
        FactsError: something cannot be read; `path` says where (`movements[0].date`).
    """
    if not isinstance(data, dict):
        raise FactsError("facts", "write the facts as lines of 'name: value'")
    dates: dict[str, PartialDate] = {}
    answers: dict[str, tuple[DatedAnswer, ...]] = {}
    histories: dict[str, Any] = {}
    for name, value in data.items():
        definition = definitions.get(name)
        if definition is None:
            raise FactsError(str(name), f"this scheme asks for no such fact{did_you_mean(name, definitions)}")
        if value is None:
            continue
        match definition.type:
            case FactType.DATE:
                dates[name] = _partial_date(value, name)
            case FactType.MOVEMENTS:
                histories["movements"] = _rows(value, name, lambda row, at: _movement(row, at, city))
            case FactType.PERIODS:
                histories["presence"] = _rows(value, name, _presence)
            case FactType.DOCUMENTS:
                histories["documents"] = _rows(value, name, _document)
            case _:
                answers[name] = _answers(value, name, definition)
    return Facts(dates=dates, answers=answers, **histories)


def _rows(value: object, path: str, read: Callable[[dict[str, Any], str], Read]) -> tuple[Read, ...]:
    if not isinstance(value, list):
        raise FactsError(path, "write a list, one entry for each; an empty list means that there are none")
    if len(value) > MAX_ROWS:
        raise FactsError(path, f"at most {MAX_ROWS} entries can be read")
    found = []
    for index, row in enumerate(value):
        at = f"{path}[{index}]"
        if not isinstance(row, dict):
            raise FactsError(at, "write the entry as lines of 'name: value'")
        found.append(read(row, at))
    return tuple(found)


def _only(row: dict[str, Any], path: str, *names: str) -> None:
    for name in row:
        if name not in names:
            raise FactsError(f"{path}.{name}", f"no such word can stand here{did_you_mean(name, names)}")


def _movement(row: dict[str, Any], path: str, city: str) -> Movement:
    _only(row, path, "what", "date", "place", "notified")
    kinds = [str(kind) for kind in MovementKind]
    if row.get("what") not in kinds:
        raise FactsError(
            f"{path}.what", f"write one of {', '.join(kinds)}{did_you_mean(row.get('what'), kinds)}"
        )
    day = _day(row.get("date"), f"{path}.date")
    notified = _optional_day(row, "notified", path)
    if notified and notified < day:
        raise FactsError(f"{path}.notified", "nobody can be notified before the thing itself happened")
    place = _optional_text(row, "place", path) or city
    return Movement(MovementKind(row["what"]), day, place, notified)


def _presence(row: dict[str, Any], path: str) -> Presence:
    _only(row, path, "from", "to", "place")
    start, end = _day(row.get("from"), f"{path}.from"), _optional_day(row, "to", path)
    if end and end < start:
        raise FactsError(f"{path}.to", "the last day is before the first day")
    return Presence(start, end, _optional_text(row, "place", path))


def _document(row: dict[str, Any], path: str) -> Document:
    _only(row, path, "kind", "issued", "expires", "category", "of")
    kind = _optional_text(row, "kind", path)
    if not kind:
        raise FactsError(f"{path}.kind", "write which kind of paper it is")
    return Document(
        kind,
        issued=_optional_day(row, "issued", path),
        expires=_optional_day(row, "expires", path),
        never_expires="expires" in row and row["expires"] is None,
        category=_optional_text(row, "category", path),
        of_spouse=_of_spouse(row, path),
    )


def _of_spouse(row: dict[str, Any], path: str) -> bool:
    if row.get("of") not in (None, SPOUSE):
        raise FactsError(f"{path}.of", f"write {SPOUSE}, or nothing for the person's own paper")
    return row.get("of") == SPOUSE


def _answers(value: object, path: str, definition: FactDefinition) -> tuple[DatedAnswer, ...]:
    if not isinstance(value, list):
        return (DatedAnswer(date.min, _answer(value, path, definition)),)

    def dated(row: dict[str, Any], at: str) -> DatedAnswer:
        _only(row, at, "from", "is")
        return DatedAnswer(
            _day(row.get("from"), f"{at}.from"), _answer(row.get("is"), f"{at}.is", definition)
        )

    return _rows(value, path, dated)


def _answer(value: object, path: str, definition: FactDefinition) -> Answer:
    if definition.type is FactType.NUMBER:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
            return value
        raise FactsError(path, "write a whole number")
    if definition.type is FactType.MONEY:
        return _amount(value, path)
    words = YES_NO if definition.type is FactType.YES_NO else definition.choices
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, str) and value in words:
        return value
    raise FactsError(path, f"write one of {', '.join(words)}{did_you_mean(value, words)}")


def _amount(value: object, path: str) -> Decimal:
    written = "" if isinstance(value, bool) or not isinstance(value, int | float | str) else str(value)
    if not AMOUNT.fullmatch(written):
        raise FactsError(path, "write an amount without its currency, as 1300 or 1300.50")
    return Decimal(written)


def _partial_date(value: object, path: str) -> PartialDate:
    try:
        born = PartialDate.parse(_written(value))
        if born.year not in YEARS:
            raise ValueError("too far away")
        return born
    except ValueError as error:
        raise FactsError(
            path, "write a day as 1990-05-02, or 1990-05, or 1990 if no more is known"
        ) from error


def _day(value: object, path: str) -> date:
    try:
        day = date.fromisoformat(_written(value))
        if day.year not in YEARS:
            raise ValueError("too far away")
        return day
    except ValueError as error:
        raise FactsError(path, "write a day that exists, as 2024-02-10, between 1850 and 2200") from error


def _optional_day(row: dict[str, Any], name: str, path: str) -> date | None:
    return None if row.get(name) is None else _day(row[name], f"{path}.{name}")


def _optional_text(row: dict[str, Any], name: str, path: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise FactsError(f"{path}.{name}", "write a short text")
    return value


def _written(value: object) -> str:
    """What was written; YAML may have read `1990` as a number, or a day as a date, already."""
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise ValueError("neither text, number nor date")
    return value.isoformat() if isinstance(value, date) else str(value)
