"""When a letter reached the person: asked on a page of its own, and shown wherever a term rests on it."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.resources import LetterContext
from casework.dossiers.schemas.letters import WAYS, received_schema
from casework.dossiers.service.notifying import Way, may_be_noted, note_received
from casework.dossiers.service.terms import counted_until, letter_waited_for
from casework.dossiers.views.common import breadcrumb, hold, notice, today, version_for
from casework.i18n import _
from casework.schemes import Action, long_day, name_of
from casework.web.forms import handle


@view_config(
    route_name="letter_received",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/received.jinja2",
)
def letter_received(context: LetterContext, request: Request) -> dict[str, Any] | Response:
    """Note on which day and in which way the person got a letter, or correct it.

    Where it cannot be, who only looks is led to the letter, which says how it stands.
    """
    found = context.letter
    case, version = found.dossier, version_for(request, found.dossier)
    if request.method != "POST" and not may_be_noted(request.dbsession, found):
        return HTTPSeeOther(request.route_path("letter", id=found.id))
    hold(request, case, found)
    told = found.notification

    def on_valid(values: dict[str, Any]) -> Response:
        way = Way(values["way"])
        note_received(request.dbsession, request.identity, found, values["received_on"], way, today(request))
        _say(request, found)
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    return handle(
        request,
        received_schema(found.written_on, today(request)),
        on_valid,
        title=_("When did the person get this letter?"),
        appstruct={"received_on": found.notified_on, "way": told.way} if told else {},
        compare=True,
        cancel_url=request.route_path("letter", id=found.id),
        breadcrumb=breadcrumb(request, case),
        letter=found,
        kind=name_of(version, "letters", found.kind, request.locale_name),
    )


def _say(request: Request, letter: Letter) -> None:
    last = counted_until(version_for(request, letter.dossier), letter)
    if last is None:
        notice(request, _("It is noted when the person got the letter."))
        return
    day = long_day(last, request.locale_name)
    said = _(
        "It is noted when the person got the letter. The last day of the term is ${day}.",
        mapping={"day": day},
    )
    notice(request, said)


def received_shown(request: Request, letter: Letter) -> dict[str, Any] | None:
    """How a letter from which a term counts reached the person; None for one that starts no term.

    `on`, `way` and `by` are empty while nobody has recorded it; `until` is the last day while the term runs, and
    `url` leads to where it is noted or corrected, for who may.
    """
    if letter.term_step_id is None:
        return None
    version, told = version_for(request, letter.dossier), letter.notification
    allowed = request.has_permission(Permission.DOSSIER_ACT) and may_be_noted(request.dbsession, letter)
    names = names_of(request.dbsession, set(told.recorded_by)) if told else {}
    return {
        "on": letter.notified_on,
        "way": WAYS[Way(told.way)] if told else "",
        "by": [names.get(each, "") for each in told.recorded_by] if told else [],
        "until": counted_until(version, letter),
        "url": request.route_path("letter_received", id=letter.id) if allowed else None,
    }


def rests_on(request: Request, case: Dossier, action: Action) -> dict[str, Any] | None:
    """The letter after whose term a step is open, for who takes that step; None for other steps."""
    version = version_for(request, case)
    letter = letter_waited_for(version, case, action)
    if letter is None:
        return None
    return {
        "kind": name_of(version, "letters", letter.kind, request.locale_name),
        "number": letter.number,
        "written_on": letter.written_on,
        "letter_url": request.route_path("letter", id=letter.id),
        **(received_shown(request, letter) or {}),
    }
