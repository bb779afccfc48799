"""Appointments with the person: agreeing one, and noting what became of it."""

from datetime import datetime
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock
from casework.access.permissions import Permission
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.resources import AppointmentContext, DossierContext
from casework.dossiers.schemas.appointments import (
    OUTCOMES,
    PURPOSES,
    appointment_schema,
    held_schema,
    read_appointment,
)
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import AppointmentState, Purpose
from casework.dossiers.views.common import breadcrumb, notice, today, version_for
from casework.i18n import _, long_moment
from casework.web.confirming import confirm
from casework.web.forms import handle

OPENS, CLOSES = 7, 21
"""Hours between which an appointment surprises nobody."""

TONES = {
    AppointmentState.PLANNED: "note",
    AppointmentState.HELD: "ok",
    AppointmentState.MISSED: "wait",
    AppointmentState.CALLED_OFF: "plain",
}


@view_config(
    route_name="dossier_appointments",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/appointments.jinja2",
)
def dossier_appointments(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """The appointments of a dossier, the newest first, and a form for one more."""
    case = context.dossier
    zone = appointments.time_zone_of(case)

    def on_valid(values: dict[str, Any]) -> Response:
        purpose, starts_at, record = read_appointment(values, zone)
        appointments.add_appointment(request.dbsession, request.identity, case, purpose, starts_at, record)
        notice(request, _agreed(request, case, starts_at.astimezone(zone)))
        return HTTPSeeOther(request.route_path("dossier_appointments", id=case.id))

    return handle(
        request,
        appointment_schema(clock.now(), zone),
        on_valid,
        title=_("Appointments"),
        submit=_("Agree the appointment"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        time_zone=zone.key,
        no_contact=case.person.contact is not None and case.person.contact.no_contact,
        appointments=[
            _shown(request, each)
            for each in sorted(case.appointments, key=lambda one: one.starts_at, reverse=True)
        ],
    )


def _agreed(request: Request, case: Dossier, moment: datetime) -> Any:
    """What is said of a new one. Offices open on odd days too, so an unlikely day or hour is named, not refused."""
    works = version_for(request, case).steps.working.is_working(moment.date())
    if works and OPENS <= moment.hour < CLOSES:
        return _("The appointment is agreed.")
    return _("The appointment is agreed. Most offices are closed then: look at the day and the hour again.")


def _shown(request: Request, appointment: Appointment) -> dict[str, Any]:
    """One appointment, and where it can be noted what became of it."""
    state = AppointmentState(appointment.state)
    past_or_today = appointments.local_day(appointment) <= today(request)
    outcomes = []
    if state is AppointmentState.PLANNED:
        came = [(_("Held"), "appointment_held"), (_("Did not come"), "appointment_missed")]
        routes = [*(came if past_or_today else []), (_("Call off"), "appointment_call_off")]
        outcomes = [(label, _path(request, route, appointment)) for label, route in routes]
    return {
        "purpose": PURPOSES[Purpose(appointment.purpose)],
        "starts_at": appointment.starts_at,
        "state": OUTCOMES[state],
        "tone": TONES[state],
        "place": appointment.record.place,
        "with_whom": appointment.record.with_whom,
        "note": appointment.record.note,
        "outcomes": outcomes,
    }


def _path(request: Request, route: str, appointment: Appointment) -> str:
    case_id = appointment.dossier_id
    return str(request.route_path(route, id=case_id, appointment_id=appointment.id))


def _title(request: Request, appointment: Appointment) -> Any:
    """The appointment in words, for the pages that ask about it."""
    zone = appointments.time_zone_of(appointment.dossier).key
    when = long_moment(appointment.starts_at, request.locale_name, zone)
    what = request.localizer.translate(PURPOSES[Purpose(appointment.purpose)])
    return _("${what} on ${when}.", mapping={"what": what, "when": when})


@view_config(
    route_name="appointment_held",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/appointment.jinja2",
)
def appointment_held(context: AppointmentContext, request: Request) -> dict[str, Any] | Response:
    """Note that the person came, and what was said."""
    case, found = context.dossier, context.appointment
    appointments.require_planned(found)
    back = request.route_path("dossier_appointments", id=case.id)

    def on_valid(values: dict[str, Any]) -> Response:
        appointments.hold(request.dbsession, request.identity, found, values["note"], today(request))
        notice(request, _("It is noted that the appointment was held."))
        return HTTPSeeOther(back)

    return handle(
        request,
        held_schema(),
        on_valid,
        title=_("The appointment was held"),
        submit=_("Keep the note"),
        cancel_url=back,
        breadcrumb=breadcrumb(request, case),
        which=_title(request, found),
    )


@view_config(
    route_name="appointment_missed",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="confirm.jinja2",
)
def appointment_missed(context: AppointmentContext, request: Request) -> dict[str, Any] | Response:
    """Note that the person did not come, after a question."""
    appointments.require_planned(context.appointment)
    return confirm(
        request,
        lambda: appointments.miss(request.dbsession, request.identity, context.appointment, today(request)),
        title=_("Did the person not come?"),
        consequence=_title(request, context.appointment),
        submit=_("Note that they did not come"),
        done=_("It is noted that the person did not come."),
        back=request.route_path("dossier_appointments", id=context.dossier.id),
        destroys=False,
        breadcrumb=breadcrumb(request, context.dossier),
    )


@view_config(
    route_name="appointment_call_off",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="confirm.jinja2",
)
def appointment_call_off(context: AppointmentContext, request: Request) -> dict[str, Any] | Response:
    """Call an appointment off, after a question."""
    appointments.require_planned(context.appointment)
    return confirm(
        request,
        lambda: appointments.call_off(request.dbsession, request.identity, context.appointment),
        title=_("Call this appointment off?"),
        consequence=_title(request, context.appointment),
        submit=_("Call it off"),
        done=_("The appointment is called off. Tell the person."),
        back=request.route_path("dossier_appointments", id=context.dossier.id),
        breadcrumb=breadcrumb(request, context.dossier),
    )


def appointment_panel(case: Dossier) -> dict[str, Any]:
    """For the dossier's page: the next appointment, else the day of the last interview that was held."""
    agreed = appointments.planned(case)
    return {
        "time_zone": appointments.time_zone_of(case).key,
        "purpose": PURPOSES[Purpose(agreed[0].purpose)] if agreed else None,
        "starts_at": agreed[0].starts_at if agreed else None,
        "held_interview": appointments.held_interview(case),
    }
