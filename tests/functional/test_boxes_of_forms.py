"""What belongs together in a form stands together: what is short, two dates of one thing, answers of a word."""

import pytest
from webtest import TestApp


def test_an_hour_has_a_short_box_and_a_place_a_long_one(caseworker: TestApp, dossier: str) -> None:
    page = caseworker.get(f"{dossier}/appointments").html
    assert "cw-input--short" in page.find("input", attrs={"name": "hour"})["class"]
    assert "cw-input--short" not in page.find("input", attrs={"name": "place"})["class"]


@pytest.mark.parametrize(
    ("category", "pairs"),
    [("ident", ["Date on it", "Valid until", "from", "until"]), ("padro", ["from", "until"])],
)
def test_the_first_and_the_last_day_share_a_line(
    caseworker: TestApp, dossier: str, category: str, pairs: list[str]
) -> None:
    page = caseworker.get(f"{dossier}/evidence/new?category={category}").html
    found = [
        each.legend.text.replace("(optional)", "").strip() for each in page.select(".cw-fieldset--paired")
    ]
    assert [legend.endswith(end) for legend, end in zip(found, pairs, strict=True)] == [True] * len(pairs)


def test_answers_of_a_word_stand_in_a_row_and_longer_ones_below_each_other(
    caseworker: TestApp, dossier: str
) -> None:
    asked = caseworker.get(f"{dossier}/questions").html
    assert [label.text for label in asked.select(".cw-choices--row label")] == ["Yes", "No", "Not known yet"]
    shown = caseworker.get(f"{dossier}/evidence/new?category=padro").html
    assert shown.select("input[type=radio]") != []
    assert shown.select(".cw-choices--row") == []


def test_nothing_to_choose_is_said_and_no_form_breaks(caseworker: TestApp, dossier: str) -> None:
    assert "Nothing to give access to yet" in caseworker.get(f"{dossier}/grants/new").text
