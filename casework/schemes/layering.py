"""Layers of a scheme to whole versions: defaults under the scheme, a template under its steps, older
versions under newer ones, a shipped file under a city's. One rule does all of it (RFC 7396); what is frozen
is the result.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final

from .nearest import did_you_mean
from .remarks import Remark, SchemeFileError
from .tree import Data, Tree

FORMAT: Final = 1
# In these maps the order of the file counts, and sorted JSON would lose it; they are frozen as lists.
_ORDERED: Final = ("facts", "rules", "evidence", "papers")
_ORDERED_IF_THERE: Final = ("conditions", "entitlements")
_ORDERED_STEPS: Final = ("states", "actions", "terms")


def resolve(common: Tree, layers: Sequence[Tree]) -> Iterator[Tree]:
    """The whole versions of one scheme, oldest first. A later layer, a city's, adds versions and changes no
    past one.

    Raises:
        SchemeFileError: a version names steps that do not exist.
    """
    head = Tree({}, common.spots)
    current = _with_template(common.below("defaults"), common)
    begun = False
    for layer in layers:
        head = head.patched(layer.without("versions"))
        for index in range(len(layer.data["versions"])):
            body = layer.below("versions", index)
            # Naming a template starts afresh; so do the first steps that a scheme writes all by itself.
            if _template_named(body.data) or ("steps" in body.data and not begun):
                current = current.without("steps")
            begun = True
            current = _with_template(current.patched(body), common)
            whole = _whole(head, current, common)
            yield Tree(whole.data, {**whole.spots, (): body.spot(())})


def freeze(version: Data) -> bytes:
    """The canonical bytes of a whole version: UTF-8 JSON, keys sorted, no spaces, no floating-point
    numbers.
    """
    frozen = {"format": FORMAT, **version}
    for key in _ORDERED:
        frozen[key] = _as_list(frozen.get(key, {}))
    for key in _ORDERED_IF_THERE:
        if key in frozen:
            frozen[key] = _as_list(frozen[key])
    frozen["steps"] = {
        **version["steps"],
        **{key: _as_list(version["steps"].get(key, {})) for key in _ORDERED_STEPS},
    }
    for category in frozen["evidence"]:
        category["prints"] = _as_list(category.get("prints", {}))
        if isinstance(category.get("accepts"), dict):
            category["accepts"] = [_worth(kind, worth) for kind, worth in category["accepts"].items()]
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def thaw(canonical: bytes) -> Data:
    """The whole version that was frozen as these bytes, as a file's layers would make it; `freeze` gives them
    again.
    """
    version = json.loads(canonical)
    del version["format"]
    for key in (*_ORDERED, *_ORDERED_IF_THERE):
        if key in version:
            version[key] = _as_map(version[key])
    steps = version["steps"]
    version["steps"] = {**steps, **{key: _as_map(steps[key]) for key in _ORDERED_STEPS}}
    for category in version["evidence"].values():
        category["prints"] = _as_map(category["prints"])
        accepts = category["accepts"]
        if isinstance(accepts, list) and any(isinstance(each, dict) for each in accepts):
            category["accepts"] = _as_map(accepts, "kind")
    return version


def fingerprint(canonical: bytes) -> str:
    """The SHA-256 of a frozen version, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def _as_list(entries: Data) -> list[Data]:
    return [{**entry, "key": key} for key, entry in entries.items()]


def _as_map(entries: list[Data], key: str = "key") -> Data:
    return {entry[key]: {name: value for name, value in entry.items() if name != key} for entry in entries}


def _worth(kind: str, worth: Data) -> Data:
    """`passport: 3` is short for `passport: {points: 3}`."""
    return {**(worth if isinstance(worth, dict) else {"points": worth}), "kind": kind}


def _template_named(body: Data) -> str | None:
    steps = body.get("steps")
    name = steps.get("like") if isinstance(steps, dict) else steps
    return None if name is None else str(name)


def _with_template(version: Tree, common: Tree) -> Tree:
    """The version with its template laid under its steps; one without a template stays as it is."""
    name = _template_named(version.data)
    if name is None:
        return version
    templates = common.data["steps"]
    if name not in templates:
        spot = version.spot(("steps", "like"))
        text = f"there are no steps {name!r}; known: {', '.join(templates)}{did_you_mean(name, templates)}"
        raise SchemeFileError([Remark(spot.file, spot.line, text)])
    steps = common.below("steps", name)
    if isinstance(version.data["steps"], dict):
        steps = steps.patched(version.below("steps").without("like"))
    laid = version.without("steps").patched(steps.under("steps"))
    return Tree(laid.data, {**laid.spots, ("steps",): version.spot(("steps",))})


def _whole(head: Tree, current: Tree, common: Tree) -> Tree:
    """Head and body in one, with the facts, kinds and parameters of the house that this version leans on."""
    leaning = ("facts", "kinds", "asks")
    whole = head.patched(current.without(*leaning))
    for name in leaning:
        own = current.below(name) if name in current.data else Tree({}, current.spots)
        merged = common.below(name).patched(own)
        whole = whole.patched(merged.under(name))
    categories = _maps(whole.data.get("evidence"))
    used = {kind for category in categories for kind in _names(category.get("accepts"))}
    used |= {category["spouse"] for category in categories if isinstance(category.get("spouse"), str)}
    used |= set(_names(whole.data.get("certifies")))
    kinds = {
        key: kind for key, kind in whole.data["kinds"].items() if key in used or key in _own(current, "kinds")
    }
    texts = json.dumps(whole.data.get("evidence", {}))
    asks = {
        key: parameter
        for key, parameter in whole.data["asks"].items()
        if f"{{{key}}}" in texts or key in _own(current, "asks")
    }
    return Tree({**whole.data, "kinds": kinds, "asks": asks}, whole.spots)


def _own(current: Tree, name: str) -> Data:
    return current.data.get(name, {})


def _maps(data: Data) -> list[Data]:
    return [value for value in data.values() if isinstance(value, dict)] if isinstance(data, dict) else []


def _names(data: Data) -> list[str]:
    return [name for name in data if isinstance(name, str)] if isinstance(data, list | dict) else []
