"""When a letter reached the person, by the pages: asked for, noted, corrected, and shown to who decides on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.dossiers.models import Letter
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import take_step
from casework.journal.models import JournalEntry
from casework.schemes import long_day
from tests.dossiers.cases import Desk
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

RECORD = "Record when the person got the letter"
ROLES = (Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY)


@dataclass(frozen=True)
class Asked:
    """A dossier of which more was asked forty days ago, and the letter that asks."""

    dossier: str
    letter: str
    number: str
    written_on: date


@pytest.fixture(scope="module")
def browsers(installation: Installation) -> dict[Role, TestApp]:
    return {role: installation.signed_in(role) for role in ROLES}


@pytest.fixture
def asked(installation: Installation) -> Asked:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid") - timedelta(40))
        dossier = desk.open()
        desk.take(dossier, "submit", "ask_for_more")
        letter = dossier.letters[-1]
        found = Asked(f"/dossiers/{dossier.id}", f"/letters/{letter.id}", letter.number, letter.written_on)
    while installation.run_jobs():
        pass
    return found


def parts(day: date) -> tuple[tuple[str, str, str], ...]:
    return ((str(day.day), str(day.month), str(day.year)),)


def receive(browser: TestApp, asked: Asked, days: int, way: str = "counter", status: int = 303) -> Any:
    """Note, by the form, that the person had the letter so many days after it was written."""
    day = asked.written_on + timedelta(days=days)
    return fill(browser.get(f"{asked.letter}/received"), parts(day), (way,), status=status)


def main_text(page: Any) -> str:
    return " ".join(page.html.main.get_text(" ", strip=True).split())


def letters_listed(browser: TestApp, ready: str = "letters") -> list[str]:
    page = browser.get(f"/dossiers?list={ready}")
    return [each["href"] for each in page.html.main.select("a.cw-name")]


def test_the_dossier_the_list_and_the_letter_lead_to_it_until_it_is_noted(
    browsers: dict[Role, TestApp], asked: Asked
) -> None:
    browser = browsers[Role.CASEWORKER]
    assert asked.dossier in letters_listed(browser)
    page = browser.get(asked.dossier)
    assert f"Next step: {RECORD}" in main_text(page)
    assert "as printed, until it is noted" in main_text(page)
    form = page.click(RECORD)
    assert form.request.path == f"{asked.letter}/received"
    assert browser.get(asked.letter).html.main.find("a", string=RECORD)
    day = asked.written_on + timedelta(days=3)
    done = fill(form, parts(day), ("post",)).follow()
    assert done.request.path == asked.dossier
    assert "It is noted when the person got the letter. The last day of the term is" in main_text(done)
    assert RECORD not in main_text(done)
    assert "as printed" not in main_text(done)
    course = done.html.find(id="course").parent.get_text(" ", strip=True)
    assert long_day(day, "en") in course
    assert "By registered post" in course
    assert asked.dossier not in letters_listed(browser)
    letter = main_text(browser.get(asked.letter))
    assert all(
        each in letter
        for each in (long_day(day, "en"), "By registered post", "Marta", "Last day of the term")
    )


@pytest.mark.parametrize(
    ("days", "problem"), [(-1, "This day is too early."), (41, "This day is still to come.")]
)
def test_a_wrong_day_is_answered_at_its_field_and_nothing_is_lost(
    browsers: dict[Role, TestApp], asked: Asked, days: int, problem: str
) -> None:
    page = receive(browsers[Role.CASEWORKER], asked, days, "electronic", status=400)
    assert problem in main_text(page)
    form, day = form_of(page), asked.written_on + timedelta(days=days)
    assert [form[each].value for each in ("day", "month", "year")] == list(parts(day)[0])
    assert [each["value"] for each in page.html.select("input[type=radio][checked]")] == ["electronic"]


def test_a_correction_is_journalled_and_two_who_note_it_see_what_the_other_noted(
    installation: Installation, browsers: dict[Role, TestApp], asked: Asked
) -> None:
    drawn = browsers[Role.REVIEWER].get(f"{asked.letter}/received")
    receive(browsers[Role.CASEWORKER], asked, 3)
    other = fill(drawn, parts(asked.written_on + timedelta(days=5)), ("post",), status=409)
    assert "Compare" in other.text
    fill(other)
    with installation.session() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "letter.notified").order_by(JournalEntry.seq)
        ).all()
        content = [each.content or "" for each in entries[-2:]]
        letter = session.get_one(Letter, asked.letter.rpartition("/")[2])
        told = letter.notification
        assert letter.notified_on == asked.written_on + timedelta(days=5)
        assert told is not None
        assert len(told.recorded_by) == 2
    first, second = (f"{asked.written_on + timedelta(days=days)}" for days in (3, 5))
    assert first in content[0]
    assert second in content[1]
    assert first in content[1], "the day before the correction is not lost"
    assert "registered" not in content[1]
    assert "post" not in content[1], "the way rests sealed"


def test_who_closes_sees_why_not_then_what_it_rests_on_and_by_whom(
    browsers: dict[Role, TestApp], asked: Asked
) -> None:
    signatory, desist = browsers[Role.SIGNATORY], f"{asked.dossier}/decisions/desist"
    page = signatory.get(desist)
    assert "Nobody has recorded yet that the person has the letter." in main_text(page)
    assert page.html.main.find("a", string=RECORD)["href"] == f"{asked.letter}/received"
    answer = fill(page, reasons="Cap paper no ha arribat.", retyped=PASSWORD, status=400)
    assert "Nobody has recorded yet" in answer.text
    assert "Have a colleague note it" in main_text(signatory.get(asked.dossier))
    receive(browsers[Role.CASEWORKER], asked, 2, "electronic")
    page = signatory.get(desist)
    rests = page.html.find(id="rests-on").parent.get_text(" ", strip=True)
    day = long_day(asked.written_on + timedelta(days=2), "en")
    assert all(each in rests for each in (asked.number, day, "By electronic notification", "Marta"))
    done = fill(page, reasons="Cap paper no ha arribat.", retyped=PASSWORD).follow()
    assert "Done: Close because nothing more came." in done.text
    later = browsers[Role.CASEWORKER].get(f"{asked.letter}/received", status=303)
    assert later.location.endswith(asked.letter), "the decision rests on the day"


def test_nobody_closes_on_another_day_than_their_page_showed(
    browsers: dict[Role, TestApp], asked: Asked
) -> None:
    signatory = browsers[Role.SIGNATORY]
    receive(browsers[Role.CASEWORKER], asked, 2)
    page = signatory.get(f"{asked.dossier}/decisions/desist")
    receive(browsers[Role.CASEWORKER], asked, 3)
    again = fill(page, reasons="Cap paper no ha arribat.", retyped=PASSWORD, status=409)
    assert long_day(asked.written_on + timedelta(days=3), "en") in main_text(again)
    fill(again, retyped=PASSWORD)


def test_who_noted_the_day_does_not_close_the_case(browsers: dict[Role, TestApp], asked: Asked) -> None:
    signatory = browsers[Role.SIGNATORY]
    receive(signatory, asked, 2)
    page = signatory.get(f"{asked.dossier}/decisions/desist")
    answer = fill(page, reasons="Cap paper no ha arribat.", retyped=PASSWORD, status=400)
    assert "Ask a colleague" in answer.text


def test_the_row_of_the_worklist_says_what_comes_next(browsers: dict[Role, TestApp], asked: Asked) -> None:
    page = browsers[Role.CASEWORKER].get("/dossiers?list=letters")
    row = next(each for each in page.html.select("tbody tr") if each.find("a", href=asked.dossier))
    assert RECORD in row.get_text()
    assert not row.select(".cw-due--late"), "no term is over before it is known when it began"
    assert asked.dossier not in letters_listed(browsers[Role.CASEWORKER], "late")
    receive(browsers[Role.CASEWORKER], asked, 2)
    assert asked.dossier in letters_listed(browsers[Role.CASEWORKER], "late")


def test_a_letter_of_a_term_that_was_answered_is_on_no_list(
    installation: Installation, browsers: dict[Role, TestApp], asked: Asked
) -> None:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        dossier = desk.whole(asked.dossier.rpartition("/")[2])
        take_step(session, desk.caseworker, dossier, "complete", Given(), desk.at, desk.today)
    assert asked.dossier not in letters_listed(browsers[Role.CASEWORKER])
    assert RECORD not in main_text(browsers[Role.CASEWORKER].get(asked.dossier))


def test_an_empty_list_says_why(installation: Installation) -> None:
    with writing(installation.registry["sessions"]) as session:
        for each in session.scalars(select(Letter).where(Letter.term_step_id.is_not(None))):
            each.term_step_id = each.notified_on = None
    page = installation.signed_in(Role.CASEWORKER).get("/dossiers?list=letters")
    assert "No letter waits to be handed over" in page.html.find(class_="cw-empty").text
