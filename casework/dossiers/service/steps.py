"""Taking a step that the scheme allows, and deciding."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.cards import service as cards
from casework.cards.queries import being_made, live_card
from casework.dossiers.models import DECIDER, Dossier, Letter, StepTaken
from casework.dossiers.papers import only_time_helps, still_to_show
from casework.dossiers.records import LetterRecord
from casework.dossiers.rules import content_hash, term_by_letter
from casework.dossiers.service import letters
from casework.dossiers.service.asking import asks_person, came_since_asked
from casework.dossiers.service.changes import is_author, lock, note, take_part
from casework.dossiers.service.deciding import decision_on, keep_decision, next_round
from casework.dossiers.service.evidence import destroy_copies_until_issue
from casework.dossiers.service.findings import content_in, facts_in, findings_of, reference_day
from casework.dossiers.service.given import NOTHING, Given
from casework.dossiers.service.terms import done_in, letter_waited_for, next_due
from casework.errors import NotFoundError, RefusedError
from casework.i18n import _
from casework.programmes.bodies import steps_on
from casework.programmes.service import version_of
from casework.schemes import (
    Action,
    Actor,
    CardState,
    Finding,
    NotAllowed,
    SchemeVersion,
    Situation,
    Steps,
    actions_from,
    given_on,
    next_state,
)
from casework.schemes.definition import LETTER

REFUSALS = {
    "other_person": _("Whoever changed something in a dossier cannot decide on it. Ask a colleague."),
    "needs": _("Something that this step needs is still missing. The dossier's page says what."),
    "term_runs": _("The term has not ended yet."),
    "term_over": _("The term for this step is over."),
    "term_unknown": _("The office has not settled how long this term is."),
    "not_notified": _("Nobody has recorded yet that the person has the letter."),
    "term_not_started": _("The term for this step has not begun."),
    "not_from_here": _("The dossier has moved on since this page was shown."),
    "came_since": _(
        "Something was entered since the person was asked. Look at it, and have the dossier noted as complete "
        "first; what is still missing can be asked for again."
    ),
}


def open_steps(session: Session, identity: Identity, dossier: Dossier, today: date) -> tuple[Action, ...]:
    """The actions that the account's roles at the dossier's organisation may see today, in the scheme's order."""
    steps = steps_on(session, version_of(session, dossier.version_hash), today)
    kind = session.get_one(Organisation, dossier.organisation_id).kind
    seen = {
        action.key: action
        for role in sorted(identity.roles_at(dossier.organisation_id))
        for action in actions_from(steps, dossier.state, role, kind, today)
    }
    card = live_card(session, dossier.id)
    taken = {each.action for each in dossier.steps}
    return tuple(
        action
        for key, action in steps.actions.items()
        if key in seen
        and not replaces_card(steps, action)
        and (card is not None or not takes_card(steps, action))
        and not (key in taken and looks_afterwards(steps, action))
    )


def looks_afterwards(steps: Steps, action: Action) -> bool:
    """Whether a colleague looks, by this action, at a card that one person issued: once (design.md §5)."""
    valid = any(steps.states[source].card is CardState.VALID for source in action.sources)
    return valid and action.to is None and steps.needs_other_person(action.key)


def makes_paper(version: SchemeVersion, action: Action) -> bool:
    """Whether the step makes a card or a certificate: whoever takes it alone has to be known for certain."""
    written = letters.letter_of(version, action)
    return issues_card(version, action) or (written is not None and written.form != LETTER)


def takes_card(steps: Steps, action: Action) -> bool:
    """Whether the card is out of force after this action: then there must be one."""
    return action.to is not None and steps.states[action.to].card in (CardState.OVER, CardState.REPLACED)


def replaces_card(steps: Steps, action: Action) -> bool:
    """Whether the action says that a later card stands for this one. Issuing the later one takes it
    (`renewal.replace_old_card`), nobody by hand: /verify would tell of a card that does not exist.
    """
    return action.to is not None and steps.states[action.to].card is CardState.REPLACED


def might_take(session: Session, identity: Identity, dossier: Dossier, action_key: str, today: date) -> bool:
    """Whether the action is this account's to take in some state of the dossier, though perhaps not in this one."""
    steps = steps_on(session, version_of(session, dossier.version_hash), today)
    kind = session.get_one(Organisation, dossier.organisation_id).kind
    action = steps.actions.get(action_key)
    if action is None or replaces_card(steps, action):
        return False
    return any(
        each.key == action_key
        for source in action.sources
        for role in identity.roles_at(dossier.organisation_id)
        for each in actions_from(steps, source, role, kind, today)
    )


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
) -> Letter | None:
    """Take a step, or decide where the scheme says that another person must; the letter that it writes, if any.

    Raises NotFoundError for a step that is not this role's, RefusedError when a guard or a term stands in the
    way, ConflictError when the content is not what was proposed.
    """
    lock(session, dossier)
    version = version_of(session, dossier.version_hash)
    if action_key in version.steps.actions and issues_card(version, version.steps.actions[action_key]):
        raise NotFoundError  # a card comes to life by issuing only
    if being_made(session, dossier.id):
        raise RefusedError(_("The card is being made. Wait until it is issued, or its number is voided."))
    findings = findings_of(session, dossier, today)
    target = check_step(session, identity, dossier, version, action_key, given, today)
    action = version.steps.actions[action_key]
    record = step_letter(session, dossier, version, action, findings, given, today)
    if version.steps.needs_other_person(action_key):
        take_part(session, identity, dossier, DECIDER)
        decided, round_ = decision_on(version, dossier, given.reasons, findings), dossier.round
        step = move(session, identity.account_id, dossier, action_key, target, today, given)
        keep_decision(session, step, round_, decided, now)
    else:
        step = move(session, identity.account_id, dossier, action_key, target, today, given)
    if record is None or action.letter is None:
        return None
    counted = step if term_by_letter(version, action) else None
    return letters.begin(
        session, identity.account_id, dossier, action.letter, record, today, term_step=counted
    )


def step_letter(
    session: Session,
    dossier: Dossier,
    version: SchemeVersion,
    action: Action,
    findings: tuple[Finding, ...],
    given: Given,
    today: date,
) -> LetterRecord | None:
    """The words of the letter that a step would write today, or None; changes nothing."""
    definition = letters.letter_of(version, action)
    if definition is None:
        return None
    missing = still_to_show(version, findings)
    if given.missing is not None:
        missing = tuple(each for each in findings if each.rule in given.missing)
    if "deadline" in definition.blocks:
        missing = tuple(each for each in missing if not only_time_helps(each))
    first, *others = letters.languages_of(dossier, definition)
    reasons = {first: given.reasons} | dict.fromkeys(others, given.reasons_beside or given.reasons)
    also = {first: given.also} | dict.fromkeys(others, given.also_beside or given.also)
    asked = letters.Asked(missing, also, reasons if given.reasons.strip() else None)
    return letters.compose(session, dossier, version, action, asked, today)


def check_step(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    version: SchemeVersion,
    action_key: str,
    given: Given,
    today: date,
) -> str:
    """The state that an action leads to. Raises as `take_step` does; changes nothing."""
    may_take = open_steps(session, identity, dossier, today)
    action = next((each for each in may_take if each.key == action_key), None)
    if action is None:
        raise NotFoundError
    if came_since_asked(version, dossier, action_key):
        raise RefusedError(REFUSALS["came_since"])
    held = given_on(version, facts_in(version, dossier), reference_day(dossier, today))
    situation = Situation(dossier.state, today, held | given.guards, done_in(dossier))
    kind = session.get_one(Organisation, dossier.organisation_id).kind
    author = is_author(session, identity, dossier) or _let_it_run(version, identity, dossier, action)
    steps = steps_on(session, version, today)
    refusal: NotAllowed | None = None
    for role in sorted(identity.roles_at(dossier.organisation_id)):
        try:
            return next_state(steps, situation, action_key, Actor(role, kind, author)).key
        except NotAllowed as error:
            refusal = error if refusal is None or error.reason != "not_your_role" else refusal
    raise RefusedError(REFUSALS[refusal.reason if refusal else "not_from_here"])


def _let_it_run(version: SchemeVersion, identity: Identity, dossier: Dossier, action: Action) -> bool:
    """Whether the account recorded the day on which the person had the letter, after whose term the step is open:
    nobody opens a step to themselves by that.
    """
    letter = letter_waited_for(version, dossier, action)
    told = letter.notification if letter else None
    return told is not None and identity.account_id in told.recorded_by


def move(
    session: Session,
    actor: str,
    dossier: Dossier,
    action_key: str,
    target: str,
    today: date,
    given: Given = NOTHING,
) -> StepTaken:
    """Bring the dossier into its next state and write it into the history. A decision ends the round; in a final
    state nothing will be issued any more, and copies kept until then are destroyed.
    """
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
    _keep_with(step, version, given, was_frozen=was_frozen)
    if dossier.reference_on is None and dossier.state == version.steps.start.key:
        dossier.reference_on = today
    dossier.state = target
    dossier.due_on = next_due(version, dossier)
    was_decided_on = was_frozen or version.steps.needs_other_person(action_key)
    if was_decided_on and not version.steps.states[target].frozen:
        next_round(session, dossier)
    _bring_card_along(session, dossier, version.steps.states[target].card)
    destroyed = destroy_copies_until_issue(session, dossier) if version.steps.states[target].final else 0
    note(
        session,
        actor,
        dossier,
        f"step.{action_key}",
        {"state": target} | ({"copies_destroyed": destroyed} if destroyed else {}),
    )
    return step


def _keep_with(step: StepTaken, version: SchemeVersion, given: Given, *, was_frozen: bool) -> None:
    """What stays with a step: what was given with it, and the content that somebody is asked about, or that it issues.
    The reasons of a decision stay with the decision.
    """
    step.read_back, step.hand_over, step.appeal = given.told_back, given.hand_over, given.appeal
    if not version.steps.needs_other_person(step.action):
        step.reasons = given.reasons.strip() or None
    over_the_counter = issues_card(version, version.steps.actions[step.action]) and not was_frozen
    if version.steps.states[step.to_state].frozen or over_the_counter:
        step.content = content_in(step.dossier)
        step.content_hash = content_hash(step.content)
    elif asks_person(version, step.action):
        step.content = content_in(step.dossier)


def _bring_card_along(session: Session, dossier: Dossier, card_state: CardState | None) -> None:
    """The states of a scheme say what the card is in them: where it is over, /verify has to say so at once."""
    card = live_card(session, dossier.id)
    if card is not None and card_state in (CardState.OVER, CardState.REPLACED):
        cards.end(card, str(card_state))
