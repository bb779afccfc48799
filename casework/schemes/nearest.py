"""The word that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """` (did you mean 'shown'?)`, or nothing where no known word is near."""
    near = get_close_matches(str(word), [str(k) for k in known], 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
