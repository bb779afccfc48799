"""From the controls of a POST to the structure that deform expects; what no form of ours sends is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import colander
import peppercorn
from pyramid.httpexceptions import HTTPBadRequest

from casework.web.languages import CHOSEN
from casework.web.widgets import DATE_PARTS, DatePartsWidget, FileWidget

ROW_BUTTONS = frozenset({"add-row", "remove-row"})
BUTTONS = ROW_BUTTONS | {CHOSEN}


@dataclass(frozen=True)
class RowChange:
    """A press on «add» (`index` is None) or «remove» in the rows at `path`, names of nested mappings."""

    path: tuple[str, ...]
    index: int | None


def read(controls: Iterable[tuple[str, Any]], schema: Any) -> tuple[dict[str, Any], RowChange | None]:
    """The structure sent for `schema`, and the row button if one was pressed; no other button is in either.

    Raises HTTPBadRequest when the structure is not one that the form can send.
    """
    controls = list(controls)
    pressed = [(name, value) for name, value in controls if name in ROW_BUTTONS]
    try:
        sent = peppercorn.parse([control for control in controls if control[0] not in BUTTONS])
    except (ValueError, TypeError, AttributeError):  # markers that do not match, or that are files
        raise HTTPBadRequest from None
    _check_shape(schema, sent)
    return sent, _row_change(*pressed[-1]) if pressed else None


def _check_shape(node: Any, sent: Any) -> None:
    if isinstance(node.typ, colander.Mapping):
        _demand(isinstance(sent, dict))
        for child in node.children:
            if child.name in sent:
                _check_shape(child, sent[child.name])
    elif isinstance(node.typ, colander.Sequence):
        _demand(isinstance(sent, list) and len(sent) <= node.widget.max_len)
        for row in sent:
            _check_shape(node.children[0], row)
    else:
        _check_value(node, sent)


def _check_value(node: Any, sent: Any) -> None:
    if isinstance(node.widget, DatePartsWidget):
        _demand(isinstance(sent, dict) and all(isinstance(sent.get(part, ""), str) for part in DATE_PARTS))
    elif isinstance(node.widget, FileWidget):
        _demand(not isinstance(sent, (dict, list)))
    elif isinstance(node.typ, colander.Set):
        _demand(isinstance(sent, list) and all(isinstance(value, str) for value in sent))
    else:
        _demand(isinstance(sent, str))


def _demand(well_formed: bool) -> None:
    if not well_formed:
        raise HTTPBadRequest


def _row_change(button: str, value: Any) -> RowChange:
    _demand(isinstance(value, str))
    path = value.split(".")
    if button == "add-row":
        return RowChange(tuple(path), None)
    _demand(path[-1].isascii() and path[-1].isdigit() and len(path[-1]) < 4)
    return RowChange(tuple(path[:-1]), int(path[-1]))


def change_rows(schema: Any, sent: dict[str, Any], change: RowChange) -> None:
    """Add an empty row to what was sent, or take one out; nothing else changes.

    Raises HTTPBadRequest for rows that the form does not have.
    """
    node, holder = schema, sent
    for name in change.path[:-1]:
        node, holder = _child(node, name), holder.setdefault(name, {})
    node = _child(node, change.path[-1])
    _demand(isinstance(node.typ, colander.Sequence))
    rows = holder.setdefault(change.path[-1], [])
    if change.index is not None:
        _demand(change.index < len(rows))
        del rows[change.index]
    elif len(rows) < node.widget.max_len:
        rows.append(_empty(node.children[0]))


def _child(node: Any, name: str) -> Any:
    _demand(isinstance(node.typ, colander.Mapping) and name in node)
    return node[name]


def _empty(row: Any) -> Any:
    nested = isinstance(row.typ, colander.Mapping) or isinstance(row.widget, DatePartsWidget)
    return {} if nested else ""
