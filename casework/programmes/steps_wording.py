"""The steps of a version as rows of words: the text beside the picture, which tells the same and more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.i18n import _
from casework.programmes.scheme_wording import OPEN, Wording
from casework.programmes.steps_picture import Transition, transitions
from casework.schemes import Action, Term
from casework.schemes.steps import OTHER_PERSON, PUBLIC, Performer

KINDS_OF_ORGANISATION = {
    "city": _("at the city"),
    "ngo": _("at an organisation of civil society"),
    "collective": _("at the collective"),
    PUBLIC: _("from outside, without an account"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An action in words. `target` is none where the state stays as it is, `letter` where none is sent."""

    transitions: tuple[Transition, ...]
    sources: tuple[str, ...]
    action: str
    target: str | None
    who: tuple[str, ...]
    needs: tuple[str, ...]
    letter: str | None
    terms: tuple[str, ...]


def step_rows(wording: Wording, on: date) -> tuple[Row, ...]:
    """Every transition, a row for each action, in the order of the picture; who may take it is said for that day."""
    steps = wording.version.steps
    found: dict[str, list[Transition]] = {}
    for each in transitions(steps):
        found.setdefault(each.action, []).append(each)
    return tuple(_row(wording, steps.actions[key], tuple(ways), on) for key, ways in found.items())


def term_said(wording: Wording, term: Term) -> str:
    """`Time to complete: 10 working days`."""
    words = wording.words
    lasts = words.period(term.lasts) if term.lasts else wording(OPEN)
    named = {"fact": wording.named("terms", term.key), "wanted": lasts}
    return words.filled(words.phrase("title", "is.answer"), named)


def needs_said(wording: Wording, action: Action) -> tuple[str, ...]:
    """What a step needs."""
    return tuple(_need(wording, need) for need in action.needs)


def bodies_said(wording: Wording) -> dict[str, tuple[tuple[date, str], ...]]:
    """Bodies whose members change by date: since when, who acts, and under what."""
    return {
        wording.named("bodies", name): tuple(
            (
                each.start,
                wording(
                    _("${who}, under ${basis}"),
                    who=wording.words.either([performer_said(wording, who) for who in each.who]),
                    basis=each.under,
                ),
            )
            for each in body
        )
        for name, body in wording.version.steps.bodies.items()
    }


def performer_said(wording: Wording, performer: Performer) -> str:
    """A role, and where it is held if that is not the office that handles the case."""
    role = wording.named("roles", performer.role)
    if performer.org_kind is None:
        return role
    return f"{role} ({wording(KINDS_OF_ORGANISATION[performer.org_kind])})"


def _row(wording: Wording, action: Action, ways: tuple[Transition, ...], on: date) -> Row:
    who = (performer_said(wording, each) for each in wording.version.steps.performers(action.key, on))
    letter = action.letter if action.letter in wording.version.papers else None
    return Row(
        transitions=ways,
        sources=tuple(wording.named("states", each.source) for each in ways),
        action=wording.named("actions", action.key),
        target=wording.named("states", action.to) if action.to else None,
        who=tuple(who) or (wording(_("nobody yet")),),
        needs=needs_said(wording, action),
        letter=wording.named("letters", letter) if letter else None,
        terms=tuple(_terms(wording, action.key)),
    )


def _need(wording: Wording, need: str) -> str:
    if need == OTHER_PERSON:
        return wording(_("somebody who changed nothing in the dossier"))
    version = wording.version
    if need in version.rules or need in version.conditions:
        return wording.rule(need)
    return wording.named("needs", need)


def _terms(wording: Wording, action: str) -> Iterator[str]:
    """What a step does to the terms, and what they do to it."""
    for term in wording.version.steps.terms.values():
        said = term_said(wording, term)
        if action in term.starts:
            yield wording(_("starts ${term}"), term=said)
        if action in term.stops:
            yield wording(_("stops ${term}"), term=said)
        if action in term.pauses:
            yield wording(_("pauses ${term}"), term=said)
        if action in term.opens:
            yield wording(_("only after ${term}"), term=said)
        if action in term.closes:
            yield wording(_("only within ${term}"), term=said)
