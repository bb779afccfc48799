"""What comes next from a state, and for whom, in sentences: pure, from what the scheme says of its steps."""

from datetime import date

from casework.dossiers.onward import check_after, next_action
from casework.dossiers.service.steps import issues_card
from casework.i18n import _
from casework.programmes.scheme_wording import Wording
from casework.programmes.steps_wording import performer_said
from casework.schemes import Action, CardState, SchemeVersion, State, Steps
from casework.schemes.steps import HAND_OVER, OTHER_PERSON, RECORD_GUARDS, Performer


def what_comes_next(wording: Wording, steps: Steps, state: str, on: date) -> str:
    """What comes next from a state, and for whom; empty where nothing does, or only what is recorded elsewhere."""
    following = _following(wording.version, steps.states[state])
    if following is None:
        return ""
    if steps.states[state].frozen and not issues_card(wording.version, following):
        return wording(
            _("Next comes the decision. It is for: ${who}."), who=deciders(wording, steps, state, on)
        )
    named, who = wording.named("actions", following.key), _who(wording, steps, [following], on)
    return wording(_("Next comes: ${step}. It is for: ${who}."), step=named, who=who)


def _following(version: SchemeVersion, state: State) -> Action | None:
    """The next step from a state. With a card in force that is to hand it over, or to look at it afterwards: all else
    happens only if something happens to the holder.
    """
    following = next_action(version, state.key)
    if state.card is CardState.VALID:
        check = check_after(version, state.key)
        return following if following and HAND_OVER in following.needs else check
    if state.final or following is None or RECORD_GUARDS & set(following.needs):
        return None
    return following


def deciders(wording: Wording, steps: Steps, state: str, on: date) -> str:
    """Who decides in a state: the roles of the steps that need another person, none of the authors."""
    return _who(wording, steps, deciding(steps, state), on)


def deciding(steps: Steps, state: str) -> list[Action]:
    """The steps from a state that need another person than the authors."""
    return [each for each in steps.actions.values() if state in each.sources and OTHER_PERSON in each.needs]


def _who(wording: Wording, steps: Steps, actions: list[Action], on: date) -> str:
    found: dict[Performer, None] = {}
    for action in actions:
        found |= dict.fromkeys(steps.performers(action.key, on))
    roles = wording.words.either([performer_said(wording, each) for each in found]) or wording(
        _("nobody yet")
    )
    if any(OTHER_PERSON in each.needs for each in actions):
        return wording(_("${who} who changed nothing in the dossier"), who=roles)
    return roles
