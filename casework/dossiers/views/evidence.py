"""Evidence: adding it, correcting it, looking at it, taking it out."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock, files
from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.dossiers.households import SHOWN, told_here
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.resources import DossierContext, EvidenceContext, EvidenceOfDossierContext
from casework.dossiers.rules import frozen, partial_date
from casework.dossiers.schemas.evidence import HOW_CHECKED, evidence_schema, read_evidence, show_evidence
from casework.dossiers.service.changes import require_changeable
from casework.dossiers.service.evidence import (
    add_evidence,
    correct_evidence,
    remove_evidence,
    sentences_on,
)
from casework.dossiers.views.common import breadcrumb, evidence_label, hold, notice, offer, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _
from casework.schemes import EvidenceCategory, SchemeVersion, in_language, name_of
from casework.web.confirming import confirm
from casework.web.forms import handle


def category_asked(request: Request, version: SchemeVersion) -> EvidenceCategory:
    """The category named in the address. Raises NotFoundError for one that the scheme lacks."""
    try:
        return version.category(request.GET.get("category", ""))
    except KeyError:
        raise NotFoundError from None


def _born(case: Dossier) -> date:
    """The earliest day on which the person may have been born: nobody lived anywhere before it."""
    return partial_date(case.person.particulars.birth_date).first


@view_config(
    route_name="evidence_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/edit.jinja2",
)
def evidence_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Say what was shown and how it was checked; keep a copy of it where the scheme lets one be kept.

    Raises NotFoundError for a member where evidence is shown once for the household.
    """
    case, version = context.dossier, version_for(request, context.dossier)
    category = category_asked(request, version)
    if category.self_declared or not told_here(version, case, SHOWN):
        raise NotFoundError
    offer(request, case, require_changeable)

    def on_valid(values: dict[str, Any]) -> Response:
        record, kept = read_evidence(version, category, values), _keep(request, case, values)
        add_evidence(request.dbsession, request.identity, case, record, clock.now(), kept)
        notice(request, _("The evidence is added.") if kept else _("The evidence is noted as seen."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    heading = in_language(category.heading, request.locale_name)
    return handle(
        request,
        evidence_schema(version, category, request.locale_name, today(request), born=_born(case)),
        on_valid,
        title=_("Add evidence: ${category}", mapping={"category": heading}),
        submit=_("Add the evidence"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


@view_config(
    route_name="evidence_edit",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/edit.jinja2",
)
def evidence_edit(context: EvidenceOfDossierContext, request: Request) -> dict[str, Any] | Response:
    """Correct what is noted of evidence, say what else it was shown for, or keep another copy of it."""
    case, version, found = context.dossier, version_for(request, context.dossier), context.evidence
    offer(request, case, require_changeable)
    hold(request, case, found)
    stored = found.record
    category = version.category(stored.category)
    page = request.route_path("evidence", id=found.id)

    def on_valid(values: dict[str, Any]) -> Response:
        record, kept = read_evidence(version, category, values), _keep(request, case, values)
        correct_evidence(request.dbsession, request.identity, case, found, record, clock.now(), kept)
        notice(request, _said_of(case, found))
        return HTTPSeeOther(page)

    named = {"label": found.label, "category": in_language(category.heading, request.locale_name)}
    return handle(
        request,
        evidence_schema(
            version,
            category,
            request.locale_name,
            today(request),
            born=_born(found.dossier),
            kept=bool(found.file_id),
            correcting=True,
        ),
        on_valid,
        title=_("Correct evidence ${label}: ${category}", mapping=named),
        appstruct=show_evidence(stored),
        compare=True,
        cancel_url=page,
        breadcrumb=breadcrumb(request, case),
    )


def _said_of(case: Dossier, found: Evidence) -> Any:
    """That it is corrected; and that a sentence which rests on it still says what it said before."""
    if not sentences_on(case, found):
        return _("The evidence is corrected.")
    return _(
        "The evidence is corrected. A sentence rests on it: see whether it still says what the paper shows."
    )


def _keep(request: Request, case: Dossier, values: dict[str, Any]) -> files.SealedFile | None:
    """Seal the copy that the form made safe, if one was sent."""
    copy: files.Copy | None = values.get("copy")
    return files.keep(request.dbsession, case, copy.data, copy.media_type) if copy else None


@view_config(route_name="evidence", permission=Permission.EVIDENCE_READ, renderer="dossiers/evidence.jinja2")
def evidence(context: EvidenceContext, request: Request) -> dict[str, Any]:
    """One piece of evidence, to who works on the dossier and to whom it was granted."""
    found = context.guarded
    version, record = version_for(request, found.dossier), found.record
    inside = request.has_permission(Permission.DOSSIER_READ, _Inside(found.dossier))
    headings = [in_language(version.category(key).heading, request.locale_name) for key in record.categories]
    return {
        "breadcrumb": breadcrumb(request, found.dossier) if inside else [],
        "evidence": found,
        "record": record,
        "kind": name_of(version, "kinds", record.kind, request.locale_name),
        "heading": headings[0],
        "also": headings[1:],
        "how_checked": HOW_CHECKED[record.how_checked],
        "pictures": _pictures(request, found),
        "seen_by": names_of(request.dbsession, {found.seen_by})[found.seen_by] if inside else "",
        **_changes_offered(request, version, found),
    }


class _Inside:
    """The dossier round a piece of evidence, to ask what the account may do there."""

    def __init__(self, dossier: Dossier) -> None:
        self.guarded = dossier


def _changes_offered(request: Request, version: SchemeVersion, found: Evidence) -> dict[str, str | None]:
    """Where it is corrected and taken out, for who may and while the content is not under a decision."""
    case = found.dossier
    changeable = not frozen(version, case.state) and request.has_permission(
        Permission.DOSSIER_CHANGE, _Inside(case)
    )
    return {
        name: request.route_path(route, id=case.id, evidence_id=found.id) if changeable else None
        for name, route in (("edit_url", "evidence_edit"), ("remove_url", "evidence_remove"))
    }


def _copy_of(request: Request, found: Evidence) -> files.SealedFile | None:
    return request.dbsession.get_one(files.SealedFile, found.file_id) if found.file_id else None


def _pictures(request: Request, found: Evidence) -> list[str]:
    """Addresses of what is seen of the copy: its picture, or one for each page of a PDF."""
    kept = _copy_of(request, found)
    if kept is None:
        return []
    if kept.media_type != files.PDF:
        return [request.route_path("evidence_picture", id=found.id)]
    pages = files.count_pages(files.read(request.dbsession, kept))
    return [request.route_path("evidence_page", id=found.id, number=each + 1) for each in range(pages)]


@view_config(route_name="evidence_picture", permission=Permission.EVIDENCE_READ)
def evidence_picture(context: EvidenceContext, request: Request) -> Response:
    """The picture that was kept, checked whole before its first byte is sent."""
    kept = _copy_of(request, context.guarded)
    if kept is None or kept.media_type != files.JPEG:
        raise NotFoundError
    return Response(files.read(request.dbsession, kept), content_type=files.JPEG)


@view_config(route_name="evidence_page", permission=Permission.EVIDENCE_READ)
def evidence_page(context: EvidenceContext, request: Request) -> Response:
    """One page of a PDF that was kept, drawn by us. The PDF itself is never sent: it came from outside."""
    kept = _copy_of(request, context.guarded)
    if kept is None or kept.media_type != files.PDF:
        raise NotFoundError
    drawn = files.draw_page(files.read(request.dbsession, kept), int(request.matchdict["number"]))
    return Response(drawn, content_type=files.JPEG)


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
        lambda: remove_evidence(request.dbsession, request.identity, case, context.evidence, clock.now()),
        title=_("Take this evidence out?"),
        consequence=_("It no longer counts, and a copy of it is destroyed."),
        submit=_("Take it out"),
        done=_("The evidence is taken out."),
        back=request.route_path("dossier", id=case.id),
        about=label,
        breadcrumb=breadcrumb(request, case),
    )
