"""The guides by role cannot go stale: their pictures are made by `test_day` and
`test_other_cards`, which look for every name they quote."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.day import guide

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
ROLES = {"administrator", "auditor", "caseworker", "lawyer", "partner", "reviewer", "signatory"}
DAYS = ("test_day.py", "test_other_cards.py")


def pictures_made() -> set[str]:
    """Names of the pictures that the tests of both days take, read from their source."""
    sources = (*(HERE / each for each in DAYS), *sorted((HERE / "day").glob("*.py")))
    return {
        str(node.args[-1].value)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "shows"
        and isinstance(node.args[-1], ast.Constant)
    }


def test_each_role_has_a_guide() -> None:
    assert guide.guides().keys() == ROLES


def test_the_pictures_of_the_guides_are_those_that_are_made() -> None:
    assert {each.picture for each in guide.passages()} == pictures_made()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_name_in_bold_stands_before_a_picture(role: str) -> None:
    """What follows the last picture of a guide is looked for on no page, so it may quote nothing."""
    after_all = guide.PICTURE.split(guide.guides()[role])[-1]
    assert not guide.quoted_in(after_all)


def test_a_guide_becomes_a_page_beside_its_pictures(tmp_path: Path) -> None:
    guide.build(tmp_path)
    index = (tmp_path / "index.html").read_text("utf-8")
    for role in ROLES:
        assert f'href="{role}.html"' in index
        assert '<img src="pictures/' in (tmp_path / f"{role}.html").read_text("utf-8")


@pytest.fixture
def accounts_page(chromium: Browser) -> Iterator[Page]:
    """A page with one heading, which counts."""
    page = chromium.new_page()
    page.set_content("<main><h1>Accounts <span>(3)</span></h1></main>")
    yield page
    page.close()


def test_a_picture_that_no_guide_shows_is_refused(accounts_page: Page) -> None:
    with pytest.raises(AssertionError, match=r"no guide shows nothing-like-it\.png"):
        guide.shot(accounts_page, "nothing-like-it")


def test_a_name_that_is_not_on_the_page_is_refused(accounts_page: Page) -> None:
    with pytest.raises(AssertionError, match=r"accounts\.png does not show \['End all sessions'\]"):
        guide.shot(accounts_page, "accounts")
