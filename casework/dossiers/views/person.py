"""What is known of the person, and the scheme's own questions."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.households import told_here
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.person import person_schema, read_person, show_person
from casework.dossiers.schemas.questions import asked, questions_schema
from casework.dossiers.service import changes
from casework.dossiers.views.common import breadcrumb, hold, notice, offer, today, version_for
from casework.dossiers.views.household import answers_shown, told_elsewhere_shown
from casework.i18n import _
from casework.programmes.questions import FACT, typed, written
from casework.schemes import SchemeVersion
from casework.web.forms import handle


@view_config(
    route_name="dossier_person",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/edit.jinja2",
)
def dossier_person(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Correct what is known of the person."""
    case, version = context.dossier, version_for(request, context.dossier)
    offer(request, case, changes.require_changeable)
    if request.method == "POST":
        changes.lock_person(request.dbsession, case.person)
    hold(request, case)

    def on_valid(values: dict[str, Any]) -> Response:
        particulars, record = read_person(values, case.record, case.person.particulars.birth_place)
        changes.change_particulars(request.dbsession, request.identity, case, particulars, record)
        notice(request, _("What is known of the person is changed."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        person_schema(version, request.locale_name, today(request)),
        on_valid,
        title=_("The person"),
        appstruct=show_person(case.person.particulars, case.record),
        compare=True,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


@view_config(
    route_name="dossier_questions",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/questions.jinja2",
)
def dossier_questions(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """The scheme's own questions; an answer can be corrected, or taken back.

    A member is asked what each member tells: what is told once is shown, with the way to where it is asked.
    """
    case, version = context.dossier, version_for(request, context.dossier)
    offer(request, case, changes.require_changeable)
    hold(request, case)
    facts = tuple(each for each in asked(version) if told_here(version, case, frozenset({each.key})))
    known = {each.fact: each.answer for each in case.record.answers}

    def on_valid(values: dict[str, Any]) -> Response:
        for fact in facts:
            answer, before = written(fact, values[f"{FACT}{fact.key}"]), known.get(fact.key, "")
            if answer and answer != before:
                changes.answer(request.dbsession, request.identity, case, fact.key, answer, case.opened_on)
            elif before and not answer:
                changes.take_answer_back(request.dbsession, request.identity, case, fact.key)
        notice(request, _("The answers are noted."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    page = {"title": _("Questions of the scheme"), "breadcrumb": breadcrumb(request, case)}
    page |= _told_once(request, case, version)
    if not facts and case.first is not None:
        return {**page, "form": "", "problems": ()}
    return handle(
        request,
        questions_schema(version, facts, request.locale_name, today(request)),
        on_valid,
        appstruct={f"{FACT}{fact.key}": typed(fact, known.get(fact.key, "")) for fact in facts},
        compare=True,
        cancel_url=request.route_path("dossier", id=case.id),
        **page,
    )


def _told_once(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any]:
    """For a member: what the household told once, and where it is answered."""
    elsewhere = told_elsewhere_shown(request, case, version)
    return {
        "elsewhere": elsewhere,
        "told_once": answers_shown(request, case, version),
        "household_url": request.route_path("dossier_questions", id=case.household_id) if elsewhere else None,
    }
