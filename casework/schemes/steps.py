"""One engine for every scheme's steps: states, actions, who may take them, what they need, and terms.

States say what the card is in them; the engine knows nothing else about cards. A term never acts: it opens an
action (not before the term is over) or closes it (not after). Everything not allowed raises `NotAllowed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from .dates import WorkingCalendar
from .errors import NotAllowed
from .rules import Finding, overall
from .terms import Done, Term, last_day, since_begun
from .truth import Verdict

OTHER_PERSON: Final = "other_person"
ALL_RULES: Final = "rules"
REASONS: Final = "reasons"
READ_BACK: Final = "read_back"
HAND_OVER: Final = "hand_over"
APPEAL: Final = "appeal"
GUARDS: Final = frozenset({ALL_RULES, REASONS, READ_BACK, HAND_OVER, APPEAL, OTHER_PERSON})
PUBLIC: Final = "public"
RECORD_GUARDS: Final = frozenset(
    {"consents", "ceremony_planned", "receiver", "remedy", "appeal_lodged", "ruling", "renewal_overdue"}
)
"""Needs that a look at other records gives: both sides' consents, a ceremony with its day, a house that
accepted, a remedy stated, an objection on file, its ruling, a renewal that is overdue."""


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
class DatedBody:
    """Who may act from a day on, and under which agreement or decree (schemes.md §3.2)."""

    start: date
    who: tuple[Performer, ...]
    under: str


@dataclass(frozen=True, slots=True)
class Action:
    """A step. `to` is none where the state stays as it is; `needs` are guards, or keys of rules or conditions.

    `by` holds roles, or the name of a body whose members change by date; with `batch` a named person may take
    it for many at once.
    """

    key: str
    sources: tuple[str, ...]
    to: str | None
    by: tuple[Performer, ...]
    needs: tuple[str, ...] = ()
    letter: str | None = None
    batch: bool = False


@dataclass(frozen=True)
class Steps:
    """The procedure of one version of a scheme."""

    states: Mapping[str, State]
    actions: Mapping[str, Action]
    terms: Mapping[str, Term]
    handled_by: tuple[str, ...]
    working: WorkingCalendar
    bodies: Mapping[str, tuple[DatedBody, ...]] = field(default_factory=dict)

    @property
    def start(self) -> State:
        """The state in which a dossier opens."""
        return next(state for state in self.states.values() if state.start)

    def performers(self, action: str, on: date) -> tuple[Performer, ...]:
        """Who may take an action on that day: the roles it names, and the members of its bodies on that day."""
        found: list[Performer] = []
        for by in self.actions[action].by:
            body = self.bodies.get(by.role)
            found += [by] if body is None else _in_office(body, on)
        return tuple(found)

    def with_bodies_of(self, current: "Steps") -> "Steps":
        """These steps with the bodies of the version in force: who may act is a matter of the day of the act,
        whatever the version of the dossier (schemes.md §3.2).
        """
        return replace(self, bodies={**self.bodies, **current.bodies})

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
    if not _may(steps, step, actor, situation.on):
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


def actions_from(
    steps: Steps, state: str, role: str, org_kind: str = "city", on: date = date.max
) -> tuple[Action, ...]:
    """The actions that a role may see in a state, in the scheme's order, for drawing buttons.

    Bodies are those of the day `on`, the last known ones without a day. Whether an action goes through now is
    `allowed`'s to say. An unknown state raises `NotAllowed`.
    """
    if state not in steps.states:
        raise NotAllowed("no_such_state", state)
    actor = Actor(role, org_kind)
    return tuple(
        step for step in steps.actions.values() if state in step.sources and _may(steps, step, actor, on)
    )


def term_ends(steps: Steps, term: str, done: tuple[Done, ...]) -> date | None:
    """The last day of a running term, a working day of the place; none if it does not run, stands still, or is
    unsettled. It is provisional, as the letter printed it, where `not_notified_of` names the action.
    """
    return last_day(steps.terms[term], done, steps.working)


def not_notified_of(steps: Steps, term: str, done: tuple[Done, ...]) -> Done | None:
    """What began a running term by a letter that the person, as far as anybody recorded, does not have yet."""
    since = since_begun(steps.terms[term], done)
    return since[0] if since and since[0].not_notified else None


def _action(steps: Steps, key: str) -> Action:
    if key not in steps.actions:
        raise NotAllowed("no_such_action", key)
    return steps.actions[key]


def _in_office(body: tuple[DatedBody, ...], on: date) -> tuple[Performer, ...]:
    begun = [each.who for each in body if each.start <= on]
    return begun[-1] if begun else ()


def _may(steps: Steps, step: Action, actor: Actor, on: date) -> bool:
    return any(
        actor.role == by.role
        and (actor.org_kind == by.org_kind if by.org_kind else actor.org_kind in steps.handled_by)
        for by in steps.performers(step.key, on)
    )


def _check_term(steps: Steps, term: Term, situation: Situation, action: str) -> None:
    opens, closes = action in term.opens, action in term.closes
    if not (opens or closes):
        return
    if not since_begun(term, situation.done):
        if opens:
            raise NotAllowed("term_not_started", term.key)
        return
    last = term_ends(steps, term.key, situation.done)
    if last is None:
        raise NotAllowed("term_unknown", term.key)
    if not_notified_of(steps, term.key, situation.done):
        if opens:
            raise NotAllowed("not_notified", term.key)
        return
    if opens and situation.on <= last:
        raise NotAllowed("term_runs", last.isoformat())
    if closes and situation.on > last:
        raise NotAllowed("term_over", last.isoformat())
