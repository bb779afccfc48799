"""Forms: nothing typed is lost, every error is linked to its control, rows work without script."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestApp, Upload

from casework.web.models import Limit
from tests.web.app import HOST, RECEIVED

ORIGIN = {"Origin": f"https://{HOST}"}


def open_form(app: TestApp, path: str = "/intake") -> Any:
    return app.get(path).forms[0]


def fill(app: TestApp) -> Any:
    """A form with every field right."""
    form = open_form(app)
    values = {"name": "  Yusuf Adam Ibrahim ", "kind": "lease", "place": "L’Hospitalet"}
    for name, value in values.items():
        form[name] = value
    for index, (day, month, year) in enumerate([("", "", "1994"), ("2", "5", "2025")]):
        form.set("day", day, index=index)
        form.set("month", month, index=index)
        form.set("year", year, index=index)
    form["explained"] = True
    form["deformField3"] = "seen"
    return form


def submit(form: Any, status: int = 303, **keywords: Any) -> Any:
    return form.submit(headers=ORIGIN, status=status, **keywords)


def test_a_good_form_is_handed_on_and_answered_303(visitor: TestApp) -> None:
    answer = submit(fill(visitor))
    assert answer.headers["Location"].endswith("/")
    (values,) = RECEIVED
    assert values["name"] == "Yusuf Adam Ibrahim"
    assert values["born"] == {"year": 1994, "month": None, "day": None}
    assert values["stays"] == [{"place": "L’Hospitalet", "arrived": date(2025, 5, 2)}]
    assert (values["how"], values["kind"], values["languages"], values["tags"]) == (
        "seen",
        "lease",
        set(),
        [],
    )


def test_an_empty_form_names_every_field_and_links_to_it(visitor: TestApp) -> None:
    page = submit(open_form(visitor), 400)
    assert RECEIVED == []
    assert page.html.title.text.strip().startswith("Error:")
    summary = page.html.main.find(True)
    assert summary["role"] == "alert"
    links = summary.find_all("a")
    assert [link.text for link in links] == [
        "Fill in: Name",
        "Fill in: Born",
        "Fill in: How was it checked?",
        "Fill in: Kind",
        "Fill in: Place",
        "Fill in: Arrived",
        "I have explained it: Tick this box to go on.",
    ]
    for link in links:
        control = page.html.find(id=link["href"].removeprefix("#"))
        assert control.name in {"input", "select"}
        assert control["aria-invalid"] == "true"
        for described in control["aria-describedby"].split():
            assert page.html.find(id=described) is not None


def test_nothing_typed_is_lost(visitor: TestApp) -> None:
    form = fill(visitor)
    form["name"] = "ሰላም & <b>"
    form["note"] = "\nfirst line\nsecond"
    form.set("month", "13", index=0)
    form["place"] = "x" * 41
    form["explained"] = False
    page = submit(form, 400)
    again = page.forms[0]
    assert again["name"].value == "ሰላም & <b>"
    assert again["note"].value.replace("\r", "").strip() == "first line\nsecond"
    assert again.get("month", 0).value == "13"
    assert again.get("year", 1).value == "2025"
    assert again["place"].value == "x" * 41
    assert again["deformField3"].value == "seen"
    assert again["kind"].value == "lease"
    words = [link.text for link in page.html.main.find(role="alert").find_all("a")]
    assert words == [
        "Born: The month is a number from 1 to 12.",
        "Stays – Stay – Place: This is too long: 40 characters at most.",
        "I have explained it: Tick this box to go on.",
    ]


def test_a_mended_form_is_taken(visitor: TestApp) -> None:
    form = fill(visitor)
    form["kind"] = ""
    again = submit(form, 400).forms[0]
    again["kind"] = "slip"
    submit(again)
    assert RECEIVED[0]["kind"] == "slip"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("30", "2", "1994"), "This month has no such day."),
        (("3", "", "1994"), "Give the month too, or leave the day empty."),
        (("", "5", ""), "Give at least the year."),
        (("", "", "94"), "The year has four digits, for example 1994."),
        (("", "", "199x"), "The year has four digits, for example 1994."),
        (("", "0", "1994"), "The month is a number from 1 to 12."),
    ],
)
def test_a_birth_date_may_be_partial_and_not_odd(
    visitor: TestApp, parts: tuple[str, str, str], sentence: str
) -> None:
    form = fill(visitor)
    for name, value in zip(("day", "month", "year"), parts, strict=True):
        form.set(name, value, index=0)
    assert sentence in submit(form, 400).html.main.find(role="alert").text


@pytest.mark.parametrize("odd", ["a\x00b", "a\x07b", "a\u202eb", "a\x7fb"])
def test_characters_that_no_database_keeps_are_refused_at_the_field(visitor: TestApp, odd: str) -> None:
    form = fill(visitor)
    form["name"] = odd
    assert "cannot be kept" in submit(form, 400).html.main.find(role="alert").text


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200f", "\u3164", "\u2800 \u115f", "\u00ad", "\u0301", "\ue000"]
)
def test_what_nobody_can_see_is_refused_at_the_field(visitor: TestApp, unseen: str) -> None:
    form = fill(visitor)
    form["name"] = unseen
    assert "Nothing of this can be seen" in submit(form, 400).html.main.find(role="alert").text


def test_a_year_that_was_pasted_with_spaces_is_taken_whole(visitor: TestApp) -> None:
    form = fill(visitor)
    form.set("year", " 1990 ", index=0)
    submit(form)
    assert RECEIVED[0]["born"]["year"] == 1990
    boxes = visitor.get("/intake").html.select("input[name=year]")
    assert boxes
    assert all(int(box.get("maxlength", 100)) > len(" 1990 ") for box in boxes)


def test_names_are_composed_and_joiners_stay(visitor: TestApp) -> None:
    form = fill(visitor)
    form["name"] = "Nu\u0301ria می\u200cخواهم"
    submit(form)
    assert RECEIVED[0]["name"] == "Núria می\u200cخواهم"


def test_a_row_is_added_and_removed_without_script(visitor: TestApp) -> None:
    form = fill(visitor)
    form["name"] = "x" * 90
    longer = submit(form, 200, name="add-row", value="stays")
    assert longer.html.find(role="alert") is None
    form = longer.forms[0]
    assert len(form.fields["place"]) == 2
    assert form["name"].value == "x" * 90
    form.set("place", "Terrassa", index=1)
    form.set("place", "", index=0)
    shorter = submit(form, 200, name="remove-row", value="stays.0").forms[0]
    assert [field.value for field in shorter.fields["place"]] == ["Terrassa"]
    emptied = submit(shorter, 200, name="remove-row", value="stays.0").forms[0]
    assert [field.value for field in emptied.fields["place"]] == [""]  # one row stands ready


def test_rows_of_single_values(visitor: TestApp) -> None:
    form = submit(fill(visitor), 200, name="add-row", value="tags").forms[0]
    form["tag"] = "much too long a tag"
    page = submit(form, 400)
    link = page.html.main.find(role="alert").a
    assert page.html.find(id=link["href"][1:])["value"] == "much too long a tag"
    again = page.forms[0]
    again["tag"] = "home"
    submit(again)
    assert RECEIVED[0]["tags"] == ["home"]


def test_errors_of_every_row_stand_in_the_summary(visitor: TestApp) -> None:
    form = submit(fill(visitor), 200, name="add-row", value="stays").forms[0]
    page = submit(form, 400)
    links = page.html.main.find(role="alert").find_all("a")
    assert [link.text for link in links] == ["Fill in: Place", "Fill in: Arrived"]
    places = page.html.find_all("input", attrs={"name": "place"})
    assert places[1]["id"] == links[0]["href"][1:]
    assert "aria-invalid" not in places[0].attrs


def test_the_summary_names_the_field_and_the_field_does_not_repeat_its_label(visitor: TestApp) -> None:
    form = fill(visitor)
    for year in form.fields["year"]:
        year.value = "x"
    page = submit(form, 400)
    links = [link.text for link in page.html.main.find(role="alert").find_all("a")]
    said = "The year has four digits, for example 1994."
    assert links == [f"Born: {said}", f"Stays – Stay – Arrived: {said}"]
    shown = [each.text.strip() for each in page.html.find_all(class_="cw-error")]
    assert shown == [said, said], "at the field itself the sentence stands alone"


def test_after_a_label_that_asks_the_summary_needs_no_colon(visitor: TestApp) -> None:
    form = fill(visitor)
    form["deformField3"].force_value("by magic")
    page = submit(form, 400)
    (link,) = page.html.main.find(role="alert").find_all("a")
    assert link.text == "How was it checked? Choose one of the answers shown."


def test_rows_end_where_the_form_says(visitor: TestApp) -> None:
    form = fill(visitor)
    for _ in range(2):
        page = submit(form, 200, name="add-row", value="stays")
        form = page.forms[0]
    assert len(form.fields["place"]) == 3
    buttons = page.html.find_all("button", attrs={"name": "add-row"})
    assert [button["value"] for button in buttons] == ["tags"]


@pytest.mark.parametrize("press", ["none", "name", "stays.x", "", "stays.stays", "born"])
def test_row_buttons_that_the_form_does_not_have_are_refused(visitor: TestApp, press: str) -> None:
    token = open_form(visitor)["csrf_token"].value
    for button in ("add-row", "remove-row"):
        answer = visitor.post(
            "/intake", {"csrf_token": token, button: press}, headers=ORIGIN, expect_errors=True
        )
        assert answer.status_int == 400
        assert "could not be read" in answer.text


@pytest.mark.parametrize(
    "controls",
    [
        [("__start__", "stays:sequence")],
        [("__end__", "stays:sequence")],
        [("__start__", "stays:nonsense"), ("__end__", "stays:nonsense")],
        [("stays", "a string")],
        [("born", "1994")],
        [("__start__", "name:mapping"), ("__end__", "name:mapping")],
        [("__start__", "name:sequence"), ("__end__", "name:sequence")],
        [("languages", "ca")],
        [("__start__", "tags:sequence"), *[("t", "x")] * 4, ("__end__", "tags:sequence")],
    ],
)
def test_a_structure_that_the_form_cannot_send_is_refused(visitor: TestApp, controls: list[Any]) -> None:
    token = open_form(visitor)["csrf_token"].value
    answer = visitor.post("/intake", [("csrf_token", token), *controls], headers=ORIGIN, expect_errors=True)
    assert answer.status_int == 400
    assert "could not be read" in answer.text


NAMES = st.sampled_from(
    ["name", "born", "stays", "tags", "languages", "year", "__start__", "__end__", "add-row"]
)
VALUES = st.sampled_from(
    [
        "",
        "x",
        "stays:sequence",
        "stay:mapping",
        "born:mapping",
        "name:rename",
        "languages:sequence",
        ":mapping",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(controls=st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_no_order_of_controls_is_a_failure(visitor: TestApp, controls: list[tuple[str, str]]) -> None:
    token = open_form(visitor)["csrf_token"].value
    answer = visitor.post("/intake", [("csrf_token", token), *controls], headers=ORIGIN, expect_errors=True)
    assert answer.status_int in {200, 400}


def test_what_the_use_case_refuses_comes_back_filled(visitor: TestApp) -> None:
    form = fill(visitor)
    form["name"] = "refused"
    page = submit(form, 400)
    assert "This step needs another colleague." in page.html.main.find(role="alert").text
    assert page.forms[0]["name"].value == "refused"
    again = page.forms[0]
    again["name"] = "late"
    page = submit(again, 400)
    link = page.html.main.find(role="alert").a
    assert link.text == "Kind: This kind is no longer taken."
    assert page.html.find(id=link["href"][1:])["name"] == "kind"


def test_what_a_refused_step_wrote_is_undone_and_the_rest_is_not(config: Any, visitor: TestApp) -> None:
    for name, status in (("refused", 400), ("late", 400), ("taken", 303)):
        form = fill(visitor)
        form["name"] = name
        submit(form, status)
    with Session(config.registry["engine"]) as session:
        assert [row.bucket for row in session.scalars(select(Limit))] == ["taken"]


def test_a_password_never_goes_back_to_the_browser(visitor: TestApp) -> None:
    form = open_form(visitor, "/secret")
    form["password"] = " correct horse "
    page = submit(form, 400)
    assert "correct horse" not in page.text
    again = page.forms[0]
    again["account"], again["password"] = "marta", " correct horse "
    submit(again)
    assert RECEIVED[0]["password"] == " correct horse "


def test_a_file_is_handed_on_without_its_name(visitor: TestApp) -> None:
    form = open_form(visitor, "/upload")
    assert form.enctype == "multipart/form-data"
    form["photo"] = Upload("Yusuf.png", b"p" * 50_000, "image/png")
    submit(form)
    assert RECEIVED == [("image/png", 50_000)]


@pytest.mark.parametrize(
    ("kind", "sentence"), [("application/msword", "cannot be kept"), (None, "Fill in: Photo")]
)
def test_a_file_that_does_not_fit_is_asked_again(visitor: TestApp, kind: str | None, sentence: str) -> None:
    form = open_form(visitor, "/upload")
    if kind:
        form["photo"] = Upload("Yusuf.doc", b"d", kind)
    page = submit(form, 400)
    assert sentence in page.html.main.find(role="alert").text
    assert "Yusuf" not in page.text


def test_enter_saves_and_neither_adds_a_row_nor_changes_the_language(visitor: TestApp) -> None:
    page = visitor.get("/intake").html
    own = page.find(class_="cw-form")
    first = next(each for each in page.find_all("button") if each.get("form") == own["id"])
    assert first.get("name") is None
    assert first.find_next("form") is not None, "it stands before the form, and before the menu"
    assert first.find_next("button", attrs={"name": "__language__"}) is not None
