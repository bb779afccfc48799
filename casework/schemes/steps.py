"""One engine for every scheme's steps: states, actions, who may take them, what they need, and terms.

States say what the card is in them; the engine knows nothing else about cards. A term never acts: it opens an
action (not before the term is over) or closes it (not after). Everything not allowed raises `NotAllowed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from .dates import Period, WorkingCalendar
from .errors import NotAllowed
from .rules import Finding, overall
from .truth import Verdict

OTHER_PERSON: Final = "other_person"
ALL_RULES: Final = "rules"
REASONS: Final = "reasons"
READ_BACK: Final = "read_back"
HAND_OVER: Final = "hand_over"
APPEAL: Final = "appeal"
GUARDS: Final = frozenset({ALL_RULES, REASONS, READ_BACK, HAND_OVER, APPEAL, OTHER_PERSON})
PUBLIC: Final = "public"


class CardState(StrEnum):
    """What the card is while the dossier stands in a state."""

    PREPARED = "prepared"
    VALID = "valid"
    OVER = "over"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class State:
    """A place in the procedure; nothing leaves a final one but what the scheme names.

    In a `frozen` one the content of the dossier may not change: it is being decided on.
    """

    key: str
    start: bool = False
    final: bool = False
    frozen: bool = False
    card: CardState | None = None


@dataclass(frozen=True, slots=True)
class Performer:
    """A role, at one kind of organisation; none means: at the kind that handles the scheme."""

    role: str
    org_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A step. `to` is none where the state stays as it is; `needs` are guards or keys of rules."""

    key: str
    sources: tuple[str, ...]
    to: str | None
    by: tuple[Performer, ...]
    needs: tuple[str, ...] = ()
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A procedural term that begins with an action; `lasts` is none while the office has not settled it."""

    key: str
    lasts: Period | None
    starts: tuple[str, ...]
    stops: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steps:
    """The procedure of one version of a scheme."""

    states: Mapping[str, State]
    actions: Mapping[str, Action]
    terms: Mapping[str, Term]
    handled_by: tuple[str, ...]
    working: WorkingCalendar

    @property
    def start(self) -> State:
        """The state in which a dossier opens."""
        return next(state for state in self.states.values() if state.start)

    def needs_other_person(self, action: str) -> bool:
        """Whether four eyes bind on this action (design.md §5)."""
        return OTHER_PERSON in self.actions[action].needs


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role at a kind of organisation, and whether they changed anything in what is decided."""

    role: str
    org_kind: str = "city"
    is_author: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was taken, and the day on which it took effect (a letter: the day it was notified)."""

    action: str
    on: date


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a dossier stands: its state, the day, what was done so far (oldest first), and which needs hold.

    `given` holds keys of met rules and of guards (`rules`, `reasons`, `read_back`, `hand_over`, `appeal`);
    `other_person` is never given, the engine asks the actor.
    """

    state: str
    on: date
    given: frozenset[str] = field(default=frozenset())
    done: tuple[Done, ...] = ()


def given_by(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The needs that findings satisfy: the key of each met rule, and `rules` if all are met."""
    met = {finding.rule for finding in findings if finding.verdict is Verdict.MET}
    return frozenset(met | ({ALL_RULES} if overall(findings) is Verdict.MET else set()))


def next_state(steps: Steps, situation: Situation, action: str, actor: Actor) -> State:
    """The state after an action.

    Raises:
        NotAllowed: the scheme does not allow it; `reason` says why (see the class).
    """
    step = _action(steps, action)
    if situation.state not in step.sources:
        raise NotAllowed("not_from_here", situation.state)
    if not _may(steps, step, actor):
        raise NotAllowed("not_your_role", actor.role)
    if OTHER_PERSON in step.needs and actor.is_author:
        raise NotAllowed("other_person", action)
    for need in step.needs:
        if need != OTHER_PERSON and need not in situation.given:
            raise NotAllowed("needs", need)
    for term in steps.terms.values():
        _check_term(steps, term, situation, action)
    return steps.states[step.to or situation.state]


def allowed(steps: Steps, situation: Situation, action: str, actor: Actor) -> bool:
    """Whether `next_state` would go through."""
    try:
        next_state(steps, situation, action, actor)
    except NotAllowed:
        return False
    return True


def actions_from(steps: Steps, state: str, role: str, org_kind: str = "city") -> tuple[Action, ...]:
    """The actions that a role may see in a state, in the scheme's order, for drawing buttons.

    Whether one goes through now is `allowed`'s to say. An unknown state raises `NotAllowed`.
    """
    if state not in steps.states:
        raise NotAllowed("no_such_state", state)
    actor = Actor(role, org_kind)
    return tuple(
        step for step in steps.actions.values() if state in step.sources and _may(steps, step, actor)
    )


def term_ends(steps: Steps, term: str, done: tuple[Done, ...]) -> date | None:
    """The last day of a running term, a working day of the place; none if it does not run or is unsettled."""
    found = steps.terms[term]
    begun = _begun(found, done)
    if begun is None or found.lasts is None:
        return None
    return steps.working.roll(found.lasts.after(begun, steps.working))


def _action(steps: Steps, key: str) -> Action:
    if key not in steps.actions:
        raise NotAllowed("no_such_action", key)
    return steps.actions[key]


def _may(steps: Steps, step: Action, actor: Actor) -> bool:
    return any(
        actor.role == by.role
        and (actor.org_kind == by.org_kind if by.org_kind else actor.org_kind in steps.handled_by)
        for by in step.by
    )


def _begun(term: Term, done: tuple[Done, ...]) -> date | None:
    """The day the term last began to run, unless a later action stopped it."""
    begun = None
    for event in done:
        if event.action in term.starts:
            begun = event.on
        elif event.action in term.stops:
            begun = None
    return begun


def _check_term(steps: Steps, term: Term, situation: Situation, action: str) -> None:
    opens, closes = action in term.opens, action in term.closes
    if not (opens or closes):
        return
    if _begun(term, situation.done) is None:
        if opens:
            raise NotAllowed("term_not_started", term.key)
        return
    last = term_ends(steps, term.key, situation.done)
    if last is None:
        raise NotAllowed("term_unknown", term.key)
    if opens and situation.on <= last:
        raise NotAllowed("term_runs", last.isoformat())
    if closes and situation.on > last:
        raise NotAllowed("term_over", last.isoformat())
