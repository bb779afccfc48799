"""A destructive step is asked about on a page of its own, never in a dialog (looks.md §9)."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response


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
    """Ask on GET with the consequence in words; on POST `do` it, say that it is `done` and go `back`.

    Returns the values of `confirm.jinja2`.
    """
    if request.method != "POST":
        return {"title": title, "consequence": consequence, "submit": submit, "cancel_url": back}
    do()
    request.session.flash(request.localizer.translate(done))
    return HTTPSeeOther(back)
