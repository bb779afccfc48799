"""Steps of the procedure and decisions: one page each, with what it needs and what it does."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock
from casework.access.guards import Assurance
from casework.access.permissions import Permission
from casework.access.schemas import add_retyped_password
from casework.cards.queries import last_card
from casework.dossiers.consequences import is_destructive, weighs_content
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.steps import (
    language_name,
    step_schema,
)
from casework.dossiers.service import letters
from casework.dossiers.service.asking import came_since_asked
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.issuing import start_issuing
from casework.dossiers.service.steps import (
    REFUSALS,
    issues_card,
    leads_to_decision,
    makes_paper,
    might_take,
    open_steps,
    take_step,
)
from casework.dossiers.service.terms import letter_waited_for
from casework.dossiers.views.asked import bounds_of, given_of, letter_asks, read_back_shown, suggested
from casework.dossiers.views.case import right_called
from casework.dossiers.views.common import (
    breadcrumb,
    names_of_person,
    notice,
    review_url,
    today,
    version_for,
)
from casework.dossiers.views.differences import Wording
from casework.dossiers.views.letters import asked_for, letter_draft
from casework.dossiers.views.notifying import rests_on
from casework.dossiers.views.outlook import Outlook
from casework.dossiers.views.standing import findings_shown, standing_of
from casework.dossiers.views.statements import composes, draft_of, paper_language, statements_shown
from casework.errors import ConflictError, NotFoundError
from casework.i18n import _
from casework.schemes import Action, SchemeVersion, Verdict, name_of
from casework.schemes.steps import HAND_OVER, READ_BACK
from casework.web.comparing import DIGITS
from casework.web.forms import handle

PREVIEW = "preview"


def _action_asked(context: DossierContext, request: Request, *, decision: bool) -> Action | None:
    """The step named in the address, if it is this account's to take now; None where it was until the dossier moved
    on: by this account in another window, or by a colleague.
    """
    version = version_for(request, context.dossier)
    for action in open_steps(request.dbsession, request.identity, context.dossier, today(request)):
        asked_for = action.key == request.matchdict["action"]
        if asked_for and version.steps.needs_other_person(action.key) is decision:
            return action
    if might_take(
        request.dbsession,
        request.identity,
        context.dossier,
        request.matchdict["action"],
        today(request),
    ):
        return None
    raise NotFoundError


def _moved_on(request: Request, case: Dossier) -> Response:
    """What was typed is not taken; who only looks is led to where the dossier stands now."""
    if request.method == "POST":
        raise ConflictError(REFUSALS["not_from_here"])
    notice(request, REFUSALS["not_from_here"])
    return HTTPSeeOther(request.route_path("dossier", id=case.id))


def _page(context: DossierContext, request: Request, action: Action, outlook: Outlook) -> dict[str, Any]:
    """What both kinds of step show: what the step does; and what has to be looked at before, where it weighs that."""
    case, version = context.dossier, version_for(request, context.dossier)
    label, ends = (
        name_of(version, "actions", action.key, request.locale_name),
        is_destructive(version, action),
    )
    came = came_since_asked(version, case, action.key)
    page = {
        "title": outlook.question(action) if ends else label,
        "submit": label,
        "keep": _("Leave it as it is") if ends else "",
        "ends": ends,
        "what_happens": outlook.of(action),
        "stopped": REFUSALS["came_since"] if came else outlook.stops(action),
        "unreachable": _unreachable(case, version, action),
        "asked_for": asked_for(request, case),
        "too_early": _too_early(request, case, version, action),
        "rests_on": rests_on(request, case, action),
        "came": [Wording(request, version).shown(each) for each in came],
        "cancel_url": request.route_path("dossier", id=case.id),
        "look_url": review_url(request, case) or request.route_path("dossier", id=case.id),
        "breadcrumb": breadcrumb(request, case),
        "scheme": version.name_in(request.locale_name),
        "names": names_of_person(case),
        "reads_back": READ_BACK in action.needs,
        "said_aloud": _said_aloud(request, version) if HAND_OVER in action.needs else [],
        "weighs": weighs_content(version, action),
        "card": last_card(request.dbsession, case.id),
        "right": right_called(version),
        "preview_url": request.route_path("dossier_preview", id=case.id),
    }
    return page | _content(request, case, version) if page["weighs"] else page


def _unreachable(case: Dossier, version: SchemeVersion, action: Action) -> bool:
    """Whether a step writes to, or sets a term, for somebody who wants no contact."""
    contact = case.person.contact
    if contact is None or not contact.no_contact:
        return False
    return action.letter is not None or any(
        action.key in term.starts for term in version.steps.terms.values()
    )


def _too_early(request: Request, case: Dossier, version: SchemeVersion, action: Action) -> list[str]:
    """Rules that only time will meet, where the step fixes the day to which they are counted (schemes.md §1.3)."""
    if case.steps or action.to is None or issues_card(version, action):
        return []
    if version.steps.states[action.to].final:
        return []
    standing = standing_of(request, case, version)
    shown = zip(standing.findings, standing.shown(), strict=True)
    return [words["lead"] for each, words in shown if each.verdict is Verdict.UNMET and each.met_on]


def _content(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any]:
    """What the rules say of the dossier, and what will be printed."""
    return {
        "findings": findings_shown(request, case, version),
        "statements": statements_shown(request, case, version),
        "paper_language": paper_language(version),
        "read_back": read_back_shown(request, case),
        "composes": composes(version),
    }


def _said_aloud(request: Request, version: SchemeVersion) -> list[tuple[str, str, str]]:
    """What the paper is not, in each language that the scheme has it in: code, name and words."""
    return [(code, language_name(code, request.locale_name), text) for code, text in version.is_not.items()]


def _letter_preview(context: DossierContext, request: Request, action: Action, given: Given) -> Response:
    """The letter as the step would write it now, marked as a draft; nothing is done yet."""
    pdf = request.registry["press"].draft(letter_draft(request, context.dossier, action, given))
    return Response(
        pdf, content_type="application/pdf", content_disposition='attachment; filename="draft.pdf"'
    )


def _done(request: Request, case: Dossier, letter: Letter | None, message: Any) -> Response:
    """Go on to the letter that was begun, to print it; else back to the dossier."""
    notice(request, message)
    if letter is not None:
        return HTTPSeeOther(request.route_path("letter", id=letter.id))
    return HTTPSeeOther(request.route_path("dossier", id=case.id))


@view_config(
    route_name="dossier_step",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/step.jinja2",
)
def dossier_step(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """A step that one person may take alone; where it makes a paper that others rely on, by their password."""
    action = _action_asked(context, request, decision=False)
    if action is None:
        return _moved_on(request, context.dossier)
    return _step_page(context, request, action, decides=False)


@view_config(
    route_name="dossier_decide",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/step.jinja2",
    assurance=Assurance.PASSKEY,
)
def dossier_decide(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """A decision, or issuing: by somebody who changed nothing in the dossier."""
    action = _action_asked(context, request, decision=True)
    if action is None:
        return _moved_on(request, context.dossier)
    return _step_page(context, request, action, decides=True)


def _step_page(
    context: DossierContext, request: Request, action: Action, *, decides: bool
) -> dict[str, Any] | Response:
    """What the step needs, asked for; then the step, its letter, and on to what it made."""
    case, version = context.dossier, version_for(request, context.dossier)
    asks, ticked = letter_asks(request, case, action)
    outlook = Outlook(request, case)

    def on_valid(values: dict[str, Any]) -> Response:
        given = given_of(values)
        if values["action"] == PREVIEW:
            return _letter_preview(context, request, action, given)
        if issues_card(version, action):
            if not version.steps.states[case.state].frozen:
                request.registry["press"].check(draft_of(request, case))
            card = start_issuing(request.dbsession, request.identity, case, action.key, today(request))
            return HTTPSeeOther(request.route_path("card", id=card.id))
        _check_printable(request, case, version, action, given)
        done = outlook.after(action)
        letter = take_step(
            request.dbsession, request.identity, case, action.key, given, clock.now(), today(request)
        )
        return _done(request, case, letter, done)

    schema = step_schema(action.needs, asks, request.locale_name, bounds_of(request, case, action))
    if decides or makes_paper(version, action):
        add_retyped_password(schema)
    return handle(
        request,
        schema,
        on_valid,
        decides=decides,
        stands_on=_seen(case, version, action),
        appstruct=suggested(request, case, action) | ticked,
        buttons=[(PREVIEW, _("See the letter first (PDF)"))] if asks.languages else (),
        **_page(context, request, action, outlook),
    )


def _seen(case: Dossier, version: SchemeVersion, action: Action) -> str:
    """What a step is taken on, as its page shows it: the dossier's content after the steps so far, and the day on which
    the person had the letter after whose term it is open.
    """
    letter = letter_waited_for(version, case, action)
    received = f"-{letter.notified_on}" if letter else ""
    return f"{len(case.steps)}-{hash_of(case)[:DIGITS]}{received}"


def _check_printable(
    request: Request, case: Dossier, version: SchemeVersion, action: Action, given: Given
) -> None:
    """A letter or paper with a sign that no font has is refused before anything is decided, not after."""
    press = request.registry["press"]
    if leads_to_decision(version, action) and not version.steps.states[case.state].frozen:
        press.check(draft_of(request, case))
    if letters.letter_of(version, action) is not None:
        press.check(letter_draft(request, case, action, given))
