"""Finding people by name without any index: names are opened and compared in memory (security.md finding 1)."""

import unicodedata
from itertools import product

from casework.people.models import BirthDate, Particulars

SHORTEST = 2
"""Characters a search needs; one Han character says as much as a word (design.md §4)."""


_APOSTROPHES = frozenset("'’‘ʼ`´")


def fold(text: str) -> str:
    """Without accents, apostrophes, case and kinds of width: what two spellings of a name have in common."""
    decomposed = unicodedata.normalize("NFKD", "".join(each for each in text if each not in _APOSTROPHES))
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, folded; empty when it is too short to mean anything."""
    words = tuple(fold(text).split())
    if len("".join(words)) >= SHORTEST or any("CJK UNIFIED" in unicodedata.name(each, "") for each in text):
        return words
    return ()


def matches(words: tuple[str, ...], particulars: Particulars) -> bool:
    """Whether every word begins some part of the person's names, in whatever order."""
    parts = parts_of(f"{particulars.full_name} {particulars.native_name}")
    return all(any(part.startswith(word) for part in parts) for word in words)


def parts_of(name: str) -> frozenset[str]:
    """The words of a name, folded; a hyphen parts two."""
    return frozenset(fold(name).replace("-", " ").split())


def resembles(one: Particulars, other: Particulars) -> bool:
    """Whether the two may be the same person: their birth dates do not differ, and their names go together.

    Names go together when every word of the shorter stands in the longer, whichever script each is written in.
    Between two persons born on one and the same known day a single word in common is enough, since a name comes
    into Latin letters in many spellings.
    """
    if not compatible(one.birth_date, other.birth_date):
        return False
    born_on_one_day = one.birth_date.day is not None and one.birth_date == other.birth_date
    written = product((one.full_name, one.native_name), (other.full_name, other.native_name))
    return any(_go_together(parts_of(a), parts_of(b), born_on_one_day) for a, b in written)


def compatible(one: BirthDate, other: BirthDate) -> bool:
    """Whether both can be the birth date of one person: nothing known of the one differs from the other."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _go_together(one: frozenset[str], other: frozenset[str], one_word_is_enough: bool) -> bool:
    common = one & other
    return bool(common) and (one_word_is_enough or common in (one, other))
