"""The page on the scheme file names every word that the shape table knows at its place, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.schemes.file_shape import END, SCHEME, TRANSLATION
from casework.schemes.rule_shape import RULE
from casework.schemes.shape import YES_NO, Either, Fields, ListOf, OneOf, Shape

PAGE = Path(__file__).parents[2] / "docs" / "scheme-format.md"
ROW = re.compile(r"^\| `([^`|]+)` \| (`[^|]+`) \| ([^|]+) \|$", re.MULTILINE)
WORD = re.compile(r"`([^`]+)`")
STANDS_OFTEN = {RULE: "rule", END: "end"}
"""Shapes that stand in several places have one row of their own."""
CHOSEN = "*"
"""A name that the author chooses."""

Words = dict[str, set[str]]


def words_of(shape: Shape, place: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(place, word) for every word that a shape knows, a name or a value. `yes` and `no` go without saying."""
    if shape is YES_NO or (shape in STANDS_OFTEN and place != (STANDS_OFTEN[shape],)):
        return
    match shape:
        case OneOf(words):
            yield from ((_said(place), word) for word in words)
        case ListOf(item):
            yield from words_of(item, place)
        case Either(options):
            for option in options:
                yield from words_of(option, place)
        case Fields(known, rest=rest):
            for name, inner in known.items():
                yield _said(place), name
                yield from words_of(inner, (*place, name))
            if rest is not None:
                yield from words_of(rest, (*place, CHOSEN))


def _said(place: tuple[str, ...]) -> str:
    """A place as the page says it: what stands within a version, without that."""
    return ".".join(place[1:] if place[:1] == ("versions",) and place[1:] else place) or "file"


@pytest.fixture(scope="module")
def known() -> Words:
    found: Words = {}
    named = (words_of(shape, (name,)) for shape, name in STANDS_OFTEN.items())
    for words in (words_of(SCHEME), words_of(TRANSLATION), *named):
        for place, word in words:
            found.setdefault(place, set()).add(word)
    return found


def documented(page: str) -> Words:
    """What the page's table says, by place."""
    return {place: set(WORD.findall(words)) for place, words, _what in ROW.findall(page)}


def test_every_word_of_the_format_stands_at_its_place(known: Words) -> None:
    assert documented(PAGE.read_text("utf-8")) == known


@pytest.mark.parametrize(
    ("place", "word"), [("rule", "unless"), ("facts.*.type", "money"), ("end", "birthday")]
)
def test_a_word_that_the_page_forgets_is_found_out(known: Words, place: str, word: str) -> None:
    page = PAGE.read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{place}` |"))
    forgetful = documented(page.replace(row, row.replace(f"`{word}`", "")))
    assert known[place] - forgetful[place] == {word}
