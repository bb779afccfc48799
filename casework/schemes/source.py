"""Bytes of a scheme file to data with line numbers. YAML 1.2 only, and none of what a scheme file never
needs.

Scalars stay as they are written: text and whole numbers. A date is text, `yes` is text, `true` is the text
`yes`; the shape table says what each must look like. So no reader's guess can change what a file says.
"""

from collections.abc import Iterator
from typing import Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .remarks import Remark, SchemeFileError
from .tree import Data, Place, Spot, Tree

MAX_BYTES: Final = 256_000
MAX_DEPTH: Final = 16
MAX_NODES: Final = 20_000
MAX_TEXT: Final = 4_000


def read_source(raw: bytes, file: str) -> Tree:
    """The data of a file, and the line of each part.

    Raises:
        SchemeFileError: the bytes are no YAML 1.2 map, or use what a scheme file never needs.
    """
    if len(raw) > MAX_BYTES:
        _refuse(file, 1, f"the file has {len(raw)} bytes; a scheme file has at most {MAX_BYTES}: split it")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SchemeFileError([Remark(file, line, "this is not UTF-8; save the file as UTF-8")]) from error
    try:
        _check_events(_yaml().parse(text), file)
        root = _yaml().compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SchemeFileError([Remark(file, line, f"this is not YAML: {error.problem}")]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SchemeFileError([Remark(file, 1, "this cannot be read as YAML 1.2")]) from error
    if not isinstance(root, MappingNode):
        _refuse(file, 1, "a scheme file is lines of 'name: value'; this one is not")
    spots: dict[Place, Spot] = {(): Spot(file, 1)}
    return Tree(_data(root, (), spots, file), spots)


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _check_events(events: Iterator[Event], file: str) -> None:
    """Refuse before anything is built, so that no bomb goes off: the parser itself makes one event at a
    time.
    """
    depth = documents = 0
    for count, event in enumerate(events):
        line = event.start_mark.line + 1
        if count > MAX_NODES:
            _refuse(file, line, f"the file has more than {MAX_NODES} parts; split it")
        if getattr(event, "anchor", None):
            _refuse(file, line, "anchors (&) and aliases (*) are not allowed; write the text twice")
        if getattr(event, "tag", None):
            _refuse(file, line, "tags (!) are not allowed; remove it")
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse(file, line, "a file holds one scheme; remove the second document (---)")
            if event.version not in (None, (1, 2)):
                _refuse(file, line, "scheme files are YAML 1.2; remove the %YAML line")
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > MAX_DEPTH:
            _refuse(file, line, f"this is nested too deeply; at most {MAX_DEPTH} levels")


def _data(node: Node, place: Place, spots: dict[Place, Spot], file: str) -> Data:
    if isinstance(node, MappingNode):
        found: dict[str, Data] = {}
        for key_node, value in node.value:
            key, line = _key(key_node, file), key_node.start_mark.line + 1
            if key in found:
                _refuse(file, line, f"{key!r} stands here twice; keep one of them")
            spots[(*place, key)] = Spot(file, line)
            found[key] = _data(value, (*place, key), spots, file)
        return found
    if isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            spots[(*place, index)] = Spot(file, value.start_mark.line + 1)
        return [_data(value, (*place, index), spots, file) for index, value in enumerate(node.value)]
    return _scalar(node, file)


def _key(node: Node, file: str) -> str:
    value = _scalar(node, file) if isinstance(node, ScalarNode) else None
    if value is None:
        _refuse(file, node.start_mark.line + 1, "a name must be a word")
    return str(value)


def _scalar(node: Node, file: str) -> str | int | None:
    text, line = str(node.value), node.start_mark.line + 1
    match str(node.tag).rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return "yes" if text.lower() == "true" else "no"
        case "int" if (
            text.isdecimal() and text.isascii() and len(text) <= 12 and (text == "0" or text[0] != "0")
        ):
            return int(text)
    if len(text) > MAX_TEXT:
        _refuse(file, line, f"this text is longer than {MAX_TEXT} characters; shorten it")
    if any(0xD800 <= ord(c) <= 0xDFFF or (ord(c) < 0x20 and c != "\n") for c in text):
        _refuse(file, line, "this text holds a character that cannot be printed; remove it")
    return text


def _refuse(file: str, line: int, text: str) -> NoReturn:
    raise SchemeFileError([Remark(file, line, text)])
