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

from casework.errors import RefusedError
from casework.i18n import _
from casework.web.fields import Choices
from casework.web.form_reading import change_rows, read
from casework.web.widgets import first_input

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
    **page: Any,
) -> dict[str, Any] | Response:
    """Show the form, or check what was sent and hand it to `on_valid`.

    `on_valid` gets the checked values and answers with a Response or the path to go to (303). It may raise
    colander.Invalid or RefusedError: what it wrote is undone, and the form comes back filled (400). `buttons`
    are further submit buttons (value, label); the value of the pressed one stands in the values as
    `"action"`. Returns the values for a template that extends `form.jinja2`: `title`, `form`, `problems`
    and whatever is given as `page`. Raises HTTPBadRequest for what the form cannot have sent.
    """
    form = _Form(request, schema.bind(request=request), submit, buttons, cancel_url)
    page["title"] = title
    if request.method != "POST":
        kept = request.registry.get("kept_form", _nothing_kept)(request)
        return (
            form.shown(appstruct, page) if kept is None else form.unchecked(read(kept, form.schema)[0], page)
        )
    sent, row_change = read(request.POST.items(), form.schema)
    if row_change is not None:
        change_rows(form.schema, sent, row_change)
        return form.unchecked(sent, page)
    try:
        values = form.checked(sent)
        values["action"] = request.POST.get("action") if buttons else None
        with request.dbsession.begin_nested():
            answer = on_valid(values)
    except (colander.Invalid, deform.ValidationFailure, RefusedError) as error:
        request.response.status_int = 400
        return form.with_problems(error, page)
    return HTTPSeeOther(answer) if isinstance(answer, str) else answer


def _nothing_kept(_request: Request) -> None:
    return None


class _Form:
    """A deform form of one request, drawn by the templates in `widgets/`."""

    def __init__(
        self, request: Request, schema: Any, submit: str, buttons: Choices, cancel_url: str | None
    ) -> None:
        self.request = request
        self.schema = schema
        self.outer = {"submit": submit, "buttons": buttons, "cancel_url": cancel_url, "has_file": False}
        self.form = deform.Form(schema, renderer=self._draw)
        self.outer["has_file"] = any(
            field.widget.template == "file_upload" for field in _descendants(self.form)
        )

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
        return {**page, "form": self.form.widget.serialize(self.form, cstruct), "problems": []}

    def with_problems(self, error: Exception, page: dict[str, Any]) -> dict[str, Any]:
        general = []
        if isinstance(error, colander.Invalid):
            at = _field_named(self.form, error.node.name)
            at.widget.handle_error(at, error)
        elif isinstance(error, RefusedError):
            sentence = str(self.request.localizer.translate(error.message))
            general.append(Problem(sentence, first_input(_first_leaf(self.form))))
        body = self.form.widget.serialize(self.form, self.form.cstruct)
        return {**page, "form": body, "problems": [*general, *self._problems(self.form)]}

    def _problems(self, field: Any) -> list[Problem]:
        """Errors in the order of the page, rows included."""
        target = first_input(_first_leaf(field) if field is self.form else field)
        own = [Problem(sentence, target) for sentence in self._say(field)]
        return own + [problem for part in _parts(field) for problem in self._problems(part)]


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
