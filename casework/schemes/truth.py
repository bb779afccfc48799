"""Three-valued truth (strong Kleene logic): what nobody has looked at yet is unknown, never absent."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule says of given facts on a given day."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene *and*: one unmet decides, then one unknown; of nothing, met."""
    seen = set(verdicts)
    return next((v for v in (Verdict.UNMET, Verdict.UNKNOWN) if v in seen), Verdict.MET)


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene *or*: one met decides, then one unknown; of nothing, unmet."""
    seen = set(verdicts)
    return next((v for v in (Verdict.MET, Verdict.UNKNOWN) if v in seen), Verdict.UNMET)


def reached(sure: int, possible: int, need: int) -> Verdict:
    """A total known only between two bounds, against a threshold."""
    if sure >= need:
        return Verdict.MET
    return Verdict.UNMET if possible < need else Verdict.UNKNOWN
