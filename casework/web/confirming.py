"""A destructive step is asked about on a page of its own, never in a dialog (looks.md §9)."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from casework.web.sending import FORM_ID, drawn_id, once


def confirm(
    request: Request,
    do: Callable[[], None],
    *,
    title: str,
    consequence: str,
    submit: str,
    done: str,
    back: str,
) -> dict[str, Any] | Response:
    """Ask with the consequence in words; on a POST of that very page `do` it, say that it is `done` and go `back`.

    A POST that does not come from the page, and so lacks the id of its form, is asked likewise and does nothing.
    Returns the values of `confirm.jinja2`.
    """
    if request.method != "POST" or FORM_ID not in request.POST:
        return {
            "title": title,
            "consequence": consequence,
            "submit": submit,
            "cancel_url": back,
            "form_id": drawn_id(request),
        }

    def answer() -> Response:
        do()
        request.session.flash(request.localizer.translate(done))
        return HTTPSeeOther(back)

    return once(request, answer)
