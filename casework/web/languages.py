"""The language that somebody chooses is kept in a cookie that says nothing else.

Where a page holds a form, each entry of the language menu is a button of that form: what was typed is sent along,
and comes back in the other language (decision 0013). Elsewhere the entries are links (`web/views.py`).
"""

from datetime import timedelta

from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.request import Request
from pyramid.response import Response

from casework.i18n import LANGUAGE_COOKIE

CHOSEN = "__language__"
"""The name of these buttons."""
KEPT = timedelta(days=365)


def asks_for_another(request: Request) -> bool:
    """Whether a form was sent to be drawn in another language, and for nothing else."""
    return request.method == "POST" and CHOSEN in request.POST


def chosen_in_form(request: Request) -> str | None:
    """The language of the interface for which a form was sent; None for any other word."""
    code = request.POST.get(CHOSEN) if asks_for_another(request) else None
    return code if code in request.registry["settings"].languages else None


def keep_language(request: Request, response: Response, language: str) -> None:
    """Give the cookie by which the browser is answered in `language` for a year."""
    secure = request.registry["settings"].https
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=KEPT, httponly=True, secure=secure, samesite="Lax")


def speak_as_chosen(event: NewRequest) -> None:
    """The whole answer is in the language chosen in a form, also where that leads to the sign-in page.

    Not in the negotiator of `i18n`: it is asked for refused bodies too, and those are never read.
    """
    request = event.request
    language = chosen_in_form(request)
    if language is not None:
        request.locale_name = language
        request.add_response_callback(lambda _request, response: keep_language(request, response, language))


def includeme(config: Configurator) -> None:
    config.add_subscriber(speak_as_chosen, NewRequest)
