"""First pass: does the data have the shape of the table?"""

import re
from collections.abc import Iterator

from ..nearest import did_you_mean
from ..remarks import Remark
from ..shape import Either, Fields, ListOf, OneOf, Scalar, Shape
from ..tree import Data, Place, Tree


def misfits(tree: Tree, shape: Shape, *, whole: bool = True) -> list[Remark]:
    """Everything that does not fit; in a patch (`whole` false) nothing has to be there, and null removes."""
    found = _misfits(tree.data, shape, (), whole=whole)
    return [Remark(spot.file, spot.line, text) for place, text in found if (spot := tree.spot(place))]


def _misfits(data: Data, shape: Shape, place: Place, *, whole: bool) -> Iterator[tuple[Place, str]]:
    if data is None and not whole:
        return
    match shape:
        case Either(options):
            yield from _no_option(data, options, place, whole=whole)
        case Fields():
            yield from _fields(data, shape, place, whole=whole)
        case ListOf():
            yield from _items(data, shape, place)
        case OneOf(words):
            if data not in words:
                yield place, f"{_shown(data)} is none of {', '.join(words)}{did_you_mean(data, words)}"
        case Scalar(what, pattern, number):
            if not isinstance(data, int if number else str) or not re.fullmatch(pattern, str(data)):
                yield place, f"{_shown(data)} is not {what}"


def _items(data: Data, shape: ListOf, place: Place) -> Iterator[tuple[Place, str]]:
    if not isinstance(data, list):
        yield place, f"{_name(place)} needs a list such as [a, b], not {_shown(data)}"
        return
    for index, child in enumerate(data):
        if child is None:
            yield (*place, index), f"{_name(place)} has an empty line in its list; fill it or remove it"
        else:
            yield from _misfits(child, shape.item, (*place, index), whole=not shape.patches)


def _fields(data: Data, shape: Fields, place: Place, *, whole: bool) -> Iterator[tuple[Place, str]]:
    if not isinstance(data, dict):
        yield place, f"{_name(place)} needs lines of 'name: value' below it, not {_shown(data)}"
        return
    for key in shape.must if whole else ():
        if key not in data:
            yield place, f"{_name(place)} lacks {key!r}; add a line '{key}: …'"
    for key, child in data.items():
        inner = shape.known.get(key)
        if inner is None and shape.rest is not None:
            inner = shape.rest if re.fullmatch(shape.rest_pattern, key) else None
        if inner is None:
            yield (*place, key), f"{key!r} is not a word that can stand here{did_you_mean(key, shape.known)}"
        else:
            yield from _misfits(child, inner, (*place, key), whole=whole)


def _no_option(
    data: Data, options: tuple[Shape, ...], place: Place, *, whole: bool
) -> Iterator[tuple[Place, str]]:
    tried = [list(_misfits(data, option, place, whole=whole)) for option in options]
    if all(tried):
        alike = [found for option, found in zip(options, tried, strict=True) if _same_sort(data, option)]
        yield from min(alike or tried[:1], key=len)


def _same_sort(data: Data, shape: Shape) -> bool:
    if isinstance(data, dict):
        return isinstance(shape, Fields)
    return isinstance(shape, ListOf) if isinstance(data, list) else isinstance(shape, Scalar | OneOf)


def _name(place: Place) -> str:
    return next((repr(step) for step in reversed(place) if isinstance(step, str)), "this")


def _shown(data: Data) -> str:
    if data is None:
        return "nothing"
    if isinstance(data, dict | list):
        return "a map of names" if isinstance(data, dict) else "a list"
    return repr(data if len(str(data)) <= 60 else f"{str(data)[:57]}…")
