"""The one way to show, check and answer a form (colander for the rules, deform for the fields).

A form over stored values compares: what somebody else changed since it was drawn comes back beside what was sent (409),
and sending again is deliberate. Other forms are taken once: the same one sent again is answered alike, with other
content it is asked about (409). A press on a row button, or on another language, only draws the form again.
"""

from collections.abc import Callable
from typing import Any

import colander
import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from casework.errors import RefusedError
from casework.i18n import _
from casework.web.comparing import STORED, Cstruct, drawn, merge, token_of
from casework.web.fields import Choices
from casework.web.form_drawing import ELEMENT, SEEN_IS_OLD, SENT_ALREADY, Form
from casework.web.form_reading import change_rows, read
from casework.web.languages import asks_for_another
from casework.web.sending import once, sent_otherwise

OnValid = Callable[[dict[str, Any]], Response | str]


def handle(
    request: Request,
    schema: Any,
    on_valid: OnValid,
    *,
    title: str,
    submit: str = _("Save"),
    buttons: Choices = (),
    cancel_url: str | None = None,
    appstruct: dict[str, Any] | None = None,
    compare: bool = False,
    stands_on: str | None = None,
    stateless: bool = False,
    keep: str = "",
    **page: Any,
) -> dict[str, Any] | Response:
    """Show the form, or check what was sent and hand it to `on_valid`.

    `on_valid` gets the checked values and answers with a Response or the path to go to (303). It may raise
    colander.Invalid or RefusedError: what it wrote is undone, and the form comes back filled (400). `buttons` are
    further submit buttons (value, label); the pressed one's value stands in the values as `"action"`. With `compare`,
    `appstruct` is what is stored now, on POST read under a lock. `stands_on` names what the page shows beside its form:
    where that is another by the time the form comes back, it is shown anew and nothing is taken (409). A `stateless`
    form changes nothing: it has no token and no id, so that a visitor gets no cookie. What cannot be undone has its own
    colour; `keep` are the words of the quiet button beside it. Returns the values for a template that extends
    `form.jinja2`: `title`, `form`, `problems`, and `page`. Raises HTTPBadRequest for what the form cannot have sent.
    """
    bound = schema.bind(request=request)
    form = Form(request, bound, submit, buttons, cancel_url, stateless=stateless, keep=keep)
    form.stands_on = stands_on
    page |= {"title": title, "form_element": ELEMENT}
    stored = form.stored(appstruct) if compare else None
    if request.method != "POST":
        return _first_look(request, form, appstruct, stored, page)
    return _answer(request, form, on_valid, stored, page)


def _answer(
    request: Request, form: Form, on_valid: OnValid, stored: Cstruct | None, page: dict[str, Any]
) -> dict[str, Any] | Response:
    """What a sent form leads to; only what is right, and sent to be taken, is."""
    form.carry(request.POST.get(STORED))
    sent, row_change = read(request.POST.items(), form.schema)
    if row_change is not None:
        change_rows(form.schema, sent, row_change)
    if row_change is not None or asks_for_another(request):
        request.only_drawn = True  # for who has to know that nothing was taken
        return form.unchecked(sent, page)
    try:
        values = form.checked(sent)
        stopped = _second_thoughts(request, form, values, stored, page)
        if stopped is not None:
            request.response.status_int = 409
            return stopped
        values["action"] = request.POST.get("action") if form.outer["buttons"] else None
        with request.dbsession.begin_nested():
            return once(request, lambda: _led(on_valid(values)))
    except (colander.Invalid, deform.ValidationFailure, RefusedError) as error:
        request.response.status_int = 400
        return form.with_problems(error, page)


def _led(answer: Response | str) -> Response:
    return HTTPSeeOther(answer) if isinstance(answer, str) else answer


def _first_look(
    request: Request,
    form: Form,
    appstruct: dict[str, Any] | None,
    stored: Cstruct | None,
    page: dict[str, Any],
) -> dict[str, Any]:
    """The form as it is stored, or as it was kept when its session had ended."""
    kept = request.registry.get("kept_form", _nothing_kept)(request)
    if kept is None:
        form.carry(token_of(stored) if stored is not None else form.stands_on)
        return form.shown(appstruct, page)
    form.carry(dict(kept).get(STORED))
    form.lost = {name for name, value in kept if value is None}
    typed = [(name, value) for name, value in kept if value is not None]
    return form.unchecked(read(typed, form.schema)[0], page)


def _nothing_kept(_request: Request) -> None:
    return None


def _second_thoughts(
    request: Request, form: Form, values: dict[str, Any], stored: Cstruct | None, page: dict[str, Any]
) -> dict[str, Any] | None:
    """The page to answer when a good form is not to be taken yet, or None."""
    if stored is not None:
        before = drawn(request.POST.get(STORED))
        merged, differences = merge(request, form.schema, before, stored, form.schema.serialize(values))
        if not differences:
            return None
        form.carry(token_of(stored))
        return form.compared(merged, differences, page)
    if form.stands_on is not None and request.POST.get(STORED) != form.stands_on:
        form.carry(form.stands_on)
        return form.asked_again(page, SEEN_IS_OLD)
    if sent_otherwise(request):
        form.carry(form.stands_on, anew=True)
        return form.asked_again(page, SENT_ALREADY)
    return None
