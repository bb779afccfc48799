"""The rule about evidence (`shown`): a tally of papers, by count, by points or by groups, between a sure and a
possible total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..dates import ONE_DAY, Period
from ..evidence import EvidenceCategory
from ..facts import Document, Facts
from ..truth import Verdict, every, reached
from .base import Missing, MissingKind, Outcome, Title, Value
from .tally import Asked, Total, total


@dataclass(frozen=True)
class Shown:
    """`{shown: {from: residence, count: 2}}`, `{shown: {from: [identity, residency], points: 4}}`,
    `{shown: {from: {labour: […], …}, groups: 1}}`.

    Papers of one kind count once; within one rule a paper counts in one category only, in every group it fits,
    and in points in every category for which it has points. `showing` are properties of which each must be on
    at least one counted paper (`with` in the file).
    """

    columns: tuple[EvidenceCategory, ...] = ()
    groups: Mapping[str, tuple[EvidenceCategory, ...]] = field(default_factory=dict)
    need: int = 1
    showing: tuple[str, ...] = ()
    dated_within: Period | None = None
    in_points: bool = False

    def outcome(self, facts: Facts, on: date) -> Outcome:
        if facts.documents is None:
            missing = Missing(MissingKind.EVIDENCE, self._names, self.need)
            return Outcome(Verdict.UNKNOWN, "shown.not_known", self._values(), (missing,))
        tallied = self._tally(facts.documents, on)
        enough = reached(tallied.sure, tallied.possible, self.need)
        shows = {thing: self._shows(thing, facts.documents, on) for thing in self.showing}
        verdict = every((enough, *shows.values()))
        if verdict is Verdict.MET:
            values = self._values(seen=tallied.counted)
            return Outcome(verdict, "shown.met", values, is_placeholder=tallied.is_placeholder)
        lacking = max(1, self.need - tallied.sure)
        unseen = tuple(thing for thing, seen in shows.items() if seen is not Verdict.MET)
        values = self._values(lacking=lacking, **({"things": unseen} if unseen else {}))
        missing = Missing(MissingKind.EVIDENCE, self._names, lacking)
        return Outcome(verdict, self._reason(verdict, enough), values, (missing,), tallied.is_placeholder)

    def turning_days(self, facts: Facts) -> frozenset[date]:
        days: set[date] = set()
        for paper in facts.documents or ():
            if paper.expires is not None:
                days.add(paper.expires + ONE_DAY)
                accepted = {category.expired_of(paper.kind).within for category in self._categories}
                days |= {period.after(paper.expires) + ONE_DAY for period in accepted if period}
            if paper.issued is not None and self.dated_within:
                days |= {paper.issued, self.dated_within.after(paper.issued) + ONE_DAY}
        return frozenset(days)

    @property
    def title(self) -> Title:
        if self.groups:
            return Title("shown.groups", {"need": self.need, "groups": tuple(self.groups)})
        if self.in_points:
            return Title("shown.points", self._values())
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

    def _reason(self, verdict: Verdict, enough: Verdict) -> str:
        if verdict is Verdict.UNKNOWN:
            return "shown.unsure"
        if enough is Verdict.MET:
            return "shown.shows_not"
        return "shown.points_missing" if self.in_points else "shown.missing"

    def _tally(self, papers: tuple[Document, ...], on: date) -> Total:
        asked = Asked(on, self.in_points, self.dated_within)
        if not self.groups:
            return total(self.columns, papers, asked, if_open=self.need)
        found = [total(columns, papers, asked, if_open=1) for columns in self.groups.values()]
        return Total(
            sum(each.sure > 0 for each in found),
            sum(each.possible > 0 for each in found),
            tuple(paper for each in found for paper in each.counted),
        )

    def _shows(self, thing: str, papers: tuple[Document, ...], on: date) -> Verdict:
        asked = Asked(on, dated_within=self.dated_within, showing=thing)
        found = total(self._categories, papers, asked, if_open=1)
        return reached(found.sure, found.possible, 1)
