"""The programmes of an organisation: adopting a scheme, what it settles in it, what its papers say of the office."""

from datetime import date
from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock
from casework.access.guards import Assurance
from casework.access.models import Organisation
from casework.access.permissions import Permission
from casework.access.schemas import add_retyped_password
from casework.errors import NotFoundError, RefusedError
from casework.i18n import _
from casework.programmes.adopting import (
    adopt_scheme,
    change_letterhead,
    change_local_values,
    first_version,
    lacking_words,
    not_adopted,
    notes_on,
)
from casework.programmes.local_fields import (
    field_of,
    left_to_a_file,
    local_values_said,
    read_local_values,
    show_local_values,
)
from casework.programmes.models import Programme
from casework.programmes.resources import ProgrammeContext
from casework.programmes.schemas import (
    adoption_schema,
    letterhead_schema,
    local_values_schema,
    read_letterhead,
    show_adoption,
    show_letterhead,
)
from casework.programmes.scheme_wording import Wording
from casework.programmes.service import programmes_of
from casework.schemes import LocalValueError, Scheme
from casework.web.forms import handle

NOTHING_OPEN = _("The scheme leaves nothing open that an office settles in a form.")


@view_config(
    route_name="programmes", permission=Permission.PROGRAMME_ADOPT, renderer="programmes/programmes.jinja2"
)
def programmes(request: Request) -> dict[str, Any]:
    """The organisation's programmes, and the schemes that it could adopt."""
    catalogue, language = request.registry["catalogue"], request.locale_name
    organisation, today = _organisation(request), _today(request)
    own = programmes_of(request.dbsession, organisation.id)
    return {
        "programmes": [_programme(request, organisation, each, today) for each in own],
        "schemes": [
            {
                "key": each.key,
                "name": each.name_in(language),
                "city": each.place.city,
                "settles": [
                    label
                    for label, _value in local_values_said(_wording(request, each, today), {}, today.year)
                ],
            }
            for each in not_adopted(catalogue, own)
        ],
    }


def _programme(
    request: Request, organisation: Organisation, programme: Programme, today: date
) -> dict[str, Any]:
    """A row of the page; of a scheme whose file is gone there is only the key."""
    key, catalogue = programme.scheme_key, request.registry["catalogue"]
    shown = {"programme": programme, "name": _name(request, key), "public": (), "scheme": None}
    if key not in catalogue:
        return {**shown, "values": [], "lacking": ()}
    scheme, begins = catalogue.scheme(key), max(today, programme.since)
    where = {"organisation": organisation.key, "scheme": key}
    public = (("leaflet", _("Public leaflet")), ("selfcheck", _("Self-check")))
    return {
        **shown,
        "scheme": request.route_path("scheme", key=key),
        "public": [(label, request.route_path(route, **where)) for route, label in public]
        if programme.since <= today
        else (),
        "values": local_values_said(_wording(request, scheme, begins), programme.local_values, begins.year),
        "lacking": lacking_words(catalogue, scheme, programme.languages),
    }


@view_config(
    route_name="programme_adopt",
    request_method=("GET", "POST"),
    permission=Permission.PROGRAMME_ADOPT,
    renderer="programmes/adopt.jinja2",
    assurance=Assurance.PASSKEY,
)
def programme_adopt(request: Request) -> dict[str, Any] | Response:
    """Adopt a scheme: what the checker notes on it is read first, and what it leaves to the office is settled."""
    scheme, today = _scheme(request), _today(request)
    wording = _wording(request, scheme, today)
    begins = max(today, wording.version.start)
    own = programmes_of(request.dbsession, request.identity.organisation_id)
    catalogue = request.registry["catalogue"]
    notes = notes_on(catalogue, scheme)
    schema = adoption_schema(wording, begins.year, to_acknowledge=bool(notes))
    add_retyped_password(schema)

    def on_valid(values: dict[str, Any]) -> Response:
        letterhead, local = read_letterhead(values), read_local_values(wording.version, values)
        session, identity = request.dbsession, request.identity
        try:
            adopt_scheme(session, catalogue, identity, scheme, values["since"], letterhead, local, today)
        except LocalValueError as error:
            raise _at_its_field(schema, error) from error
        _say(request, _("The scheme is adopted."))
        return HTTPSeeOther(request.route_path("programmes"))

    return handle(
        request,
        schema,
        on_valid,
        title=_("Adopt a scheme"),
        submit=_("Adopt the scheme"),
        appstruct=show_adoption(own[0].letterhead if own else {}, begins),
        cancel_url=request.route_path("programmes"),
        breadcrumb=_breadcrumb(request),
        scheme_name=scheme.name_in(request.locale_name),
        city=scheme.place.city,
        notes=notes,
        lacking=lacking_words(catalogue, scheme),
        left_to_a_file=left_to_a_file(wording),
    )


@view_config(
    route_name="programme_values",
    request_method=("GET", "POST"),
    permission=Permission.PROGRAMME_CHANGE,
    renderer="programmes/values.jinja2",
    assurance=Assurance.PASSKEY,
)
def programme_values(context: ProgrammeContext, request: Request) -> dict[str, Any] | Response:
    """Change what the office settles in the scheme of a programme."""
    programme, catalogue = context.programme, request.registry["catalogue"]
    if programme.scheme_key not in catalogue:
        raise NotFoundError
    if request.method == "POST":
        request.dbsession.refresh(programme, with_for_update=True)
    today = _today(request)
    begins = max(today, programme.since)
    wording = _wording(request, catalogue.scheme(programme.scheme_key), begins)
    schema = local_values_schema(wording, begins.year)
    page = {
        "title": _("What your office settles"),
        "breadcrumb": _breadcrumb(request),
        "scheme_name": _name(request, programme.scheme_key),
        "nothing_open": not schema.children,
        "left_to_a_file": left_to_a_file(wording),
    }
    if not schema.children:
        return _nothing_to_settle(request, page)
    add_retyped_password(schema)

    def on_valid(values: dict[str, Any]) -> Response:
        local = read_local_values(wording.version, values)
        try:
            change_local_values(request.dbsession, catalogue, request.identity, programme, local, today)
        except LocalValueError as error:
            raise _at_its_field(schema, error) from error
        _say(request, _("The values are changed. Dossiers that were opened before keep theirs."))
        return HTTPSeeOther(request.route_path("programmes"))

    return handle(
        request,
        schema,
        on_valid,
        appstruct=show_local_values(wording.version, programme.local_values),
        compare=True,
        cancel_url=request.route_path("programmes"),
        **page,
    )


def _nothing_to_settle(request: Request, page: dict[str, Any]) -> dict[str, Any]:
    """The page without a form; whoever sends one all the same is told why there is none (409)."""
    if request.method == "POST":
        raise RefusedError(NOTHING_OPEN)
    return {**page, "why": NOTHING_OPEN}


@view_config(
    route_name="programme_letterhead",
    request_method=("GET", "POST"),
    permission=Permission.PROGRAMME_CHANGE,
    renderer="programmes/letterhead.jinja2",
    assurance=Assurance.PASSKEY,
)
def programme_letterhead(context: ProgrammeContext, request: Request) -> dict[str, Any] | Response:
    """Change what the papers of a programme say of the office."""
    programme = context.programme
    if request.method == "POST":
        request.dbsession.refresh(programme, with_for_update=True)

    schema = letterhead_schema()
    add_retyped_password(schema)

    def on_valid(values: dict[str, Any]) -> Response:
        change_letterhead(request.dbsession, request.identity, programme, read_letterhead(values))
        _say(request, _("The letterhead is changed. Papers that were issued keep theirs."))
        return HTTPSeeOther(request.route_path("programmes"))

    return handle(
        request,
        schema,
        on_valid,
        title=_("Letterhead"),
        appstruct=show_letterhead(programme.letterhead),
        compare=True,
        cancel_url=request.route_path("programmes"),
        breadcrumb=_breadcrumb(request),
        scheme_name=_name(request, programme.scheme_key),
    )


def _at_its_field(schema: colander.SchemaNode, error: LocalValueError) -> Exception:
    """A value that was refused, at the field into which it was typed."""
    field = field_of(schema, error)
    return RefusedError(error.message) if field is None else colander.Invalid(field, error.message)


def _wording(request: Request, scheme: Scheme, on: date) -> Wording:
    return Wording(first_version(scheme, on), request.locale_name, request.localizer.translate)


def _today(request: Request) -> date:
    return clock.today(_organisation(request).time_zone)


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
