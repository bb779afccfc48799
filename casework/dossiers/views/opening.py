"""Opening a dossier."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.records import CaseRecord
from casework.dossiers.schemas.person import person_schema, read_person
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.views.common import notice, today
from casework.errors import NotFoundError
from casework.i18n import _
from casework.programmes.service import adopted
from casework.schemes import SchemeVersion
from casework.web.forms import handle


@view_config(
    route_name="dossier_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_OPEN,
    renderer="dossiers/new.jinja2",
)
def dossier_new(request: Request) -> dict[str, Any] | Response:
    """Choose the scheme where there are several, then say who the person is."""
    day = today(request)
    keys = adopted(request.dbsession, request.identity.organisation_id, day)
    chosen = request.GET.get("scheme", keys[0] if len(keys) == 1 else None)
    catalogue = request.registry["catalogue"]
    if chosen is None:
        versions = [catalogue.scheme(key).version_on(day) for key in keys]
        return {"title": _("Open a dossier"), "choices": [_choice(request, each) for each in versions]}
    if chosen not in keys:
        raise NotFoundError
    version = catalogue.scheme(chosen).version_on(day)

    def on_valid(values: dict[str, Any]) -> Response:
        particulars, record = read_person(values, CaseRecord())
        opened = open_dossier(
            request.dbsession, catalogue, request.identity, chosen, particulars, record, day
        )
        notice(request, _("The dossier is open."))
        return HTTPSeeOther(request.route_path("dossier", id=opened.id))

    schema = person_schema(version, request.locale_name, day)
    return handle(
        request,
        schema,
        on_valid,
        title=_("Open a dossier"),
        submit=_("Open the dossier"),
        cancel_url=request.route_path("dossiers"),
        scheme=version.name_in(request.locale_name),
        choices=(),
    )


def _choice(request: Request, version: SchemeVersion) -> tuple[str, str]:
    url = request.route_path("dossier_new", _query={"scheme": version.scheme})
    return version.name_in(request.locale_name), str(url)
