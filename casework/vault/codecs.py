"""How a value becomes the bytes that are sealed, and back."""

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Codec(Protocol[T]):
    def encode(self, value: T) -> bytes: ...

    def decode(self, data: bytes) -> T:
        """Raises ValueError when the bytes do not say such a value."""
        ...


class _Text:
    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, data: bytes) -> str:
        return data.decode()


class _Record(Codec[T]):
    def __init__(self, cls: type[T]) -> None:
        kind: Any = cls
        self._read = _reader(kind)

    def encode(self, value: T) -> bytes:
        return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, data: bytes) -> T:
        value: T = self._read(json.loads(data))
        return value


TEXT: Codec[str] = _Text()


def record(cls: type[T]) -> Codec[T]:
    """The codec of a frozen dataclass, as JSON.

    Fields are str, int, bool, date, datetime, an Enum by its value, another dataclass, a tuple of one of
    these, or one of these or None. A field that is missing takes its default; an unknown one is refused, so
    that an older release never drops in silence what a newer one wrote.

    Raises TypeError for a class with other fields, once it is declared.
    """
    return _Record(cls)


def _plain(value: Any) -> Any:
    """The value in the words of JSON: str, int, bool, None, list, dict."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of this type out of JSON."""
    if kind in (str, int, bool):
        return partial(_same, kind)
    if kind in (date, datetime):
        return partial(_iso, kind)
    if get_origin(kind) in (Union, UnionType):
        return partial(_optional, _reader(_without_none(kind)))
    if get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,):
        return partial(_tuple, _reader(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return partial(_word, kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return partial(_object, kind, {each.name: (each, _reader(hints[each.name])) for each in fields(kind)})
    raise TypeError(f"{kind} cannot be sealed: give it a dataclass, or write a codec")


def _without_none(kind: Any) -> Any:
    members = [each for each in get_args(kind) if each is not NoneType]
    if len(members) != 1 or len(get_args(kind)) != 2:
        raise TypeError(f"{kind} cannot be sealed: a union is of one type and None")
    return members[0]


def _same(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}")
    return value


def _iso(kind: type[date], value: Any) -> date:
    try:
        return kind.fromisoformat(_same(str, value))
    except ValueError:  # the library's message shows the value
        raise ValueError(f"expected an ISO {kind.__name__}") from None


def _word(kind: type[Enum], value: Any) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"expected a {kind.__name__}") from None


def _optional(read: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else read(value)


def _tuple(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    return tuple(read(each) for each in _same(list, value))


def _object(kind: type, readers: dict[str, tuple[Field[Any], Callable[[Any], Any]]], value: Any) -> Any:
    given = _same(dict, value)
    if unknown := given.keys() - readers.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    missing = [name for name, (field, _) in readers.items() if name not in given and not _has_default(field)]
    if missing:
        raise ValueError(f"{kind.__name__} needs {', '.join(missing)}")
    return kind(**{name: readers[name][1](each) for name, each in given.items()})


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
