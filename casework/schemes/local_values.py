"""What an organisation settles by itself where a scheme leaves it open: a last layer of a few words, no file.

Only what an office arranges can be settled so: how cards are numbered, how long they are valid, what they cost, how
long its terms are. What decides on a person stays for a file (docs/decisions/0014-local-values.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from .build import version_from_canonical
from .catalogue import common_tree
from .checker.meaning import meaning_remarks
from .checker.walk import misfits
from .definition import SchemeVersion
from .errors import SchemeError
from .file_shape import WHOLE_VERSION
from .layering import freeze, thaw
from .remarks import Severity
from .rules import OPEN
from .tree import Data, Place, Spot, Tree, merge_patch

_AMOUNTS: Final = ("base", "replacement")


class Sort(StrEnum):
    """What kind of value an open word takes."""

    NUMBER = "number"
    VALIDITY = "validity"
    AMOUNT = "amount"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A value that a version leaves open and an office may settle: `fee.base`, `steps.terms.appeal.lasts`.

    `place` is where it stands in the whole version.
    """

    place: Place
    sort: Sort

    @property
    def word(self) -> str:
        """Its address: the name under which the value is kept."""
        return ".".join(map(str, self.place))

    @property
    def term(self) -> str:
        """The key of the term whose length it is."""
        return str(self.place[-2])


class LocalValueError(SchemeError):
    """A local value that the version does not take; `word` says which."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word: Final = word


@lru_cache(maxsize=256)
def open_words(version: SchemeVersion) -> tuple[OpenWord, ...]:
    """What the version leaves open and an office may settle, in the order in which it is asked."""
    return tuple(_open(thaw(version.canonical)))


def local_layer(version: SchemeVersion, values: Mapping[str, str]) -> Data:
    """The values as a scheme file would write them: a merge patch over the whole version (RFC 7396).

    Raises:
        LocalValueError: a value is for a word that the version does not leave open.
    """
    places = {each.word: each.place for each in open_words(version)}
    base = thaw(version.canonical)
    layer: Data = {}
    for word in sorted(values):
        if word not in places:
            raise LocalValueError(word, f"{word!r} is not open in this scheme; take the value out")
        value = [values[word]] if word == "valid_until" else values[word]
        layer = merge_patch(layer, _nested(merge_patch(base, layer), places[word], value))
    return layer


def settled(version: SchemeVersion, values: Mapping[str, str]) -> SchemeVersion:
    """The version with an organisation's values in it, frozen anew under a hash of its own.

    Values are written as in a scheme file: a number pattern, an amount, a length. Without any, it is the version.

    Raises:
        LocalValueError: a value is for a word that is not open, or the checker refuses it in a file as well.
    """
    return _settled(version, tuple(sorted(values.items()))) if values else version


def fitting(version: SchemeVersion, values: Mapping[str, str]) -> dict[str, str]:
    """Those values that a version takes: what its file settles itself wins, and what it refuses is open again."""
    kept = dict(values)
    while True:
        try:
            settled(version, kept)
        except LocalValueError as error:
            del kept[error.word]
        else:
            return kept


@lru_cache(maxsize=256)
def _settled(version: SchemeVersion, values: tuple[tuple[str, str], ...]) -> SchemeVersion:
    layer = local_layer(version, dict(values))
    base = Tree(thaw(version.canonical), {(): Spot("", 1)})
    whole = base.patched(Tree(layer, _spots(version, [word for word, _value in values])))
    for word, text in _mistakes(whole):
        raise LocalValueError(word, text)
    found = version_from_canonical(freeze(whole.data))
    for each in open_words(found):
        if each.word in dict(values):
            raise LocalValueError(each.word, f"{each.word!r} is still open; write a value, or none")
    return found


def _spots(version: SchemeVersion, words: list[str]) -> dict[Place, Spot]:
    """Each value is a file of its own to the checker, so that a remark on it, or on what it breaks, names it."""
    places = {each.word: each.place for each in open_words(version)}
    spots: dict[Place, Spot] = {(): Spot(words[0], 1)}
    for word in words:
        place = places[word]
        spots.setdefault(place[:1], Spot(word, 1))
        spots[place] = Spot(word, 1)
    return spots


def _mistakes(whole: Tree) -> Iterator[tuple[str, str]]:
    """What the checker refuses, and the word whose value it is about."""
    misfitting = misfits(whole, WHOLE_VERSION)
    if misfitting:
        yield from ((remark.file, remark.text) for remark in misfitting)
        return
    for place, text, severity in meaning_remarks(whole.data, common_tree().data, ()):
        if severity is Severity.MISTAKE:
            yield whole.spot(place).file, text


def _open(data: Data) -> Iterator[OpenWord]:
    if data["number"] == OPEN:
        yield OpenWord(("number",), Sort.NUMBER)
    if data["valid_until"] == OPEN:
        yield OpenWord(("valid_until",), Sort.VALIDITY)
    else:
        for index, end in enumerate(data["valid_until"]):
            if isinstance(end, dict) and end.get("after") == OPEN:
                yield OpenWord(("valid_until", index, "after"), Sort.VALIDITY)
    for amount in _AMOUNTS:
        if data.get("fee", {}).get(amount) == OPEN:
            yield OpenWord(("fee", amount), Sort.AMOUNT)
    for key, term in data["steps"]["terms"].items():
        if term["lasts"] == OPEN:
            yield OpenWord(("steps", "terms", key, "lasts"), Sort.TERM)


def _nested(base: Data, place: Place, value: Data) -> Data:
    """A patch that sets one place; a patch cannot reach into a list, so it holds the whole list."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, str):
        return {step: _nested(base[step], rest, value)}
    changed = merge_patch(base[step], _nested(base[step], rest, value))
    return [*base[:step], changed, *base[step + 1 :]]
