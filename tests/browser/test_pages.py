"""Every page, in every state that it has: axe finds nothing, 320 px is enough, no policy is broken.

With CASEWORK_PICTURES=test-output a picture of each lands there, to be looked at.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from casework.access.permissions import Role
from tests.browser.examples import EXAMPLES, FILES, WITHOUT_A_PAGE, Example
from tests.browser.site import (
    DEPEND_ON_WIDTH,
    NARROW,
    WIDE,
    Browsing,
    axe_violations,
    fits,
    take_picture,
)
from tests.browser.town import LONG_NAME, Town

pytestmark = pytest.mark.browser

BY_NAME = {example.name: example for example in EXAMPLES}
REFUSED_WHEN_EMPTY = (
    "sign-in", "dossier-new", "person", "register-empty", "evidence-new", "statement", "step", "decision",
    "grant-new", "notes", "representative-new", "verify", "step-ask", "step-hand-over", "decision-refuse",
    "decision-end", "appointments-empty", "appointment-held", "photo-none", "evidence-new-identity",
    "statement-edit", "counter-person", "counter-evidence", "counter-check", "household-decision", "adopt",
    "adopt-terms", "account-end", "certificate-again", "letterhead",
)  # fmt: skip
ON_THE_FIRST_DAY = (
    ("dossiers", Role.CASEWORKER), ("dossiers", Role.SIGNATORY), ("cards", Role.CASEWORKER),
    ("granted", Role.LAWYER), ("journal", Role.AUDITOR), ("accounts", Role.ADMINISTRATOR),
)  # fmt: skip


@dataclass
class Visit:
    """The town's windows: one of each role, used by all tests of this module."""

    town: Town
    browsing: Browsing
    pages: dict[Role | None, Page]

    def open(self, example: Example, width: int = WIDE) -> Page:
        if example.role not in self.pages:
            self.pages[example.role] = self.browsing.visitor(example.role)
        page = self.pages[example.role]
        page.set_viewport_size({"width": width, "height": 900})
        example.show(page, self.town.addresses)
        return page


@pytest.fixture(scope="module")
def visit(town: Browsing, settled: Town) -> Visit:
    return Visit(settled, town, {})


def check(page: Page, name: str) -> None:
    """Axe and the eye at full width, then the narrow window. What says that it belongs to a form has that form."""
    assert page.evaluate("[...document.querySelectorAll('[form]')].every((each) => each.form)")
    assert axe_violations(page) == []
    take_picture(page, f"{name}-{WIDE}")
    page.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(page, f"{name}-{NARROW}")
    assert axe_violations(page, *DEPEND_ON_WIDTH) == []
    assert fits(page)


def test_every_route_with_a_page_has_an_example(town: Browsing) -> None:
    views = town.server.installation.registry.introspector.get_category("views")
    shown = {
        each["introspectable"]["route_name"]
        for each in views
        if each["introspectable"]["request_methods"] in (None, "GET")
        or "GET" in (each["introspectable"]["request_methods"] or ())
    }
    pages = {route for route in shown if route and not route.startswith("__static")}
    assert pages == {example.route for example in EXAMPLES} | FILES.keys() | WITHOUT_A_PAGE


@pytest.mark.parametrize("name", BY_NAME)
def test_a_page_is_accessible_and_fits(visit: Visit, name: str, town: Browsing) -> None:
    page = visit.open(BY_NAME[name])
    assert page.locator("h1").count() == 1
    check(page, name)


@pytest.mark.parametrize("name", REFUSED_WHEN_EMPTY)
def test_a_refused_form_is_accessible_and_fits(visit: Visit, name: str, town: Browsing) -> None:
    page = visit.open(BY_NAME[name])
    for control in page.locator("form.cw-form").locator("input[type=text], textarea").all():
        control.fill("")
    page.locator("form.cw-form :is(.cw-button--primary, .cw-button--danger)").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error:")
    check(page, f"{name}-refused")


@pytest.mark.parametrize(("name", "role"), ON_THE_FIRST_DAY)
def test_an_empty_page_is_accessible_and_fits(office: Browsing, name: str, role: Role) -> None:
    page = office.visitor(role)
    page.goto(BY_NAME[name].address)
    check(page, f"{name}-empty-{role}")


def test_names_are_kept_apart_from_the_direction_of_the_page(visit: Visit, town: Browsing) -> None:
    for name in ("dossier-opened", "dossiers"):
        page = visit.open(BY_NAME[name])
        assert page.locator("html").get_attribute("dir") == "ltr"
        native = page.locator("bdi[lang=ar][dir=rtl]").filter(has_text=LONG_NAME.native_name).first
        assert native.evaluate("(element) => getComputedStyle(element).direction") == "rtl"
        assert native.evaluate("(element) => getComputedStyle(element).unicodeBidi") == "isolate"


def test_a_broken_policy_is_noticed(visit: Visit, town: Browsing) -> None:
    page = visit.open(BY_NAME["home"])
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.evaluate("document.querySelector('p[style]').remove()")
    found, town.complaints[:] = list(town.complaints), []
    assert any(text.startswith("policy: style-src") for text in found)
