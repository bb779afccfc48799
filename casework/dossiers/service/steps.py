"""Taking a step that the scheme allows, and deciding."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.cards import service as cards
from casework.cards.queries import live_card
from casework.dossiers.models import AUTHOR, DECIDER, Decision, Dossier, Part, StepTaken
from casework.dossiers.queries import authors_of
from casework.dossiers.records import DecisionRecord, ReadBack
from casework.dossiers.service.changes import is_author, lock, note, take_part
from casework.dossiers.service.findings import facts_in, findings_of, hash_of
from casework.errors import ConflictError, NotFoundError, RefusedError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import (
    Action,
    Actor,
    CardState,
    Done,
    Finding,
    NotAllowed,
    SchemeVersion,
    Situation,
    actions_from,
    given_by,
    next_state,
    term_ends,
)
from casework.schemes.steps import READ_BACK, REASONS

REFUSALS = {
    "other_person": _("Whoever changed something in a dossier cannot decide on it. Ask a colleague."),
    "needs": _("Something that this step needs is still missing. The dossier's page says what."),
    "term_runs": _("The term has not ended yet."),
    "term_over": _("The term for this step is over."),
    "term_unknown": _("The office has not settled how long this term is."),
    "term_not_started": _("The term for this step has not begun."),
    "not_from_here": _("The dossier has moved on since this page was shown."),
}


@dataclass(frozen=True)
class Given:
    """What the person at the screen gives with a step."""

    reasons: str = ""
    read_back: bool = False
    told_back: ReadBack | None = None


def open_steps(session: Session, identity: Identity, dossier: Dossier) -> tuple[Action, ...]:
    """The actions that the account's roles at the dossier's organisation may see now, in the scheme's order."""
    steps = version_of(session, dossier.version_hash).steps
    kind = session.get_one(Organisation, dossier.organisation_id).kind
    seen = {
        action.key: action
        for role in sorted(identity.roles_at(dossier.organisation_id))
        for action in actions_from(steps, dossier.state, role, kind)
    }
    return tuple(action for key, action in steps.actions.items() if key in seen)


def issues_card(version: SchemeVersion, action: Action) -> bool:
    """Whether the card comes to life by this action."""
    if action.to is None or version.steps.states[action.to].card is not CardState.VALID:
        return False
    return all(version.steps.states[source].card is None for source in action.sources)


def leads_to_decision(version: SchemeVersion, action: Action) -> bool:
    """Whether the content is fixed by this action, to be decided on: then it must be printable."""
    return action.to is not None and version.steps.states[action.to].frozen


def take_step(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    action_key: str,
    given: Given,
    now: datetime,
    today: date,
) -> None:
    """Take a step, or decide where the scheme says that another person must.

    Raises NotFoundError for a step that is not this role's, RefusedError when a guard or a term stands in the
    way, ConflictError when the content is not what was proposed.
    """
    lock(session, dossier)
    version = version_of(session, dossier.version_hash)
    if action_key in version.steps.actions and issues_card(version, version.steps.actions[action_key]):
        raise NotFoundError  # a card comes to life by issuing only
    findings = findings_of(session, dossier, today)
    target = check_step(session, identity, dossier, version, findings, action_key, given, today)
    if version.steps.needs_other_person(action_key):
        take_part(session, identity, dossier, DECIDER)
        _decide(session, identity, dossier, action_key, given, findings, now)
    move(session, identity.account_id, dossier, action_key, target, today, given.told_back)


def check_step(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    version: SchemeVersion,
    findings: tuple[Finding, ...],
    action_key: str,
    given: Given,
    today: date,
) -> str:
    """The state that an action leads to. Raises as `take_step` does; changes nothing."""
    action = next((each for each in open_steps(session, identity, dossier) if each.key == action_key), None)
    if action is None:
        raise NotFoundError
    guards = given_by(findings)
    guards |= {READ_BACK} if given.read_back else set()
    guards |= {REASONS} if given.reasons.strip() else set()
    done = tuple(Done(each.action, each.taken_on) for each in dossier.steps)
    situation = Situation(dossier.state, today, frozenset(guards), done)
    kind = session.get_one(Organisation, dossier.organisation_id).kind
    author = is_author(session, identity, dossier)
    refusal: NotAllowed | None = None
    for role in sorted(identity.roles_at(dossier.organisation_id)):
        try:
            return next_state(version.steps, situation, action_key, Actor(role, kind, author)).key
        except NotAllowed as error:
            refusal = error if refusal is None or error.reason != "not_your_role" else refusal
    raise RefusedError(REFUSALS[refusal.reason if refusal else "not_from_here"])


def move(
    session: Session,
    actor: str,
    dossier: Dossier,
    action_key: str,
    target: str,
    today: date,
    told_back: ReadBack | None = None,
) -> None:
    """Bring the dossier into its next state and write it into the history."""
    version = version_of(session, dossier.version_hash)
    was_frozen = version.steps.states[dossier.state].frozen
    step = StepTaken(
        dossier=dossier,
        position=len(dossier.steps) + 1,
        action=action_key,
        to_state=target,
        taken_by=actor,
        taken_on=today,
    )
    session.add(step)
    step.read_back = told_back
    if version.steps.states[target].frozen:
        step.content_hash = hash_of(dossier)
    if dossier.reference_on is None and dossier.state == version.steps.start.key:
        dossier.reference_on = today
    dossier.state = target
    dossier.due_on = next_due(version, dossier)
    if was_frozen and not version.steps.states[target].frozen:
        _next_round(session, dossier)
    _bring_card_along(session, dossier, version.steps.states[target].card)
    note(session, actor, dossier, f"step.{action_key}", {"state": target})


def _bring_card_along(session: Session, dossier: Dossier, card_state: CardState | None) -> None:
    """The states of a scheme say what the card is in them: where it is over, /verify has to say so at once."""
    card = live_card(session, dossier.id)
    if card is not None and card_state in (CardState.OVER, CardState.REPLACED):
        cards.end(card, str(card_state))


def next_due(version: SchemeVersion, dossier: Dossier) -> date | None:
    """The first last day of the terms that run, a working day of the place; None where none runs."""
    done = tuple(Done(each.action, each.taken_on) for each in dossier.steps)
    ends = (term_ends(version.steps, term, done) for term in version.steps.terms)
    return min((end for end in ends if end is not None), default=None)


def agreed_hash(dossier: Dossier) -> str:
    """The hash of what was proposed last. Raises ConflictError when the content is another one now."""
    proposed = next((each.content_hash for each in reversed(dossier.steps) if each.content_hash_sealed), None)
    if proposed is None or proposed != hash_of(dossier):
        raise ConflictError(_("The dossier is not the one that was proposed. Send it back and look again."))
    return proposed


def _decide(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    action_key: str,
    given: Given,
    findings: tuple[Finding, ...],
    now: datetime,
) -> None:
    decision = Decision(
        dossier=dossier,
        round=dossier.round,
        decided_by=identity.account_id,
        action=action_key,
        decided_at=now,
    )
    session.add(decision)
    decision.record = DecisionRecord(
        reasons=given.reasons.strip(),
        content_hash=agreed_hash(dossier),
        facts=json.dumps(facts_in(dossier).to_data(), ensure_ascii=False, sort_keys=True),
        findings=json.dumps(
            [{"rule": each.rule, "verdict": each.verdict.value, "reason": each.reason} for each in findings]
        ),
    )


def _next_round(session: Session, dossier: Dossier) -> None:
    """A dossier that comes back begins a new round: its authors stay authors, its deciders are free again."""
    authors = authors_of(session, dossier.id, dossier.round)
    dossier.round += 1
    session.add_all(
        Part(dossier_id=dossier.id, round=dossier.round, account_id=each, part=AUTHOR) for each in authors
    )
