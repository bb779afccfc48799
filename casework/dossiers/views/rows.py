"""The rows of the worklist: what stands, what comes next and when, and who handles it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.request import Request

from casework.access.permissions import Role
from casework.access.words import ROLE_NAMES
from casework.dossiers import worklist
from casework.dossiers.lists import Desk
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.onward import check_after, is_late, next_action
from casework.dossiers.schemas.appointments import PURPOSES
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.views.common import review_url, version_for
from casework.i18n import _
from casework.schemes import CardState, SchemeVersion, name_of

SOON = 7
"""Within so many days a term or an appointment stands out."""


PAST_LAST_DAY = {"state": _("Past its last day"), "mark": ("plain", "clock"), "next": None}
"""What a row says of a card that is not in force any more, though nobody ended it: it asks for nothing."""


def rows_of(request: Request, desk: Desk, page: Sequence[Dossier]) -> list[dict[str, Any]]:
    """What stands in each row of a page of the worklist."""
    coming = worklist.next_appointments(desk, page)
    checks, past = worklist.open_checks(desk, page), worklist.past_last_day(desk, page)
    letters = worklist.letters_on_their_way(desk, page)
    return [
        _row(request, each, desk.today, check=each.id in checks)
        | (_on_its_way(request, each, desk.today) if each.id in letters else {})
        | {"appointment": _coming(desk, coming.get(each.id))}
        | (PAST_LAST_DAY if each.id in past and each.id not in checks else {})
        for each in page
    ]


def _row(request: Request, dossier: Dossier, day: date, *, check: bool) -> dict[str, Any]:
    version = version_for(request, dossier)
    particulars = dossier.person.particulars
    return {
        "reference": dossier.reference,
        "url": request.route_path("dossier", id=dossier.id),
        "name": particulars.full_name,
        "native_name": particulars.native_name,
        "native_language": particulars.native_language,
        "scheme": version.name_in(request.locale_name),
        "opened_on": dossier.opened_on,
        "state": name_of(version, "states", dossier.state, request.locale_name),
        "mark": _mark(version, dossier.state),
        "next": _next(request, version, dossier, day, check=check),
        "review_url": review_url(request, dossier),
        "due_on": dossier.due_on,
        "due": _until((dossier.due_on - day).days) if dossier.due_on else None,
        "owner": dossier.owner.particulars.display_name,
        "deputy": dossier.deputy.particulars.display_name if dossier.deputy else "",
    }


def _mark(version: SchemeVersion, state: str) -> tuple[str, str]:
    """Colour and shape of a state: in force, waiting for a decision, over, or being worked on."""
    found = version.steps.states[state]
    if found.card is CardState.VALID:
        return "ok", "tick"
    if found.frozen:
        return "wait", "clock"
    return ("plain", "stopped") if found.final else ("plain", "pen")


def _next(
    request: Request, version: SchemeVersion, dossier: Dossier, day: date, *, check: bool
) -> dict[str, Any] | None:
    """The step that looks at its card afterwards or brings the dossier on, and who takes it at the organisation."""
    following = next_action(version, dossier.state, overdue=is_late(dossier, day))
    action = check_after(version, dossier.state) if check else following
    if action is None:
        return None
    roles = [Role(each.role) for each in action.by if each.role in set(Role)]
    return {
        "step": name_of(version, "actions", action.key, request.locale_name),
        "roles": [ROLE_NAMES[each] for each in roles],
    }


def _on_its_way(request: Request, dossier: Dossier, day: date) -> dict[str, Any]:
    """What a row says while a letter is on its way: whoever may act in the dossier notes when it arrives, and no term
    is over before that.
    """
    step = request.localizer.translate(_("Record when the person got the letter"))
    due = _until((dossier.due_on - day).days) | {"look": ""} if dossier.due_on else None
    return {"next": {"step": step, "roles": []}, "due": due}


def _coming(desk: Desk, appointment: Appointment | None) -> dict[str, Any] | None:
    """The next appointment, if there is one, in the words of its purpose."""
    if appointment is None:
        return None
    zone = desk.organisation.time_zone
    return {
        "purpose": PURPOSES[Purpose(appointment.purpose)],
        "starts_at": appointment.starts_at,
        "time_zone": zone,
        **_until((appointment.starts_at.astimezone(ZoneInfo(zone)).date() - desk.today).days),
    }


def _until(days: int) -> dict[str, Any]:
    """How many days are left, and how that looks."""
    return {"days": days, "look": " cw-due--late" if days < 0 else " cw-due--soon" if days < SOON else ""}
