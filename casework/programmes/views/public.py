"""Public pages of a programme: the leaflet and the self-check. No session, no cookie, nothing stored.

A page is written in one of the languages of the interface, or in another one of its scheme: by `?lang=`, else as
the browser asks. Then only the frame around it stays in the interface's language.
"""

from dataclasses import dataclass
from typing import Any

from babel import Locale
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from casework.i18n import LANGUAGE_COOKIE, direction
from casework.programmes.leaflets import leaflet_of
from casework.programmes.public_words import PERSONAL_LANGUAGES, public_words, said
from casework.programmes.resources import PublicProgrammeContext
from casework.programmes.selfcheck import reply_to, selfcheck_schema, told
from casework.schemes import Facts, SchemeVersion
from casework.schemes.words import words_of
from casework.web.forms import handle
from casework.web.frame import Link
from casework.web.languages import chosen_in_form


@dataclass(frozen=True)
class Speaking:
    """The language that was asked for, and the others in which the page can be read."""

    asked: str
    others: tuple[Link, ...]


def speaking(request: Request, version: SchemeVersion) -> Speaking:
    """Settle the language of a page; one of the interface's is taken for its frame too."""
    of_interface: tuple[str, ...] = request.registry["settings"].languages
    beside = tuple(
        each for each in dict.fromkeys((*version.languages, *PERSONAL_LANGUAGES)) if each not in of_interface
    )
    pressed, spoken = chosen_in_form(request), (*of_interface, *beside)
    wished = pressed or request.GET.get("lang") or _browser_wish(request, spoken)
    if wished in of_interface:
        request.locale_name = wished
    asked = wished if wished in spoken else request.locale_name
    offered = (each for each in spoken if each != asked)
    return Speaking(asked, tuple(_link(request, each) for each in offered))


def _browser_wish(request: Request, spoken: tuple[str, ...]) -> str:
    """What the browser asks for, unless somebody chose a language of the interface before."""
    if LANGUAGE_COOKIE in request.cookies or not request.accept_language:
        return ""
    return str(request.accept_language.lookup(spoken, default=""))


def _link(request: Request, language: str) -> Link:
    name = str(Locale.parse(language, sep="-").get_display_name(language))
    return Link(name, request.current_route_path(_query={"lang": language}), language=language)


def _page(context: PublicProgrammeContext, request: Request, asked: Speaking, route: str) -> dict[str, Any]:
    """What both pages have; `route` is that of the other one."""
    words = public_words(asked.asked)
    query = {"lang": asked.asked} if "lang" in request.GET else {}
    return {
        "words": words,
        "language": words.language,
        "direction": direction(words.language),
        "direction_of": direction,
        "languages": asked.others,
        "languages_at": request.path,
        "between": words_of(words.language).data["between"]["all"],
        "name": said(context.version.name, asked.asked),
        "is_planned": context.version.stage == "planned",
        "here": request.path_qs,
        "other_url": request.route_path(route, **request.matchdict, _query=query),
    }


@view_config(route_name="leaflet", permission=NO_PERMISSION_REQUIRED, renderer="programmes/leaflet.jinja2")
def leaflet(context: PublicProgrammeContext, request: Request) -> dict[str, Any]:
    """What the card is, what it is not, what to bring; and what staff and police should know of it."""
    asked = speaking(request, context.version)
    return {
        **_page(context, request, asked, "selfcheck"),
        "leaflet": leaflet_of(context.version, asked.asked),
        "office": context.organisation.name,
        "letterhead": context.programme.letterhead,
    }


@view_config(
    route_name="selfcheck",
    request_method=("GET", "POST"),
    permission=NO_PERMISSION_REQUIRED,
    require_csrf=False,  # it changes nothing, and a token would need a cookie
    renderer="programmes/selfcheck.jinja2",
)
def selfcheck(context: PublicProgrammeContext, request: Request) -> dict[str, Any] | Response:
    """Ask what the rules need, and answer at once; a scheme that asks the person nothing is answered unasked."""
    version, today = context.version, context.today
    asked = speaking(request, version)
    page = _page(context, request, asked, "leaflet")
    language = page["language"]
    schema = selfcheck_schema(version, language, today)
    if not schema.children:
        return {**page, "problems": [], "reply": reply_to(version, Facts(), language, today), "form": None}
    answered: dict[str, Any] = {}

    def on_valid(values: dict[str, Any]) -> Response:
        answered["reply"] = reply_to(version, told(version, values), language, today)
        return Response()

    words = page["words"]
    shown = handle(
        request, schema, on_valid, title=words["check_title"], submit=words["send"], stateless=True
    )
    if isinstance(shown, dict):
        return {**page, **shown, "reply": None}
    return {**page, **answered, "problems": [], "form": None}
