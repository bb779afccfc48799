"""The house's words: every key, reason and refusal has one in every language, with the same gaps."""

import ast
import re
from importlib.resources import files
from typing import Any

import pytest

from casework.schemes import (
    NotAllowed,
    Period,
    SchemeVersion,
    heading_of,
    name_of,
    say_refusal,
)
from casework.schemes.evidence import PARAMETER
from casework.schemes.words import LANGUAGES, Words, words_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_kind_and_heading_of_barcelona_has_a_word(barcelona: SchemeVersion, language: str) -> None:
    words = words_of(language)
    for section, keys in {
        "states": barcelona.steps.states,
        "actions": barcelona.steps.actions,
        "kinds": barcelona.kinds,
        "terms": barcelona.steps.terms,
        "fields": barcelona.papers["document"].front,
        "groups": ("labour", "social", "family"),
    }.items():
        for key in keys:
            assert words.named(section, key), (section, key)
            assert name_of(barcelona, section, key, language) == words.named(section, key)
    assert all(heading_of(barcelona, category.key, language) for category in barcelona.evidence)


def _gaps(data: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], frozenset[str]]:
    """The gaps of each phrase; two readers of one phrase count as one, since a voice may leave a value out."""
    if isinstance(data, dict) and not {"caseworker", "person"} & set(data):
        return {p: gaps for key, child in data.items() for p, gaps in _gaps(child, (*path, key)).items()}
    text = data["caseworker"] if isinstance(data, dict) else str(data)
    return {path: frozenset(PARAMETER.findall(text))}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_language_says_the_same_phrases_with_the_same_gaps(language: str) -> None:
    def phrases(words: Words) -> dict[tuple[str, ...], frozenset[str]]:
        return _gaps({key: value for key, value in words.data.items() if key not in ("formats", "joins")})

    assert phrases(words_of(language)) == phrases(words_of("en"))


def test_every_reason_that_a_rule_can_give_has_a_sentence() -> None:
    reasons: set[str] = set()
    for file in (files("casework.schemes") / "rules").iterdir():
        if file.name.endswith(".py"):
            tree = ast.parse(file.read_text("utf-8"))
            literals = {
                n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
            reasons |= {text for text in literals if REASON.fullmatch(text)}
    reasons |= {"open_value", "excused"}
    titles = set(words_of("en").data["title"])
    assert reasons - titles == set(words_of("en").data["reason"])


REASON = re.compile(r"(is|age|registered|lived|shown|income|all|any)\.[a-z_]+")


def test_no_house_word_speaks_ill_of_anybody() -> None:
    never = (
        "illegal",
        "irregular",
        "undocumented",
        "sans-papiers",
        "clandestin",
        "residence status",
        "rejected",
    )
    for language in LANGUAGES:
        text = str(words_of(language).data).casefold()
        assert not [word for word in never if word in text]


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("1 month", "شهر واحد"),
        ("2 months", "شهران"),
        ("6 months", "6 أشهر"),
        ("24 months", "24 شهرًا"),
        ("2 years", "سنتان"),
    ],
)
def test_periods_have_the_plurals_of_arabic(period: str, written: str) -> None:
    assert words_of("ar").period(Period.parse(period)) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_engine_has_a_sentence(barcelona: SchemeVersion, language: str) -> None:
    source = (files("casework.schemes") / "steps.py").read_text("utf-8")
    reasons = re.findall(r'NotAllowed\("([a-z_]+)"', source)
    assert len(set(reasons)) == 11
    for reason in reasons:
        detail = "2026-09-11" if reason.startswith("term") else "draft"
        said = say_refusal(barcelona, NotAllowed(reason, detail), language)
        assert said[0] == said[0].upper()
        assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "length", ["1 day", "60 days", "2 weeks", "6 months", "1 year", "5 years", "10 working days"]
)
def test_every_length_is_said_in_words_of_the_language(language: str, length: str) -> None:
    """Babel gives the name of the unit, `duration-day`, where a locale has no words for it."""
    said = words_of(language).period(Period.parse(length))
    assert "duration" not in said
    assert said.strip()
