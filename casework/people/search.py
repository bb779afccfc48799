"""Finding people by name without any index: names are opened and compared in memory (security.md finding 1)."""

import unicodedata

from casework.people.models import Particulars

SHORTEST = 2
"""Characters a search needs; one Han character says as much as a word (design.md §4)."""


def fold(text: str) -> str:
    """Without accents, case and kinds of width: what two spellings of a name have in common."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, folded; empty when it is too short to mean anything."""
    words = tuple(fold(text).split())
    if len("".join(words)) >= SHORTEST or any("CJK UNIFIED" in unicodedata.name(each, "") for each in text):
        return words
    return ()


def matches(words: tuple[str, ...], particulars: Particulars) -> bool:
    """Whether every word begins some part of the person's names, in whatever order."""
    parts = fold(f"{particulars.full_name} {particulars.native_name}").replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words)
