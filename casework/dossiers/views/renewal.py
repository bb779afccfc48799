"""Beginning again from an old dossier: what is taken over is shown before anything is opened."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext
from casework.dossiers.service.renewal import (
    begin_again,
    may_begin_again,
    reused,
    running_renewal,
    taken_over,
    window_of,
)
from casework.dossiers.views.common import breadcrumb, notice, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _
from casework.web.forms import handle


@view_config(
    route_name="dossier_renew",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/renew.jinja2",
)
def dossier_renew(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Open a new dossier for the same person from this one."""
    old, version = context.dossier, version_for(request, context.dossier)
    if not may_begin_again(version, old):
        raise NotFoundError
    window = window_of(request.dbsession, version, old)

    def on_valid(_values: dict[str, Any]) -> Response:
        begun = begin_again(
            request.dbsession,
            request.registry["catalogue"],
            request.identity,
            old,
            today(request),
        )
        notice(
            request,
            _("A new dossier is open. Look at what was taken over: dates and papers may have changed."),
        )
        return HTTPSeeOther(request.route_path("dossier", id=begun.id))

    return handle(
        request,
        colander.SchemaNode(colander.Mapping()),
        on_valid,
        title=_("Begin again from this dossier"),
        submit=_("Open a new dossier"),
        cancel_url=request.route_path("dossier", id=old.id),
        breadcrumb=breadcrumb(request, old),
        parts=taken_over(request.dbsession, version, old, today(request)),
        reuses=reused(request.dbsession, version, old, today(request)),
        window=window,
        early=window.early(today(request)),
        late=window.late(today(request)),
    )


def renewal_links(request: Request, case: Dossier) -> dict[str, Any]:
    """For the dossier's page: the dossier it renews, the one that renews it, and the way to begin again."""
    version, before = version_for(request, case), None
    if case.renews_id is not None:
        before = request.dbsession.get_one(Dossier, case.renews_id)
    after = running_renewal(request.dbsession, case)
    open_to_all = may_begin_again(version, case) and request.has_permission(Permission.DOSSIER_CHANGE)
    return {
        "renews": (before.reference, request.route_path("dossier", id=before.id)) if before else None,
        "renewed_by": (after.reference, request.route_path("dossier", id=after.id)) if after else None,
        "renew_url": request.route_path("dossier_renew", id=case.id) if open_to_all and not after else None,
    }
