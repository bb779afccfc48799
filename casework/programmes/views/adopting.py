"""The programmes of an organisation: adopting a scheme, and what its papers say of the office."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Permission
from casework.errors import NotFoundError
from casework.i18n import _
from casework.programmes.adopting import (
    NEEDED_TO_ISSUE,
    adopt_scheme,
    change_letterhead,
    not_adopted,
    notes_on,
    open_to_issue,
)
from casework.programmes.models import Programme
from casework.programmes.resources import ProgrammeContext
from casework.programmes.schemas import (
    adoption_schema,
    letterhead_schema,
    read_letterhead,
    show_adoption,
    show_letterhead,
)
from casework.programmes.service import programmes_of
from casework.schemes import Scheme
from casework.web.forms import handle


@view_config(
    route_name="programmes", permission=Permission.PROGRAMME_ADOPT, renderer="programmes/programmes.jinja2"
)
def programmes(request: Request) -> dict[str, Any]:
    """The organisation's programmes, and the schemes that it could adopt."""
    catalogue, language = request.registry["catalogue"], request.locale_name
    organisation = _organisation(request)
    own = programmes_of(request.dbsession, organisation.id)
    return {
        "programmes": [
            {
                "programme": each,
                "name": _name(request, each.scheme_key),
                "leaflet": _leaflet(request, organisation, each),
            }
            for each in own
        ],
        "schemes": [
            {
                "key": each.key,
                "name": each.name_in(language),
                "city": each.place.city,
                "open": [NEEDED_TO_ISSUE[word] for word in open_to_issue(each.latest)],
            }
            for each in not_adopted(catalogue, own)
        ],
    }


def _leaflet(request: Request, organisation: Organisation, programme: Programme) -> str | None:
    """Where the public reads of a programme; None before its day, and where its scheme's file is gone."""
    begun = programme.since <= clock.today(organisation.time_zone)
    if not begun or programme.scheme_key not in request.registry["catalogue"]:
        return None
    where = {"organisation": organisation.key, "scheme": programme.scheme_key}
    return str(request.route_path("leaflet", **where))


@view_config(
    route_name="programme_adopt",
    request_method=("GET", "POST"),
    permission=Permission.PROGRAMME_ADOPT,
    renderer="programmes/adopt.jinja2",
)
def programme_adopt(request: Request) -> dict[str, Any] | Response:
    """Adopt a scheme: what the checker notes on it is read first."""
    scheme = _scheme(request)
    organisation = _organisation(request)
    own = programmes_of(request.dbsession, organisation.id)
    notes = notes_on(request.registry["catalogue"], scheme)

    def on_valid(values: dict[str, Any]) -> Response:
        letterhead = read_letterhead(values)
        adopt_scheme(request.dbsession, request.identity, scheme, values["since"], letterhead)
        _say(request, _("The scheme is adopted."))
        return HTTPSeeOther(request.route_path("programmes"))

    return handle(
        request,
        adoption_schema(to_acknowledge=bool(notes)),
        on_valid,
        title=_("Adopt a scheme"),
        submit=_("Adopt the scheme"),
        appstruct=show_adoption(own[0].letterhead if own else {}, clock.today(organisation.time_zone)),
        cancel_url=request.route_path("programmes"),
        breadcrumb=_breadcrumb(request),
        scheme_name=scheme.name_in(request.locale_name),
        city=scheme.place.city,
        notes=notes,
        left_open=[NEEDED_TO_ISSUE[word] for word in open_to_issue(scheme.latest)],
    )


@view_config(
    route_name="programme_letterhead",
    request_method=("GET", "POST"),
    permission=Permission.PROGRAMME_CHANGE,
    renderer="programmes/letterhead.jinja2",
)
def programme_letterhead(context: ProgrammeContext, request: Request) -> dict[str, Any] | Response:
    """Change what the papers of a programme say of the office."""
    programme = context.programme
    if request.method == "POST":
        request.dbsession.refresh(programme, with_for_update=True)

    def on_valid(values: dict[str, Any]) -> Response:
        change_letterhead(request.dbsession, request.identity, programme, read_letterhead(values))
        _say(request, _("The letterhead is changed. Papers that were issued keep theirs."))
        return HTTPSeeOther(request.route_path("programmes"))

    return handle(
        request,
        letterhead_schema(),
        on_valid,
        title=_("Letterhead"),
        appstruct=show_letterhead(programme.letterhead),
        compare=True,
        cancel_url=request.route_path("programmes"),
        breadcrumb=_breadcrumb(request),
        scheme_name=_name(request, programme.scheme_key),
    )


def _organisation(request: Request) -> Organisation:
    found: Organisation = request.dbsession.get_one(Organisation, request.identity.organisation_id)
    return found


def _scheme(request: Request) -> Scheme:
    catalogue, key = request.registry["catalogue"], request.matchdict["key"]
    if key not in catalogue:
        raise NotFoundError
    found: Scheme = catalogue.scheme(key)
    return found


def _name(request: Request, key: str) -> str:
    """A scheme's name; its key where a city has taken the file out of its directory."""
    catalogue = request.registry["catalogue"]
    return str(catalogue.scheme(key).name_in(request.locale_name)) if key in catalogue else key


def _breadcrumb(request: Request) -> list[tuple[str, str]]:
    return [(_("Programmes"), request.route_path("programmes"))]


def _say(request: Request, message: Any) -> None:
    request.session.flash(request.localizer.translate(message))
