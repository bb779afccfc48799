"""The one way to show, check and answer a form (colander for the rules, deform for the fields)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import colander
import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render
from pyramid.request import Request
from pyramid.response import Response

from casework.db import new_id
from casework.errors import RefusedError
from casework.i18n import _
from casework.web.comparing import STORED, Cstruct, Difference, drawn, merge, token_of
from casework.web.fields import Choices
from casework.web.form_reading import change_rows, read
from casework.web.sending import FORM_ID, drawn_id, once, sent_otherwise
from casework.web.widgets import first_input

CHANGED_MEANWHILE = _(
    "Somebody changed this while you had it open. Compare, then save what the form below has."
)
SENT_ALREADY = _("This form was sent already, with other content. Send it again only if you want both.")
FILE_LOST = _("A file is not kept. Choose it again.")

OnValid = Callable[[dict[str, Any]], Response | str]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the sentence, and the id of the control it is about."""

    message: str
    target: str


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
    stateless: bool = False,
    keep: str = "",
    **page: Any,
) -> dict[str, Any] | Response:
    """Show the form, or check what was sent and hand it to `on_valid`.

    `on_valid` gets the checked values and answers with a Response or the path to go to (303). It may raise
    colander.Invalid or RefusedError: what it wrote is undone, and the form comes back filled (400). `buttons`
    are further submit buttons (value, label); the value of the pressed one stands in the values as
    `"action"`. Returns the values for a template that extends `form.jinja2`: `title`, `form`, `problems`
    and whatever is given as `page`. Raises HTTPBadRequest for what the form cannot have sent.

    With `compare`, `appstruct` is what is stored at this moment (on POST read under a lock): what somebody else
    changed since the form was drawn comes back beside what was sent (409), and sending again is deliberate. Other
    forms are taken once: the same one sent again is answered alike, with other content it is asked about (409).
    A `stateless` form changes nothing: it has no token and no id, so that a visitor gets no cookie. What cannot be
    undone has a button of its own colour, and `keep` says what the quiet one beside it does.
    """
    form = _Form(
        request, schema.bind(request=request), submit, buttons, cancel_url, stateless=stateless, keep=keep
    )
    page["title"] = title
    stored = form.stored(appstruct) if compare else None
    if request.method != "POST":
        return _first_look(request, form, appstruct, stored, page)
    form.carry(request.POST.get(STORED))
    sent, row_change = read(request.POST.items(), form.schema)
    if row_change is not None:
        change_rows(form.schema, sent, row_change)
        return form.unchecked(sent, page)
    try:
        values = form.checked(sent)
        stopped = _second_thoughts(request, form, values, stored, page)
        if stopped is not None:
            request.response.status_int = 409
            return stopped
        values["action"] = request.POST.get("action") if buttons else None
        with request.dbsession.begin_nested():
            return once(request, lambda: _led(on_valid(values)))
    except (colander.Invalid, deform.ValidationFailure, RefusedError) as error:
        request.response.status_int = 400
        return form.with_problems(error, page)


def _led(answer: Response | str) -> Response:
    return HTTPSeeOther(answer) if isinstance(answer, str) else answer


def _first_look(
    request: Request,
    form: "_Form",
    appstruct: dict[str, Any] | None,
    stored: Cstruct | None,
    page: dict[str, Any],
) -> dict[str, Any]:
    """The form as it is stored, or as it was kept when its session had ended."""
    kept = request.registry.get("kept_form", _nothing_kept)(request)
    if kept is None:
        form.carry(token_of(stored) if stored is not None else None)
        return form.shown(appstruct, page)
    form.carry(dict(kept).get(STORED))
    form.lost = {name for name, value in kept if value is None}
    typed = [(name, value) for name, value in kept if value is not None]
    return form.unchecked(read(typed, form.schema)[0], page)


def _nothing_kept(_request: Request) -> None:
    return None


def _second_thoughts(
    request: Request, form: "_Form", values: dict[str, Any], stored: Cstruct | None, page: dict[str, Any]
) -> dict[str, Any] | None:
    """The page to answer when a good form is not to be taken yet, or None."""
    if stored is not None:
        before = drawn(request.POST.get(STORED))
        merged, differences = merge(request, form.schema, before, stored, form.schema.serialize(values))
        if not differences:
            return None
        form.carry(token_of(stored))
        return form.compared(merged, differences, page)
    if sent_otherwise(request):
        form.carry(None, anew=True)
        return form.asked_again(page)
    return None


class _Form:
    """A deform form of one request, drawn by the templates in `widgets/`."""

    def __init__(
        self,
        request: Request,
        schema: Any,
        submit: str,
        buttons: Choices,
        cancel_url: str | None,
        *,
        stateless: bool = False,
        keep: str = "",
    ) -> None:
        self.request = request
        self.schema = schema
        self.form = deform.Form(schema, renderer=self._draw)
        self.lost = {name for name, value in request.POST.items() if hasattr(value, "file")}
        self.outer: dict[str, Any] = {
            "submit": submit,
            "buttons": buttons,
            "cancel_url": cancel_url,
            "keep": keep,
            "has_file": any(field.widget.template == "file_upload" for field in _descendants(self.form)),
            "stateless": stateless,
            "carried": {},
            "differences": (),
        }

    def carry(self, stored_token: Any, *, anew: bool = False) -> None:
        """What the form brings back beside its fields: its id, and what was stored when it was drawn."""
        if self.outer["stateless"]:
            return
        form_id = new_id() if anew else drawn_id(self.request)
        carried = {FORM_ID: form_id, STORED: stored_token}
        self.outer["carried"] = {name: text for name, text in carried.items() if isinstance(text, str)}

    def stored(self, appstruct: dict[str, Any] | None) -> Cstruct:
        """What is stored, as the fields of this form would send it; every field is empty where nothing is."""
        shown: Cstruct = self.schema.serialize(colander.null if appstruct is None else appstruct)
        return {name: value for name, value in shown.items() if appstruct is None or name in appstruct}

    def _draw(self, template: str, **values: Any) -> str:
        """Deform asks for a widget by name; every read-only leaf looks the same."""
        leaf = template.startswith("readonly/") and template.rpartition("/")[2] not in {"mapping", "sequence"}
        name = "readonly" if leaf else template.removeprefix("readonly/")
        helpers = {"first_input": first_input, "rows_path": _rows_path, "say": self._say}
        return str(render(f"widgets/{name}.jinja2", {**values, **helpers, **self.outer}, self.request))

    def _say(self, field: Any) -> list[str]:
        """Sentences of a field's own errors, in the language of the request."""
        translate = self.request.localizer.translate
        sentences = []
        for message in field.error.messages() if field.error else ():
            if str(message) == "Required":  # colander's word for it
                message = _("Fill in: ${title}", mapping={"title": translate(field.title)})
            sentences.append(str(translate(message)))
        return sentences

    def checked(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Raises deform.ValidationFailure."""
        return dict(self.form.validate_pstruct(sent))

    def shown(self, appstruct: dict[str, Any] | None, page: dict[str, Any]) -> dict[str, Any]:
        body = self.form.render(colander.null if appstruct is None else appstruct)
        return {**page, "form": body, "problems": []}

    def unchecked(self, sent: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
        """What was sent, drawn again as it is."""
        try:
            cstruct = self.form.deserialize(sent)
        except colander.Invalid as error:
            cstruct = error.value
        self.form.cstruct = cstruct
        return self._drawn_again(page)

    def compared(
        self, merged: Cstruct, differences: list[Difference], page: dict[str, Any]
    ) -> dict[str, Any]:
        """The form with what it holds after the comparison, under a table of the differences."""
        self.outer["differences"] = differences
        self.form = deform.Form(self.schema, renderer=self._draw)  # rows may be more or fewer than were sent
        self.form.cstruct = merged
        return self._drawn_again(page, self._problem(CHANGED_MEANWHILE, "meanwhile"))

    def asked_again(self, page: dict[str, Any]) -> dict[str, Any]:
        """The form as it was sent, with a new id, after it was taken with other content."""
        return self._drawn_again(page, self._problem(SENT_ALREADY, self._first_control()))

    def _problem(self, message: Any, target: str) -> Problem:
        return Problem(str(self.request.localizer.translate(message)), target)

    def _first_control(self) -> str:
        return first_input(_first_leaf(self.form))

    def with_problems(self, error: Exception, page: dict[str, Any]) -> dict[str, Any]:
        general = []
        if isinstance(error, colander.Invalid):
            at = _field_named(self.form, error.node.name)
            at.widget.handle_error(at, error)
        elif isinstance(error, RefusedError):
            general.append(self._problem(error.message, self._first_control()))
        return self._drawn_again(page, *general)

    def _drawn_again(self, page: dict[str, Any], *general: Problem) -> dict[str, Any]:
        """The form with what was typed. No browser fills the field of a file again, so it is said there."""
        for field in _descendants(self.form):
            if field.name in self.lost and not field.error:
                field.error = colander.Invalid(field.schema, FILE_LOST)
        body = self.form.widget.serialize(self.form, self.form.cstruct)
        return {**page, "form": body, "problems": [*general, *self._problems(self.form)]}

    def _problems(self, field: Any, within: str = "") -> list[Problem]:
        """Errors in the order of the page, rows included; `within` is the label of the field round this one."""
        whole = field is self.form
        target = first_input(_first_leaf(field) if whole else field)
        title = "" if whole else str(self.request.localizer.translate(field.title))
        label = " – ".join(each for each in (within, title) if each)
        own = [Problem(self._labelled(label, title, sentence), target) for sentence in self._say(field)]
        return own + [problem for part in _parts(field) for problem in self._problems(part, label)]

    def _labelled(self, label: str, title: str, sentence: str) -> str:
        """A sentence as it stands away from its field: after the field's label, unless it names the field itself."""
        if title in sentence:
            return sentence
        if label[-1] in "?؟.":
            return f"{label} {sentence}"
        named = _("${field}: ${problem}", mapping={"field": label, "problem": sentence})
        return str(self.request.localizer.translate(named))


def _parts(field: Any) -> list[Any]:
    """The fields inside a field; of a sequence, its rows as they were sent."""
    if isinstance(field.schema.typ, colander.Sequence):
        return list(getattr(field, "sequence_fields", []))
    return list(field.children)


def _descendants(field: Any) -> list[Any]:
    return [field, *(below for child in field.children for below in _descendants(child))]


def _field_named(form: Any, name: str) -> Any:
    """Where an error raised by a use-case belongs: at the field whose node it names, else at the form."""
    return next((field for field in _descendants(form) if name and field.name == name), form)


def _first_leaf(field: Any) -> Any:
    return _first_leaf(field.children[0]) if field.children else field


def _rows_path(field: Any) -> str:
    """Names from the form down to these rows, joined by dots: what the row buttons send."""
    names: list[str] = []
    while field is not None and field.parent is not None:
        names.insert(0, field.name)
        field = field.parent
    return ".".join(names)
