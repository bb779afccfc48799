"""The worklist's page: what is typed into the search stands in no address and no journal."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.story import account_as, identity_as
from casework.dossiers.models import Dossier
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import Purpose
from casework.journal import JournalEntry
from tests.support.installation import Installation, tell_story

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def caseworker(installation: Installation) -> TestApp:
    tell_story(installation, TODAY)
    return installation.signed_in(Role.CASEWORKER)


def search(browser: TestApp, words: str) -> Any:
    form = next(form for form in browser.get("/dossiers").forms.values() if "search" in form.fields)
    form["search"] = words
    return form.submit()


def test_a_name_is_found_and_its_words_go_nowhere(installation: Installation, caseworker: TestApp) -> None:
    page = search(caseworker, "nguyen thi")
    assert "Nguyễn Mẫu" in page.text
    assert "Mostrenko" not in page.text
    assert page.request.query_string == ""
    with installation.session() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
        assert entry is not None
        assert entry.action == "dossier.search"
        assert "nguyen" not in (entry.content or "").lower()


def test_nobody_found_says_what_helps(caseworker: TestApp) -> None:
    page = search(caseworker, "nobody here")
    assert "Nobody by that name" in page.text
    assert 'value="nobody here"' in page.text


def test_words_in_the_address_are_not_searched_for(caseworker: TestApp) -> None:
    assert "Mostrenko" in caseworker.get("/dossiers?search=nguyen").text


def test_lists_and_states_narrow(installation: Installation, caseworker: TestApp) -> None:
    proposed = caseworker.get("/dossiers?state=proposed").text
    assert "Mostrenko" in proposed
    assert "Nguyễn" not in proposed
    signatory = installation.signed_in(Role.SIGNATORY).get("/dossiers?list=review").text
    assert "Mostrenko" in signatory
    assert "Nguyễn" not in signatory
    assert "Nothing waits here" in caseworker.get("/dossiers?list=late").text


@pytest.mark.parametrize(
    "query",
    [
        "list=none",
        "state=%27%3B--",
        "after=2026-99-99.x",
        "list=mine&state=nowhere",
        "handler=%27--",
        "handler=0123456789012345678901",
    ],
)
def test_what_is_no_list_of_ours_does_no_harm(caseworker: TestApp, query: str) -> None:
    assert caseworker.get(f"/dossiers?{query}").status_int == 200


def statements_of(installation: Installation, browser: TestApp, path: str) -> int:
    """How many SQL statements a page asks."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = installation.registry["engine"]
    event.listen(engine, "before_cursor_execute", hear)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", hear)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_list(
    installation: Installation, caseworker: TestApp
) -> None:
    """One row, or all of them, each with a deputy and an appointment."""
    with writing(installation.registry["sessions"]) as session:
        me = identity_as(session, Role.CASEWORKER)
        session.execute(update(Dossier).values(deputy_id=account_as(session, Role.REVIEWER).id))
        for each in session.scalars(select(Dossier)):
            at = clock.now() + timedelta(days=1)
            appointments.add_appointment(
                session, me, each, Purpose.INTERVIEW, at, AppointmentRecord("Sala Exemple")
            )
    one, all_of_them = "/dossiers?state=proposed", "/dossiers"
    rows = [caseworker.get(path).text.count("Pau Mostra Riera</bdi>") for path in (one, all_of_them)]
    assert rows == [1, 5]
    numbers = [statements_of(installation, caseworker, path) for path in (one, all_of_them)]
    assert numbers[0] == numbers[1] > 0


def test_rows_say_what_comes_next_and_who_handles_it(installation: Installation, caseworker: TestApp) -> None:
    row = next(
        each.text
        for each in caseworker.get("/dossiers").html.find("tbody").find_all("tr")
        if "Mostrenko" in each.text
    )
    assert "Signatory" in row
    assert "Marta Mostra Ferrer" in row
    assert "Interview:" in row


def test_a_filter_by_handler_stays_with_lists_and_search(
    installation: Installation, caseworker: TestApp
) -> None:
    with installation.session() as session:
        reviewer = account_as(session, Role.REVIEWER).id
    page = caseworker.get(f"/dossiers?handler={reviewer}")
    assert page.html.find(id="handler").find(selected=True).text == "Pau Mostra Riera"
    form = next(each for each in page.forms.values() if "search" in each.fields)
    assert form["handler"].value == reviewer


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "1 day late"), (-3, "3 days late"), (0, "today"), (5, "in 5 days")]
)
def test_a_term_says_how_long_it_runs(
    installation: Installation, caseworker: TestApp, days: int, words: str
) -> None:
    with writing(installation.registry["sessions"]) as session:
        due = clock.today("Europe/Madrid") + timedelta(days=days)
        session.execute(update(Dossier).where(Dossier.state == "proposed").values(due_on=due))
    assert words in caseworker.get("/dossiers?state=proposed").html.find("tbody").text
