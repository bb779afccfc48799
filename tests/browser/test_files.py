"""A file that is too large is said where it was chosen, and what was typed stays."""

import pytest

from casework.access.permissions import Role
from tests.browser.site import Browsing
from tests.browser.town import Town

pytestmark = pytest.mark.browser

LARGE = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + bytes(40_000_000)}
SMALL = {**LARGE, "buffer": b"%PDF-1.7"}


def test_it_is_not_sent_until_a_smaller_one_is_chosen(town: Browsing, settled: Town) -> None:
    page = town.visitor(Role.CASEWORKER)
    page.goto(settled.addresses["take_up"] + "/evidence/new?category=cursos")
    page.get_by_label("Issued by").fill("Escola Mostra")
    field = page.get_by_label("Copy of it")
    field.set_input_files(LARGE)
    assert field.evaluate("field => field.validationMessage") == "This file is too large: 15 MB at most."
    page.get_by_role("button", name="Add the evidence").last.click()
    assert page.get_by_label("Issued by").input_value() == "Escola Mostra"
    assert not page.title().startswith("Error:")
    field.set_input_files(SMALL)
    page.get_by_role("button", name="Add the evidence").last.click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error:")
