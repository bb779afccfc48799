"""Every word of the interface goes through the catalogues: in a language that marks them, none is unmarked."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from ruamel.yaml import YAML

from casework.access.permissions import Role
from tests.browser.examples import EXAMPLES, Example
from tests.browser.marking import MARKING
from tests.browser.site import Browsing
from tests.browser.town import Town

pytestmark = pytest.mark.browser

DATA = "title, bdi, time, output, option, textarea, .cw-code, [data-words], [lang]:not(html)"
"""Values, and sentences of schemes, which are data in languages of their own (design.md §6); a title is in h1 too."""
VISIBLE_TEXT = """(data) => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!parent.closest(`script, style, ${data}`)) found.push(text.textContent);
  }
  for (const each of document.querySelectorAll("[alt], [aria-label], [title], [placeholder]"))
    for (const name of ["alt", "aria-label", "title", "placeholder"]) found.push(each.getAttribute(name) ?? "");
  return found;
}"""
VALUES = re.compile(
    r"casework|Ajuntament de Barcelona|Direcció de Serveis d’Immigració i Refugi|Despatx Mostra i Exemple"
    r"|Torn d’ofici d’estrangeria|\d{2}-\d{5}|V\d{7}|NYC\d{8}|A\d+|[\d\s.,:;·–/()«»⟦⟧\[\]]"
)
"""Names of the demo's organisations, numbers and punctuation."""


@pytest.fixture(scope="module")
def windows(town: Browsing) -> dict[Role | None, Page]:
    """Windows that speak the marking language, by role."""
    windows = {role: town.visitor(role) for role in {each.role for each in EXAMPLES}}
    for window in windows.values():
        window.context.add_cookies([{"name": "language", "value": MARKING, "url": town.server.url}])
    return windows


def unmarked(page: Page) -> list[str]:
    """What is left of the page's words without marked messages, values and the words of schemes."""
    texts: list[Any] = page.evaluate(VISIBLE_TEXT, DATA)
    left = (re.sub(r"⟦[^⟦⟧]*⟧", "", _flat(text)).strip(" –\n") for text in texts)
    return [text for text in left if VALUES.sub("", text) and text.casefold() not in scheme_words()]


@cache
def scheme_words() -> frozenset[str]:
    """Every wording that a scheme file or the house's words for schemes hold, as it stands there."""
    folder = Path(str(files("casework.schemes")))
    parts: list[Any] = [YAML(typ="safe", pure=True).load(path) for path in folder.glob("*/*.yaml")]
    found = set()
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)
        else:
            found.add(str(part).strip().casefold())
    return frozenset(found)


def _flat(text: str) -> str:
    """A message within a message (a title in a sentence) is marked as a whole."""
    while (inner := re.sub(r"⟦([^⟦⟧]*)⟦([^⟦⟧]*)⟧", r"⟦\1\2", text)) != text:
        text = inner
    return text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: str(each.name))
def test_no_word_escapes_the_catalogues(
    town: Browsing, settled: Town, windows: dict[Role | None, Page], example: Example
) -> None:
    page = windows[example.role]
    example.show(page, settled.addresses)
    assert page.locator("html").get_attribute("lang") == MARKING
    assert unmarked(page) == []


def test_an_unmarked_word_is_found(town: Browsing, windows: dict[Role | None, Page]) -> None:
    page = windows[None]
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Hello ⟦there⟧</p>')")
    assert unmarked(page) == ["Hello"]
