"""The guides by role: what they promise of a page is looked for on it when its picture is taken.

A passage of a guide ends with its picture. Every name in bold in it is a button, link, field or heading of the
page in the picture. `python -m tests.browser.day.guide FOLDER` makes pages to read of the guides and pictures.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.sync_api import Page

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
PICTURE = re.compile(r"!\[[^\]]+\]\(pictures/([a-z-]+)\.png\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
WIDTH = 1280
NAMES = """() => [...document.querySelectorAll(
    "main :is(a, button, label, legend, summary, h1, h2, h3, th, dt, caption, .cw-state)"
  )].filter((each) => each.checkVisibility()).map((each) => {
    const words = each.cloneNode(true);
    words.querySelectorAll(".cw-hidden, .cw-optional").forEach((part) => part.remove());
    return words.textContent.replace(/\\s+/g, " ").trim();
  })"""
COUNT = re.compile(r" \(\d+\+?\)$")
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 sans-serif }}
img {{ max-width: 100%; border: 1px solid #bbb }}</style></head><body>{body}</body></html>
"""


@dataclass(frozen=True)
class Passage:
    """Part of a guide, up to its picture: the picture's name, and the names that the part quotes."""

    guide: str
    picture: str
    quoted: frozenset[str]


def guides() -> dict[str, str]:
    """The guides as they are written, by role."""
    return {path.stem: path.read_text("utf-8") for path in sorted(GUIDES.glob("*.md"))}


def quoted_in(text: str) -> frozenset[str]:
    return frozenset(" ".join(each.split()) for each in BOLD.findall(text))


def passages() -> Iterator[Passage]:
    for guide, text in guides().items():
        parts = PICTURE.split(text)
        for words, picture in zip(parts[::2], parts[1::2], strict=False):
            yield Passage(guide, picture, quoted_in(words))


def names_on(page: Page) -> set[str]:
    """What a reader of the page can look for: the words on its controls, fields and headings."""
    return {COUNT.sub("", each) for each in page.evaluate(NAMES)}


def shot(page: Page, name: str) -> None:
    """Look for what the guides say of this page; keep its picture in the folder that CASEWORK_GUIDE names, if it does.

    Raises AssertionError when no guide shows the picture, or a name that a guide quotes is not on the page.
    """
    told = [each for each in passages() if each.picture == name]
    assert told, f"no guide shows {name}.png"
    page.wait_for_load_state()
    missing = {quoted for each in told for quoted in each.quoted} - names_on(page)
    assert not missing, f"{name}.png does not show {sorted(missing)}"
    folder = os.environ.get("CASEWORK_GUIDE")
    if folder:
        page.set_viewport_size({"width": WIDTH, "height": 900})
        page.locator("main").screenshot(path=Path(folder) / "pictures" / f"{name}.png")


def build(folder: Path) -> None:
    """A page for each guide beside its pictures, and one that leads to them."""
    reader = MarkdownIt()
    for role, text in guides().items():
        shutil.copy(GUIDES / f"{role}.md", folder)
        page = FRAME.format(title=role.capitalize(), body=reader.render(text))
        (folder / f"{role}.html").write_text(page, "utf-8")
    links = "".join(f'<li><a href="{role}.html">{role.capitalize()}</a></li>' for role in guides())
    index = FRAME.format(title="Guides", body=f"<h1>Guides by role</h1><ul>{links}</ul>")
    (folder / "index.html").write_text(index, "utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
