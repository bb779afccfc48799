"""Finding people by name without any index: names are opened and compared in memory (security.md finding 1)."""

import unicodedata
from difflib import SequenceMatcher
from itertools import combinations, pairwise, product

from casework.people.models import BirthDate, Particulars

SHORTEST = 2
"""Characters a search needs; one Han character says as much as a word (design.md §4)."""

ALIKE = 0.65
"""How like two words are that may be one name in two spellings: `Muhammad` and `Mohamed` are 0.67."""
VERY_ALIKE = 0.85
"""The same where less than the birth day is known, and names have to say more: `Amina` and `Aminata` are 0.83."""
LONGEST_PARTICLE = 3
"""Characters of a word such as `El`, `de` or `van`, which says little by itself."""

_APOSTROPHES = frozenset("'’‘ʼʻʿʾ`´")
_LETTERS = str.maketrans("đðɗłøıɓƙŋɲŧħƴə", "dddloibknnthye") | str.maketrans(
    {"æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart, as they are typed where the keyboard lacks them."""


def fold(text: str) -> str:
    """Without accents, apostrophes, case and kinds of width: what two spellings of a name have in common."""
    decomposed = unicodedata.normalize("NFKD", "".join(each for each in text if each not in _APOSTROPHES))
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return bare.casefold().translate(_LETTERS)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, folded; empty when it is too short to mean anything."""
    words = parts_of(text)
    if len("".join(words)) >= SHORTEST or any("CJK UNIFIED" in unicodedata.name(each, "") for each in text):
        return words
    return ()


def matches(words: tuple[str, ...], particulars: Particulars) -> bool:
    """Whether every word begins some part of the person's names, in whatever order.

    It does not matter whether words that follow each other are written as one, there or here.
    """
    names = parts_of(particulars.full_name), parts_of(particulars.native_name)
    tails = ["".join(parts[start:]) for parts in names for start in range(len(parts))]
    found = {0}
    for start, end in combinations(range(len(words) + 1), 2):
        if start in found and any(tail.startswith("".join(words[start:end])) for tail in tails):
            found.add(end)
    return len(words) in found


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded; a hyphen parts two."""
    return tuple(fold(name).replace("-", " ").split())


def resembles(one: Particulars, other: Particulars) -> bool:
    """Whether the two may be the same person: their birth dates do not differ, and their names go together.

    Names go together when every word of the shorter stands in the longer, whichever script each is written in; or,
    since a name comes into Latin letters in many spellings, is like a word of the longer. Between two persons born
    on one and the same known day a single word in common is enough; where less is known, all family names of the
    one, if they are two or more. Where names are the same, one part of the birth date may differ, or day and month
    be swapped: it may have been mistyped.
    """
    written = product((one.full_name, one.native_name), (other.full_name, other.native_name))
    names = [_written_alike(parts_of(a), parts_of(b)) for a, b in written]
    if not compatible(one.birth_date, other.birth_date):
        mistyped = _one_slip_apart(one.birth_date, other.birth_date)
        return mistyped and any(len(a) > 1 and a == b for a, b in names)
    born_on_one_day = one.birth_date.day is not None and one.birth_date == other.birth_date
    if any(_go_together(a, b, born_on_one_day) for a, b in names):
        return True
    likeness = ALIKE if born_on_one_day else VERY_ALIKE
    return any(_spelt_alike(a, b, likeness) for a, b in names) or _share_family_names(one, other)


def _written_alike(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of two names; two that follow each other are one where the other name writes them as one."""
    return _joined_as(one, other), _joined_as(other, one)


def _joined_as(words: tuple[str, ...], other: tuple[str, ...]) -> frozenset[str]:
    pairs = {first + second: {first, second} for first, second in pairwise(words)}
    joined = pairs.keys() & set(other)
    return (frozenset(words) - {part for each in joined for part in pairs[each]}) | joined


def _one_slip_apart(one: BirthDate, other: BirthDate) -> bool:
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return swapped or sum(a != b for a, b in _parts_known(one, other)) == 1


def _parts_known(one: BirthDate, other: BirthDate) -> list[tuple[int, int]]:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def compatible(one: BirthDate, other: BirthDate) -> bool:
    """Whether both can be the birth date of one person: nothing known of the one differs from the other."""
    return all(a == b for a, b in _parts_known(one, other))


def _go_together(one: frozenset[str], other: frozenset[str], one_word_is_enough: bool) -> bool:
    common = one & other
    return bool(common) and (one_word_is_enough or common in (one, other))


def _spelt_alike(one: frozenset[str], other: frozenset[str], likeness: float) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and all(any(_likeness(a, b) >= likeness for b in longer) for a in shorter)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1 (`difflib`), the same whichever word is named first."""
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _share_family_names(one: Particulars, other: Particulars) -> bool:
    """Whether all family names of the one, two at least that are no particles, are family names of the other."""
    shorter, longer = sorted((set(parts_of(each.family_names)) for each in (one, other)), key=len)
    return shorter <= longer and sum(len(word) > LONGEST_PARTICLE for word in shorter) > 1
