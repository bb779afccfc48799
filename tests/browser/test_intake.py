"""The question whether it is the same person, seen, answered by keyboard alone, and accessible."""

import re

import pytest
from playwright.sync_api import Page

from casework.access.permissions import Role
from tests.browser.site import DEPEND_ON_WIDTH, NARROW, WIDE, Browsing, axe_violations, fits, take_picture
from tests.browser.town import LONG_NAME, Town

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(town: Browsing, settled: Town) -> Page:
    """The form of somebody who may be the person with the long name, sent once."""
    page = town.visitor(Role.CASEWORKER)
    page.goto("/dossiers/new?scheme=bcn-veinatge")
    page.get_by_label("Given names").fill("María Dolores")
    page.get_by_label("Name in its own script").fill(LONG_NAME.native_name)
    page.get_by_label("Language of that script").select_option("ar")
    page.get_by_label("Year").fill("1961")
    page.get_by_role("button", name="Open the dossier").click()
    page.get_by_role("alert").wait_for()
    return page


def test_the_question_is_accessible_and_fits(asked: Page) -> None:
    assert asked.title().startswith("Error:")
    assert axe_violations(asked) == []
    take_picture(asked, f"dossier-new-known-{WIDE}")
    asked.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(asked, f"dossier-new-known-{NARROW}")
    assert axe_violations(asked, *DEPEND_ON_WIDTH) == []
    assert fits(asked)


def test_a_known_dossier_opens_beside_the_form(asked: Page) -> None:
    with asked.context.expect_page() as opened:
        asked.get_by_role("link", name=re.compile(r"\d\d-\d{5}")).first.click()
    assert opened.value.get_by_role("heading", level=1).inner_text().endswith("mostra")
    assert asked.get_by_label("Given names").input_value() == "María Dolores"


def test_it_is_answered_by_keyboard_alone(asked: Page) -> None:
    asked.get_by_role("link", name="Somebody like this is known already").focus()
    asked.keyboard.press("Enter")
    asked.keyboard.press("ArrowUp")  # the last answer: somebody else
    assert asked.get_by_label("Somebody else, who is new here").is_checked()
    asked.keyboard.press("Enter")
    asked.get_by_role("status").get_by_text("The dossier is open.").wait_for()
