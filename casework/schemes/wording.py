"""Texts of a scheme: one wording for each language."""

from collections.abc import Mapping
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, str]


def in_language(texts: Texts, language: str) -> str:
    """The wording in that language; else English, else the first one written; empty only if there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
