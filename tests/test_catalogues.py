"""The catalogues of the interface are whole: every message of code and templates, in every language.

New messages come into the catalogues by `pybabel extract` and `pybabel update` (docs/recipes).
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from casework.i18n import DOMAIN, load_localizer

ROOT = Path(str(files("casework"))).parent
SOURCES = (("casework", "**.py", "python"), ("templates", "**.jinja2", "jinja2"))
LANGUAGES = ("ca", "es", "fr", "nl")
LABELLED = "${field}: ${problem}"
ASKED = "${step}?"
SAME_AS_ENGLISH = {
    "ca": {"No", "no", "Error:", LABELLED, ASKED},
    "es": {"No", "no", "Error:", LABELLED},
    "fr": {"Date", "Dossiers", "Journal"},
    "nl": {"Accounts", "Dossiers", LABELLED, ASKED},
}
GAP = re.compile(r"\$\{[a-z_]+\}|%\([a-z_]+\)s")
UNWANTED = {
    "ca": r"il·legal|irregular|sense papers",
    "es": r"ilegal|irregular|sin papeles|indocumentad",
    "fr": r"illégal|irrégul|sans[- ]papiers|clandestin",
    "nl": r"illega|irregulier|ongedocumenteerd|zonder papieren|uitgeprocedeerd",
}


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    """Ids of all messages that code and templates hold; a tuple where there is a plural."""
    found = set()
    for folder, pattern, method in SOURCES:
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, [(pattern, method)], directory_filter=lambda _directory: True
        ):
            found.add(message if isinstance(message, str) else tuple(map(str, message)))
    return frozenset(found)


@cache
def catalogue(language: str) -> Catalog:
    source = ROOT / "casework" / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with source.open("rb") as po:
        return read_po(po, locale=language, domain=DOMAIN, abort_invalid=True)


def wordings(text: Any) -> tuple[str, ...]:
    """One wording, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def translated(language: str) -> list[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Each message with its English and its translated wordings."""
    return [
        (message, wordings(message.id), wordings(message.string))
        for message in catalogue(language)
        if message.id
    ]


def test_messages_are_found() -> None:
    assert "Open a dossier" in messages()
    assert ("One thing needs your attention", "%(count)s things need your attention") in messages()
    assert "Given names" in messages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_message_and_no_other(language: str) -> None:
    held = {english if len(english) > 1 else english[0] for _each, english, _theirs in translated(language)}
    assert sorted(map(str, messages() - held)) == []
    assert sorted(map(str, held - messages())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    same = set()
    for message, english, theirs in translated(language):
        assert not message.fuzzy
        assert all(theirs), english
        same |= {one for one, other in zip(english, theirs, strict=True) if one == other}
    assert same == SAME_AS_ENGLISH[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_gaps(language: str) -> None:
    wrong = [
        theirs
        for _message, english, theirs in translated(language)
        for text in theirs
        if set(GAP.findall(text)) - set(GAP.findall(english[-1]))
        or set(GAP.findall(english[0])) - set(GAP.findall(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_speak_of_persons(language: str) -> None:
    for _message, _english, theirs in translated(language):
        assert not re.search(UNWANTED[language], " ".join(theirs), re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_says_that_it_is_a_draft(language: str) -> None:
    assert "DRAFT" in catalogue(language).header_comment


def test_pages_speak_the_language_of_the_catalogue() -> None:
    assert load_localizer("nl").translate("Sign in", domain=DOMAIN) == "Aanmelden"
    assert load_localizer("ca").pluralize("One thing needs your attention", "", 1, domain=DOMAIN) == (
        "Una cosa necessita la vostra atenció"
    )
