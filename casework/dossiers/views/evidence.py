"""Evidence: adding it, looking at it, taking it out."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock, files
from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext, EvidenceContext, EvidenceOfDossierContext
from casework.dossiers.schemas.evidence import HOW_CHECKED, evidence_schema, read_evidence
from casework.dossiers.service import changes
from casework.dossiers.views.common import breadcrumb, evidence_label, notice, today, version_for
from casework.errors import NotFoundError, RefusedError
from casework.i18n import _
from casework.schemes import EvidenceCategory, SchemeVersion, in_language, name_of
from casework.web.confirming import confirm
from casework.web.fields import Upload
from casework.web.forms import handle


def category_asked(request: Request, version: SchemeVersion) -> EvidenceCategory:
    """The category named in the address. Raises NotFoundError for one that the scheme lacks."""
    try:
        return version.category(request.GET.get("category", ""))
    except KeyError:
        raise NotFoundError from None


@view_config(
    route_name="evidence_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/edit.jinja2",
)
def evidence_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Say what was shown and how it was checked; keep a picture of it where the scheme lets one be kept."""
    case, version = context.dossier, version_for(request, context.dossier)
    category = category_asked(request, version)
    if category.self_declared:
        raise NotFoundError

    def on_valid(values: dict[str, Any]) -> Response:
        kept = _keep(request, case, schema, values.get("picture"))
        changes.add_evidence(
            request.dbsession, request.identity, case, read_evidence(category, values), clock.now(), kept
        )
        notice(request, _("The evidence is added.") if kept else _("The evidence is noted as seen."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    schema = evidence_schema(version, category, request.locale_name, today(request))
    heading = in_language(category.heading, request.locale_name)
    return handle(
        request,
        schema,
        on_valid,
        title=_("Add evidence: ${category}", mapping={"category": heading}),
        submit=_("Add the evidence"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


def _keep(request: Request, case: Dossier, schema: Any, upload: Upload | None) -> files.SealedFile | None:
    """The picture, made anew and sealed. What is no picture is answered at its field."""
    if upload is None:
        return None
    try:
        picture = files.remake_picture(upload.stream.read())
    except RefusedError as error:
        problem = colander.Invalid(schema)
        problem["picture"] = error.message
        raise problem from None
    return files.keep(request.dbsession, case, picture, "image/jpeg")


@view_config(route_name="evidence", permission=Permission.EVIDENCE_READ, renderer="dossiers/evidence.jinja2")
def evidence(context: EvidenceContext, request: Request) -> dict[str, Any]:
    """One piece of evidence, to who works on the dossier and to whom it was granted."""
    found = context.guarded
    version = version_for(request, found.dossier)
    inside = request.has_permission(Permission.DOSSIER_READ, _Inside(found.dossier))
    return {
        "breadcrumb": breadcrumb(request, found.dossier) if inside else [],
        "evidence": found,
        "record": found.record,
        "kind": name_of(version, "kinds", found.record.kind, request.locale_name),
        "heading": in_language(version.category(found.record.category).heading, request.locale_name),
        "how_checked": HOW_CHECKED[found.record.how_checked],
        "picture_url": request.route_path("evidence_picture", id=found.id) if found.file_id else None,
        "remove_url": request.route_path("evidence_remove", id=found.dossier_id, evidence_id=found.id)
        if request.has_permission(Permission.DOSSIER_CHANGE, _Inside(found.dossier))
        else None,
    }


class _Inside:
    """The dossier round a piece of evidence, to ask what the account may do there."""

    def __init__(self, dossier: Any) -> None:
        self.guarded = dossier


@view_config(route_name="evidence_picture", permission=Permission.EVIDENCE_READ)
def evidence_picture(context: EvidenceContext, request: Request) -> Response:
    """The picture that was kept, checked whole before its first byte is sent."""
    found = context.guarded
    if found.file_id is None:
        raise NotFoundError
    kept = request.dbsession.get_one(files.SealedFile, found.file_id)
    return Response(files.read(request.dbsession, kept), content_type=kept.media_type)


@view_config(
    route_name="evidence_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def evidence_remove(context: EvidenceOfDossierContext, request: Request) -> dict[str, Any] | Response:
    """Take evidence out, after a question."""
    case = context.dossier
    label = evidence_label(request, version_for(request, case), context.evidence)
    return confirm(
        request,
        lambda: changes.remove_evidence(request.dbsession, request.identity, case, context.evidence),
        title=_("Take this evidence out?"),
        consequence=_(
            "${evidence}: it no longer counts, and a picture of it is destroyed.", mapping={"evidence": label}
        ),
        submit=_("Take it out"),
        done=_("The evidence is taken out."),
        back=request.route_path("dossier", id=case.id),
    )
