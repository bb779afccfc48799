"""How a dossier stands by its rules: findings with the way to what would settle them, and the evidence they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pyramid.request import Request

from casework.access.permissions import Permission
from casework.dossiers.households import BIRTH, REGISTER, SHOWN, evidence_of, told_here
from casework.dossiers.models import Dossier
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.rules import frozen
from casework.dossiers.schemas.questions import BIRTH_DATE
from casework.dossiers.service.findings import facts_in, reference_day
from casework.dossiers.views.common import evidence_label, today
from casework.i18n import _
from casework.schemes import (
    EvidenceCategory,
    FactType,
    Finding,
    MissingKind,
    SchemeVersion,
    Verdict,
    findings,
    heading_of,
    in_language,
    name_of,
    rule_title,
    say,
)
from casework.schemes.needs import Need, StillNeeded, still_needed
from casework.schemes.sentences import Way, ways_of

MARKS = {Verdict.MET: "met", Verdict.UNKNOWN: "unknown"}
OLDER_PROOF = "older_proof"
"""The one look at something that is not a look at the register: it is settled by evidence."""


class Page(StrEnum):
    """Where a caseworker enters what a rule waits for; each but the evidence is one page."""

    REGISTER = "dossier_register"
    QUESTIONS = "dossier_questions"
    PERSON = "dossier_person"
    EVIDENCE = "evidence_new"


TITLES = {
    Page.REGISTER: _("Register movements"),
    Page.QUESTIONS: _("Questions of the scheme"),
    Page.PERSON: _("The person"),
    Page.EVIDENCE: _("Evidence"),
}
TOLD = {Page.REGISTER: REGISTER, Page.PERSON: BIRTH, Page.EVIDENCE: SHOWN}


@dataclass(frozen=True)
class Entry:
    """What can be entered next: what it is, where, and what the way there is called."""

    what: Any
    url: str
    button: Any


@dataclass(frozen=True)
class Standing:
    """What the rules say of a dossier on a day, asked once for a page; what leads on is for who may enter it."""

    request: Request
    case: Dossier
    version: SchemeVersion
    findings: tuple[Finding, ...]
    needed: StillNeeded

    @property
    def changeable(self) -> bool:
        allowed = self.request.has_permission(Permission.DOSSIER_CHANGE)
        return bool(allowed) and not frozen(self.version, self.case.state)

    def shown(self) -> list[dict[str, Any]]:
        """Each rule in a sentence: mark, how it stands, why, and (words, address, remark) of what would settle it."""
        rows = []
        for finding in self.findings:
            sentence = say(self.version, finding, self.request.locale_name)
            mark = MARKS.get(finding.verdict, "later" if finding.met_on else "none")
            settles = [self._settling(way, sentence.title) for way in self._ways(finding)]
            rows.append({"mark": mark, "lead": sentence.lead, "why": sentence.why, "settles": settles})
        return rows

    def _settling(self, way: Way, title: str) -> tuple[str, str | None, Any]:
        """(words, address, remark); a question that the rule itself repeats goes by the name of its page."""
        words, remark = way.text.rstrip("."), ADD if way.kind is MissingKind.EVIDENCE else ""
        if words.rstrip("?؟ ") == title.rstrip(".?؟ "):
            words = self.request.localizer.translate(TITLES[page_of(self.version, way)])
        return words, self._address(way), remark

    def to_enter(self) -> tuple[Entry, tuple[str, ...]] | None:
        """The first thing that can be entered and that a rule waits for, with the titles of all rules that do.

        What nobody has looked at comes before what was looked at and is not enough.
        """
        waiting: dict[Entry, list[str]] = {}
        open_ones = [each for each in self.findings if each.verdict is not Verdict.MET]
        for finding in sorted(open_ones, key=lambda each: each.verdict is not Verdict.UNKNOWN):
            for entry in dict.fromkeys(self._entries(finding)):
                title = rule_title(self.version, finding.rule, self.request.locale_name)
                waiting.setdefault(entry, []).append(title)
        return next(((entry, tuple(rules)) for entry, rules in waiting.items()), None)

    def _ways(self, finding: Finding) -> list[Way]:
        """What would settle a finding; of the categories only those in which one more paper helps, as the scheme
        orders them.
        """
        helping = self.needed.by_rule.get(finding.rule)
        found = ways_of(self.version, finding, self.request.locale_name)
        order = [each.key for each in self.version.evidence]
        papers = [each for each in found if each.kind is MissingKind.EVIDENCE]
        others = [each for each in found if each.kind is not MissingKind.EVIDENCE]
        return others + sorted(
            (each for each in papers if helping is None or each.key in helping),
            key=lambda each: order.index(each.key),
        )

    def _entries(self, finding: Finding) -> Iterator[Entry]:
        ways = self._ways(finding)
        papers = [each for each in ways if each.kind is MissingKind.EVIDENCE]
        for way in ways:
            address, page = self._address(way), page_of(self.version, way)
            if address is None:
                continue
            if self._elsewhere(page, way):
                assert self.case.first is not None
                named = {"reference": self.case.first.reference}
                yield Entry(TITLES[page], address, _("To dossier ${reference}", mapping=named))
            elif page is not Page.EVIDENCE:
                yield Entry(TITLES[page], address, TITLES[page])
            elif way in papers and len(papers) == 1:
                label = _("Add evidence: ${category}", mapping={"category": way.text})
                yield Entry(label, address, label)
            else:
                yield Entry(TITLES[page], self._evidence, _("To the evidence"))

    def _address(self, way: Way) -> str | None:
        """Where this is entered, for who may; what a household tells once, in its first dossier."""
        page = page_of(self.version, way)
        if not self.changeable:
            return None
        if self._elsewhere(page, way):
            return str(self.request.route_path("dossier", id=self.case.household_id))
        if page is not Page.EVIDENCE:
            return str(self.request.route_path(page, id=self.case.id))
        if way.kind is not MissingKind.EVIDENCE or self.version.category(way.key).self_declared:
            return self._evidence
        return str(self.request.route_path(page, id=self.case.id, _query={"category": way.key}))

    def _elsewhere(self, page: Page, way: Way) -> bool:
        return not told_here(self.version, self.case, TOLD.get(page, frozenset({way.key})))

    @property
    def _evidence(self) -> str:
        """The list of evidence on the dossier's page."""
        return str(self.request.route_path("dossier", id=self.case.id, _anchor="evidence"))


ADD = _("add evidence")


def standing_of(
    request: Request, case: Dossier, version: SchemeVersion, what_if: date | None = None
) -> Standing:
    """How a dossier stands on its own day, or on another one that nothing may be decided on."""
    facts = facts_in(version, case)
    on = what_if or reference_day(case, today(request))
    return Standing(request, case, version, findings(version, facts, on), still_needed(version, facts, on))


def findings_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """The findings of a dossier for a page that shows nothing else of its standing."""
    return standing_of(request, case, version).shown()


def page_of(version: SchemeVersion, way: Way) -> Page:
    """Where a caseworker enters what would settle a rule."""
    if way.kind is MissingKind.EVIDENCE:
        return Page.EVIDENCE
    if way.kind is MissingKind.REVIEW:
        return Page.EVIDENCE if way.key == OLDER_PROOF else Page.REGISTER
    if way.key == BIRTH_DATE:
        return Page.PERSON
    match version.facts[way.key].type:
        case FactType.MOVEMENTS:
            return Page.REGISTER
        case FactType.PERIODS | FactType.DOCUMENTS:
            return Page.EVIDENCE
        case _:
            return Page.QUESTIONS


def categories_shown(standing: Standing) -> list[dict[str, Any]]:
    """The scheme's categories of evidence: what the rules need of each, and what was shown in it."""
    request, case, version = standing.request, standing.case, standing.version
    shown = [(each, each.record) for each in evidence_of(version, case)]  # opened once: each time costs
    rows = []
    for category in version.evidence:
        if category.self_declared:
            continue
        kept = [
            (
                evidence_label(request, version, each),
                request.route_path("evidence", id=each.id),
                _also_for(request, version, record) if record.category == category.key else "",
            )
            for each, record in shown
            if category.key in record.categories
        ]
        rows.append(
            {
                "heading": in_language(category.heading, request.locale_name),
                "accepts": _accepts(standing, category),
                "url": request.route_path(Page.EVIDENCE, id=case.id, _query={"category": category.key}),
                "kept": kept,
                "state": _state(standing.needed.need(category.key), kept=bool(kept)),
            }
        )
    return rows


def _accepts(standing: Standing, category: EvidenceCategory) -> str:
    """The kinds of paper that count here, first those that would still help."""
    helping = standing.needed.kinds(category.key)
    kinds = sorted((each.key for each in category.accepts or ()), key=lambda each: each not in helping)
    language = standing.request.locale_name
    return ", ".join(name_of(standing.version, "kinds", each, language) for each in kinds)


def _state(need: Need, *, kept: bool) -> tuple[Any, str, str]:
    """(word, tone, icon) of a category."""
    match need:
        case Need.NEEDED:
            return (_("More is needed") if kept else _("Needed"), "wait", "pen")
        case Need.ONE_OF if not kept:
            return (_("One of these is needed"), "wait", "pen")
        case _:
            return (_("Shown"), "ok", "") if kept else (_("Optional"), "plain", "")


def _also_for(request: Request, version: SchemeVersion, record: EvidenceRecord) -> Any:
    """Which further categories the same item was shown for; nothing for none."""
    headings = [heading_of(version, key, request.locale_name) for key in record.also]
    return _("(also for ${categories})", mapping={"categories": "; ".join(headings)}) if headings else ""
