"""Another language keeps what is typed: a press on it draws the form again, and takes nothing (decision 0013)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestApp, Upload

from casework.web.models import Limit
from tests.web.app import RECEIVED
from tests.web.test_forms import ORIGIN, fill, open_form, submit


def change_to(form: Any, language: str, status: int = 200) -> Any:
    """Press a language in the menu, or one that it lacks."""
    sent = [("__language__", language), *form.submit_fields()]
    return form.response.goto("", method="post", params=sent, headers=ORIGIN, status=status)


def spoken(page: Any) -> str:
    return str(page.html.html["lang"])


def test_what_is_typed_comes_back_in_the_other_language(config: Any, visitor: TestApp) -> None:
    form = fill(visitor)
    form["name"], form["note"] = "ሰላም & <b>", "first\nsecond"
    form.set("month", "13", index=0)
    page = change_to(form, "ca")
    again = page.forms[0]
    assert spoken(page) == "ca"
    assert "Torna" in page.html.find(class_="cw-actions").a.text, "the words of the page are Catalan, too"
    assert (again["name"].value, again["note"].value.strip()) == ("ሰላም & <b>", "first\nsecond")
    assert (again.get("month", 0).value, again["deformField3"].value) == ("13", "seen")
    assert page.html.find(attrs={"data-error-summary": True}) is None, "nothing was checked"
    assert RECEIVED == []
    with Session(config.registry["engine"]) as session:
        assert session.scalars(select(Limit)).all() == []


def test_the_language_is_kept_and_the_form_is_taken_afterwards(visitor: TestApp) -> None:
    page = change_to(fill(visitor), "ca")
    (cookie,) = (each for each in page.headers.getall("Set-Cookie") if each.startswith("language="))
    assert cookie.startswith("language=ca; Max-Age=31536000; Path=/;")
    assert "HttpOnly" in cookie
    submit(page.forms[0])
    assert [values["name"] for values in RECEIVED] == ["Yusuf Adam Ibrahim"]
    assert spoken(visitor.get("/")) == "ca"


def test_rows_that_were_added_stay(visitor: TestApp) -> None:
    form = submit(fill(visitor), 200, name="add-row", value="stays").forms[0]
    form.set("place", "Girona", index=1)
    again = change_to(form, "es").forms[0]
    assert [field.value for field in again.fields["place"]] == ["L’Hospitalet", "Girona"]


@pytest.mark.parametrize("language", ["xx", "", "../ca", "CA"])
def test_a_language_that_is_not_spoken_changes_nothing(visitor: TestApp, language: str) -> None:
    page = change_to(fill(visitor), language)
    assert spoken(page) == "en"
    assert not any(each.startswith("language=") for each in page.headers.getall("Set-Cookie"))
    assert page.forms[0]["name"].value.strip() == "Yusuf Adam Ibrahim"
    assert RECEIVED == []


def test_a_password_is_typed_again(visitor: TestApp) -> None:
    form = open_form(visitor, "/secret")
    form["account"], form["password"] = "marta", "correct horse"
    page = change_to(form, "fr")
    assert "correct horse" not in page.text
    assert page.forms[0]["account"].value == "marta"
    assert RECEIVED == []


def test_a_file_has_to_be_chosen_again_and_its_field_says_so(visitor: TestApp) -> None:
    form = open_form(visitor, "/upload")
    form["photo"] = Upload("Yusuf.png", b"p" * 500, "image/png")
    page = change_to(form, "ca")
    assert "Torneu a triar-lo" in page.html.main.find(role="alert").text
    assert RECEIVED == []


def test_the_token_is_checked_as_for_any_form(visitor: TestApp) -> None:
    form = fill(visitor)
    form["csrf_token"] = "0" * 64
    page = change_to(form, "ca", 400)
    assert "Yusuf" not in page.text


def test_where_there_is_no_form_the_menu_leads_by_links(visitor: TestApp) -> None:
    assert visitor.get("/").html.find_all("button", attrs={"name": "__language__"}) == []
    menu = visitor.get("/intake").html.find(class_="cw-menu")
    assert menu.find_all("a") == []
    assert [each["value"] for each in menu.find_all("button")] == ["ca", "es", "fr", "nl"]


def test_a_body_that_is_refused_is_not_read_for_a_language(visitor: TestApp) -> None:
    answer = visitor.post("/intake", {"__language__": "ca", "name": "x" * 300_000}, status=413)
    assert spoken(answer) == "en"
