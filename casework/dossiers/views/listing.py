"""The worklist: ready-made lists, filters by state and by who handles it, and search by name.

What somebody types into the search is sent by POST and answered at once: it stands in no address, no log and
no journal, which says only which dossiers were shown (design.md §4).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access.models import Organisation
from casework.access.permissions import Permission, Role
from casework.access.queries import names_of
from casework.access.words import ROLE_NAMES
from casework.db import ID_PATTERN
from casework.dossiers import worklist
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.schemas.appointments import PURPOSES
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.views.common import review_url, today, version_for
from casework.dossiers.worklist import Place, Ready, Wanted
from casework.i18n import _
from casework.people.search import fold
from casework.schemes import CardState, SchemeVersion, name_of

LONGEST_SEARCH = 100
_PLACE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})\.({ID_PATTERN})", re.ASCII)
_HANDLER = re.compile(ID_PATTERN)
_STATE = re.compile(r"[a-z_]{1,60}")

READY_NAMES = {
    Ready.ALL: _("All"),
    Ready.MINE: _("Mine"),
    Ready.REVIEW: _("For me to decide"),
    Ready.AFTER_CHECK: _("To check afterwards"),
    Ready.DUE: _("Due this week"),
    Ready.LATE: _("Late"),
    Ready.APPOINTMENTS: _("Appointments today and tomorrow"),
}


@view_config(
    route_name="dossiers",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_LIST,
    renderer="dossiers/list.jinja2",
)
def dossiers(request: Request) -> dict[str, Any]:
    """One page of a list, newest first. Names stand on it, so the look is journalled."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted, after, day = _wanted(asked, searched=request.method == "POST"), _after(asked), today(request)
    found = worklist.page(request.dbsession, request.identity, wanted, day, after)
    in_use = worklist.states_in_use(request.dbsession, request.identity)
    page, more = found[: worklist.PAGE], len(found) > worklist.PAGE
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=request.identity.organisation_id,
        action="dossier.search" if wanted.search else "dossier.list",
        object_kind="organisation",
        object_id=request.identity.organisation_id,
        detail={"list": wanted.ready.value, "shown": [each.id for each in page]},
    )
    return {
        "wanted": wanted,
        "ready_lists": _ready_lists(request, wanted, day, in_use),
        "states": _states(request, in_use, wanted),
        "several_schemes": len({version.scheme for version, _state in in_use}) > 1,
        "handlers": _handlers(request, wanted),
        "rows": _rows(request, page, day, _checks(request, wanted, in_use)),
        "next_place": _place(page[-1]) if more else None,
        "next_url": _url(request, wanted, _place(page[-1])) if more else None,
        "first_url": _url(request, wanted) if after else None,
    }


def _wanted(asked: Mapping[str, str], *, searched: bool) -> Wanted:
    """What was asked for. What is no list, state or account of ours asks for all."""
    ready, state, handler = (asked.get(name, "") for name in ("list", "state", "handler"))
    return Wanted(
        Ready(ready) if ready in set(Ready) else Ready.ALL,
        state if _STATE.fullmatch(state) else "",
        asked.get("search", "").strip()[:LONGEST_SEARCH] if searched else "",
        handler if _HANDLER.fullmatch(handler) else "",
    )


def _after(asked: Mapping[str, str]) -> Place | None:
    """Where the page before ended. Anything else in its place begins at the top."""
    found = _PLACE.fullmatch(asked.get("after", ""))
    try:
        return (date.fromisoformat(found[1]), found[2]) if found else None
    except ValueError:
        return None


def _place(last: Dossier) -> str:
    return f"{last.opened_on.isoformat()}.{last.id}"


def _url(request: Request, wanted: Wanted, place: str = "") -> str:
    query = {
        "list": wanted.ready.value,
        "state": wanted.state,
        "handler": wanted.handler,
        "after": place,
    }
    return str(request.route_path("dossiers", _query={name: value for name, value in query.items() if value}))


def _ready_lists(
    request: Request, wanted: Wanted, day: date, in_use: Sequence[tuple[SchemeVersion, str]]
) -> list[dict[str, Any]]:
    """The ready-made lists with how many stand on each, counted no further than a hundred."""
    lists = []
    checks = worklist.checks_afterwards(request.dbsession, request.identity, in_use)
    for ready, label in READY_NAMES.items():
        if ready is Ready.AFTER_CHECK and not checks:
            continue
        number = worklist.count(request.dbsession, request.identity, ready, day)
        lists.append(
            {
                "label": label,
                "count": f"{number}+" if number >= worklist.MOST_COUNTED else str(number),
                "url": _url(request, Wanted(ready)),
                "current": wanted == Wanted(ready),
            }
        )
    return lists


def _states(
    request: Request, in_use: Sequence[tuple[SchemeVersion, str]], wanted: Wanted
) -> list[tuple[str, str, bool]]:
    """(key, name, whether chosen) of every state that some dossier is in."""
    names = {state: name_of(version, "states", state, request.locale_name) for version, state in in_use}
    return [(state, name, state == wanted.state) for state, name in names.items()]


def _handlers(request: Request, wanted: Wanted) -> list[tuple[str, str, bool]]:
    """(id, name, whether chosen) of everybody who handles some dossier, by name."""
    ids = worklist.handlers_in_use(request.dbsession, request.identity)
    names = sorted(names_of(request.dbsession, ids).items(), key=lambda pair: fold(pair[1]))
    return [(account_id, name, account_id == wanted.handler) for account_id, name in names]


Checks = Mapping[tuple[str, str], str]
"""By the hash of a version and a state, the step that looks at an issued card afterwards."""


def _checks(request: Request, wanted: Wanted, in_use: Sequence[tuple[SchemeVersion, str]]) -> Checks:
    """On the list of cards to check afterwards, what is to be done with each; on the others, nothing."""
    if wanted.ready is not Ready.AFTER_CHECK:
        return {}
    checks = worklist.checks_afterwards(request.dbsession, request.identity, in_use)
    return {(version.sha256, state): action for version, state, action in checks}


def _rows(request: Request, page: Sequence[Dossier], day: date, checks: Checks) -> list[dict[str, Any]]:
    coming = worklist.next_appointments(request.dbsession, request.identity, page, day)
    zone = request.dbsession.get_one(Organisation, request.identity.organisation_id).time_zone
    return [_row(request, each, day, checks) | _coming(coming.get(each.id), zone) for each in page]


def _row(request: Request, dossier: Dossier, day: date, checks: Checks) -> dict[str, Any]:
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
        "next": _next(request, version, dossier, day, checks),
        "review_url": review_url(request, dossier),
        "due_on": dossier.due_on,
        "days_left": (dossier.due_on - day).days if dossier.due_on else None,
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
    request: Request, version: SchemeVersion, dossier: Dossier, day: date, checks: Checks
) -> dict[str, Any] | None:
    """The step that brings the dossier on or looks at its card afterwards, and who takes it at the organisation."""
    check = checks.get((dossier.version_hash, dossier.state))
    late = worklist.is_late(dossier, day)
    action = (
        version.steps.actions[check] if check else worklist.next_action(version, dossier.state, overdue=late)
    )
    if action is None:
        return None
    roles = [Role(each.role) for each in action.by if each.role in set(Role)]
    return {
        "step": name_of(version, "actions", action.key, request.locale_name),
        "roles": [ROLE_NAMES[each] for each in roles],
    }


def _coming(appointment: Appointment | None, zone: str) -> dict[str, Any]:
    """The next appointment, if there is one, in the words of its purpose."""
    if appointment is None:
        return {"appointment": None}
    purpose = PURPOSES[Purpose(appointment.purpose)]
    return {"appointment": {"purpose": purpose, "starts_at": appointment.starts_at, "time_zone": zone}}
