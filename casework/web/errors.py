"""What HTTP makes of the errors of the house. Missing, foreign and forbidden are one page (design.md §5)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from pyramid.config import Configurator
from pyramid.csrf import check_csrf_token
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import (
    HTTPClientError,
    HTTPNotFound,
    HTTPSeeOther,
    HTTPServerError,
)
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy.exc import OperationalError

from casework.errors import ConflictError, LimitError, NotFoundError, RefusedError
from casework.i18n import _
from casework.web.logs import log_failure
from casework.web.plain import WORDS, plain_page


def set_sign_in(config: Configurator, sign_in: str, sign_out: str) -> None:
    """Directive: the routes by which a visitor signs in and out. The room of access calls it."""
    config.registry["sign_in_route"] = sign_in
    config.registry["sign_out_route"] = sign_out


def set_form_keeper(
    config: Configurator,
    keep: Callable[[Request], bool],
    kept: Callable[[Request], list[tuple[str, str | None]] | None],
) -> None:
    """Directive: who keeps a form that was sent after its session ended, and gives it back (a file as None)."""
    config.registry["form_keeper"] = keep
    config.registry["kept_form"] = kept


def error_page(request: Request, status: HTTPStatus, title: str, text: str) -> Response:
    """An error inside the page frame. It leads back to the object that the account was at work on, if any."""
    home = getattr(request, "context", None) if status is HTTPStatus.CONFLICT else None
    links = [getattr(home, "home", (_("To the first page"), "/"))]
    values = {"title": title, "text": text, "links": links}
    response = render_to_response("error.jinja2", values, request=request)
    response.status_int = int(status)
    return response


def nothing_here(error: Exception, request: Request) -> Response:
    """One and the same answer, byte for byte, whether a thing is missing, foreign or forbidden.

    A visitor is led to sign-in by the route alone, so that the answer does not tell whether the object is.
    """
    if request.method == "POST" and not _csrf_holds(request):
        return stale_form(error, request)
    if _wants_sign_in(request) and (request.method != "POST" or _keep(request)):
        return _to_sign_in(request)
    return error_page(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing here"),
        _("The address may be mistyped, or this is not yours to see. Both look the same on purpose."),
    )


def _csrf_holds(request: Request) -> bool:
    """CSRF comes first: else a form without its token would tell what is there from what is not."""
    return request.matched_route is None or bool(check_csrf_token(request, raises=False))


def _wants_sign_in(request: Request) -> bool:
    registry = request.registry
    return "sign_in_route" in registry and _is_protected(request) and not request.is_authenticated


def _is_protected(request: Request) -> bool:
    route = request.matched_route
    return route is not None and route.name in request.registry["protected_routes"]


def _keep(request: Request) -> bool:
    keep = request.registry.get("form_keeper")
    return bool(keep and keep(request))


def _to_sign_in(request: Request) -> Response:
    query = urlencode({"next": request.path_qs})
    return HTTPSeeOther(f"{request.route_path(request.registry['sign_in_route'])}?{query}")


def stale_form(error: Exception, request: Request) -> Response:
    """A form of an earlier session is never taken as it was sent: to who it was drawn for it comes back filled."""
    from_here = not isinstance(error, BadCSRFOrigin)
    if from_here and request.method == "POST" and _is_protected(request) and _keep(request):
        return HTTPSeeOther(request.path_qs) if request.is_authenticated else _to_sign_in(request)
    return error_page(
        request,
        HTTPStatus.BAD_REQUEST,
        _("This form is too old"),
        _("It was open for too long, or you signed in again since. Go back, reload the page, send it again."),
    )


def refused(error: RefusedError, request: Request) -> Response:
    return error_page(request, HTTPStatus.CONFLICT, _("This cannot be done now"), error.message)


def conflict(error: ConflictError, request: Request) -> Response:
    text = error.message or _(
        "Somebody else changed this since you opened it. Reload the page and look again."
    )
    return error_page(request, HTTPStatus.CONFLICT, _("Somebody was faster"), text)


def too_often(error: LimitError, request: Request) -> Response:
    return plain_page(request, HTTPStatus.TOO_MANY_REQUESTS, error.message or None)


def bad_request(error: Any, request: Request) -> Response:
    """What Pyramid itself refuses: an address or a form that cannot be decoded, a method not declared."""
    status = HTTPStatus(error.status_int)
    title, text = WORDS.get(status, WORDS[HTTPStatus.BAD_REQUEST])
    return error_page(request, status, title, text)


def failure(error: Exception, request: Request) -> Response:
    """Anything unforeseen: a random reference for the help desk, and nothing about what happened."""
    log_failure(request, error)
    return plain_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def busy(error: OperationalError, request: Request) -> Response:
    """The database does not answer, or not in time."""
    log_failure(request, error)
    return plain_page(request, HTTPStatus.SERVICE_UNAVAILABLE)


def includeme(config: Configurator) -> None:
    config.add_directive("set_sign_in", set_sign_in)
    config.add_directive("set_form_keeper", set_form_keeper)
    for context in (NotFoundError, HTTPNotFound):
        config.add_exception_view(nothing_here, context=context)
    config.add_forbidden_view(nothing_here)
    for context in (BadCSRFToken, BadCSRFOrigin):
        config.add_exception_view(stale_form, context=context)
    config.add_exception_view(refused, context=RefusedError)
    config.add_exception_view(conflict, context=ConflictError)
    config.add_exception_view(too_often, context=LimitError)
    config.add_exception_view(bad_request, context=HTTPClientError)
    config.add_exception_view(failure, context=HTTPServerError)
    config.add_exception_view(busy, context=OperationalError)
    config.add_exception_view(failure, context=Exception)
