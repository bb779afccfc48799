"""The rule about evidence (`shown`): a tally of papers, by count or by groups, between a sure and a
possible total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..dates import ONE_DAY, Period
from ..evidence import EvidenceCategory, EvidenceKind
from ..facts import Document, Facts
from ..truth import Verdict, every, reached
from .base import Missing, MissingKind, Outcome, Title, Value


@dataclass(frozen=True)
class Shown:
    """`{shown: {from: residence, count: 2}}`, `{shown: {from: {labour: […], …}, groups: 1}}`.

    Papers of one kind count once; within one rule a paper counts in one category only, in every group it
    fits.
    `showing` are properties of which each must be on at least one counted paper (`with` in the file).
    """

    columns: tuple[EvidenceCategory, ...] = ()
    groups: Mapping[str, tuple[EvidenceCategory, ...]] = field(default_factory=dict)
    need: int = 1
    showing: tuple[str, ...] = ()
    dated_within: Period | None = None

    def outcome(self, facts: Facts, on: date) -> Outcome:
        if facts.documents is None:
            missing = Missing(MissingKind.EVIDENCE, self._names, self.need)
            return Outcome(Verdict.UNKNOWN, "shown.not_known", self._values(), (missing,))
        worth = [self._tally(facts.documents, on, None)]
        needs = [self.need]
        for thing in self.showing:
            worth.append(self._tally(facts.documents, on, thing))
            needs.append(1)
        verdicts = [
            reached(sure, possible, need) for (sure, possible), need in zip(worth, needs, strict=True)
        ]
        verdict = every(verdicts)
        if verdict is Verdict.MET:
            return Outcome(verdict, "shown.met", self._values())
        lacking = max(1, *(need - sure for (sure, _), need in zip(worth, needs, strict=True)))
        reason = "shown.unsure" if verdict is Verdict.UNKNOWN else "shown.missing"
        values = self._values(lacking=lacking)
        return Outcome(verdict, reason, values, (Missing(MissingKind.EVIDENCE, self._names, lacking),))

    def turning_days(self, facts: Facts) -> frozenset[date]:
        days: set[date] = set()
        for paper in facts.documents or ():
            if paper.expires is not None:
                days.add(paper.expires + ONE_DAY)
                periods = {c.expired.within for c in self._categories if c.expired.within}
                days |= {period.after(paper.expires) + ONE_DAY for period in periods}
            if paper.issued is not None and self.dated_within:
                days |= {paper.issued, self.dated_within.after(paper.issued) + ONE_DAY}
        return frozenset(days)

    @property
    def title(self) -> Title:
        if self.groups:
            return Title("shown.groups", {"need": self.need, "groups": tuple(self.groups)})
        return Title("shown.one" if self.need == 1 else "shown.count", self._values())

    @property
    def _categories(self) -> tuple[EvidenceCategory, ...]:
        grouped = [category for categories in self.groups.values() for category in categories]
        return (*self.columns, *grouped)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(category.key for category in self._categories))

    def _values(self, **more: Value) -> dict[str, Value]:
        return {"need": self.need, "categories": self._names, **more}

    def _tally(self, papers: tuple[Document, ...], on: date, showing: str | None) -> tuple[int, int]:
        """The sure and the possible total; an open category (nothing settled) may hold anything."""
        if not self.groups:
            return self._total(self.columns, papers, on, showing)
        totals = [self._total(columns, papers, on, showing) for columns in self.groups.values()]
        return sum(sure > 0 for sure, _ in totals), sum(possible > 0 for _, possible in totals)

    def _total(
        self, columns: Iterable[EvidenceCategory], papers: tuple[Document, ...], on: date, showing: str | None
    ) -> tuple[int, int]:
        sure_kinds: set[tuple[str, str]] = set()
        possible_kinds: set[tuple[str, str]] = set()
        used: set[int] = set()
        is_open = False
        for category in columns:
            is_open = is_open or category.accepts is None
            for index, paper in enumerate(papers):
                if index in used:
                    continue
                match self._counts(paper, category, on, showing):
                    case Verdict.MET:
                        used.add(index)
                        sure_kinds.add((category.key, paper.kind))
                        possible_kinds.add((category.key, paper.kind))
                    case Verdict.UNKNOWN:
                        used.add(index)
                        possible_kinds.add((category.key, paper.kind))
        return len(sure_kinds), len(possible_kinds) + self.need * is_open

    def _counts(self, paper: Document, category: EvidenceCategory, on: date, showing: str | None) -> Verdict:
        kind = category.kind(paper.kind)
        filed_elsewhere = paper.category is not None and paper.category != category.key
        if kind is None or filed_elsewhere or (showing is not None and showing not in kind.shows):
            return Verdict.UNMET
        return every((_lapsed(paper, kind, category, on), _dated(paper, self.dated_within, on)))


def _lapsed(paper: Document, kind: EvidenceKind, category: EvidenceCategory, on: date) -> Verdict:
    """Whether a paper still counts on that day; its last day is inclusive (schemes.md §1.3)."""
    if not kind.expires or category.expired.always or paper.never_expires:
        return Verdict.MET
    if paper.expires is None:
        return Verdict.UNKNOWN
    within = category.expired.within
    last = within.after(paper.expires) if within else paper.expires
    return Verdict.MET if on <= last else Verdict.UNMET


def _dated(paper: Document, within: Period | None, on: date) -> Verdict:
    """Whether a paper is recent enough, where the rule asks for it; counted from its issue, both days
    included.
    """
    if within is None:
        return Verdict.MET
    if paper.issued is None:
        return Verdict.UNKNOWN
    return Verdict.MET if paper.issued <= on <= within.after(paper.issued) else Verdict.UNMET
