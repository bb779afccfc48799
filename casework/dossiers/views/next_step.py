"""The one thing to do next in a dossier, said first on its page; at most one other beside it."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.onward import is_late
from casework.dossiers.service.terms import letter_waited_for, to_notify
from casework.dossiers.views.common import review_url, today
from casework.dossiers.views.standing import Standing
from casework.dossiers.views.statements import composes
from casework.i18n import _
from casework.schemes import SchemeVersion, Verdict

Link = tuple[Any, str]


@dataclass(frozen=True)
class NextStep:
    """What stands in the box: the first of `actions` is the main one if it leads on.

    `rules` are titles of the rules that wait for it, in words of the scheme.
    """

    text: Any
    actions: tuple[Link, ...]
    heading: Any = ""
    rules: tuple[str, ...] = ()
    onward: bool = True


def next_step(
    request: Request, case: Dossier, standing: Standing, steps: list[dict[str, Any]], *, issued: bool
) -> NextStep | None:
    """What leads on from here for this account; None where it can do nothing.

    `steps` as `steps_shown` makes them. Gathering comes before moving on, and reviewing before deciding.
    """
    forward = tuple((each["label"], each["url"]) for each in steps if not each["final"])
    decided = any(each["issues"] for each in steps)
    review = review_url(request, case)
    received = _letter_on_its_way(request, case, standing.version, steps)
    if received is not None:
        found = NextStep(received.text, (*received.actions, *forward[:1]))
    elif review and not decided:
        found = NextStep(
            _("The content is fixed now. Look at it whole before you go on."),
            ((_("Review and decide"), review),),
        )
    elif not forward and is_late(case, today(request)):
        ends = tuple((each["label"], each["url"]) for each in steps)
        found = NextStep(
            _("The term is over. Papers that still come count until somebody decides."), ends[:2]
        )
    elif standing.changeable and not issued:
        found = _gathering(request, case, standing, forward)
    else:
        words = _("This is what you can do now. The rest is with your colleagues.")
        leads = any(each["onward"] for each in steps)
        found = NextStep(
            _("It is decided. Signing makes the paper.") if decided else words, forward[:2], onward=leads
        )
    return _headed(request, found) if found.actions else None


def _letter_on_its_way(
    request: Request, case: Dossier, version: SchemeVersion, steps: list[dict[str, Any]]
) -> NextStep | None:
    """Where a term counts from a letter that, as far as anybody noted, the person does not have yet. Who may take what
    the term opens is led to the letter: somebody else notes it.
    """
    letter = to_notify(version, case)
    if letter is None or letter.state != "written" or not request.has_permission(Permission.DOSSIER_ACT):
        return None
    opened = {
        each["key"] for each in steps if letter_waited_for(version, case, version.steps.actions[each["key"]])
    }
    if opened:
        words = _(
            "Nobody has noted yet when the person got the letter, and the term counts from then. "
            "Have a colleague note it: whoever does cannot close the case."
        )
        return NextStep(words, ((_("Look at the letter"), request.route_path("letter", id=letter.id)),))
    words = _("The term counts from the day after the person has the letter: note when they got it.")
    return NextStep(
        words,
        ((_("Record when the person got the letter"), request.route_path("letter_received", id=letter.id)),),
    )


def _gathering(request: Request, case: Dossier, standing: Standing, forward: tuple[Link, ...]) -> NextStep:
    """While the content may still change: what is missing first, and when nothing is, what moves the dossier on."""
    missing = standing.to_enter()
    if missing:
        entry, rules = missing
        words = _("This rule waits for it:") if len(rules) == 1 else _("These rules wait for it:")
        return NextStep(words, ((entry.button, entry.url), *forward[:1]), entry.what, rules)
    if any(each.verdict is not Verdict.MET for each in standing.findings):
        return NextStep(
            _("Nothing is missing that can be entered now. Below stands from when each rule is met."),
            forward[:2],
        )
    if not composes(standing.version):
        return NextStep(
            _("Every rule is met. When everything below is right, move the dossier on."), forward[:2]
        )
    if not case.statements:
        compose = (_("Compose a statement"), request.route_path("statement_new", id=case.id))
        return NextStep(
            _("Every rule is met. Now choose the sentences that the paper will print."),
            (compose, *forward[:1]),
        )
    words = _(
        "Every rule is met. When the sentences below are as the person wants them, move the dossier on."
    )
    return NextStep(words, forward[:2])


def _headed(request: Request, found: NextStep) -> NextStep:
    """The box with its heading: what its main action is about."""
    if not found.onward:
        return NextStep(found.text, found.actions, _("What you can do"), found.rules, onward=False)
    what = request.localizer.translate(found.heading or found.actions[0][0])
    heading = _("Next step: ${what}", mapping={"what": what})
    return NextStep(found.text, found.actions, heading, found.rules)
