"""What papers count: a sure and a possible total, since what is not entered may go either way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..dates import Period
from ..evidence import EvidenceCategory, EvidenceKind
from ..facts import Document
from ..truth import Verdict

Bounds = tuple[int, int]
NOTHING: Bounds = (0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one tally counts: in points or in papers, on which day, of which age, and what each must show."""

    on: date
    in_points: bool = False
    dated_within: Period | None = None
    showing: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The sure and the possible total, the papers that surely count, and whether unconfirmed points are in it."""

    sure: int = 0
    possible: int = 0
    counted: tuple[Document, ...] = ()
    is_placeholder: bool = False


def total(
    columns: Iterable[EvidenceCategory], papers: tuple[Document, ...], asked: Asked, if_open: int
) -> Total:
    """The best paper of each kind, over all columns (schemes.md §8.3).

    Counted in papers, one paper serves one column only; in points, each column for which it has points. A
    column that the office has not settled may hold `if_open`.
    """
    sure = possible = 0
    counted: list[Document] = []
    is_placeholder = False
    used: set[int] = set()
    for column in columns:
        best: dict[str, Bounds] = {}
        for index, paper in enumerate(papers):
            worth = NOTHING if index in used else bounds_of(paper, column, papers, asked)
            if worth == NOTHING:
                continue
            if not asked.in_points:
                used.add(index)
            if worth[0]:
                counted.append(paper)
            before = best.get(paper.kind, NOTHING)
            best[paper.kind] = max(before[0], worth[0]), max(before[1], worth[1])
            is_placeholder |= asked.in_points and column.worth_of(paper.kind).is_placeholder
        sure += sum(low for low, _ in best.values())
        possible += sum(high for _, high in best.values()) + (if_open if column.accepts is None else 0)
    return Total(sure, possible, tuple(counted), is_placeholder)


def bounds_of(
    paper: Document, category: EvidenceCategory, papers: tuple[Document, ...], asked: Asked
) -> Bounds:
    """What one paper surely and possibly counts in one category."""
    kind = category.kind(paper.kind)
    if kind is None or not _belongs(paper, category, papers):
        return NOTHING
    if asked.showing is not None and asked.showing not in kind.shows:
        return NOTHING
    low, high = _by_expiry(paper, kind, category, asked.on)
    if not asked.in_points:
        low, high = min(low, 1), min(high, 1)
    match _recent(paper, asked):
        case Verdict.MET:
            return low, high
        case Verdict.UNKNOWN:
            return 0, high
        case _:
            return NOTHING


def _belongs(paper: Document, category: EvidenceCategory, papers: tuple[Document, ...]) -> bool:
    """Filed here or nowhere, and the person's own; a spouse's only beside the paper that proves the bond."""
    if paper.category not in (None, category.key):
        return False
    if not paper.of_spouse:
        return True
    return category.spouse is not None and any(other.kind == category.spouse for other in papers)


def _by_expiry(paper: Document, kind: EvidenceKind, category: EvidenceCategory, on: date) -> Bounds:
    """A paper counts through its last day (schemes.md §1.3); a lapsed one, what the scheme still gives it."""
    worth, accepted = category.worth_of(kind.key), category.expired_of(kind.key)
    if not kind.expires or accepted.always or paper.never_expires:
        return worth.points, worth.points
    if paper.expires is None:
        return 0, worth.points
    if on <= paper.expires:
        return worth.points, worth.points
    if accepted.within is None or on > accepted.within.after(paper.expires):
        return NOTHING
    lapsed = worth.points if worth.points_if_expired is None else worth.points_if_expired
    return lapsed, lapsed


def _recent(paper: Document, asked: Asked) -> Verdict:
    """Whether a paper is recent enough, where the rule asks; from its issue on, both days included."""
    if asked.dated_within is None:
        return Verdict.MET
    if paper.issued is None:
        return Verdict.UNKNOWN
    last = asked.dated_within.after(paper.issued)
    return Verdict.MET if paper.issued <= asked.on <= last else Verdict.UNMET
