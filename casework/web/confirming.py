"""What cannot be undone is asked about on a page of its own, never in a dialog (looks.md §9)."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from casework.i18n import _
from casework.web.forms import handle
from casework.web.sending import FORM_ID, drawn_id, once


def confirm(
    request: Request,
    do: Callable[[], object],
    *,
    title: str,
    consequence: str,
    submit: str,
    done: str,
    back: str,
    destroys: bool = True,
    schema: Any = None,
) -> dict[str, Any] | Response:
    """Ask with the consequence in words; on a POST of that very page `do` it, say that it is `done` and go `back`.

    A POST that does not come from the page, and so lacks the id of its form, is asked likewise and does nothing.
    Where a `schema` asks for something too (the password), the page is a form as `web.forms.handle` checks it, and
    what `do` raises comes back in it. Only what `destroys` wears its colour. Returns the values of `confirm.jinja2`.
    """

    def answer(_values: object = None) -> Response:
        do()
        request.session.flash(request.localizer.translate(done))
        return HTTPSeeOther(back)

    if schema is not None:
        asked: dict[str, Any] = {"title": title, "submit": submit, "consequence": consequence}
        keep = _("Go back") if destroys else ""
        return handle(request, schema, answer, cancel_url=back, keep=keep, **asked)
    if request.method != "POST" or FORM_ID not in request.POST:
        return {
            "title": title,
            "consequence": consequence,
            "submit": submit,
            "destroys": destroys,
            "cancel_url": back,
            "form_id": drawn_id(request),
        }
    return once(request, answer)
