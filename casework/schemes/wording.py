"""Texts of a scheme: one wording for each language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

Texts: TypeAlias = Mapping[str, str]
Value = TypeVar("Value")


def frozen(mapping: Mapping[str, Value]) -> Mapping[str, Value]:
    """A copy that nobody can change, in the same order."""
    return MappingProxyType(dict(mapping))


def in_language(texts: Texts, language: str) -> str:
    """The wording in that language; else English, else the first one written; empty only if there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def texts_of(paper: Mapping[str, Any], papers: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The words of a paper as its file writes it, over those of the paper that it is `like`.

    Raises:
        KeyError: there is no such paper.
    """
    beneath = texts_of(papers[paper["like"]], papers) if "like" in paper else {}
    own = paper.get("texts", {})
    languages = dict.fromkeys((*beneath, *own))
    return {language: beneath.get(language, {}) | own.get(language, {}) for language in languages}


def blocks_of(paper: Mapping[str, Any], papers: Mapping[str, Any]) -> tuple[str, ...]:
    """What a letter says, block after block: as its file writes it, else as the letter that it is `like`.

    Raises:
        KeyError: there is no such paper.
    """
    if "blocks" in paper or "like" not in paper or paper["form"] != papers[paper["like"]]["form"]:
        return tuple(paper.get("blocks", ()))
    return blocks_of(papers[paper["like"]], papers)
