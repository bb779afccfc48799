"""The worklist: ready-made lists, filters by state and by who handles it, and search by name or number.

What somebody types into the search is sent by POST and answered at once: it stands in no address, no log and
no journal, which says only which dossiers were shown (design.md §4). Filters alone lead to an address of their own.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.db import ID_PATTERN
from casework.dossiers import worklist
from casework.dossiers.lists import Desk, Ready, Wanted, desk_of, lists_for
from casework.dossiers.models import Dossier
from casework.dossiers.views.common import today
from casework.dossiers.views.rows import rows_of
from casework.dossiers.worklist import Place
from casework.i18n import _
from casework.people.search import fold
from casework.schemes import name_of

LONGEST_SEARCH = 100
_DAY = r"\d{4}-\d{2}-\d{2}"
_PLACE = re.compile(rf"({_DAY})?_({_DAY})_([0-9-]{{1,40}})_({ID_PATTERN})", re.ASCII)
_HANDLER = re.compile(ID_PATTERN)
_STATE = re.compile(r"([a-z0-9-]{1,60})\.([a-z_]{1,60})")

READY_NAMES = {
    Ready.OPEN: _("Open dossiers"),
    Ready.MINE: _("Mine"),
    Ready.REVIEW: _("For me to decide"),
    Ready.AFTER_CHECK: _("To check afterwards"),
    Ready.LETTERS: _("Letters to hand over"),
    Ready.DUE: _("Due this week"),
    Ready.LATE: _("Late"),
    Ready.APPOINTMENTS: _("Appointments today and tomorrow"),
    Ready.ALL: _("All"),
}

WHY_EMPTY = {
    Ready.OPEN: (_("Nothing is open"), _("Every case has come to its end. The list “All” still has them.")),
    Ready.MINE: (
        _("No open dossier is yours"),
        _("A dossier is yours if you opened it, if it was given to you, or if you are its deputy."),
    ),
    Ready.REVIEW: (
        _("Nothing waits for your decision"),
        _("What colleagues propose appears here. What you wrote yourself is decided by somebody else."),
    ),
    Ready.AFTER_CHECK: (
        _("No card waits to be checked"),
        _("A card that a colleague issued alone stands here until somebody else has looked at it."),
    ),
    Ready.LETTERS: (
        _("No letter waits to be handed over"),
        _("A letter from which a term counts stands here until it is noted when the person got it."),
    ),
    Ready.DUE: (
        _("No term ends this week"),
        _("Dossiers appear here when their term ends today or in the next six days."),
    ),
    Ready.LATE: (_("No term is over"), _("Dossiers appear here the day after their term has ended.")),
    Ready.APPOINTMENTS: (
        _("No appointment today or tomorrow"),
        _("Appointments are made on the page of a dossier."),
    ),
    Ready.ALL: (
        _("No dossier yet"),
        _("A dossier is one case: one person, one kind of card, under the rules of the day it is opened."),
    ),
}
"""Why nothing stands on a list, and what helps."""


@view_config(
    route_name="dossiers",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_LIST,
    renderer="dossiers/list.jinja2",
)
def dossiers(request: Request) -> dict[str, Any] | HTTPSeeOther:
    """One page of a list, the nearest term first. Names stand on it, so the look is journalled."""
    searches = request.method == "POST"
    asked = request.POST if searches else request.GET
    wanted, after = _wanted(asked, searched=searches), _after(asked)
    if searches and not wanted.search:
        return HTTPSeeOther(_url(request, wanted))
    desk = desk_of(request.dbsession, request.identity, today(request))
    found = worklist.page(desk, wanted, after)
    page, more = found[: worklist.PAGE], len(found) > worklist.PAGE
    _note(request, wanted, page)
    ready_lists = _ready_lists(request, desk, wanted)
    return {
        "wanted": wanted,
        "ready_lists": ready_lists,
        "whole_list_url": _url(request, Wanted(wanted.ready)),
        "states": _states(request, desk, wanted),
        "several_schemes": len({version.scheme for version, _state in desk.in_use}) > 1,
        "handlers": _handlers(desk, wanted),
        "rows": rows_of(request, desk, page),
        "number": _number(desk, wanted, ready_lists, page, further=more or after is not None),
        "why_empty": WHY_EMPTY[wanted.ready if desk.in_use else Ready.ALL],
        "next_place": _place(page[-1]) if more else None,
        "next_url": _url(request, wanted, _place(page[-1])) if more else None,
        "first_url": _url(request, wanted) if after else None,
    }


def _note(request: Request, wanted: Wanted, page: Sequence[Dossier]) -> None:
    """Write down who saw which dossiers."""
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=request.identity.organisation_id,
        action="dossier.search" if wanted.search else "dossier.list",
        object_kind="organisation",
        object_id=request.identity.organisation_id,
        detail={"list": wanted.ready.value, "shown": [each.id for each in page]},
    )


def _wanted(asked: Mapping[str, str], *, searched: bool) -> Wanted:
    """What was asked for. What is no list, state or account of ours asks for nothing."""
    ready, handler = asked.get("list", ""), asked.get("handler", "")
    state = _STATE.fullmatch(asked.get("state", ""))
    return Wanted(
        Ready(ready) if ready in set(Ready) else Ready.OPEN,
        state[1] if state else "",
        state[2] if state else "",
        asked.get("search", "").strip()[:LONGEST_SEARCH] if searched else "",
        handler if _HANDLER.fullmatch(handler) else "",
    )


def _after(asked: Mapping[str, str]) -> Place | None:
    """Where the page before ended. Anything else in its place begins at the top."""
    found = _PLACE.fullmatch(asked.get("after", ""))
    if found is None:
        return None
    due_on, opened_on, reference, dossier_id = found.groups()
    try:
        return (
            date.fromisoformat(due_on) if due_on else None,
            date.fromisoformat(opened_on),
            reference,
            dossier_id,
        )
    except ValueError:
        return None


def _place(last: Dossier) -> str:
    due_on, *rest = worklist.place_of(last)
    return "_".join(str(each) for each in (due_on or "", *rest))


def _state_value(scheme: str, state: str) -> str:
    return f"{scheme}.{state}" if state else ""


def _url(request: Request, wanted: Wanted, place: str = "") -> str:
    query = {
        "list": wanted.ready.value,
        "state": _state_value(wanted.scheme, wanted.state),
        "handler": wanted.handler,
        "after": place,
    }
    return str(request.route_path("dossiers", _query={name: value for name, value in query.items() if value}))


def _ready_lists(request: Request, desk: Desk, wanted: Wanted) -> list[dict[str, Any]]:
    """The ready-made lists with how many stand on each."""
    return [
        {
            "label": READY_NAMES[ready],
            "number": worklist.count(desk, Wanted(ready)),
            "url": _url(request, Wanted(ready)),
            "current": wanted == Wanted(ready),
        }
        for ready in lists_for(desk)
    ]


def _number(
    desk: Desk,
    wanted: Wanted,
    ready_lists: Sequence[Mapping[str, Any]],
    page: Sequence[Dossier],
    *,
    further: bool,
) -> tuple[int, bool]:
    """How many stand on the whole list, and whether there are more than that. Those that a search finds are counted
    on its first page only.
    """
    if wanted.search:
        return (worklist.PAGE, True) if further else (len(page), False)
    counted = [each["number"] for each in ready_lists if each["current"]]
    number = counted[0] if counted else worklist.count(desk, wanted)
    return min(number, worklist.MOST_COUNTED), number > worklist.MOST_COUNTED


def _states(request: Request, desk: Desk, wanted: Wanted) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """(scheme, (value, name, whether chosen) of each of its states that some dossier is in), in the order of steps."""
    language = request.locale_name
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for version, state in sorted(desk.in_use, key=lambda pair: list(pair[0].steps.states).index(pair[1])):
        name = name_of(version, "states", state, language)
        group = groups.setdefault((version.name_in(language), version.scheme), {})
        group[state] = name[:1].upper() + name[1:]
    return [
        (
            scheme_name,
            [
                (_state_value(scheme, state), name, (scheme, state) == (wanted.scheme, wanted.state))
                for state, name in group.items()
            ],
        )
        for (scheme_name, scheme), group in sorted(groups.items())
    ]


def _handlers(desk: Desk, wanted: Wanted) -> list[tuple[str, str, bool]]:
    """(id, name, whether chosen) of everybody who handles some dossier, by name."""
    ids = worklist.handlers_in_use(desk)
    names = sorted(names_of(desk.session, ids).items(), key=lambda pair: fold(pair[1]))
    return [(account_id, name, account_id == wanted.handler) for account_id, name in names]
