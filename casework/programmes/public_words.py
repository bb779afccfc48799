"""The words of the public pages, one file for each language in `words/` beside this module.

They are data and not messages of the interface: a leaflet is written in the languages of its scheme, and these
are more than the interface speaks (design.md §6). What lacks a language says so by the `lang` of its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final

from casework.schemes import Texts, read_source, write_text

LANGUAGES: Final = ("en", "ca", "es", "fr", "nl", "it", "de", "ar")
FALLBACK: Final = "en"
PERSONAL_LANGUAGES: Final = ("ar",)
"""Offered on every page for persons, whatever the scheme speaks (design.md §8)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language that it is really in, which need not be the one that was asked for."""

    text: str
    language: str


@dataclass(frozen=True)
class PublicWords:
    """The words of the public pages in one language."""

    language: str
    texts: Texts

    def __getitem__(self, key: str) -> str:
        """A wording without gaps. Raises KeyError when there is none of that key."""
        return self.texts[key]

    def filled(self, key: str, values: Mapping[str, str | date]) -> str:
        """A wording with its gaps filled; days are written with their month in words."""
        return write_text(self.texts[key], self.language, values)


@lru_cache(maxsize=len(LANGUAGES))
def public_words(language: str) -> PublicWords:
    """The words in that language; in English where the public pages do not speak it."""
    known = language if language in LANGUAGES else FALLBACK
    file = f"{known}.yaml"
    return PublicWords(known, read_source((files(__package__) / "words" / file).read_bytes(), file).data)


def is_question(text: str) -> bool:
    """Whether a text asks; named as what would settle something, a question helps nobody."""
    return text.endswith(("?", "؟", "？"))


def said(texts: Texts, language: str) -> Said:
    """The wording in that language, else in English, else in the first one written; and which of them it is."""
    known = next((each for each in (language, FALLBACK, *texts) if texts.get(each)), language)
    return Said(texts.get(known, ""), known)
