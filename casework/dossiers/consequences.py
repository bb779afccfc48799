"""What a step will do, in sentences: pure, from what the scheme says of its steps, so that it holds for every scheme.

The page of a step says it before the step is taken, the review beside each decision, the message afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from casework.dossiers.following import what_comes_next
from casework.dossiers.papers import carries_code
from casework.dossiers.rules import frozen, term_by_letter
from casework.dossiers.service.steps import issues_card, leads_to_decision
from casework.i18n import _
from casework.programmes.scheme_wording import Wording
from casework.schemes import (
    Action,
    Actor,
    CardState,
    Copies,
    Done,
    Facts,
    Family,
    NotAllowed,
    OpenValueError,
    SchemeVersion,
    Situation,
    State,
    Steps,
    Term,
    UndecidedError,
    next_state,
    say_refusal,
    term_ends,
)
from casework.schemes.definition import LETTER
from casework.schemes.steps import (
    ALL_RULES,
    APPEAL,
    HAND_OVER,
    OTHER_PERSON,
    READ_BACK,
    REASONS,
)

TYPED = frozenset({READ_BACK, REASONS, HAND_OVER, APPEAL})
"""Needs of a step that its own form asks for."""


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands before a step: its state, the day, the steps so far (oldest first), what is known of
    the person and which needs are met by it, whether who looks is an author, whether a card is in force, and whether
    issuing replaces the card of a dossier before it.
    """

    state: str
    on: date
    done: tuple[Done, ...] = ()
    facts: Facts = field(default_factory=Facts)
    given: frozenset[str] = frozenset()
    author: bool = False
    card: bool = False
    replaces: bool = False


def is_destructive(version: SchemeVersion, action: Action) -> bool:
    """Whether a step ends a case or a card: then it is asked about on a page of its own (looks.md §9)."""
    if action.to is None:
        return False
    target = version.steps.states[action.to]
    return target.final or target.card in (CardState.OVER, CardState.REPLACED)


def weighs_content(version: SchemeVersion, action: Action) -> bool:
    """Whether a step rests on what the dossier says: it decides, asks the rules, or prints. Moving on does not."""
    if is_destructive(version, action):
        return False
    paper = version.papers.get(action.letter) if action.letter else None
    prints = issues_card(version, action) or (paper is not None and paper.form != LETTER)
    return prints or leads_to_decision(version, action) or bool({OTHER_PERSON, ALL_RULES} & set(action.needs))


def question(wording: Wording, action: Action) -> str:
    """The name of a step as a question."""
    return wording(_("${step}?"), step=wording.named("actions", action.key))


def what_happens(wording: Wording, steps: Steps, action: Action, standing: Standing) -> tuple[str, ...]:
    """Each thing that a step does, in a sentence, the weightiest first. `steps` have the bodies of the day."""
    target = steps.states[action.to or standing.state]
    return (
        *_card(wording, action, target, standing),
        *_issuing(wording, action, standing),
        _state(wording, target, standing),
        *_content(wording, action, target, standing),
        *_letter(wording, action),
        *_terms(wording, steps, action, standing),
        *_noted(wording, steps, action, standing),
        *_finality(wording, action, target, standing),
        *_next(wording, steps, action, target, standing),
    )


def what_stops(wording: Wording, steps: Steps, action: Action, standing: Standing) -> str:
    """Why a step does not go through today, whatever is typed with it; empty where nothing stands in the way."""
    performer = next(iter(steps.performers(action.key, standing.on)), None)
    if performer is None:
        return ""
    actor = Actor(performer.role, performer.org_kind or steps.handled_by[0], standing.author)
    situation = Situation(standing.state, standing.on, standing.given | TYPED, standing.done)
    try:
        next_state(steps, situation, action.key, actor)
    except NotAllowed as refused:
        why = say_refusal(wording.version, refused, wording.language)
        return wording(_("It does not go through today. ${why}"), why=why)
    return ""


def what_happened(wording: Wording, steps: Steps, action: Action, standing: Standing) -> str:
    """What a step has done, for the page after it: its name, the state, and what comes next for whom."""
    target, step = steps.states[action.to or standing.state], wording.named("actions", action.key)
    if target.key == standing.state:
        return wording(_("Done: ${step}."), step=step)
    state = wording.named("states", target.key)
    done = wording(_("Done: ${step}. The dossier is now: ${state}."), step=step, state=state)
    return " ".join((done, *_next(wording, steps, action, target, standing)))


def validity(wording: Wording, standing: Standing) -> str:
    """How long a card issued on that day is valid, or why nobody can say yet."""
    try:
        last = wording.version.last_valid_day(standing.on, standing.facts)
    except UndecidedError:
        return wording(
            _("How long it is valid depends on something not entered yet: look at the birth date.")
        )
    except OpenValueError:
        return wording(_("How long it is valid is not settled yet."))
    if last is None:
        return wording(_("It has no last valid day."))
    return wording(_("Issued today, its last valid day is ${day}."), day=wording.words.day(last))


def _card(wording: Wording, action: Action, target: State, standing: Standing) -> Iterator[str]:
    """What becomes of a card that is in force."""
    if not standing.card or action.to is None:
        return
    checked = " " + wording(_("Whoever checks it is told so.")) if _checked(wording.version) else ""
    if target.card is CardState.REPLACED:
        yield wording(_("The card counts as replaced from this moment.")) + checked
    elif target.card is CardState.OVER and wording.version.family is Family.REGISTER:
        yield wording(_("The entry is no longer in force from this moment.")) + checked
    elif target.card is CardState.OVER:
        yield wording(_("The card is no longer in force from this moment.")) + checked
    elif target.card is None:
        yield wording(_("The card stays in force: the paper that was issued is not touched."))


def _checked(version: SchemeVersion) -> bool:
    return carries_code(version, next(iter(version.papers)))


def _issuing(wording: Wording, action: Action, standing: Standing) -> Iterator[str]:
    version = wording.version
    if not issues_card(version, action):
        return
    yield wording(_("A number is given; the paper is made and signed, and is in force from then on."))
    yield validity(wording, standing)
    if standing.replaces:
        yield wording(_("The card before it is replaced."))
    if _copies_until_issue(version):
        yield wording(_("Copies that were kept until then are destroyed."))


def _copies_until_issue(version: SchemeVersion) -> bool:
    return any(each.copies is Copies.UNTIL_ISSUE for each in version.evidence)


def _content(wording: Wording, action: Action, target: State, standing: Standing) -> Iterator[str]:
    before, after = frozen(wording.version, standing.state), frozen(wording.version, target.key)
    if target.frozen and not before:
        yield wording(_("The content is fixed: nothing in it can be changed while it is being decided."))
    elif before and not after:
        yield wording(_("The content is open again and can be changed."))
    if not standing.done and action.to and not target.final and not issues_card(wording.version, action):
        yield wording(_("Today becomes the day to which the rules are counted."))


def _letter(wording: Wording, action: Action) -> Iterator[str]:
    if action.letter is None:
        return
    paper, name = wording.version.papers.get(action.letter), wording.named("letters", action.letter)
    if paper is None:
        yield wording(_("The scheme has no letter for this: tell the person yourself."))
    elif paper.form == LETTER:
        yield wording(_("A signed letter to the person is written: ${letter}."), letter=name)
    else:
        yield wording(_("A signed paper is made, as things stand today: ${paper}."), paper=name)


def _terms(wording: Wording, steps: Steps, action: Action, standing: Standing) -> Iterator[str]:
    """Terms that begin, end, stand still or go on."""
    done = (*standing.done, Done(action.key, standing.on))
    stood_still = standing.done[-1].action if standing.done else ""
    for term in steps.terms.values():
        named, last = wording.named("terms", term.key), term_ends(steps, term.key, done)
        said = wording.words.day(last) if last else ""
        if action.key in term.starts and term.lasts is None:
            yield wording(_("A term begins: ${term}. How long it lasts is not settled yet."), term=named)
        elif action.key in term.starts and term.lasts:
            period = wording.words.period(term.lasts)
            begins = _("A term begins: ${term}, ${period}. Its last day is ${day}.")
            if term_by_letter(wording.version, action) == term:
                begins = _(
                    "A term begins: ${term}, ${period}. It counts from the day after the person has the letter; "
                    "were that today, its last day would be ${day}."
                )
            yield wording(begins, term=named, period=period, day=said)
        elif not _runs(term, standing.done):
            continue
        elif action.key in term.stops:
            yield wording(_("A term ends: ${term}."), term=named)
        elif action.key in term.pauses:
            yield wording(_("A term stands still: ${term}."), term=named)
        elif stood_still in term.pauses and last:
            yield wording(_("A term goes on: ${term}. Its last day is ${day}."), term=named, day=said)


def _runs(term: Term, done: tuple[Done, ...]) -> bool:
    """Whether a term has begun and was not stopped since; it may stand still."""
    turns = [each.action in term.starts for each in done if each.action in (*term.starts, *term.stops)]
    return bool(turns) and turns[-1]


def _noted(wording: Wording, steps: Steps, action: Action, standing: Standing) -> Iterator[str]:
    """What only the history keeps."""
    if HAND_OVER in action.needs:
        yield wording(_("To whom the paper was given, and when, stands in the course of the procedure."))
    if APPEAL in action.needs:
        yield wording(_("The appeal stands in the course of the procedure. The decision stays as it is."))
    if action.to is None and OTHER_PERSON in action.needs and steps.states[standing.state].card:
        yield wording(_("It leaves the list of cards to be looked at afterwards."))


def _finality(wording: Wording, action: Action, target: State, standing: Standing) -> Iterator[str]:
    if action.to and target.final:
        if not standing.card and _copies_until_issue(wording.version):
            yield wording(_("Copies that were kept only until a card is issued are destroyed."))
        yield wording(
            _("This is final: it cannot be taken back, and nothing in the dossier can be changed any more.")
        )


def _state(wording: Wording, target: State, standing: Standing) -> str:
    named = wording.named("states", target.key)
    if target.key == standing.state:
        return wording(_("The state of the dossier stays: ${state}."), state=named)
    return wording(_("New state of the dossier: ${state}."), state=named)


def _next(wording: Wording, steps: Steps, action: Action, target: State, standing: Standing) -> Iterator[str]:
    """What comes next after a step. After one against somebody that is theirs to say."""
    if target.key == standing.state or REASONS in action.needs:
        return
    if following := what_comes_next(wording, steps, target.key, standing.on):
        yield following
