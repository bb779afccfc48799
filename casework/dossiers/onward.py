"""What a dossier asks for next: pure functions of a version of its scheme, a state and a day."""

from collections.abc import Iterable
from datetime import date

from casework.dossiers.models import Dossier
from casework.schemes import Action, CardState, SchemeVersion, actions_from
from casework.schemes.steps import OTHER_PERSON, REASONS, RECORD_GUARDS, State


def is_late(dossier: Dossier, today: date) -> bool:
    """Whether a term of the dossier is over."""
    return dossier.due_on is not None and dossier.due_on < today


def next_action(version: SchemeVersion, state: str, *, overdue: bool = False) -> Action | None:
    """What brings a dossier on from a state: once its term is over, what that opens; else what issues the card,
    what leads to the decision, and as the scheme orders it.
    """
    steps = version.steps
    if overdue:
        opened = {action for term in steps.terms.values() for action in term.opens}
        for action in steps.actions.values():
            if action.key in opened and state in action.sources:
                return action
    onward = [
        (action, steps.states[action.to])
        for action in steps.actions.values()
        if state in action.sources and action.to and action.to != state and _goes_on(steps.states[action.to])
    ]
    onward = [
        (action, target) for action, target in onward if REASONS not in action.needs
    ]  # never against somebody
    if steps.states[state].card is CardState.VALID:  # what only a record brings about is nobody's next step
        onward = [(action, target) for action, target in onward if not RECORD_GUARDS & set(action.needs)]
    issues = [each for each, target in onward if target.card and not steps.states[state].card]
    decides = [each for each, target in onward if OTHER_PERSON in each.needs or target.frozen]
    return next(iter((*issues, *decides, *(each for each, _target in onward))), None)


def leads_on(version: SchemeVersion, state: str) -> bool:
    """Whether some step brings a dossier on from this state."""
    return not version.steps.states[state].final and next_action(version, state) is not None


def check_after(version: SchemeVersion, state: str) -> Action | None:
    """The step by which a second person looks at a card that one person issued (design.md §5)."""
    if version.steps.states[state].card is not CardState.VALID:
        return None
    return next((each for each in version.steps.actions.values() if _checks(each, state)), None)


def checks_after(version: SchemeVersion, state: str, roles: Iterable[str], kind: str) -> bool:
    """Whether one of these roles, at this kind of organisation, takes the step of `check_after`."""
    check = check_after(version, state)
    return check is not None and any(
        check in actions_from(version.steps, state, role, kind) for role in roles
    )


def decides(version: SchemeVersion, state: str, roles: Iterable[str], kind: str) -> bool:
    """Whether the content is being decided on in this state, by one of these roles."""
    if not version.steps.states[state].frozen:
        return False
    for role in roles:
        actions = actions_from(version.steps, state, role, kind)
        needs_another = any(OTHER_PERSON in action.needs for action in actions)
        if needs_another or (actions and not _proposes(version, role, kind)):
            return True
    return False


def _goes_on(target: State) -> bool:
    """Whether reaching this state is a way forward, not the end of a case or of a card."""
    return not target.final and target.card not in (CardState.OVER, CardState.REPLACED)


def _checks(action: Action, state: str) -> bool:
    return state in action.sources and action.to is None and OTHER_PERSON in action.needs


def _proposes(version: SchemeVersion, role: str, kind: str) -> bool:
    """Whether a role brings dossiers before others to decide: it may take one back, but that is no reviewing."""
    states = version.steps.states
    return any(
        action.to and states[action.to].frozen
        for state in states.values()
        if not state.frozen
        for action in actions_from(version.steps, state.key, role, kind)
    )
