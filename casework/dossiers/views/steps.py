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
from casework.dossiers.models import Dossier
from casework.dossiers.records import ReadBack
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.steps import INTERPRETERS, spoken_languages, step_schema
from casework.dossiers.service.issuing import start_issuing
from casework.dossiers.service.steps import Given, issues_card, leads_to_decision, open_steps, take_step
from casework.dossiers.views.case import findings_shown, statements_shown
from casework.dossiers.views.common import breadcrumb, names_of_person, notice, today, version_for
from casework.dossiers.views.statements import draft_of
from casework.errors import NotFoundError
from casework.i18n import _
from casework.schemes import Action, name_of
from casework.schemes.steps import READ_BACK, REASONS
from casework.web.forms import handle


def _action_asked(context: DossierContext, request: Request, *, decision: bool) -> Action:
    """The step named in the address, if it is this account's to take now."""
    version = version_for(request, context.dossier)
    for action in open_steps(request.dbsession, request.identity, context.dossier):
        asked_for = action.key == request.matchdict["action"]
        if asked_for and version.steps.needs_other_person(action.key) is decision:
            return action
    raise NotFoundError


def _page(context: DossierContext, request: Request, action: Action) -> dict[str, Any]:
    """What both kinds of step show."""
    case, version = context.dossier, version_for(request, context.dossier)
    label = name_of(version, "actions", action.key, request.locale_name)
    return {
        "title": label,
        "submit": label,
        "cancel_url": request.route_path("dossier", id=case.id),
        "breadcrumb": breadcrumb(request, case),
        "scheme": version.name_in(request.locale_name),
        "names": names_of_person(case),
        "findings": findings_shown(request, case, version),
        "statements": statements_shown(request, case, version),
        "paper_language": next(iter(version.papers.values())).languages[0],
        "read_back": _read_back(request, case),
        "preview_url": request.route_path("dossier_preview", id=case.id),
    }


def _given(values: dict[str, Any]) -> Given:
    told = (
        ReadBack(values["language"], values["interpreter"], values["taken_out"])
        if "language" in values
        else None
    )
    return Given(values.get("reasons", ""), values.get("read_back", False), told)


def _read_back(request: Request, case: Dossier) -> dict[str, Any] | None:
    """How the sentences were read back before the last proposal, for who decides on it."""
    told = next((each.read_back for each in reversed(case.steps) if each.read_back_sealed), None)
    if told is None:
        return None
    languages = dict(spoken_languages(request.locale_name))
    return {
        "language": languages.get(told.language, told.language),
        "interpreter": INTERPRETERS.get(told.interpreter, told.interpreter),
        "taken_out": told.taken_out,
    }


@view_config(
    route_name="dossier_step",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/step.jinja2",
)
def dossier_step(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """A step that one person may take alone."""
    action = _action_asked(context, request, decision=False)

    def on_valid(values: dict[str, Any]) -> Response:
        given = _given(values)
        if leads_to_decision(version_for(request, context.dossier), action):
            request.registry["press"].check(draft_of(request, context.dossier))
        take_step(
            request.dbsession,
            request.identity,
            context.dossier,
            action.key,
            given,
            clock.now(),
            today(request),
        )
        notice(request, _("Done: the dossier has moved on."))
        return HTTPSeeOther(request.route_path("dossier", id=context.dossier.id))

    schema = step_schema(
        reasons=REASONS in action.needs,
        read_back=READ_BACK in action.needs,
        language=request.locale_name,
    )
    return handle(request, schema, on_valid, decides=False, **_page(context, request, action))


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
    case = context.dossier
    issues = issues_card(version_for(request, case), action)

    def on_valid(values: dict[str, Any]) -> Response:
        if issues:
            card = start_issuing(request.dbsession, request.identity, case, action.key, today(request))
            return HTTPSeeOther(request.route_path("card", id=card.id))
        given = Given(values.get("reasons", ""))
        take_step(request.dbsession, request.identity, case, action.key, given, clock.now(), today(request))
        notice(request, _("Decided. The decision is in the journal."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    schema = step_schema(reasons=REASONS in action.needs, read_back=False, language=request.locale_name)
    add_retyped_password(schema)
    return handle(request, schema, on_valid, decides=True, **_page(context, request, action))
