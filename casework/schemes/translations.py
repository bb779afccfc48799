"""A scheme's texts in one more language: `<key>.<language>.yaml` beside it, with the same paths as the scheme."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from .tree import Data, Place, Tree, merge_patch

_NAME: Final = re.compile(r"([a-z][a-z0-9_-]*)\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.yaml")
_OWN: Final = ("scheme", "draft", "versions")


def translation_of(file: str) -> tuple[str, str] | None:
    """The key and the language of a translation's file name; none for any other file."""
    found = _NAME.fullmatch(file)
    return (found[1], found[2]) if found else None


def language_of(translation: Tree) -> str:
    """The language that the name of a translation's file says."""
    named = translation_of(translation.spot(()).file)
    if named is None:
        raise ValueError("this file is no translation")
    return named[1]


def translated(layers: Sequence[Tree], translations: Iterable[Tree]) -> tuple[Tree, ...]:
    """The layers of a scheme with the texts of its translations in them; each adds its language to the scheme's."""
    laid = tuple(layers)
    for translation in translations:
        laid = tuple(_versions_in(layer, translation) for layer in laid)
        laid = (_head_in(laid[0], translation), *laid[1:])
    return laid


def _head_in(layer: Tree, translation: Tree) -> Tree:
    head = translation.without(*_OWN)
    languages = [*(layer.data.get("languages") or ()), language_of(translation)]
    return _added(layer, Tree({**head.data, "languages": languages}, head.spots))


def _versions_in(layer: Tree, translation: Tree) -> Tree:
    """Texts go to the version that begins on the same day."""
    said = {version["from"]: index for index, version in enumerate(translation.data.get("versions", ()))}
    bodies: list[Data] = []
    spots = dict(layer.spots)
    for index, version in enumerate(layer.data["versions"]):
        if version["from"] not in said:
            bodies.append(version)
            continue
        body = _added(layer.below("versions", index), translation.below("versions", said[version["from"]]))
        bodies.append(body.data)
        above: Place = ("versions", index)
        spots |= {(*above, *place): spot for place, spot in body.spots.items()}
    return Tree({**layer.data, "versions": bodies}, spots)


def _added(base: Tree, change: Tree) -> Tree:
    """What stands in both is the scheme's: a translation adds texts, it does not move a line."""
    return Tree(merge_patch(base.data, change.data), {**change.spots, **base.spots})
