"""Appointments on the pages of a dossier."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation, name_of
from tests.support.pages import fill, form_of

ZONE = "Europe/Madrid"
NOTE = "Va venir amb la seva germana.\n<b>Tornarà</b> dilluns."


@pytest.fixture
def case(installation: Installation) -> str:
    return f"/dossiers/{prepare_case(installation.registry)}"


@pytest.fixture(scope="module")
def browser(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


def typed(day: date) -> tuple[tuple[str, str, str], ...]:
    return ((str(day.day), str(day.month), str(day.year)),)


def agree(browser: TestApp, case: str, day: date, hour: str = "9:30", status: int = 303) -> Any:
    page = browser.get(f"{case}/appointments")
    return fill(page, typed(day), status=status, purpose="interview", hour=hour, place="Sala Exemple")


def test_from_agreed_to_held(browser: TestApp, case: str) -> None:
    today = clock.today(ZONE)
    agree(browser, case, today, "0:01")
    panel = browser.get(case)
    assert "Interview:" in panel.text
    assert "00:01" in panel.text
    form = panel.click("Appointments and interview notes").click("Held")
    page = fill(form, note=NOTE).follow()
    assert "&lt;b&gt;Tornarà&lt;/b&gt; dilluns." in page.text
    assert "Sala Exemple" in page.text
    assert "Last interview:" in browser.get(case).text


def test_missed_and_called_off_are_asked_about(browser: TestApp, case: str) -> None:
    today = clock.today(ZONE)
    for label, hour, words in (
        ("Did not come", "0:01", "The person did not come"),
        ("Call off", "0:02", "Called off"),
    ):
        agree(browser, case, today, hour)
        question = browser.get(f"{case}/appointments").click(label, index=0)
        assert words not in browser.get(f"{case}/appointments").html.find("main").find_all("section")[0].text
        assert words in form_of(question).submit(status=303).follow().text


def test_a_coming_one_can_only_be_called_off(browser: TestApp, case: str) -> None:
    agree(browser, case, clock.today(ZONE) + timedelta(days=2))
    page = browser.get(f"{case}/appointments")
    links = [
        each["href"] for each in page.html.find("main").find_all("a") if "/appointments/" in each["href"]
    ]
    assert [each.rpartition("/")[2] for each in links] == ["call-off"]
    missed = links[0].replace("call-off", "missed")
    assert "still to come" in form_of(browser.get(missed)).submit(status=409).text
    held = links[0].replace("call-off", "held")
    page = fill(browser.get(held), status=400, note=NOTE)
    assert "still to come" in page.text
    assert "germana" in page.text


def test_what_was_noted_once_is_closed(browser: TestApp, case: str) -> None:
    agree(browser, case, clock.today(ZONE), "0:01")
    """Two colleagues have the question open at once."""
    question, other = (browser.get(f"{case}/appointments").click("Did not come") for _tab in range(2))
    form_of(question).submit(status=303)
    assert "noted before" in form_of(other).submit(status=409).text
    assert "noted before" in browser.get(question.request.path.replace("missed", "held"), status=409).text


@pytest.mark.parametrize(
    ("days", "hour", "field"),
    [(0, "half past nine", "hour"), (-3, "9:30", "day"), (0, "", "hour")],
)
def test_errors_stand_at_their_field_and_nothing_is_lost(
    browser: TestApp, case: str, days: int, hour: str, field: str
) -> None:
    page = agree(browser, case, clock.today(ZONE) + timedelta(days=days), hour, status=400)
    wrong = page.html.find_all(attrs={"aria-invalid": "true"})
    assert {each["name"] for each in wrong} == ({"day", "month", "year"} if field == "day" else {"hour"})
    form = form_of(page)
    assert (form["place"].value, form["hour"].value) == ("Sala Exemple", hour)


def test_the_same_hour_twice_is_refused_with_what_was_typed(browser: TestApp, case: str) -> None:
    tomorrow = clock.today(ZONE) + timedelta(days=1)
    agree(browser, case, tomorrow)
    page = agree(browser, case, tomorrow, status=400)
    assert "stands at that hour already" in page.text
    assert form_of(page)["place"].value == "Sala Exemple"


def test_an_appointment_of_another_dossier_is_missing(
    installation: Installation, browser: TestApp, case: str
) -> None:
    agree(browser, case, clock.today(ZONE), "0:01")
    held = browser.get(f"{case}/appointments").click("Held").request.path
    other = f"/dossiers/{prepare_case(installation.registry)}"
    assert browser.get(held.replace(case, other), status=404).status_int == 404


def test_the_worklist_names_todays_appointments(browser: TestApp, case: str) -> None:
    assert case not in browser.get("/dossiers?list=appointments").text
    agree(browser, case, clock.today(ZONE), "0:05")
    page = browser.get("/dossiers?list=appointments").text
    assert case in page
    assert "00:05" in page


@pytest.mark.parametrize(
    ("weekday", "hour", "unusual"),
    [(6, "10:00", True), (2, "3:00", True), (2, "21:00", True), (2, "7:00", False), (2, "20:59", False)],
)
def test_a_day_or_an_hour_when_offices_are_closed_is_taken_and_said(
    browser: TestApp, case: str, weekday: int, hour: str, unusual: bool
) -> None:
    """Neither the 13th nor the 17th of January 2027 is a holiday in Barcelona."""
    with clock.pretend(datetime(2027, 1, 11, 9, 0, tzinfo=UTC)):
        fresh = browser.get(f"{case}/appointments")
        if "/sign-in" in str(fresh.location):
            fill(fresh.follow(), name=name_of(Role.CASEWORKER), password=PASSWORD)
        page = agree(browser, case, date(2027, 1, 11 + weekday), hour).follow()
    said = page.html.select_one("[role=status]").text
    assert "The appointment is agreed." in said
    assert ("closed" in said) is unusual
