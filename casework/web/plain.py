"""The page that needs nothing: no session, no identity, no database. It stands when all else fails."""

from http import HTTPStatus

from pyramid.renderers import render
from pyramid.request import Request
from pyramid.response import Response

from casework.i18n import _

WORDS = {
    HTTPStatus.BAD_REQUEST: (
        _("This request could not be read"),
        _("Something in it is not as a browser sends it. Go back, reload the page and try once more."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        _("This cannot be done here"),
        _("Go back to the page you came from and use its buttons."),
    ),
    HTTPStatus.LENGTH_REQUIRED: (
        _("This request could not be read"),
        _("It does not say how long it is. Send it with a browser."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        _("This is too large"),
        _(
            "A form holds 256 kB of text, a file 15 MB. Go back: most browsers still have what you typed. Choose a "
            "smaller file, or send less text."
        ),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        _("Too many attempts"),
        _("Wait a few minutes, then try again."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        _("Something went wrong on our side"),
        _("What you saved before is safe; the last step was not done. Try again in a moment."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        _("The service is busy"),
        _("What you saved before is safe; the last step was not done. Try again in a moment."),
    ),
}


def plain_page(request: Request, status: HTTPStatus, text: str | None = None) -> Response:
    """An answer in the look of the house that asks neither who is there nor what is stored.

    From 500 on it shows the reference under which the failure stands in the log.
    """
    title, words = WORDS[status]
    values = {
        "title": title,
        "text": text or words,
        "reference": request.reference if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None,
    }
    body = render("plain.jinja2", values, request=request)
    return Response(body, status=int(status), content_type="text/html", charset="utf-8")
