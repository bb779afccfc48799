"""Statements: composing the sentences that will be printed, their order, and a preview of the paper."""

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.papers import CardPaper, statement_text
from casework.dossiers.records import StatementRecord
from casework.dossiers.resources import DossierContext, StatementContext
from casework.dossiers.schemas.statements import GAP, read_blanks, show_statement, statement_schema
from casework.dossiers.service import issuing, statements
from casework.dossiers.views.common import breadcrumb, evidence_label, hold, notice, today, version_for
from casework.dossiers.views.evidence import category_asked
from casework.errors import NotFoundError
from casework.i18n import _
from casework.schemes import EvidenceCategory, SchemeVersion, StatementTemplate, in_language
from casework.web.confirming import confirm
from casework.web.forms import OnValid, handle

OUT, IN = "out", "in"
LONGEST_PLACE = 4


def paper_language(version: SchemeVersion) -> str:
    """The language that the sentences are printed in."""
    return next(iter(version.papers.values())).languages[0]


def composes(version: SchemeVersion) -> bool:
    """Whether the scheme's papers print sentences at all: a card of ID-1 size prints fields alone."""
    return any(category.prints for category in version.evidence)


def statements_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """Every sentence in the order of the paper, also those left out; with the places it can move to."""
    order = {category.key: place for place, category in enumerate(version.evidence)}
    own = {category.key for category in version.evidence if category.self_declared}
    language = paper_language(version)
    sections: dict[str, list[dict[str, Any]]] = {}
    for each in case.statements:
        record, part = each.record, {"id": case.id, "statement_id": each.id}
        sections.setdefault(record.category, []).append(
            {
                "text": statement_text(version, each, language),
                "own": record.category in own,
                "left_out": record.left_out,
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


@view_config(
    route_name="statement_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/statement.jinja2",
)
def statement_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Choose a sentence of the scheme, fill its gaps, say what it rests on."""
    case, version = context.dossier, version_for(request, context.dossier)
    if "template" not in request.GET:
        return _choices(request, case, version)
    category = category_asked(request, version)
    template = _template_asked(request, category)

    def on_valid(values: dict[str, Any]) -> Response:
        record = StatementRecord(category.key, template.key, read_blanks(values))
        statements.add_statement(request.dbsession, request.identity, case, record, _chosen(case, values))
        notice(request, _("The sentence will be printed."))
        return _back(request, case)

    return _form(
        request,
        case,
        category,
        template,
        on_valid,
        title=_("Compose a statement"),
        submit=_("Print this sentence"),
        appstruct=_known(case),
    )


@view_config(
    route_name="statement_edit",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/statement.jinja2",
)
def statement_edit(context: StatementContext, request: Request) -> dict[str, Any] | Response:
    """Fill the gaps of a sentence anew, or let it rest on other evidence."""
    case, statement = context.dossier, context.statement
    hold(request, case, statement)
    record = statement.record
    category = version_for(request, case).category(record.category)
    template = category.template(record.template)

    def on_valid(values: dict[str, Any]) -> Response:
        changed = StatementRecord(category.key, template.key, read_blanks(values), record.left_out)
        statements.change_statement(
            request.dbsession, request.identity, case, statement, changed, _chosen(case, values)
        )
        notice(request, _("The sentence is changed."))
        return _back(request, case)

    return _form(
        request,
        case,
        category,
        template,
        on_valid,
        title=_("Change a statement"),
        submit=_("Save the sentence"),
        appstruct=show_statement(template, record, [basis.evidence for basis in statement.bases]),
        compare=True,
    )


def _form(
    request: Request,
    case: Dossier,
    category: EvidenceCategory,
    template: StatementTemplate,
    on_valid: OnValid,
    **form: Any,
) -> dict[str, Any] | Response:
    """The gaps of one sentence, under the sentence itself."""
    version = version_for(request, case)
    evidence = [(each, evidence_label(request, version, each)) for each in case.evidence]
    language = paper_language(version)
    return handle(
        request,
        statement_schema(category, template, evidence, request.locale_name),
        on_valid,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        sentence=_with_gaps_named(template, language, request.locale_name),
        language=language,
        heading=in_language(category.heading, request.locale_name),
        choices=(),
        **form,
    )


def _chosen(case: Dossier, values: dict[str, Any]) -> tuple[Evidence, ...]:
    return tuple(each for each in case.evidence if each.id in values.get("bases", ()))


def _back(request: Request, case: Dossier) -> Response:
    """To the sentences on the dossier's page."""
    return HTTPSeeOther(request.route_path("dossier", id=case.id, _anchor="statements"))


def _template_asked(request: Request, category: EvidenceCategory) -> StatementTemplate:
    try:
        return category.template(request.GET["template"])
    except KeyError:
        raise NotFoundError from None


def _with_gaps_named(template: StatementTemplate, language: str, shown_in: str) -> str:
    """The sentence in the language of the paper, with the label of its field in place of each gap."""
    text = in_language(template.text, language)
    for parameter in template.parameters:
        text = text.replace(f"{{{parameter.key}}}", f"[{in_language(parameter.text, shown_in)}]")
    return text


def _known(case: Dossier) -> dict[str, str]:
    """What the dossier knows already is filled in, to be changed where the person wishes."""
    return {f"{GAP}name": case.person.particulars.full_name, f"{GAP}address": case.record.address}


def _choices(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any]:
    """Every sentence that the scheme may print, by category."""
    language = request.locale_name
    return {
        "title": _("Compose a statement"),
        "breadcrumb": breadcrumb(request, case),
        "choices": [
            (
                in_language(category.heading, language),
                [
                    (
                        in_language(template.name, language),
                        request.route_path(
                            "statement_new",
                            id=case.id,
                            _query={"category": category.key, "template": template.key},
                        ),
                    )
                    for template in category.prints
                ],
            )
            for category in version.evidence
            if category.prints
        ],
    }


@view_config(
    route_name="statement_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def statement_remove(context: StatementContext, request: Request) -> dict[str, Any] | Response:
    """Take a sentence out, after a question."""
    case = context.dossier
    return confirm(
        request,
        lambda: statements.remove_statement(request.dbsession, request.identity, case, context.statement),
        title=_("Take this sentence out?"),
        consequence=_("It will not be printed. The evidence it rests on stays."),
        submit=_("Take it out"),
        done=_("The sentence is taken out."),
        back=request.route_path("dossier", id=case.id),
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
    return _back(request, case)


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
