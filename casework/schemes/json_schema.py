"""The JSON Schema of scheme files, made from the shape table. It serves editors; the checker is the
authority.
"""

from typing import Any

from .file_shape import SCHEME
from .shape import YES_NO, Either, Fields, ListOf, OneOf, Scalar, Shape


def json_schema() -> dict[str, Any]:
    """Draft 2020-12, one definition for each shape, so that rules can nest.

    It allows null everywhere, since `~` removes; and true and false for yes and no, since an editor may read
    YAML 1.1.
    """
    definitions: dict[str, Any] = {}
    names: dict[Shape, str] = {}
    top = _reference(SCHEME, names, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "casework scheme file",
        **top,
        "$defs": definitions,
    }


def _reference(shape: Shape, names: dict[Shape, str], definitions: dict[str, Any]) -> dict[str, Any]:
    if shape not in names:
        names[shape] = f"shape{len(names) + 1}"
        definitions[names[shape]] = {}
        definitions[names[shape]] = _definition(shape, names, definitions)
    return {"$ref": f"#/$defs/{names[shape]}"}


def _definition(shape: Shape, names: dict[Shape, str], definitions: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case Scalar(what, _, number=True):
            return {"type": "integer", "minimum": 0, "description": what}
        case Scalar(what, pattern):
            # (?s) is Python's; what it stands for here is any text that is not empty.
            looks: dict[str, Any] = (
                {"minLength": 1} if pattern.startswith("(?s)") else {"pattern": f"^({pattern})$"}
            )
            return {"type": "string", "description": what, **looks}
        case OneOf(words):
            return {"enum": [*words, True, False] if shape is YES_NO else list(words)}
        case ListOf(item, _):
            return {"type": "array", "items": _reference(item, names, definitions)}
        case Either(options):
            return {"anyOf": [_reference(option, names, definitions) for option in options]}
        case Fields():
            return _object(shape, names, definitions)


def _object(shape: Fields, names: dict[Shape, str], definitions: dict[str, Any]) -> dict[str, Any]:
    def removable(inner: Shape) -> dict[str, Any]:
        return {"anyOf": [_reference(inner, names, definitions), {"type": "null"}]}

    body: dict[str, Any] = {
        "type": "object",
        "properties": {key: removable(inner) for key, inner in shape.known.items()},
        "additionalProperties": False,
    }
    if shape.rest is not None:
        body["patternProperties"] = {f"^({shape.rest_pattern})$": removable(shape.rest)}
    if shape is SCHEME:
        body["required"] = list(shape.must)
    return body
