"""What the documents point at is there: pages, headings, and the files of the map."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
GUIDES = ROOT / "docs" / "guides"
DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
MAP = ROOT / "docs" / "architecture.md"
FILE = re.compile(r"`((?:casework|templates|tests|docs|migrations)/[\w./-]*)`")

GAP = re.compile("[A-Z]{2}")
"""A name in capitals stands for any."""


def links(text: str) -> Iterator[str]:
    """Where a document's links and pictures lead."""
    for block in MarkdownIt("commonmark").parse(text):
        for part in block.children or ():
            target = part.attrGet("href") or part.attrGet("src")
            if target:
                yield str(target)


def headings(text: str) -> set[str]:
    """The anchors of a document's headings, as they are made from their words."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def broken(document: Path, text: str) -> list[str]:
    """Relative links of a text that lead nowhere from where the document lies."""
    wrong = []
    for link in links(text):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        made = document.parent == GUIDES and path.startswith("pictures/")  # by `./run guide`
        if ":" in link or made:
            continue
        if not target.exists() or (anchor and anchor not in headings(target.read_text("utf-8"))):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    assert broken(document, document.read_text("utf-8")) == []


def test_a_link_to_nowhere_is_found() -> None:
    text = (
        "[a](docs/glossary.md) [b](docs/nowhere.md) [c](https://cards.example) [d](docs/glossary.md#no-such)"
    )
    assert broken(ROOT / "README.md", text) == ["docs/nowhere.md", "docs/glossary.md#no-such"]


def test_every_file_of_the_map_is_there() -> None:
    named = FILE.findall(MAP.read_text("utf-8"))
    whole = [each for each in named if not GAP.search(each)]
    assert whole
    assert [each for each in whole if not (ROOT / each).exists()] == []
