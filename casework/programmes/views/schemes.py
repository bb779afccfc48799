"""The list of schemes, and one scheme: what it asks, its steps, its versions. Nothing here is about a person."""

from datetime import date
from itertools import pairwise
from typing import Any

from babel import Locale
from markupsafe import Markup
from pyramid.request import Request
from pyramid.view import view_config

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Permission
from casework.errors import NotFoundError
from casework.i18n import _, direction
from casework.programmes.adopting import open_to_issue
from casework.programmes.differences import AREA_NAMES, Area, Change, differences
from casework.programmes.models import Programme
from casework.programmes.scheme_wording import Wording
from casework.programmes.service import programmes_of, running_under, with_local_values
from casework.programmes.steps_picture import Picture, draw
from casework.programmes.steps_wording import bodies_said, step_rows, term_said
from casework.schemes import Family, Scheme, SchemeVersion, Stage, UnknownSchemeError
from casework.web.frame import NO_OBJECT

FAMILIES = {
    Family.TARGETED: _("For people with a certain need"),
    Family.INCLUSIVE: _("For everybody who lives in the city"),
    Family.REGISTER: _("Registers, which give evidence to the cards"),
}
STAGES = {
    Stage.SHIPPED: (_("ready to adopt"), "ok"),
    Stage.EXAMPLE: (_("example"), "note"),
    Stage.PLANNED: (_("planned"), "wait"),
}

PUBLIC = (("leaflet", _("Public leaflet")), ("selfcheck", _("Self-check")))


@view_config(route_name="schemes", permission=Permission.SCHEME_READ, renderer="programmes/schemes.jinja2")
def schemes(request: Request) -> dict[str, Any]:
    """Those that the organisation runs first, then the others by family."""
    today = _today(request)
    run = {
        each.scheme_key: each for each in programmes_of(request.dbsession, request.identity.organisation_id)
    }
    rows = [(_row(request, each, today, run.get(each.key)), each) for each in request.registry["catalogue"]]
    return {
        "own": [row for row, scheme in rows if scheme.key in run],
        "groups": [
            (label, [row for row, each in rows if each.key not in run and each.family is family])
            for family, label in FAMILIES.items()
        ],
        "today": today,
    }


@view_config(route_name="scheme", permission=Permission.SCHEME_READ, renderer="programmes/scheme.jinja2")
def scheme(request: Request) -> dict[str, Any]:
    """One scheme under the version in force, or under the one that begins on the day asked for."""
    found, today = _scheme(request), _today(request)
    current = _in_force(found, today)
    version = _asked_for(request, found) or current
    own = next(
        (
            each
            for each in programmes_of(request.dbsession, request.identity.organisation_id)
            if each.scheme_key == found.key
        ),
        None,
    )
    wording = _wording(request, with_local_values(version, own))
    return {
        "scheme": found,
        "row": _row(request, found, today, own),
        "version": version,
        "current": current,
        "today": today,
        "name": wording.text(version.name),
        "purpose": wording.text(version.purpose),
        "is_not": wording.text(version.is_not),
        "requirements": wording.requirements(version.start),
        "evidence": [(wording.heading(each), _data(wording.category(each))) for each in version.evidence],
        "facts": _facts(wording, today),
        "entitlements": [
            (wording.text(each.name), wording.entitlement(each)) for each in version.entitlements.values()
        ],
        "open_values": wording.open_values(),
        "drafts": [(name, _languages(request, codes)) for name, codes in wording.drafts().items()],
        "kept": [(label, _data(said)) for label, said in wording.kept().items()],
        "picture": _picture(wording, request.locale_name),
        "rows": step_rows(wording, today),
        "terms": [term_said(wording, each) for each in version.steps.terms.values()],
        "bodies": list(bodies_said(wording).items()),
        "versions": [(each, _url(request, each, current)) for each in reversed(found.versions)],
        "changes": _changes(request, found),
        "public": _public(request, found.key),
        "adopt_url": None if own else _adopt_url(request, found.key),
    }


def _public(request: Request, key: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each organisation that runs the scheme today, and the pages that it has for everybody."""
    return [
        (
            each.organisation.name,
            [
                (label, request.route_path(route, organisation=each.organisation.key, scheme=key))
                for route, label in PUBLIC
            ],
        )
        for each in running_under(request.dbsession, key, _today(request))
    ]


def _adopt_url(request: Request, key: str) -> str | None:
    may = request.has_permission(Permission.PROGRAMME_ADOPT, NO_OBJECT)
    return str(request.route_path("programme_adopt", key=key)) if may else None


def _data(text: str) -> Markup:
    """Words of the scheme, marked as what they are: no message of the pages."""
    return Markup("<span data-words>{}</span>").format(text)


def _row(request: Request, scheme: Scheme, today: date, own: Programme | None) -> dict[str, Any]:
    stage, tone = STAGES[scheme.stage]
    version = with_local_values(_in_force(scheme, today), own)
    if scheme.stage is Stage.SHIPPED and open_to_issue(version):
        stage, tone = _("not settled yet"), "wait"
    return {
        "key": scheme.key,
        "url": request.route_path("scheme", key=scheme.key),
        "name": version.name_in(request.locale_name),
        "place": f"{scheme.place.city}, {_country(request, scheme.place.country)}",
        "family": FAMILIES[scheme.family],
        "stage": stage,
        "tone": tone,
        "start": version.start,
        "since": own.since if own else None,
    }


def _facts(wording: Wording, today: date) -> list[tuple[str, tuple[str, ...]]]:
    """The short facts beside the page: label and values, those only of which the scheme speaks."""
    version = wording.version
    facts = (
        (_("Issued by"), (version.issuer,)),
        (
            _("Validity; the earliest end counts") if len(version.ends) > 1 else _("Validity"),
            wording.validity(),
        ),
        (_("Renewal"), wording.renewal()),
        (_("Fee"), wording.fees()),
        (_("Number"), (wording.number(today.year),)),
        (_("Remedies"), (wording.text(version.remedies),)),
    )
    return [(wording(label), values) for label, values in facts if any(values)]


def _picture(wording: Wording, language: str) -> Picture:
    def naming(section: str, key: str) -> str:
        named = wording.named(section, key)
        return wording(_("card: ${state}"), state=named) if section == "cards" else named

    picture = draw(wording.version.steps, naming)
    return picture.mirrored if direction(language) == "rtl" else picture


def _changes(request: Request, scheme: Scheme) -> list[dict[str, Any]]:
    """What each version changed, latest first, by what the change is about."""
    found = []
    for before, now in pairwise(scheme.versions):
        changes = differences(_wording(request, before), _wording(request, now))
        found.append({"version": now, "groups": _by_area(changes)})
    return found[::-1]


def _by_area(changes: tuple[Change, ...]) -> list[tuple[str, list[Change]]]:
    groups = [(AREA_NAMES[area], [each for each in changes if each.area is area]) for area in Area]
    return [(label, found) for label, found in groups if found]


def _scheme(request: Request) -> Scheme:
    try:
        found: Scheme = request.registry["catalogue"].scheme(request.matchdict["key"])
    except UnknownSchemeError as error:
        raise NotFoundError from error
    return found


def _asked_for(request: Request, scheme: Scheme) -> SchemeVersion | None:
    """The version whose first day the address names. Raises NotFoundError when none begins on it."""
    wanted = request.GET.get("from")
    if wanted is None:
        return None
    for version in scheme.versions:
        if version.start.isoformat() == wanted:
            return version
    raise NotFoundError


def _in_force(scheme: Scheme, today: date) -> SchemeVersion:
    """The version in force; of a planned scheme, the first that will be."""
    return scheme.version_on(max(today, scheme.versions[0].start))


def _url(request: Request, version: SchemeVersion, current: SchemeVersion) -> str:
    query = {} if version is current else {"from": version.start.isoformat()}
    return str(request.route_path("scheme", key=version.scheme, _query=query))


def _wording(request: Request, version: SchemeVersion) -> Wording:
    return Wording(version, request.locale_name, request.localizer.translate)


def _languages(request: Request, codes: tuple[str, ...]) -> str:
    locale = Locale.parse(request.locale_name, sep="-")
    return ", ".join(str(Locale.parse(code, sep="-").get_display_name(locale)) for code in codes)


def _country(request: Request, code: str) -> str:
    return str(Locale.parse(request.locale_name, sep="-").territories.get(code, code))


def _today(request: Request) -> date:
    organisation = request.dbsession.get_one(Organisation, request.identity.organisation_id)
    return clock.today(organisation.time_zone)
