"""A form as it is drawn: fresh, as it was sent, beside what somebody else changed, with what is wrong in it."""

from dataclasses import dataclass
from typing import Any

import colander
import deform
from pyramid.renderers import render
from pyramid.request import Request

from casework.db import new_id
from casework.errors import RefusedError
from casework.i18n import _
from casework.web.comparing import STORED, Cstruct, Difference
from casework.web.fields import Choices
from casework.web.sending import FORM_ID, drawn_id
from casework.web.widgets import first_input

CHANGED_MEANWHILE = _(
    "Somebody changed this while you had it open. Compare, then save what the form below has."
)
SENT_ALREADY = _("This form was sent already, with other content. Send it again only if you want both.")
SEEN_IS_OLD = _(
    "What this page shows has changed while you had it open. Look at it again before you send the form."
)
FILE_LOST = _("A file is not kept. Choose it again.")
ELEMENT = "form"
"""The id of the drawn form: what stands outside it, such as the menu of languages, says so that it belongs to it."""


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the sentence, and the id of the control it is about."""

    message: str
    target: str


class Form:
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
        self.stands_on: str | None = None
        self.lost = {name for name, value in request.POST.items() if hasattr(value, "file")}
        self.outer: dict[str, Any] = {
            "element": ELEMENT,
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

    def asked_again(self, page: dict[str, Any], why: Any) -> dict[str, Any]:
        """The form as it was sent, which is not taken before its sender has thought again."""
        return self._drawn_again(page, self._problem(why, self._first_control()))

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
