"""The worklist's page: what is typed into the search stands in no address and no journal."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session
from webtest import TestApp

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.accounts import account_as, identity_as
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers import worklist
from casework.dossiers.models import Dossier
from casework.dossiers.records import AppointmentRecord, CaseRecord
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.opening import open_dossier
from casework.journal import JournalEntry
from casework.people.models import BirthDate, Particulars
from casework.programmes.service import adopt
from tests.dossiers.cases import STEPS, prepare_case, reserve
from tests.support.installation import Installation, tell_story

TODAY = date(2026, 11, 21)
DECIDED = ("proposed", "granted")
PROPOSED = f"/dossiers?state={NEIGHBOURHOOD}.proposed"


@pytest.fixture(scope="module")
def caseworker(installation: Installation) -> TestApp:
    tell_story(installation, TODAY)
    return installation.signed_in(Role.CASEWORKER)


def filters_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "search" in form.fields)


def search(browser: TestApp, words: str) -> Any:
    form = filters_of(browser.get("/dossiers"))
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


def test_a_number_is_found_whatever_list_was_open(caseworker: TestApp) -> None:
    form = filters_of(caseworker.get("/dossiers?list=late"))
    form["search"] = "26-00004"
    (row,) = form.submit().html.select("tbody tr")
    assert "26-00004" in row.text


def test_filters_alone_have_an_address(caseworker: TestApp) -> None:
    form = filters_of(caseworker.get("/dossiers?list=mine"))
    form["state"] = f"{NEIGHBOURHOOD}.proposed"
    answer = form.submit()
    assert answer.status_int == 303
    page = answer.follow()
    assert page.request.path_qs == f"/dossiers?list=mine&state={NEIGHBOURHOOD}.proposed"
    assert filters_of(page)["state"].value == f"{NEIGHBOURHOOD}.proposed"
    assert "One dossier" in page.html.caption.text


def test_nobody_found_says_what_helps(caseworker: TestApp) -> None:
    page = search(caseworker, "nobody here")
    assert "Nothing found" in page.text
    assert "the order of names do not matter" in page.text
    assert 'value="nobody here"' in page.text


def test_words_in_the_address_are_not_searched_for(caseworker: TestApp) -> None:
    assert "Mostrenko" in caseworker.get("/dossiers?search=nguyen").text


def test_lists_and_states_narrow(installation: Installation, caseworker: TestApp) -> None:
    proposed = caseworker.get(PROPOSED).text
    assert "Mostrenko" in proposed
    assert "Nguyễn" not in proposed
    signatory = installation.signed_in(Role.SIGNATORY).get("/dossiers?list=review").text
    assert "Mostrenko" in signatory
    assert "Nguyễn" not in signatory


@pytest.mark.parametrize(
    "query",
    [
        "list=none",
        "state=%27%3B--",
        "state=nowhere.in_study",
        "after=2026-99-99_x",
        "after=2026-99-99_2026-11-01_26-00001_0123456789012345678901",
        "list=mine&state=nowhere",
        "handler=%27--",
        "handler=0123456789012345678901",
    ],
)
def test_what_is_no_list_of_ours_does_no_harm(caseworker: TestApp, query: str) -> None:
    assert caseworker.get(f"/dossiers?{query}").status_int == 200


def agree(session: Session, dossier: Dossier) -> None:
    """An interview tomorrow."""
    me, at, where = identity_as(session, Role.CASEWORKER), clock.now() + timedelta(days=1), "Sala Exemple"
    appointments.add_appointment(session, me, dossier, Purpose.INTERVIEW, at, AppointmentRecord(where))


def test_rows_say_what_comes_next_and_who_handles_it(installation: Installation, caseworker: TestApp) -> None:
    with writing(installation.registry["sessions"]) as session:
        agree(session, session.scalars(select(Dossier).where(Dossier.state == "proposed")).one())
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
    with writing(installation.registry["sessions"]) as session:
        reviewer = account_as(session, Role.REVIEWER).id
        session.execute(update(Dossier).where(Dossier.state == "proposed").values(deputy_id=reviewer))
    page = caseworker.get(f"/dossiers?handler={reviewer}")
    assert page.html.find(id="handler").find(selected=True).text == "Pau Mostra Riera"
    assert filters_of(page)["handler"].value == reviewer


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "1 day ago"), (-3, "3 days ago"), (0, "today"), (1, "tomorrow"), (5, "in 5 days")],
)
def test_a_term_says_how_long_it_runs(
    installation: Installation, caseworker: TestApp, days: int, words: str
) -> None:
    with writing(installation.registry["sessions"]) as session:
        due = clock.today("Europe/Madrid") + timedelta(days=days)
        session.execute(update(Dossier).where(Dossier.state == "proposed").values(due_on=due))
    assert words in caseworker.get(PROPOSED).html.find("tbody").text


EMPTY = {
    "review": (Role.SIGNATORY, "Nothing waits for your decision", "decided by somebody else"),
    "due": (Role.CASEWORKER, "No term ends this week", "in the next six days"),
    "late": (Role.CASEWORKER, "No term is over", "the day after"),
    "mine": (Role.REVIEWER, "No open dossier is yours", "given to you"),
}


@pytest.mark.parametrize("ready", EMPTY)
def test_an_empty_list_says_why(installation: Installation, ready: str) -> None:
    role, why, helps = EMPTY[ready]
    with writing(installation.registry["sessions"]) as session:
        session.execute(update(Dossier).values(due_on=None, deputy_id=None))
        if ready == "review":
            session.execute(update(Dossier).where(Dossier.state.in_(DECIDED)).values(state="in_study"))
    empty = installation.signed_in(role).get(f"/dossiers?list={ready}").html.find(class_="cw-empty")
    assert why in empty.text
    assert helps in empty.text
    assert empty.a["href"] == "/dossiers?list=all"


def test_filters_that_nothing_passes_lead_back_to_the_list(caseworker: TestApp) -> None:
    empty = caseworker.get("/dossiers?list=mine&state=another.draft").html.find(class_="cw-empty")
    assert "Nothing with these filters" in empty.text
    assert empty.a["href"] == "/dossiers?list=mine"


def test_states_stand_in_the_order_of_the_steps(installation: Installation, caseworker: TestApp) -> None:
    with writing(installation.registry["sessions"]) as session:
        states = ("closed", "submitted", "handed_over", "in_study", "draft")
        for each, state in zip(session.scalars(select(Dossier)), states, strict=True):
            each.state = state
    chosen = caseworker.get("/dossiers").html.find(id="state").find_all("option")
    assert [each.text for each in chosen] == [
        "Any open state",
        "Being prepared",
        "Submitted",
        "Being studied",
        "Handed over",
        "Closed",
    ]


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


def open_more(session: Session, installation: Installation, owner_id: str, number: int) -> None:
    """Dossiers with all that a row can show: a deputy, a term and an appointment."""
    catalogue, me = installation.registry["catalogue"], identity_as(session, Role.CASEWORKER)
    for each in range(number):
        particulars = Particulars("Mostra", f"Exemple {each}", BirthDate(1990, 1, 1))
        record = CaseRecord("carrer de l’Exemple, 1")
        made = open_dossier(session, catalogue, me, NEIGHBOURHOOD, particulars, record, TODAY)
        made.owner_id, made.deputy_id = owner_id, account_as(session, Role.SIGNATORY).id
        made.due_on = TODAY
        agree(session, made)


def test_the_number_of_queries_does_not_grow_with_the_list(
    installation: Installation, caseworker: TestApp
) -> None:
    rows, queries = [], []
    for role, number in ((Role.REVIEWER, 5), (Role.CASEWORKER, worklist.PAGE)):
        with writing(installation.registry["sessions"]) as session:
            owner_id, others = account_as(session, role).id, account_as(session, Role.SIGNATORY).id
            session.execute(update(Dossier).values(owner_id=others, deputy_id=None))
            open_more(session, installation, owner_id, number)
        path = f"/dossiers?list=all&state={NEIGHBOURHOOD}.draft&handler={owner_id}"
        rows.append(len(caseworker.get(path).html.select("tbody tr")))
        queries.append(statements_of(installation, caseworker, path))
    assert rows == [5, 25]
    assert queries[0] == queries[1] > 0


def test_a_card_past_its_last_day_asks_for_nothing(installation: Installation, caseworker: TestApp) -> None:
    dossier_id = prepare_case(installation.registry, *STEPS)
    reserve(installation.registry, dossier_id)
    while installation.run_jobs():
        pass
    said = {}
    for years in (0, 4):
        with clock.pretend(clock.now() + timedelta(days=365 * years)):
            page = (
                installation.signed_in(Role.CASEWORKER)
                .get(f"/dossiers?list=all&state={NEIGHBOURHOOD}.issued")
                .html
            )
        (row,) = (each for each in page.select("tbody tr") if each.find(href=f"/dossiers/{dossier_id}"))
        said[years] = row.get_text(" ", strip=True)
    assert "Hand the paper over" in said[0]
    assert "Past its last day" in said[4]
    assert "Hand the paper over" not in said[4]


def test_states_of_several_schemes_stand_in_groups(installation: Installation, caseworker: TestApp) -> None:
    register = "bcn-padro"
    with writing(installation.registry["sessions"]) as session:
        me = identity_as(session, Role.CASEWORKER)
        adopt(session, session.get_one(Organisation, me.organisation_id), register, TODAY, {})
        person, record = Particulars("Mostra", "Exemple", BirthDate(1990, 1, 1)), CaseRecord("")
        open_dossier(session, installation.registry["catalogue"], me, register, person, record, TODAY)
    menu = caseworker.get("/dossiers").html.find(id="state")
    assert [each["label"] for each in menu.find_all("optgroup")] == [
        "Municipal register of inhabitants",
        "Neighbourhood document",
    ]
    (reported,) = menu.optgroup.find_all("option")
    page = caseworker.get(f"/dossiers?state={reported['value']}")
    (row,) = page.html.select("tbody tr")
    assert "Municipal register of inhabitants" in row.text
