"""The page of register movements: what they amount to, what does not count and why, and a person's look at a break."""

from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.db import writing
from casework.people.models import BirthDate, Particulars
from tests.dossiers.cases import Desk
from tests.support.installation import Installation
from tests.support.pages import fill

BORN_1990 = Particulars("Amina", "Mostrani Exemple", BirthDate(1990, 5), birth_place="Exemplària")
Day = tuple[str, str, str]
NEVER: Day = ("", "", "")


@pytest.fixture
def dossier(installation: Installation) -> str:
    """The path of a dossier in which nothing was entered yet."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        return f"/dossiers/{Desk(session, registry['catalogue'], clock.today()).open(BORN_1990).id}"


def enter(
    browser: TestApp,
    dossier: str,
    what: str,
    day: Day,
    place: str = "Barcelona",
    notified: Day = NEVER,
    status: int = 303,
    **more: str,
) -> Any:
    page = browser.get(f"{dossier}/register")
    return fill(page, (day, notified), status=status, what=what, place=place, **more)


def amounts_to(browser: TestApp, dossier: str) -> list[str]:
    page = browser.get(f"{dossier}/register").html
    return [each.text for each in page.select_one("main ul.cw-list").select("li")]


def rule(browser: TestApp, dossier: str) -> str:
    """What the dossier says about the rule on the register."""
    text = " ".join(browser.get(dossier).html.text.split())
    return text[text.index("6 months in the register of Barcelona") :][:300]


def with_a_break(browser: TestApp, dossier: str) -> None:
    enter(browser, dossier, "arrival", ("1", "1", "2024"))
    enter(browser, dossier, "caducity", ("1", "5", "2026"), notified=("1", "8", "2026"))
    enter(browser, dossier, "arrival", ("6", "8", "2026"))


def test_a_break_that_was_looked_at_no_longer_counts(caseworker: TestApp, dossier: str) -> None:
    assert "Break looked at" not in caseworker.get(f"{dossier}/register").text, "there is no break yet"
    with_a_break(caseworker, dossier)
    assert amounts_to(caseworker, dossier)[1] == "Then a break of 5 days."
    why = "The renewal letter went to an old address; the person lived here all the time."
    enter(caseworker, dossier, "disregarded", ("6", "8", "2026"), reason=why)
    assert amounts_to(caseworker, dossier) == [
        "Registered in Barcelona from 1 January 2024 until today.",
        "A break in it was looked at and does not count: 5 days (Lapsed (caducity)).",
    ]
    assert why in caseworker.get(f"{dossier}/register").text
    assert "does not count" in rule(caseworker, dossier)


@pytest.mark.parametrize(
    ("day", "place", "reason", "message"),
    [
        (("7", "8", "2026"), "Barcelona", "Lived here", "No break ends on this day."),
        (("6", "8", "2026"), "Girona", "Lived here", "The break is in the register of Barcelona."),
        (("6", "8", "2026"), "Barcelona", "", "Say why the break does not count."),
    ],
)
def test_a_look_at_no_break_or_without_a_reason_is_refused(
    caseworker: TestApp, dossier: str, day: Day, place: str, reason: str, message: str
) -> None:
    with_a_break(caseworker, dossier)
    page = enter(caseworker, dossier, "disregarded", day, place, status=400, reason=reason)
    assert message in page.text


def test_one_day_is_a_day(caseworker: TestApp, dossier: str) -> None:
    enter(caseworker, dossier, "arrival", ("1", "1", "2024"))
    enter(caseworker, dossier, "departure", ("1", "5", "2025"))
    enter(caseworker, dossier, "arrival", ("2", "5", "2025"))
    assert amounts_to(caseworker, dossier)[1] == "Then a break of 1 day."


def test_entries_for_another_town_are_shown_and_said_not_to_count(caseworker: TestApp, dossier: str) -> None:
    enter(caseworker, dossier, "arrival", ("1", "2", "2025"), "barcelona")
    enter(caseworker, dossier, "departure", ("1", "3", "2026"), "BCN")
    enter(caseworker, dossier, "arrival", ("1", "1", "2023"), "Girona")
    enter(caseworker, dossier, "departure", ("1", "2", "2025"), "Girona")
    assert amounts_to(caseworker, dossier) == [
        "Registered in Barcelona from 1 February 2025, without a break until today.",
        "Not counted for Barcelona: what is entered for BCN. If it is the same town, enter it as Barcelona.",
        "Not counted for Barcelona: what is entered for Girona. If it is the same town, enter it as Barcelona.",
        "Registered in Girona from 1 January 2023 until 1 February 2025: Struck off (departure).",
    ]
    page = caseworker.get(f"{dossier}/register").html
    field = page.select_one("input[name=place]")
    suggested = page.select_one(f"datalist#{field['list']}").select("option")
    assert [each["value"] for each in suggested] == ["Barcelona", "barcelona", "BCN", "Girona"]
    assert "entered for another town: BCN and Girona" in rule(caseworker, dossier)


def test_a_departure_without_its_arrival_is_no_missing_registration(
    caseworker: TestApp, dossier: str
) -> None:
    enter(caseworker, dossier, "departure", ("1", "3", "2026"))
    assert amounts_to(caseworker, dossier) == [
        "The entries for Barcelona begin without an arrival. Enter it too."
    ]


def test_a_movement_that_changes_nothing_is_taken_and_remarked(caseworker: TestApp, dossier: str) -> None:
    enter(caseworker, dossier, "departure", ("1", "3", "2021"))
    enter(caseworker, dossier, "arrival", ("1", "1", "2024"))
    enter(caseworker, dossier, "annulment", ("1", "5", "2026"))
    assert amounts_to(caseworker, dossier) == [
        "Registered in Barcelona from 1 January 2024, without a break until today.",
        "Struck off (departure), 1 March 2021: no registration is entered that this would end. "
        "Enter its arrival too, or look at the day again.",
        "Lapse annulled, 1 May 2026: no lapse is entered that this would annul. "
        "Enter the lapse too, or look at the days again.",
    ]
    enter(caseworker, dossier, "arrival", ("1", "1", "2020"))
    enter(caseworker, dossier, "caducity", ("1", "4", "2026"), notified=("2", "4", "2026"))
    assert not [
        each for each in amounts_to(caseworker, dossier) if "no registration" in each or "no lapse" in each
    ]


def test_a_lapse_that_nobody_was_told_of_is_said_not_to_count_yet(caseworker: TestApp, dossier: str) -> None:
    enter(caseworker, dossier, "arrival", ("1", "1", "2024"))
    enter(caseworker, dossier, "caducity", ("1", "5", "2026"))
    assert amounts_to(caseworker, dossier)[1] == (
        "The lapse of 1 May 2026 does not count yet: the day on which the person was told is not entered."
    )


def test_nobody_is_told_of_a_lapse_tomorrow(caseworker: TestApp, dossier: str) -> None:
    later = ("15", "12", str(clock.today().year + 1))
    page = enter(caseworker, dossier, "caducity", ("1", "5", "2026"), notified=later, status=400)
    assert "This day is still to come." in page.text


def test_nobody_is_registered_before_birth(caseworker: TestApp, dossier: str) -> None:
    page = enter(caseworker, dossier, "arrival", ("30", "4", "1990"), status=400)
    assert "This day is before the person was born." in page.text
    enter(caseworker, dossier, "arrival", ("1", "5", "1990"))


def test_evidence_proves_life_in_the_scheme_s_country_and_since_birth(
    caseworker: TestApp, dossier: str
) -> None:
    page = caseworker.get(f"{dossier}/evidence/new?category=llengua")
    assert "Proves living in the country (Spain) from" in page.text
    choices = ("course_certificate", "original_seen")
    refused = fill(page, (NEVER, ("30", "4", "1990"), NEVER), choices, 400)
    assert "This day is before the person was born." in refused.text
    assert (
        "still to come"
        in fill(page, (NEVER, ("1", "1", str(clock.today().year + 1)), NEVER), choices, 400).text
    )


def test_the_same_movement_is_entered_once_also_from_two_windows(caseworker: TestApp, dossier: str) -> None:
    enter(caseworker, dossier, "arrival", ("1", "1", "2024"))
    page = enter(caseworker, dossier, "arrival", ("1", "1", "2024"), status=400)
    assert "entered already" in page.html.select_one("[data-error-summary]").text
    enter(caseworker, dossier, "arrival", ("2", "1", "2024"))


def test_a_town_stands_without_its_country(caseworker: TestApp, dossier: str) -> None:
    """Else it would be another town than the same one written alone, and count for nothing."""
    answer = enter(caseworker, dossier, "arrival", ("1", "1", "2024"), place="Paris, France", status=400)
    field = answer.html.find(attrs={"name": "place"})
    assert field["value"] == "Paris, France"
    assert "Write one town, without a comma" in field.parent.text
    assert caseworker.get(f"{dossier}/register").html.select("main ul.cw-list li") == []
    enter(caseworker, dossier, "arrival", ("1", "1", "2024"), place="Paris")
