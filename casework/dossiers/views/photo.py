"""The photo of the person, where a paper of the scheme prints one."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import files
from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.files import photo_schema
from casework.dossiers.schemas.person import printed_fields
from casework.dossiers.service.changes import require_changeable
from casework.dossiers.service.photo import photo_of, remove_photo, set_photo
from casework.dossiers.views.common import breadcrumb, notice, offer, version_for
from casework.errors import NotFoundError
from casework.i18n import _
from casework.web.confirming import confirm
from casework.web.forms import handle


def photo_links(request: Request, case: Dossier) -> dict[str, str | None]:
    """Where the photo is shown, none without one, and where it is changed, none without a place on any paper."""
    printed = "photo" in printed_fields(version_for(request, case))
    return {
        "photo_url": request.route_path("dossier_photo_picture", id=case.id) if case.photo_id else None,
        "photo_edit_url": request.route_path("dossier_photo", id=case.id) if printed else None,
    }


@view_config(
    route_name="dossier_photo",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/photo.jinja2",
)
def dossier_photo(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Add the photo from a file, or put another in its place."""
    case = context.dossier
    links = photo_links(request, case)
    if links["photo_edit_url"] is None:
        raise NotFoundError
    offer(request, case, require_changeable)

    def on_valid(values: dict[str, Any]) -> Response:
        set_photo(request.dbsession, request.identity, case, values["photo"])
        notice(request, _("The photo is kept. It will be printed on the paper."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        photo_schema(),
        on_valid,
        title=_("Photo of the person"),
        submit=_("Replace the photo") if case.photo_id else _("Keep this photo"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        photo_url=links["photo_url"],
        remove_url=request.route_path("dossier_photo_remove", id=case.id) if case.photo_id else None,
    )


@view_config(
    route_name="dossier_photo_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def dossier_photo_remove(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Take the photo out, after a question."""
    case = context.dossier
    if case.photo_id is None:
        raise NotFoundError
    return confirm(
        request,
        lambda: remove_photo(request.dbsession, request.identity, case),
        title=_("Take the photo out?"),
        consequence=_("It is destroyed. The paper is printed without a photo until another one is added."),
        submit=_("Take it out"),
        done=_("The photo is taken out."),
        back=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


@view_config(route_name="dossier_photo_picture", permission=Permission.DOSSIER_READ)
def dossier_photo_picture(context: DossierContext, request: Request) -> Response:
    """The photo, checked whole before its first byte is sent."""
    photo = photo_of(request.dbsession, context.dossier)
    if photo is None:
        raise NotFoundError
    return Response(photo, content_type=files.JPEG)
