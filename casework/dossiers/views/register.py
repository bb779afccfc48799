"""Movements in municipal registers."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.households import REGISTER, told_here
from casework.dossiers.models import Dossier
from casework.dossiers.records import MovementRecord
from casework.dossiers.resources import DossierContext, MovementContext
from casework.dossiers.rules import partial_date
from casework.dossiers.schemas.register import MOVEMENTS, movement_schema, read_movement
from casework.dossiers.service import changes
from casework.dossiers.service.findings import facts_in
from casework.dossiers.views.common import breadcrumb, notice, offer, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _, long_date
from casework.schemes import (
    Gap,
    Movement,
    MovementKind,
    Period,
    Segment,
    annul_nothing,
    elsewhere,
    end_nothing,
    gap_between,
    same_place,
    segments,
    untold,
)
from casework.schemes.dates import Unit
from casework.schemes.words import words_of
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

    schema = _schema(request, case)
    offer(request, case, changes.require_changeable)

    def on_valid(values: dict[str, Any]) -> Response:
        changes.add_movement(request.dbsession, request.identity, case, read_movement(values))
        notice(request, _("The movement is entered."))
        return HTTPSeeOther(request.route_path("dossier_register", id=case.id))

    return handle(
        request,
        schema,
        on_valid,
        title=_("Register movements"),
        submit=_("Enter the movement"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        registrations=registrations(request, case),
        has_break="reason" in schema,
        towns=_towns(request, case),
        movements=[
            {
                "what": MOVEMENTS[MovementKind(each.record.what)],
                "day": each.record.day,
                "place": each.record.place,
                "notified": each.record.notified,
                "reason": each.record.reason,
                "remove_url": request.route_path("movement_remove", id=case.id, movement_id=each.id),
            }
            for each in sorted(case.movements, key=lambda one: one.record.day)
        ],
    )


def _schema(request: Request, case: Dossier) -> colander.SchemaNode:
    version = version_for(request, case)
    town = version.place.city
    found = segments(facts_in(version, case).movements or (), town)
    born = partial_date(case.person.particulars.birth_date).first
    return movement_schema(today(request), born=born, town=town, breaks=[each.start for each in found[1:]])


def _towns(request: Request, case: Dossier) -> list[str]:
    """Towns to choose from while typing: the scheme's own, then those entered already."""
    town = version_for(request, case).place.city
    return list(dict.fromkeys((town, *(each.record.place for each in case.movements))))


def registrations(request: Request, case: Dossier) -> list[str]:
    """What the movements amount to, in sentences: first in the scheme's town, then what does not count for it."""
    version = version_for(request, case)
    town, movements = version.place.city, facts_in(version, case).movements or ()
    sentences = _in_town(request, segments(movements, town))
    if sentences:
        sentences += [_ends_nothing(request, each) for each in end_nothing(movements, town)]
    else:
        sentences = [_nothing_in(town, began=any(same_place(each.place, town) for each in movements))]
    sentences += [_annuls_nothing(request, each) for each in annul_nothing(movements, town)]
    lapse = untold(movements, town)
    if lapse is not None:
        day = long_date(lapse.day, request.locale_name)
        sentences.append(
            _(
                "The lapse of ${day} does not count yet: the day on which the person was told is not entered.",
                mapping={"day": day},
            )
        )
    for place in elsewhere(movements, town):
        sentences.append(
            _(
                "Not counted for ${town}: what is entered for ${place}. If it is the same town, enter it as ${town}.",
                mapping={"town": town, "place": place},
            )
        )
        sentences += _in_town(request, segments(movements, place))
    return sentences


def _nothing_in(town: str, *, began: bool) -> Any:
    if began:
        return _("The entries for ${town} begin without an arrival. Enter it too.", mapping={"town": town})
    return _("No registration in ${town} yet.", mapping={"town": town})


def _ends_nothing(request: Request, movement: Movement) -> Any:
    return _(
        "${what}, ${day}: no registration is entered that this would end. "
        "Enter its arrival too, or look at the day again.",
        mapping=_named(request, movement),
    )


def _annuls_nothing(request: Request, movement: Movement) -> Any:
    return _(
        "${what}, ${day}: no lapse is entered that this would annul. "
        "Enter the lapse too, or look at the days again.",
        mapping=_named(request, movement),
    )


def _named(request: Request, movement: Movement) -> dict[str, str]:
    what = request.localizer.translate(MOVEMENTS[movement.what])
    return {"what": what, "day": long_date(movement.day, request.locale_name)}


def _in_town(request: Request, found: tuple[Segment, ...]) -> list[Any]:
    sentences: list[Any] = []
    for before, each in zip((None, *found), found, strict=False):
        gap = gap_between(before, each) if before is not None else None
        if gap is not None:
            sentences.append(_break(request, gap))
        sentences.append(_registration(request, each))
        sentences += [_disregarded(request, one) for one in each.disregarded]
    return sentences


def _break(request: Request, gap: Gap) -> Any:
    if gap.days == 0:
        return _("Registered again on the same day, which counts as a break until somebody says otherwise.")
    return _("Then a break of ${length}.", mapping={"length": _length(request, gap)})


def _disregarded(request: Request, gap: Gap) -> Any:
    cause = request.localizer.translate(MOVEMENTS[gap.cause])
    return _(
        "A break in it was looked at and does not count: ${length} (${cause}).",
        mapping={"length": _length(request, gap), "cause": cause},
    )


def _length(request: Request, gap: Gap) -> str:
    return words_of(request.locale_name).period(Period(gap.days, Unit.DAY))


def _registration(request: Request, segment: Segment) -> Any:
    language = request.locale_name
    values = {"town": segment.place, "start": long_date(segment.start, language)}
    if segment.end is None or segment.ended_by is None:
        if segment.disregarded:
            return _("Registered in ${town} from ${start} until today.", mapping=values)
        return _("Registered in ${town} from ${start}, without a break until today.", mapping=values)
    cause = request.localizer.translate(MOVEMENTS[segment.ended_by])
    values |= {"end": long_date(segment.end, language), "cause": cause}
    return _("Registered in ${town} from ${start} until ${end}: ${cause}.", mapping=values)


def _movement(request: Request, record: MovementRecord) -> str:
    """A movement in one line, as the table shows it."""
    what = request.localizer.translate(MOVEMENTS[MovementKind(record.what)])
    said = (what, long_date(record.day, request.locale_name), record.place)
    return ", ".join(each for each in said if each)


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
        about=_movement(request, context.movement.record),
        breadcrumb=breadcrumb(request, case),
    )
