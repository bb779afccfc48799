"""What cannot be undone is asked about on a page of its own, never in a dialog (looks.md §9)."""

from collections.abc import Callable, Sequence
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
    about: str = "",
    breadcrumb: Sequence[tuple[str, str]] = (),
) -> dict[str, Any] | Response:
    """Ask with the consequence in words; on a POST of that very page `do` it, say that it is `done` and go `back`.

    A POST that does not come from the page, and so lacks the id of its form, is asked likewise and does nothing.
    Where a `schema` asks for something too (the password), the page is a form as `web.forms.handle` checks it, and
    what `do` raises comes back in it. Only what `destroys` wears its colour. `about` quotes the thing itself, where
    there are several alike. Returns the values of `confirm.jinja2`.
    """

    def answer(_values: object = None) -> Response:
        do()
        request.session.flash(request.localizer.translate(done))
        return HTTPSeeOther(back)

    page: dict[str, Any] = {"consequence": consequence, "about": about, "breadcrumb": list(breadcrumb)}
    if schema is not None:
        keep = _("Go back") if destroys else ""
        return handle(request, schema, answer, title=title, submit=submit, cancel_url=back, keep=keep, **page)
    if request.method != "POST" or FORM_ID not in request.POST:
        return {
            **page,
            "title": title,
            "submit": submit,
            "destroys": destroys,
            "cancel_url": back,
            "form_id": drawn_id(request),
        }
    return once(request, answer)
