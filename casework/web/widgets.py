"""Widgets that deform lacks, and where an error's link leads into each kind of widget."""

from typing import Any

import colander
from deform.widget import SequenceWidget, Widget

DATE_PARTS = ("day", "month", "year")
MONTH_PARTS = ("month", "year")
_FIRST_INPUT = {"radio_choice": "-0", "checkbox_choice": "-0"}


def first_input(field: Any) -> str:
    """The id of the control that an error of this field is about."""
    if isinstance(field.widget, DatePartsWidget):
        return f"{field.oid}-{field.widget.parts[0]}"
    return f"{field.oid}{_FIRST_INPUT.get(field.widget.template, '')}"


class DatePartsWidget(Widget):  # type: ignore[misc]  # deform has no types
    """Boxes for day, month and year, or some of these `parts`; its cstruct is a mapping of as many strings.

    `paired` dates that follow one another share a line: the first and the last day of the same thing.
    """

    template = "date_parts"
    readonly_template = "readonly/date_parts"
    parts = DATE_PARTS
    paired = False

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        parts = {} if cstruct in (colander.null, None) else cstruct
        values = self.get_template_values(field, parts, kw)
        return str(field.renderer(self.readonly_template if self.readonly else self.template, **values))

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        if pstruct is colander.null:
            return colander.null
        parts = {name: pstruct.get(name, "").strip() for name in self.parts}
        return parts if any(parts.values()) else colander.null


class FileWidget(Widget):  # type: ignore[misc]  # deform has no types
    """One file. Nothing of it is kept between two answers: after an error it is chosen again."""

    template = "file_upload"
    readonly_template = "readonly/file_upload"

    def __init__(self, *, accept: tuple[str, ...], most_bytes: int | None = None, **kw: Any) -> None:
        super().__init__(accept=accept, most_bytes=most_bytes, **kw)

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        return str(field.renderer(self.template, **self.get_template_values(field, cstruct, kw)))

    def deserialize(self, _field: Any, pstruct: Any) -> Any:
        chosen = pstruct is not colander.null and getattr(pstruct, "file", None) is not None
        return pstruct if chosen else colander.null


class RowsWidget(SequenceWidget):  # type: ignore[misc]  # deform has no types
    """Rows of which `least` stand ready, empty, in a new form; deform's `min_len` breaks on a sent one."""

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        rows = [] if cstruct in (colander.null, None) else list(cstruct)
        if not getattr(field, "sequence_fields", None):
            rows += [colander.null] * (self.least - len(rows))
        return str(super().serialize(field, rows, **kw))
