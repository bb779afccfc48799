"""Owner and deputy of a dossier.

Caseworkers give dossiers to each other (`DOSSIER_CHANGE`); who reviews or signs may be given one, and decides,
but does not share out the work.
"""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.handling import handling_schema
from casework.dossiers.service import handling
from casework.dossiers.views.common import breadcrumb, hold, notice
from casework.i18n import _
from casework.people.search import fold
from casework.web.forms import handle


@view_config(
    route_name="dossier_handling",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/handling.jinja2",
)
def dossier_handling(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Choose who handles the dossier, and who stands in."""
    case = context.dossier
    hold(request, case)
    request.dbsession.refresh(case, ("owner_id", "deputy_id"))
    handling.require_open(request.dbsession, case)

    def on_valid(values: dict[str, Any]) -> Response:
        handling.hand_to(request.dbsession, request.identity, case, values["owner"], values["deputy"] or None)
        notice(request, _("It is noted who handles the dossier."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        handling_schema(_colleagues(request, case.organisation_id)),
        on_valid,
        title=_("Who handles this dossier"),
        appstruct={"owner": case.owner_id, "deputy": case.deputy_id or ""},
        compare=True,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


def _colleagues(request: Request, organisation_id: str) -> list[tuple[str, str]]:
    """(id, name) of everybody who can handle it, by name."""
    found = handling.colleagues(request.dbsession, organisation_id, request.identity.at)
    named = [(each.id, each.particulars.display_name) for each in found]
    return sorted(named, key=lambda pair: fold(pair[1]))
