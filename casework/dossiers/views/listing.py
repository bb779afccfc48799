"""The list of dossiers, and opening a new one."""

import re
from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import journal
from casework.access.permissions import Permission
from casework.db import ID_PATTERN
from casework.dossiers import queries
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.schemas.person import person_schema, read_person
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.views.common import notice, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _
from casework.programmes.service import adopted
from casework.schemes import SchemeVersion, name_of
from casework.web.forms import handle

_PLACE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})\.({ID_PATTERN})", re.ASCII)


@view_config(route_name="dossiers", permission=Permission.DOSSIER_LIST, renderer="dossiers/list.jinja2")
def dossiers(request: Request) -> dict[str, Any]:
    """One page of the organisation's dossiers, newest first. Names stand on it, so the look is journalled."""
    found = queries.visible_dossiers(request.dbsession, request.identity, _after(request))
    page, more = found[: queries.PAGE], len(found) > queries.PAGE
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=request.identity.organisation_id,
        action="dossier.list",
        object_kind="organisation",
        object_id=request.identity.organisation_id,
        detail={"shown": [each.id for each in page]},
    )
    return {
        "rows": [_row(request, each) for each in page],
        "next_url": _next_url(request, page[-1]) if more else None,
        "first_url": request.route_path("dossiers") if _after(request) else None,
    }


def _after(request: Request) -> tuple[date, str] | None:
    """Where the page before ended. Anything else in its place begins at the top."""
    found = _PLACE.fullmatch(request.GET.get("after", ""))
    try:
        return (date.fromisoformat(found[1]), found[2]) if found else None
    except ValueError:
        return None


def _next_url(request: Request, last: Dossier) -> str:
    place = f"{last.opened_on.isoformat()}.{last.id}"
    return str(request.route_path("dossiers", _query={"after": place}))


def _row(request: Request, dossier: Dossier) -> dict[str, Any]:
    version = version_for(request, dossier)
    particulars = dossier.person.particulars
    return {
        "reference": dossier.reference,
        "url": request.route_path("dossier", id=dossier.id),
        "name": particulars.full_name,
        "native_name": particulars.native_name,
        "native_language": particulars.native_language,
        "scheme": version.name_in(request.locale_name),
        "state": name_of(version, "states", dossier.state, request.locale_name),
        "opened_on": dossier.opened_on,
        "owner": dossier.owner.particulars.display_name,
    }


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
