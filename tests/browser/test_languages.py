"""The menu of languages beside a form: what is typed stays, and Enter saves as before."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.access.permissions import Role
from tests.browser.site import (
    DEPEND_ON_WIDTH,
    NARROW,
    WIDE,
    Browsing,
    axe_violations,
    fits,
    take_picture,
)
from tests.browser.walk import message

pytestmark = pytest.mark.browser

NEW = "/dossiers/new?scheme=bcn-veinatge"


def type_somebody(page: Page, given_names: str) -> None:
    page.goto(NEW)
    page.get_by_label("Given names").fill(given_names)
    page.get_by_label("Family names").fill("Mostra")
    page.get_by_label("Year").fill("1990")


def menu(page: Page) -> Any:
    return page.locator(".cw-menu").first


def change_to(page: Page, language: str) -> None:
    menu(page).locator("summary").click()
    with page.expect_navigation():
        menu(page).get_by_role("button", name=language).click()


def test_what_is_typed_stays_in_another_language_and_is_saved(office: Browsing) -> None:
    page = office.visitor(Role.CASEWORKER)
    type_somebody(page, "Paraula")
    change_to(page, "Català")
    expect(page.locator("html")).to_have_attribute("lang", "ca")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Obre un expedient")
    for name, value in (("Nom (", "Paraula"), ("Cognoms (", "Mostra"), ("Any", "1990")):
        expect(page.get_by_label(name)).to_have_value(value)
    with page.expect_navigation():
        page.locator("form.cw-form .cw-button--primary").click()
    assert message(page) == "L’expedient està obert."
    expect(page.get_by_text("Paraula Mostra").first).to_be_visible()


def test_the_menu_of_a_form_is_worked_by_keyboard_and_looks_as_elsewhere(office: Browsing) -> None:
    page = office.visitor(Role.CASEWORKER)
    type_somebody(page, "Teclat")
    menu(page).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu(page).get_by_role("button", name="Español")).to_be_visible()
    assert axe_violations(page) == []
    take_picture(page, f"language-of-a-form-{WIDE}")
    page.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(page, f"language-of-a-form-{NARROW}")
    assert axe_violations(page, *DEPEND_ON_WIDTH) == []
    assert fits(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("input[name=given_names]")).to_have_value("Teclat")


def test_enter_in_a_field_saves(office: Browsing) -> None:
    page = office.visitor(Role.CASEWORKER)
    type_somebody(page, "Retorn")
    page.get_by_label("Family names").press("Enter")
    assert message(page) == "The dossier is open."
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_self_check_is_read_in_the_persons_own_language(office: Browsing) -> None:
    page = office.visitor()
    page.goto("/check/barcelona/bcn-veinatge")
    page.get_by_label("Year").first.fill("1990")
    take_picture(page, f"self-check-languages-{WIDE}")
    with page.expect_navigation():
        page.get_by_role("navigation").get_by_role("button", name="العربية").click()
    expect(page.locator("main [lang=ar][dir=rtl]").first).to_be_visible()
    expect(page.locator("input[name=year]").first).to_have_value("1990")
    page.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(page, f"self-check-languages-{NARROW}")
    assert axe_violations(page) == []
    assert fits(page)
