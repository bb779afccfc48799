"""Movements in municipal registers."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.households import REGISTER, told_here
from casework.dossiers.models import Dossier
from casework.dossiers.resources import DossierContext, MovementContext
from casework.dossiers.schemas.register import MOVEMENTS, movement_schema, read_movement
from casework.dossiers.service import changes
from casework.dossiers.service.findings import facts_in
from casework.dossiers.views.common import breadcrumb, notice, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _, long_date
from casework.schemes import MovementKind, Segment, segments
from casework.web.confirming import confirm
from casework.web.forms import handle


@view_config(
    route_name="dossier_register",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/register.jinja2",
)
def dossier_register(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Movements in municipal registers: what is entered, and a form for the next one.

    Raises NotFoundError for a member where the household has them once.
    """
    case = context.dossier
    if not told_here(version_for(request, case), case, REGISTER):
        raise NotFoundError

    def on_valid(values: dict[str, Any]) -> Response:
        changes.add_movement(request.dbsession, request.identity, case, read_movement(values))
        notice(request, _("The movement is entered."))
        return HTTPSeeOther(request.route_path("dossier_register", id=case.id))

    return handle(
        request,
        movement_schema(today(request)),
        on_valid,
        title=_("Register movements"),
        submit=_("Enter the movement"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        registrations=registrations(request, case),
        movements=[
            {
                "what": MOVEMENTS[MovementKind(each.record.what)],
                "day": each.record.day,
                "place": each.record.place,
                "notified": each.record.notified,
                "remove_url": request.route_path("movement_remove", id=case.id, movement_id=each.id),
            }
            for each in sorted(case.movements, key=lambda one: one.record.day)
        ],
    )


def registrations(request: Request, case: Dossier) -> list[str]:
    """The unbroken registrations in the scheme's town that the movements amount to, oldest first, in sentences."""
    version = version_for(request, case)
    town = version.place.city
    found = segments(facts_in(version, case).movements or (), town)
    if not found:
        return [_("No registration in ${town} yet.", mapping={"town": town})]
    sentences: list[str] = []
    for before, each in zip((None, *found), found, strict=False):
        if before is not None and before.end is not None:
            days = (each.start - before.end).days
            sentences.append(_("Then a break of ${days} days.", mapping={"days": days}))
        sentences.append(_registration(request, each))
    return sentences


def _registration(request: Request, segment: Segment) -> Any:
    language = request.locale_name
    values = {"town": segment.place, "start": long_date(segment.start, language)}
    if segment.end is None or segment.ended_by is None:
        return _("Registered in ${town} from ${start}, without a break until today.", mapping=values)
    cause = request.localizer.translate(MOVEMENTS[segment.ended_by])
    values |= {"end": long_date(segment.end, language), "cause": cause}
    return _("Registered in ${town} from ${start} until ${end}: ${cause}.", mapping=values)


@view_config(
    route_name="movement_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="confirm.jinja2",
)
def movement_remove(context: MovementContext, request: Request) -> dict[str, Any] | Response:
    """Take a movement out, after a question."""
    case = context.dossier
    return confirm(
        request,
        lambda: changes.remove_movement(request.dbsession, request.identity, case, context.movement),
        title=_("Take this movement out?"),
        consequence=_("The rules are asked anew without it. It can be entered again."),
        submit=_("Take it out"),
        done=_("The movement is taken out."),
        back=request.route_path("dossier_register", id=case.id),
    )
