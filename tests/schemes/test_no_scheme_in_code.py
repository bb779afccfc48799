"""No scheme key decides anything in code (design.md §6): none stands in a string, whole or begun, nor in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.schemes import Catalogue

ROOT = Path(__file__).parents[2]
CODE = [file for file in (ROOT / "casework").rglob("*.py") if "demo" not in file.relative_to(ROOT).parts]
TEMPLATES = [
    file for file in (ROOT / "templates").rglob("*") if file.suffix in (".jinja2", ".css", ".js", ".pt")
]


@pytest.fixture(scope="module")
def begins(catalogue: Catalogue) -> re.Pattern[str]:
    """A key, or the word of a town that keys begin with: `bcn-veinatge`, `bcn-`."""
    keys = [scheme.key for scheme in catalogue]
    words = {*keys, *(f"{key.split('-')[0]}-" for key in keys)}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def constants_like(source: str, begins: re.Pattern[str]) -> Iterator[str]:
    """String constants that begin with a key, parts of f-strings and patterns of `match` included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if begins.match(text.strip().casefold()):
                yield text


def test_no_string_in_code_begins_like_a_scheme_key(begins: re.Pattern[str]) -> None:
    assert len(CODE) > 100
    found = {file.name: list(constants_like(file.read_text("utf-8"), begins)) for file in CODE}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_no_template_names_a_scheme(catalogue: Catalogue) -> None:
    assert len(TEMPLATES) > 30
    keys = [scheme.key for scheme in catalogue]
    texts = {file.name: file.read_text("utf-8") for file in TEMPLATES}
    assert [(name, key) for name, text in texts.items() for key in keys if key in text] == []


@pytest.mark.parametrize(
    "source",
    [
        "if scheme == 'bcn-veinatge': pass",
        "x = {'utr-bbb': 1}",
        "x = f'nyc-{kind}'",
        "match key:\n  case 'Oakland-ID': pass",
        "key.startswith('bcn-')",
        "x = b'sf-city-id'",
        "path = 'zurich-zcc.yaml'",
    ],
)
def test_the_walk_sees_a_key(begins: re.Pattern[str], source: str) -> None:
    assert len(list(constants_like(source, begins))) == 1


@pytest.mark.parametrize(
    "source", ["x = 'case'", "x = 'bcn'", "x = 'sf'", "# bcn-veinatge\nx = 'of bcn-veinatge'"]
)
def test_other_words_and_comments_are_free(begins: re.Pattern[str], source: str) -> None:
    assert list(constants_like(source, begins)) == []
