"""Appointments with the person: agreed, then held, missed or called off. They are no content of the dossier.

When and what for rest in clear, since worklists ask for them; where, with whom and what was said rest sealed.
"""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, object_session

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.service.changes import lock, note
from casework.errors import ConflictError, RefusedError
from casework.i18n import _
from casework.programmes.service import version_of


class Purpose(StrEnum):
    """What an appointment is for."""

    INTERVIEW = "interview"
    HAND_OVER = "hand_over"
    OTHER = "other"


class AppointmentState(StrEnum):
    """What became of an appointment."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CALLED_OFF = "called_off"


def time_zone_of(dossier: Dossier) -> ZoneInfo:
    """The time zone of the place where the dossier is handled."""
    session = object_session(dossier)
    assert session is not None, "a dossier that was read has its session"
    return ZoneInfo(session.get_one(Organisation, dossier.organisation_id).time_zone)


def local_day(appointment: Appointment) -> date:
    """The day of an appointment, at the place where its dossier is handled."""
    return appointment.starts_at.astimezone(time_zone_of(appointment.dossier)).date()


def add_appointment(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    purpose: Purpose,
    starts_at: datetime,
    record: AppointmentRecord,
) -> Appointment:
    """Agree an hour with the person; `starts_at` is aware.

    Raises RefusedError when the dossier is over, or another appointment stands at the same hour.
    """
    lock(session, dossier)
    if version_of(session, dossier.version_hash).steps.states[dossier.state].final:
        raise RefusedError(_("The dossier is over. No appointment can be added to it."))
    session.refresh(dossier, ("appointments",))
    if any(each.starts_at == starts_at for each in planned(dossier)):
        raise RefusedError(_("An appointment with this person stands at that hour already."))
    appointment = Appointment(dossier=dossier, purpose=purpose.value, starts_at=starts_at)
    session.add(appointment)
    appointment.record = record
    session.flush()
    detail = {"item": appointment.id, "purpose": purpose.value}
    note(session, identity.account_id, dossier, "dossier.appointment_added", detail)
    return appointment


def hold(session: Session, identity: Identity, appointment: Appointment, text: str, today: date) -> None:
    """Note that the person came, and what was said. Raises as `miss` does."""
    _close(session, identity, appointment, AppointmentState.HELD, today)
    appointment.record = replace(appointment.record, note=text)


def miss(session: Session, identity: Identity, appointment: Appointment, today: date) -> None:
    """Note that the person did not come.

    Raises RefusedError before its day, ConflictError when somebody noted before what became of it.
    """
    _close(session, identity, appointment, AppointmentState.MISSED, today)


def call_off(session: Session, identity: Identity, appointment: Appointment) -> None:
    """Note that the appointment does not take place. Raises ConflictError as `miss` does."""
    _close(session, identity, appointment, AppointmentState.CALLED_OFF)


def planned(dossier: Dossier) -> list[Appointment]:
    """Appointments of which nobody noted yet what became of them, the earliest first."""
    agreed = (each for each in dossier.appointments if each.state == AppointmentState.PLANNED)
    return sorted(agreed, key=lambda each: each.starts_at)


def require_planned(appointment: Appointment) -> None:
    """Raises ConflictError where it was noted before what became of an appointment."""
    if appointment.state != AppointmentState.PLANNED:
        raise ConflictError(_("What became of this appointment was noted before. Look at the list again."))


def held_interview(dossier: Dossier) -> date | None:
    """The day of the last interview that was held, at the dossier's place; None where none was."""
    interviews = [
        each
        for each in dossier.appointments
        if each.purpose == Purpose.INTERVIEW and each.state == AppointmentState.HELD
    ]
    return local_day(max(interviews, key=lambda each: each.starts_at)) if interviews else None


def _close(
    session: Session,
    identity: Identity,
    appointment: Appointment,
    state: AppointmentState,
    today: date | None = None,
) -> None:
    """Give a planned appointment its outcome; with `today`, only from its own day on."""
    lock(session, appointment.dossier)
    session.refresh(appointment, ("state",))
    require_planned(appointment)
    if today is not None and local_day(appointment) > today:
        raise RefusedError(_("This appointment is still to come. It can be called off."))
    appointment.state = state.value
    action = f"dossier.appointment_{state.value}"
    note(session, identity.account_id, appointment.dossier, action, {"item": appointment.id})
