"""How to reach the person, and who acts for them."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.contact import (
    MANDATES,
    REPRESENTATIVES,
    contact_schema,
    read_contact,
    read_representative,
    representative_schema,
    show_contact,
    show_representative,
)
from casework.dossiers.schemas.steps import INTERPRETERS, language_within
from casework.dossiers.service import contact as service
from casework.dossiers.views.common import breadcrumb, hold, notice, offer, today
from casework.i18n import _
from casework.people.models import Contact
from casework.web.confirming import confirm
from casework.web.forms import handle
from casework.web.templating import isolated


@view_config(
    route_name="dossier_contact",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/contact.jinja2",
)
def dossier_contact(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Languages, interpreter, telephone and mail, and the person's wishes."""
    case = context.dossier
    offer(request, case, service.require_open)
    hold(request, case)

    def on_valid(values: dict[str, Any]) -> Response:
        service.change_contact(request.dbsession, request.identity, case, read_contact(values))
        notice(request, _("How to reach the person is noted."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        contact_schema(request.locale_name),
        on_valid,
        title=_("How to reach the person"),
        appstruct=show_contact(case.person.contact or Contact()),
        compare=True,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


@view_config(
    route_name="dossier_representative",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/representative.jinja2",
)
def dossier_representative(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Who acts for the person, by which mandate and for what."""
    case = context.dossier
    offer(request, case, service.require_open)
    hold(request, case)

    def on_valid(values: dict[str, Any]) -> Response:
        noted = read_representative(values)
        service.note_representative(request.dbsession, request.identity, case, noted)
        notice(request, _("Who acts for the person is noted."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        representative_schema(today(request)),
        on_valid,
        title=_("Who acts for the person"),
        appstruct=show_representative(case.representative) if case.representative else None,
        compare=True,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        remove_url=request.route_path("representative_remove", id=case.id) if case.representative else None,
    )


@view_config(
    route_name="representative_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def representative_remove(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Take out who acts for the person, after a question."""
    case = context.dossier
    return confirm(
        request,
        lambda: service.remove_representative(request.dbsession, request.identity, case),
        title=_("Take the representative out?"),
        consequence=_("From now on the office deals with the person alone. A mandate can be noted again."),
        submit=_("Take the representative out"),
        done=_("Nobody acts for the person now."),
        back=request.route_path("dossier", id=case.id),
        about=isolated(case.representative.name) if case.representative else "",
        breadcrumb=breadcrumb(request, case),
    )


def contact_shown(request: Request, case: Dossier) -> dict[str, Any]:
    """What the panels on the dossier's page say: how to reach the person, and who acts for them."""
    known = case.person.contact or Contact()
    said = request.locale_name
    acting = case.representative
    return {
        "known": known,
        "speaks": ", ".join(language_within(each, said) for each in known.speaks),
        "reads": ", ".join(language_within(each, said) for each in known.reads),
        "interpreter": INTERPRETERS.get(known.interpreter, _("not asked yet")),
        "acting": acting,
        "kind": REPRESENTATIVES[acting.kind] if acting else "",
        "scope": [MANDATES[each] for each in acting.scope] if acting else [],
        "changeable": request.has_permission(Permission.DOSSIER_CHANGE)
        and not service.closed(request.dbsession, case),
    }
