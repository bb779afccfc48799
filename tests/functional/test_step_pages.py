"""The pages of steps say what will happen, ask before an end, and afterwards say what comes next for whom."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service.evidence import add_evidence
from casework.people.models import Contact
from casework.schemes import long_day
from tests.access.cases import REPRESENTATIVE, Case, add_case
from tests.dossiers.cases import Desk
from tests.support.adopted import work_beside
from tests.support.installation import Installation
from tests.support.pages import fill, form_of


def case_at(installation: Installation, accounts: dict[Role, str], until: str) -> str:
    return page_of(add_case(installation, accounts, until))


def page_of(case: Case) -> str:
    return f"/dossiers/{case.dossier}"


def sentences(page: Any) -> list[str]:
    heading = page.html.find(id="happens")
    return [each.get_text() for each in heading.find_next("ul").find_all("li")]


def headings(page: Any) -> list[str]:
    return [each.get_text() for each in page.html.main.select("h2, h3")]


def flash(page: Any) -> str:
    return str(page.html.find(role="status").get_text().strip())


def test_a_step_that_only_moves_on_says_what_it_does_and_no_more(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "submit")
    page = browsers[Role.CASEWORKER].get(f"{address}/steps/take_up")
    assert sentences(page) == [
        "New state of the dossier: being studied.",
        "Next comes: Propose. It is for: caseworker.",
    ]
    assert headings(page) == ["What happens"]
    after = fill(page).follow()
    assert flash(after) == (
        "Done: Take up. The dossier is now: being studied. Next comes: Propose. It is for: caseworker."
    )


def test_a_step_towards_the_decision_shows_what_it_rests_on(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    page = browsers[Role.CASEWORKER].get(f"{case_at(installation, accounts, 'take_up')}/steps/propose")
    assert "The content is fixed" in " ".join(sentences(page))
    assert {"What happens", "What the rules say", "Statements to be printed"} <= set(headings(page))


@pytest.mark.parametrize(
    ("role", "until", "step", "question"),
    [
        (Role.CASEWORKER, "take_up", "steps/close", "Close without comment?"),
        (Role.CASEWORKER, "grant", "steps/take_back", "The person takes it back?"),
        (Role.SIGNATORY, "propose", "decisions/refuse", "Refuse?"),
    ],
)
def test_what_ends_a_case_is_asked_about(
    installation: Installation,
    accounts: dict[Role, str],
    browsers: dict[Role, TestApp],
    role: Role,
    until: str,
    step: str,
    question: str,
) -> None:
    address = case_at(installation, accounts, until)
    page = browsers[role].get(f"{address}/{step}")
    box = page.html.find(class_="cw-confirm")
    assert box.h1.get_text().endswith(question)
    assert any(each.startswith("This is final") for each in sentences(page))
    assert "What the rules say" not in headings(page)
    (danger,) = box.select(".cw-button--danger")
    assert question == f"{danger.get_text()}?"
    assert not box.select(".cw-button--primary")
    keep = box.find("a", string="Leave it as it is")
    assert keep["href"] == address
    assert box.find("a", string="Look at the dossier again")


def test_a_card_that_ends_says_what_becomes_of_it(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "issue")
    closing = sentences(browsers[Role.CASEWORKER].get(f"{address}/steps/close"))
    assert closing[0] == "The card stays in force: the paper that was issued is not touched."
    ending = sentences(browsers[Role.SIGNATORY].get(f"{address}/decisions/end"))
    assert ending[0] == "The card is no longer in force from this moment. Whoever checks it is told so."


def test_what_would_be_refused_is_said_before(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "take_up")
    asked = form_of(browsers[Role.CASEWORKER].get(f"{address}/steps/ask_for_more"))
    asked["also"] = "Una fotografia recent"
    letter = asked.submit(status=303).location
    while installation.run_jobs():
        pass
    fill(
        browsers[Role.CASEWORKER].get(f"{letter}/received"), typed(clock.today("Europe/Madrid")), ("counter",)
    )
    page = browsers[Role.SIGNATORY].get(f"{address}/decisions/desist")
    assert "It does not go through today. The person has until" in page.html.main.get_text()
    answer = fill(page, reasons="Cap paper no ha arribat.", retyped=PASSWORD, status=400)
    assert "The term has not ended yet." in answer.text


@pytest.mark.parametrize(("days", "warned"), [(1, True), (0, False)])
def test_who_registers_a_day_too_early_is_told_before(
    browsers: dict[Role, TestApp], days: int, warned: bool
) -> None:
    """The day of the application stays the one that counts, however long the dossier takes."""
    caseworker, day = browsers[Role.CASEWORKER], clock.today("Europe/Madrid") + timedelta(days=days)
    born = (str(day.day), str(day.month), str(day.year - 18))
    names = {"given_names": f"Prova {days}", "family_names": "Mostravespre"}
    opened = fill(caseworker.get("/dossiers/new"), (born,), **names).location
    page = caseworker.get(f"{opened}/steps/submit")
    assert ("It is too early for this:" in page.html.main.text) is warned
    said = [each.text for each in page.html.main.select(".cw-alert li")]
    assert said == ([f"At least 18 years old: met from {long_day(day, 'en')}."] if warned else [])


def test_what_is_asked_for_in_two_languages_has_as_many_lines_in_each(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "take_up")
    page = browsers[Role.CASEWORKER].get(f"{address}/steps/ask_for_more")
    again = fill(page, also="Un volant\nUn curs", also_beside="Un volante", status=400)
    assert "as many lines here as above" in again.text
    fill(again, also_beside="Un volante\nUn curso")


def test_what_came_since_the_person_was_asked_is_named(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    case = add_case(installation, accounts, "take_up")
    asked = form_of(browsers[Role.CASEWORKER].get(f"{page_of(case)}/steps/ask_for_more"))
    asked["also"] = "Un curs"
    asked.submit(status=303)
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today())
        course = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
        add_evidence(session, desk.caseworker, desk.whole(case.dossier), course, clock.now())
    alert = (
        browsers[Role.SIGNATORY].get(f"{page_of(case)}/decisions/desist").html.main.select_one(".cw-alert")
    )
    assert "Something was entered since the person was asked." in alert.get_text()
    (item,) = alert.find_all("li")
    assert "Escola Mostra" in item.get_text()


def typed(day: date) -> tuple[tuple[str, str, str], ...]:
    return ((str(day.day), str(day.month), str(day.year)),)


def test_a_paper_is_handed_over_after_it_was_issued_and_to_whom_a_mandate_names(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    """The representative of this case may only receive letters."""
    case, today = add_case(installation, accounts), clock.today()
    page = browsers[Role.CASEWORKER].get(f"{page_of(case)}/steps/hand_over")
    assert [value for value, _chosen, _label in form_of(page)["receiver"].options] == ["", "person"]
    given = {"language": "ti", "interpreter": "none_needed", "choices": ("true",)}
    early = fill(page, typed(today - timedelta(days=1)), status=400, **given)
    assert "This day is too early." in early.text
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], today)
        desk.whole(case.dossier).representative = replace(REPRESENTATIVE, scope=("collect_card",))
    page = browsers[Role.CASEWORKER].get(f"{page_of(case)}/steps/hand_over")
    after = fill(page, typed(today), receiver="representative", **given).follow()
    assert flash(after).startswith("Done: Hand the paper over.")


def test_an_appeal_is_lodged_after_its_decision_and_the_page_says_until_when(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address, today = case_at(installation, accounts, "propose"), clock.today()
    refusal = browsers[Role.SIGNATORY].get(f"{address}/decisions/refuse")
    fill(refusal, reasons="No consta.", retyped=PASSWORD)
    last = begun_on(installation, address)
    page = browsers[Role.CASEWORKER].get(f"{address}/steps/note_appeal")
    assert f"In time until: {last}." in page.text
    early = fill(page, typed(today - timedelta(days=1)), status=400, remedy="Recurs d’alçada")
    assert "This day is too early." in early.text
    facts = browsers[Role.CASEWORKER].get(address).html.find("aside").get_text(" ", strip=True)
    assert f"Time to appeal : {last}" in facts
    assert "no term runs" not in facts


def begun_on(installation: Installation, address: str) -> str:
    """The last day that the refusal's own letter announces, as the page writes days."""
    with installation.session() as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today())
        deadline = desk.whole(address.rpartition("/")[2]).letters[-1].record.deadline
        assert deadline is not None
        return long_day(deadline, "en")


def test_who_wants_no_contact_is_not_written_to_without_a_word(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    case, browser = add_case(installation, accounts, "take_up"), browsers[Role.CASEWORKER]
    pages = [f"{page_of(case)}/{each}" for each in ("steps/ask_for_more", "appointments", "steps/close")]
    assert ["wants no contact" in browser.get(each).text for each in pages] == [False, False, False]
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today())
        desk.whole(case.dossier).person.contact = Contact(no_contact=True)
    assert ["wants no contact" in browser.get(each).text for each in pages] == [True, True, False]


def test_where_nothing_is_to_be_printed_nobody_says_that_it_was_read_back(
    installation: Installation, browsers: dict[Role, TestApp]
) -> None:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today())
        dossier = desk.open()
        desk.take(dossier, "submit", "take_up")
        address = f"/dossiers/{dossier.id}"
    page = browsers[Role.CASEWORKER].get(f"{address}/steps/propose")
    assert "language" not in form_of(page).fields
    assert "were read back" not in page.html.find("form", method="post").get_text()
    fill(page, status=400)
    assert flash(fill(page, choices=("true",)).follow()).startswith("Done: Propose.")


def test_who_sends_back_says_why_and_the_course_keeps_it_and_how_it_was_read_back(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "take_up")
    given = {"language": "ca", "interpreter": "none_needed", "taken_out": "L’adreça"}
    fill(browsers[Role.CASEWORKER].get(f"{address}/steps/propose"), choices=("true",), **given)
    back = browsers[Role.REVIEWER].get(f"{address}/steps/return")
    fill(back, reasons="La data del curs no quadra.")
    course = browsers[Role.CASEWORKER].get(address).html.find(id="course").parent
    last, before = (each.get_text(" ", strip=True) for each in course.find_all("li")[:2])
    assert "La data del curs no quadra." in last
    assert all(each in before for each in ("Catalan", "L’adreça"))


def test_a_step_that_was_taken_leads_back_to_its_dossier(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "propose")
    for role, step in ((Role.CASEWORKER, "steps/take_up"), (Role.SIGNATORY, "decisions/desist")):
        answer = browsers[role].get(f"{address}/{step}", status=303).follow()
        assert answer.request.path == address
        assert "has moved on" in answer.html.main.get_text()
    browsers[Role.REVIEWER].get(f"{address}/steps/take_up", status=404)


def test_after_a_letter_comes_the_next_step_for_whose_it_is(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    address = case_at(installation, accounts, "propose")
    page = browsers[Role.SIGNATORY].get(f"{address}/decisions/grant")
    letter = fill(page, retyped=PASSWORD).follow()
    assert "Last day it announces" not in letter.text
    assert "Next comes: Sign and issue." in letter.html.main.get_text()
    assert letter.click("^Sign and issue$").request.path == f"{address}/decisions/issue"
    path = letter.request.path
    assert "Next comes: Sign and issue." in browsers[Role.CASEWORKER].get(path).html.main.get_text()
    assert not browsers[Role.CASEWORKER].get(path).html.main.find("a", string="Sign and issue")


def test_the_language_of_the_person_is_suggested_as_it_was_noted(
    installation: Installation, accounts: dict[Role, str], browsers: dict[Role, TestApp]
) -> None:
    form = form_of(
        browsers[Role.CASEWORKER].get(f"{case_at(installation, accounts, 'take_up')}/steps/propose")
    )
    assert form["language"].value == "ti", "the language that the person speaks"


def test_a_card_over_the_counter_is_looked_at_afterwards(
    installation: Installation, browsers: dict[Role, TestApp]
) -> None:
    address = work_beside(installation.registry)["counter_checked"]
    page = browsers[Role.CASEWORKER].get(f"{address}/steps/issue")
    assert "What the rules say" in headings(page)
    told = sentences(page)
    assert told[0].startswith("A number is given")
    assert told[-1].startswith("Next comes: Check afterwards. It is for: signatory")
