"""What is wrong with a translation: it may add texts in its language, and nothing else."""

from collections.abc import Iterator, Sequence

from ..file_shape import TRANSLATION
from ..nearest import did_you_mean
from ..remarks import Remark, Severity
from ..translations import language_of, translation_of
from ..tree import Data, Place, Tree
from .walk import misfits


def translation_remarks(tree: Tree, layers: Sequence[Tree]) -> list[Remark]:
    """Everything to say about a translation beside the layers of its scheme."""
    if found := misfits(tree, TRANSLATION):
        return found
    return [
        Remark(spot.file, spot.line, text, severity)
        for place, text, severity in _said(tree, layers)
        if (spot := tree.spot(place))
    ]


def _said(tree: Tree, layers: Sequence[Tree]) -> Iterator[tuple[Place, str, Severity]]:
    file, language = tree.spot(()).file, language_of(tree)
    named = translation_of(file)
    if named and tree.data["scheme"] != named[0]:
        text = f"the file is named after {named[0]!r}; write 'scheme: {named[0]}', or rename the file"
        yield ("scheme",), text, Severity.MISTAKE
    if any(language in (layer.data.get("languages") or ()) for layer in layers):
        text = f"the scheme itself is written in {language!r}; mend its texts there and remove this file"
        yield (), text, Severity.MISTAKE
    starts = [version["from"] for layer in layers for version in layer.data["versions"]]
    for index, version in enumerate(tree.data.get("versions", ())):
        if version.get("from") not in starts:
            start = version.get("from", "no day")
            text = f"the scheme has no version from {start}{did_you_mean(start, starts)}"
            yield ("versions", index, "from"), text, Severity.MISTAKE
    for place in _other_values(tree.data, (), language):
        text = f"a translation holds texts in {language!r} and nothing else; move this to the scheme"
        yield place, text, Severity.MISTAKE
    if tree.data.get("draft") == "yes":
        text = f"the texts in {language!r} are a draft; a native reader must review them"
        yield ("draft",), text, Severity.NOTE


def _other_values(data: Data, place: Place, language: str) -> Iterator[Place]:
    """Places of values that are no text in the language."""
    if isinstance(data, dict):
        for key, child in data.items():
            if place == () and key in ("scheme", "draft"):
                continue
            if place[:1] == ("versions",) and len(place) == 2 and key == "from":
                continue
            yield from _other_values(child, (*place, key), language)
    elif isinstance(data, list) and place == ("versions",):
        for index, child in enumerate(data):
            yield from _other_values(child, (*place, index), language)
    elif place[-1] != language and place[-3:-1] != ("texts", language):
        yield place
