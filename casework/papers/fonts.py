"""Which letters the papers can print: none is borrowed from another font, none becomes an empty box."""

from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Any, Final

from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

from casework.i18n import _
from casework.papers.errors import NO_LETTERS, MissingGlyphError, PaperError

TEMPLATES: Final[Traversable] = files("casework.templates") / "papers"
FACES: Final = ("CW-Sans", "CW-Serif", "CW-Arabic", "CW-Ethiopic", "CW-Georgian")
WEIGHTS: Final = ("Regular", "Bold")

_OF_NO_SCRIPT: Final = frozenset({NO_LETTERS, "Zinh", "Zzzz"})
_LAID_OUT: Final = frozenset("\t\n\r")


@cache
def printable() -> frozenset[str]:
    """Every character that at least one of the faces has in each weight."""
    return frozenset(chr(code) for face in FACES for code in _coverage(face)) | _LAID_OUT


def _coverage(face: str) -> frozenset[int]:
    weights = []
    for weight in WEIGHTS:
        with as_file(TEMPLATES / "fonts" / f"{face}-{weight}.ttf") as path, TTFont(path, lazy=True) as font:
            weights.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*weights)


def require_glyphs(text: str) -> None:
    """:raises MissingGlyphError: a character stands in none of the faces"""
    if missing := set(text) - printable():
        raise MissingGlyphError(tuple(sorted({_script(character) for character in missing})))


def require_shipped(fonts: dict[Any, Any]) -> None:
    """Look at what the layout engine really embedded (its fonts by hash): the last word, after any fallback.

    :raises PaperError: a font that does not ship with the project
    """
    if not all(b"+CW-" in font.name for font in fonts.values()):
        raise PaperError(
            _("A font that does not ship with casework got into the paper. Tell the administrator.")
        )


def _script(character: str) -> str:
    """The script's code (ISO 15924); marks and signs of all scripts count as no letters."""
    code = script(character)
    return NO_LETTERS if code in _OF_NO_SCRIPT else code
