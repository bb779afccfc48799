"""The worklist: ready-made lists, a filter by state, and search by name.

What somebody types into the search is sent by POST and answered at once: it stands in no address, no log and
no journal, which says only which dossiers were shown (design.md §4).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access.permissions import Permission
from casework.db import ID_PATTERN
from casework.dossiers import worklist
from casework.dossiers.models import Dossier
from casework.dossiers.views.common import today, version_for
from casework.dossiers.worklist import Place, Ready, Wanted
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import name_of

LONGEST_SEARCH = 100
_PLACE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})\.({ID_PATTERN})", re.ASCII)
_STATE = re.compile(r"[a-z_]{1,60}")

READY_NAMES = {
    Ready.ALL: _("All"),
    Ready.MINE: _("Mine"),
    Ready.REVIEW: _("For me to decide"),
    Ready.DUE: _("Due this week"),
    Ready.LATE: _("Late"),
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
        "ready_lists": _ready_lists(request, wanted, day),
        "states": _states(request, wanted),
        "rows": [_row(request, each, day) for each in page],
        "next_place": _place(page[-1]) if more else None,
        "next_url": _url(request, wanted, _place(page[-1])) if more else None,
        "first_url": _url(request, wanted) if after else None,
    }


def _wanted(asked: Mapping[str, str], *, searched: bool) -> Wanted:
    """What was asked for. What is no list or state of ours asks for all."""
    ready, state = asked.get("list", ""), asked.get("state", "")
    return Wanted(
        Ready(ready) if ready in set(Ready) else Ready.ALL,
        state if _STATE.fullmatch(state) else "",
        asked.get("search", "").strip()[:LONGEST_SEARCH] if searched else "",
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
    query = {"list": wanted.ready.value, "state": wanted.state, "after": place}
    return str(request.route_path("dossiers", _query={name: value for name, value in query.items() if value}))


def _ready_lists(request: Request, wanted: Wanted, day: date) -> list[dict[str, Any]]:
    """The ready-made lists with how many stand on each, counted no further than a hundred."""
    lists = []
    for ready, label in READY_NAMES.items():
        number = worklist.count(request.dbsession, request.identity, ready, day)
        lists.append(
            {
                "label": label,
                "count": f"{number}+" if number >= worklist.MOST_COUNTED else str(number),
                "url": _url(request, Wanted(ready)),
                "current": ready is wanted.ready and not wanted.state and not wanted.search,
            }
        )
    return lists


def _states(request: Request, wanted: Wanted) -> list[tuple[str, str, bool]]:
    """(key, name, whether chosen) of every state that some dossier is in."""
    names = {
        state: name_of(version_of(request.dbsession, version_hash), "states", state, request.locale_name)
        for version_hash, state in worklist.states_in_use(request.dbsession, request.identity)
    }
    return [(state, name, state == wanted.state) for state, name in names.items()]


def _row(request: Request, dossier: Dossier, day: date) -> dict[str, Any]:
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
        "due_on": dossier.due_on,
        "late": dossier.due_on is not None and dossier.due_on < day,
        "opened_on": dossier.opened_on,
        "owner": dossier.owner.particulars.display_name,
    }
