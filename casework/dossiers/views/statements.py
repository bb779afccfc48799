"""Statements as they will be printed: their order, what is left out or taken out, and a preview of the paper."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.doubts import Doubt, DoubtKind, doubts_of
from casework.dossiers.models import Dossier
from casework.dossiers.papers import CardPaper, statement_text
from casework.dossiers.resources import DossierContext, StatementContext
from casework.dossiers.service import issuing, statements
from casework.dossiers.service.suggestions import known_of
from casework.dossiers.views.common import breadcrumb, evidence_label, today, version_for
from casework.i18n import _, long_date
from casework.schemes import SchemeVersion
from casework.web.confirming import confirm
from casework.web.templating import isolated

OUT, IN = "out", "in"
LONGEST_PLACE = 4


def paper_language(version: SchemeVersion) -> str:
    """The language that the sentences are printed in."""
    return next(iter(version.papers.values())).languages[0]


def composes(version: SchemeVersion) -> bool:
    """Whether the scheme's papers print sentences at all: a card of ID-1 size prints fields alone."""
    return any(category.prints for category in version.evidence)


def doubt_text(doubt: Doubt, language: str) -> str:
    """A doubt about a sentence, as it stands beside it or at its gap."""
    known = long_date(doubt.known, language) if isinstance(doubt.known, date) else doubt.known
    differs = _("The dossier says now: ${value}.", mapping={"value": known})
    words: dict[DoubtKind, str] = {
        DoubtKind.AHEAD: _("That day is still to come."),
        DoubtKind.BACKWARDS: _("It ends before it begins."),
        DoubtKind.TOO_EARLY: _("The dossier shows it only from ${day} on.", mapping={"day": known}),
        DoubtKind.DIFFERENT: differs if known else _("The dossier says nothing of it any more."),
        DoubtKind.NOT_BORNE_OUT: _("It rests on a paper of a kind that does not bear it out."),
        DoubtKind.NOT_TOGETHER: _(
            "It is printed beside a sentence that gives away what the other keeps back."
        ),
    }
    return words[doubt.kind]


def statements_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """Every sentence in the order of the paper, also those left out; with what is doubtful in it, and the places it
    can move to.
    """
    day = today(request)
    known = known_of(request.dbsession, case, day) if case.statements else {}
    order = {category.key: place for place, category in enumerate(version.evidence)}
    own = {category.key for category in version.evidence if category.self_declared}
    language = paper_language(version)
    printed = [
        (each.record.category, each.record.template) for each in case.statements if not each.record.left_out
    ]
    sections: dict[str, list[dict[str, Any]]] = {}
    for each in case.statements:
        record, part = each.record, {"id": case.id, "statement_id": each.id}
        category = version.category(record.category)
        kinds = [basis.evidence.record.kind for basis in each.bases]
        beside = {template for section, template in printed if section == category.key}
        template = category.template(record.template)
        doubts = doubts_of(category, template, record.values, kinds, known, day, beside)
        sections.setdefault(record.category, []).append(
            {
                "text": statement_text(version, each, language),
                "own": record.category in own,
                "left_out": record.left_out,
                "doubts": [doubt_text(doubt, request.locale_name) for doubt in doubts],
                "bases": [evidence_label(request, version, basis.evidence) for basis in each.bases],
                "evidence": sorted((basis.evidence for basis in each.bases), key=lambda one: one.position),
                "edit_url": request.route_path("statement_edit", **part),
                "place_url": request.route_path("statement_place", **part),
                "remove_url": request.route_path("statement_remove", **part),
            }
        )
    for section in sections.values():
        for place, shown in enumerate(section):
            shown["up"] = place - 1 if place > 0 else None
            shown["down"] = place + 1 if place + 1 < len(section) else None
    return [shown for key in sorted(sections, key=order.__getitem__) for shown in sections[key]]


def back_to_statements(request: Request, case: Dossier) -> Response:
    """To the sentences on the dossier's page."""
    return HTTPSeeOther(request.route_path("dossier", id=case.id, _anchor="statements"))


@view_config(
    route_name="statement_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def statement_remove(context: StatementContext, request: Request) -> dict[str, Any] | Response:
    """Take a sentence out, after a question."""
    case, version = context.dossier, version_for(request, context.dossier)
    language = paper_language(version)
    said = statement_text(version, context.statement, language)
    return confirm(
        request,
        lambda: statements.remove_statement(request.dbsession, request.identity, case, context.statement),
        title=_("Take this sentence out?"),
        consequence=_("It will not be printed. The evidence it rests on stays."),
        submit=_("Take it out"),
        done=_("The sentence is taken out."),
        back=request.route_path("dossier", id=case.id),
        about=isolated(f"«{said}»", language),
        breadcrumb=breadcrumb(request, case),
    )


@view_config(
    route_name="statement_place", request_method=("GET", "POST"), permission=Permission.DOSSIER_CHANGE
)
def statement_place(context: StatementContext, request: Request) -> Response:
    """Move a sentence to a place of its section, leave it out, or put it in again: one button each.

    Who signs in again after the button was pressed in an ended session is sent to the dossier, not to nothing.
    """
    session, identity = request.dbsession, request.identity
    case, statement = context.dossier, context.statement
    if request.method == "POST":
        to = str(request.POST.get("to", ""))
        if to in (OUT, IN):
            statements.leave_out(session, identity, case, statement, left_out=to == OUT)
        elif to.isascii() and to.isdecimal() and len(to) <= LONGEST_PLACE:
            statements.move_statement(session, identity, case, statement, int(to))
        else:
            raise HTTPBadRequest
    return back_to_statements(request, case)


def draft_of(request: Request, case: Dossier) -> CardPaper:
    """The paper of a dossier as it stands, without number and code."""
    base_url = request.registry["settings"].base_url
    return issuing.draft_of(request.dbsession, case, version_for(request, case), base_url, today(request))


@view_config(route_name="dossier_preview", permission=Permission.DOSSIER_READ)
def dossier_preview(context: DossierContext, request: Request) -> Response:
    """The paper as it would be printed now, marked as a draft on every page."""
    pdf = request.registry["press"].draft(draft_of(request, context.dossier))
    return Response(
        pdf, content_type="application/pdf", content_disposition='attachment; filename="draft.pdf"'
    )
