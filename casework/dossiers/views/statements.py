"""Statements: composing the sentences that will be printed, and a preview of the paper."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.papers import attestation
from casework.dossiers.records import Blank, StatementRecord
from casework.dossiers.resources import DossierContext, StatementContext
from casework.dossiers.schemas.statements import statement_schema
from casework.dossiers.service import changes
from casework.dossiers.views.common import breadcrumb, evidence_label, notice, today, version_for
from casework.dossiers.views.evidence import category_asked
from casework.errors import NotFoundError
from casework.i18n import _
from casework.papers import Attestation
from casework.programmes.service import programme_of
from casework.schemes import EvidenceCategory, SchemeVersion, StatementTemplate, in_language
from casework.web.confirming import confirm
from casework.web.forms import handle


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
    evidence = [(each, evidence_label(request, version, each)) for each in case.evidence]

    def on_valid(values: dict[str, Any]) -> Response:
        blanks = tuple(_blank(name, value) for name, value in values.items() if name.startswith("blank_"))
        chosen = tuple(each for each, _label in evidence if each.id in values.get("bases", ()))
        record = StatementRecord(category.key, template.key, blanks)
        changes.add_statement(request.dbsession, request.identity, case, record, chosen)
        notice(request, _("The sentence will be printed."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    language = next(iter(version.papers.values())).languages[0]
    return handle(
        request,
        statement_schema(category, template, evidence, request.locale_name),
        on_valid,
        title=_("Compose a statement"),
        submit=_("Print this sentence"),
        appstruct=_known(case),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        sentence=_with_gaps_named(template, language, request.locale_name),
        language=language,
        heading=in_language(category.heading, request.locale_name),
        choices=(),
    )


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


def _blank(name: str, value: Any) -> Blank:
    text = value if isinstance(value, str) else value.isoformat()
    return Blank(name.removeprefix("blank_"), text)


def _known(case: Dossier) -> dict[str, str]:
    """What the dossier knows already is filled in, to be changed where the person wishes."""
    return {"blank_name": case.person.particulars.full_name, "blank_address": case.record.address}


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
        lambda: changes.remove_statement(request.dbsession, request.identity, case, context.statement),
        title=_("Take this sentence out?"),
        consequence=_("It will not be printed. The evidence it rests on stays."),
        submit=_("Take it out"),
        done=_("The sentence is taken out."),
        back=request.route_path("dossier", id=case.id),
    )


def draft_of(request: Request, case: Dossier) -> Attestation:
    """The paper of a dossier as it stands, without number and code."""
    version = version_for(request, case)
    programme = programme_of(request.dbsession, case.organisation_id, case.scheme_key)
    verify_url = f"{request.registry['settings'].base_url}/verify"
    return attestation(
        case, version, programme, next(iter(version.papers)), verify_url, photo=None, today=today(request)
    )


@view_config(route_name="dossier_preview", permission=Permission.DOSSIER_READ)
def dossier_preview(context: DossierContext, request: Request) -> Response:
    """The paper as it would be printed now, marked as a draft on every page."""
    pdf = request.registry["press"].draft(draft_of(request, context.dossier))
    return Response(
        pdf, content_type="application/pdf", content_disposition='attachment; filename="draft.pdf"'
    )
