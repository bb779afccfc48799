"""What changed between two versions of a scheme, in plain words.

Each version is described, part by part, in the words of its page; what is described otherwise has changed. A part of
the frozen bytes that changed without showing in these words is named all the same, so that no change passes unsaid.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from babel import Locale

from casework.i18n import _
from casework.programmes.scheme_wording import Wording
from casework.programmes.steps_wording import bodies_said, needs_said, performer_said, term_said
from casework.schemes import Action, EvidenceCategory, Paper, State


class Area(StrEnum):
    """What a change is about, in the order of the page."""

    ABOUT = "about"
    REQUIREMENTS = "requirements"
    EVIDENCE = "evidence"
    VALIDITY = "validity"
    STEPS = "steps"
    PAPERS = "papers"
    KEEPING = "keeping"


AREA_NAMES: Final = {
    Area.ABOUT: _("What it is"),
    Area.REQUIREMENTS: _("What a person needs"),
    Area.EVIDENCE: _("Evidence"),
    Area.VALIDITY: _("Validity, fees and rights"),
    Area.STEPS: _("Steps"),
    Area.PAPERS: _("Papers and letters"),
    Area.KEEPING: _("Keeping, checking and counting"),
}
SECTIONS: Final = {
    Area.REQUIREMENTS: ("rules", "conditions", "facts", "leap_birthday"),
    Area.EVIDENCE: ("evidence", "kinds", "asks", "copies"),
    Area.VALIDITY: ("valid_until", "renewal", "number", "fee", "entitlements", "remedies"),
    Area.STEPS: ("steps", "handled_by", "place", "end_reasons"),
    Area.PAPERS: ("papers", "words"),
    Area.KEEPING: ("keep", "verify", "statistics", "certifies"),
}
"""Which parts of the frozen bytes each area shows; all others are what the scheme is."""
NO_PART: Final = frozenset({"from", "format"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new (`before` is empty), gone (`now` is empty) or otherwise."""

    area: Area
    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a version says: where it belongs, its key among versions, what it is called, what it says."""

    area: Area
    key: str
    label: str
    text: str


def differences(before: Wording, now: Wording) -> tuple[Change, ...]:
    """Every change from one version to a later one, in the words of one language and in the order of the page."""
    year = now.version.start.year
    old, new = ({each.key: each for each in described(wording, year)} for wording in (before, now))
    found = list(_compared(old, new))
    shown = {change.area for change in found}
    otherwise = now(_("a detail that is not shown here; the scheme file has it"))
    for area in dict.fromkeys(_areas_changed(before, now)):
        if area not in shown:
            found.append(Change(area, now(AREA_NAMES[area]), otherwise, otherwise))
    return tuple(sorted(found, key=lambda change: list(Area).index(change.area)))


def described(wording: Wording, year: int) -> Iterator[Part]:
    """All that a version says; its numbers by the first one of that year."""
    yield from _about(wording)
    yield from _requirements(wording)
    yield from _evidence(wording)
    yield from _validity(wording, year)
    yield from _steps(wording)
    yield from _papers(wording)
    yield from _keeping(wording)


def _compared(before: Mapping[str, Part], now: Mapping[str, Part]) -> Iterator[Change]:
    for key in dict.fromkeys((*now, *before)):
        old, new = before.get(key), now.get(key)
        either = new or old
        texts = (old.text if old else "", new.text if new else "")
        if either and texts[0] != texts[1]:
            yield Change(either.area, either.label, *texts)


def _areas_changed(before: Wording, now: Wording) -> Iterator[Area]:
    old, new = (json.loads(each.version.canonical) for each in (before, now))
    areas = {section: area for area, sections in SECTIONS.items() for section in sections}
    for section in sorted({*old, *new} - NO_PART):
        if old.get(section) != new.get(section):
            yield areas.get(section, Area.ABOUT)


def _about(wording: Wording) -> Iterator[Part]:
    version = wording.version
    for key, label, text in (
        ("name", _("Name"), wording.text(version.name)),
        ("issuer", _("Issued by"), version.issuer),
        ("purpose", _("What it is for"), wording.text(version.purpose)),
        ("is_not", _("What it is not"), wording.text(version.is_not)),
        ("languages", _("Languages of the texts"), _languages(wording, version.languages)),
    ):
        yield Part(Area.ABOUT, key, wording(label), text)


def _requirements(wording: Wording) -> Iterator[Part]:
    version = wording.version
    for each in wording.requirements(version.start):
        yield Part(Area.REQUIREMENTS, f"rule {each.key}", wording(_("Requirement")), each.title)
    for key in version.conditions:
        yield Part(Area.REQUIREMENTS, f"condition {key}", wording(_("Condition")), wording.rule(key))
    for key, fact in version.facts.items():
        yield Part(Area.REQUIREMENTS, f"fact {key}", wording(_("Question")), wording.text(fact.text))


def _evidence(wording: Wording) -> Iterator[Part]:
    for category in wording.version.evidence:
        heading = wording.heading(category)
        yield Part(Area.EVIDENCE, f"category {category.key}", heading, wording.category(category))
        yield from _sentences(wording, category, heading)


def _sentences(wording: Wording, category: EvidenceCategory, heading: str) -> Iterator[Part]:
    for template in category.prints:
        label = f"{heading}: {wording.text(template.name)}"
        for language, text in template.text.items():
            yield Part(Area.EVIDENCE, f"prints {category.key} {template.key} {language}", label, text)


def _validity(wording: Wording, year: int) -> Iterator[Part]:
    version = wording.version
    for key, label, texts in (
        ("validity", _("Validity"), wording.validity()),
        ("renewal", _("Renewal"), wording.renewal()),
        ("number", _("Number"), (wording.number(year),)),
        ("fee", _("Fee"), wording.fees()),
        ("remedies", _("Remedies"), (wording.text(version.remedies),)),
    ):
        yield Part(Area.VALIDITY, key, wording(label), "; ".join(texts))
    for key, each in version.entitlements.items():
        said = wording.entitlement(each)
        yield Part(Area.VALIDITY, f"entitlement {key}", wording.text(each.name), said)


def _steps(wording: Wording) -> Iterator[Part]:
    steps = wording.version.steps
    for state in steps.states.values():
        yield Part(Area.STEPS, f"state {state.key}", wording(_("State")), _state(wording, state))
    for action in steps.actions.values():
        name = wording.named("actions", action.key)
        yield Part(Area.STEPS, f"action {action.key}", name, _action(wording, action))
    for term in steps.terms.values():
        yield Part(Area.STEPS, f"term {term.key}", wording(_("Term")), term_said(wording, term))
    for name, members in bodies_said(wording).items():
        said = "; ".join(f"{wording.words.day(start)}: {who}" for start, who in members)
        yield Part(Area.STEPS, f"body {name}", name, said)
    reasons = "; ".join(wording.named("end_reasons", key) for key in wording.version.end_reasons)
    yield Part(Area.STEPS, "end reasons", wording(_("Reasons of an end")), reasons)


def _state(wording: Wording, state: State) -> str:
    name = wording.named("states", state.key)
    return f"{name} ({wording.named('cards', state.card)})" if state.card else name


def _action(wording: Wording, action: Action) -> str:
    sources = wording.words.either([wording.named("states", each) for each in action.sources])
    said = [wording(_("from: ${states}"), states=sources)]
    if action.to:
        said.append(wording(_("to: ${state}"), state=wording.named("states", action.to)))
    who = wording.words.either([performer_said(wording, each) for each in action.by])
    said.append(wording(_("by: ${roles}"), roles=who))
    if needs := needs_said(wording, action):
        said.append(wording(_("needs: ${needs}"), needs=", ".join(needs)))
    if action.letter:
        said.append(wording(_("letter: ${letter}"), letter=wording.named("letters", action.letter)))
    return "; ".join(said)


def _papers(wording: Wording) -> Iterator[Part]:
    for key, paper in wording.version.papers.items():
        name = wording.paper_name(key)
        yield Part(Area.PAPERS, f"paper {key}", name, _paper(wording, paper))
        for language, texts in paper.texts.items():
            for text_key, text in texts.items():
                label = f"{name} ({_languages(wording, (language,))})"
                yield Part(Area.PAPERS, f"text {key} {language} {text_key}", label, text)


def _paper(wording: Wording, paper: Paper) -> str:
    fields = ", ".join(wording.named("fields", each) for each in (*paper.front, *paper.back))
    return wording(
        _("${form}, in ${languages}, with: ${fields}"),
        form=paper.form,
        languages=_languages(wording, paper.languages),
        fields=fields,
    )


def _keeping(wording: Wording) -> Iterator[Part]:
    version = wording.version
    for label, said in wording.kept().items():
        yield Part(Area.KEEPING, f"keep {label}", label, said)
    tells = ", ".join(wording.named("fields", each) for each in version.verify.tells)
    yield Part(Area.KEEPING, "verify", wording(_("What checking tells")), tells)
    certifies = ", ".join(wording.named("kinds", each) for each in version.certifies or ())
    yield Part(Area.KEEPING, "certifies", wording(_("What it certifies")), certifies)


def _languages(wording: Wording, codes: tuple[str, ...]) -> str:
    names: list[Any] = [
        Locale.parse(code, sep="-").get_display_name(wording.words.locale) or code for code in codes
    ]
    return ", ".join(names)
