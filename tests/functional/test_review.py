"""The review of what was proposed, through the pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.dossiers.models import Dossier, ProposalSeen, StepTaken
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service import changes, evidence
from casework.i18n import long_date
from casework.journal.models import JournalEntry
from casework.schemes import add_months
from tests.access.cases import OWN_WORDS, PARTICULARS, RECORD, Case, add_case, identity_of, take
from tests.support.installation import Installation
from tests.support.pages import form_of

NEVER_LOOKED = "You have not looked at this dossier before"
NEW_WORDS = "Faig pa cada nit al forn d’exemple."


@pytest.fixture
def proposed(installation: Installation, accounts: dict[Role, str]) -> Iterator[Case]:
    yield add_case(installation, accounts, "propose")


def page_of(case: Case) -> str:
    return f"/dossiers/{case.dossier}"


def proposal_of(installation: Installation, case: Case) -> str:
    with installation.session() as session:
        query = select(StepTaken.id).filter_by(dossier_id=case.dossier, action="propose")
        return session.scalars(query.order_by(StepTaken.position.desc())).first() or ""


def looks(installation: Installation, case: Case) -> list[tuple[str, str]]:
    with installation.session() as session:
        steps = select(StepTaken.id).filter_by(dossier_id=case.dossier)
        rows = session.scalars(select(ProposalSeen).where(ProposalSeen.step_id.in_(steps)))
        return sorted((each.step_id, each.account_id) for each in rows)


def main(page: Any) -> str:
    """The words between the page's head and foot, on one line."""
    return " ".join(page.html.find("main").get_text(" ").split())


def test_nothing_is_reviewed_before_it_is_proposed(browsers: dict[Role, TestApp], case: Case) -> None:
    for role, browser in browsers.items():
        assert browser.get(f"{page_of(case)}/review", status=404), role
        assert "/review" not in browser.get(page_of(case)).text


def test_the_way_to_the_review(browsers: dict[Role, TestApp], proposed: Case) -> None:
    """It is the first of the next steps for who reviews, also on the worklist, and none for who wrote."""
    for role in (Role.REVIEWER, Role.SIGNATORY):
        assert f"{page_of(proposed)}/review" in browsers[role].get("/dossiers").text
        page = browsers[role].get(page_of(proposed)).click("Review and decide")
        assert NEVER_LOOKED in page.text
    for path in (page_of(proposed), "/dossiers"):
        assert "/review" not in browsers[Role.CASEWORKER].get(path).text
    assert "a colleague has to decide" in browsers[Role.CASEWORKER].get(f"{page_of(proposed)}/review").text


def test_the_first_look_counts_once_and_is_journalled(
    installation: Installation,
    accounts: dict[Role, str],
    browsers: dict[Role, TestApp],
    proposed: Case,
) -> None:
    for _again in range(2):
        page = browsers[Role.REVIEWER].get(f"{page_of(proposed)}/review")
        assert NEVER_LOOKED in page.text
    assert looks(installation, proposed) == [(proposal_of(installation, proposed), accounts[Role.REVIEWER])]
    with installation.session() as session:
        newest = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert newest is not None
    assert (newest.action, newest.object_id, newest.actor_id) == (
        "dossier.read",
        proposed.dossier,
        accounts[Role.REVIEWER],
    )


def test_the_review_shows_sentences_with_their_evidence_and_what_may_be_done(
    browsers: dict[Role, TestApp], proposed: Case
) -> None:
    page = browsers[Role.SIGNATORY].get(f"{page_of(proposed)}/review")
    words = main(page)
    assert OWN_WORDS in words
    assert "A1" in words
    assert "Obtained from the register by the office" in words
    assert "6 months in the register of Barcelona" in words
    panel = page.html.find("section", {"aria-labelledby": "yours"})
    assert panel.h2.get_text() == "Your decision"
    assert not panel.select(".cw-button--primary"), "no decision is preselected"
    hrefs = {link["href"].removeprefix(page_of(proposed)) for link in panel.find_all("a")}
    assert {"/decisions/grant", "/decisions/refuse", "/steps/return"} <= hrefs
    (answer,) = page.html.find("section", {"aria-labelledby": "answers"}).find_all("dd")
    assert answer.get_text() == "yes"
    beside = page.html.find("section", {"aria-labelledby": "other-evidence"})
    assert texts(beside, "h2") == ["Evidence on which no sentence rests"]
    assert [each.split()[0] for each in texts(beside, "li")] == ["A2", "A3"]
    assert page.click("^A1 ").html.find("h1").get_text().startswith("Registration and stay")


def test_each_decision_says_what_it_does(browsers: dict[Role, TestApp], proposed: Case) -> None:
    page = browsers[Role.SIGNATORY].get(f"{page_of(proposed)}/review")
    panel = page.html.find("section", {"aria-labelledby": "yours"})
    told = {
        each.a.get_text(): texts(each, "li")
        for each in panel.find(class_="cw-ways").find_all("li", recursive=False)
    }
    assert list(told)[:2] == ["Grant", "Refuse"]
    assert told["Send back"] == [
        "New state of the dossier: being studied.",
        "The content is open again and can be changed.",
        "Next comes: Propose. It is for: caseworker.",
    ]
    assert "A signed letter to the person is written: Refusal." in told["Refuse"]


def test_who_cannot_decide_is_told_who_does(browsers: dict[Role, TestApp], proposed: Case) -> None:
    page = browsers[Role.REVIEWER].get(f"{page_of(proposed)}/review")
    panel = page.html.find("section", {"aria-labelledby": "yours"})
    assert panel.h2.get_text() == "What you can do"
    assert "It is decided by: signatory who changed nothing in the dossier." in panel.get_text()
    assert "so you may decide" not in page.text


def test_the_review_shows_the_person_as_printed_and_the_register(
    browsers: dict[Role, TestApp], proposed: Case
) -> None:
    page = browsers[Role.SIGNATORY].get(f"{page_of(proposed)}/review")
    person = page.html.find("section", {"aria-labelledby": "person"})
    rows = dict(zip(texts(person, "dt"), texts(person, "dd"), strict=True))
    assert rows["Name in its own script"] == PARTICULARS.native_name
    assert rows["Passport number"] == RECORD.passport_number
    assert rows["Birth date"] == "1990"
    assert rows["Address"] == f"{RECORD.address} not printed"
    assert rows["Photo of the person"] == "as shown above"
    register = page.html.find("section", {"aria-labelledby": "register"})
    assert "Registered in Barcelona from" in register.get_text()
    _amounts_to, entered = register.find_all("ul")
    assert texts(entered, "li")[0].endswith(": Registered (arrival), L’Hospitalet")
    last = add_months(clock.today("Europe/Madrid"), 24)
    assert f"Issued today, its last valid day is {long_date(last, 'en')}." in main(page)
    assert "The paper is in Catalan." in main(page)


def texts(section: Any, element: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in section.find_all(element)]


def send_back_and_change(
    installation: Installation, accounts: dict[Role, str], browser: TestApp, case: Case
) -> None:
    """The reviewer sends it back; the caseworker changes one field of each kind, and proposes it again."""
    take(installation, accounts[Role.REVIEWER], case.dossier, "return")
    form = form_of(browser.get(f"{page_of(case)}/person"))
    form["birth_place"] = "Nova Mostra"
    form.submit(status=303)
    form = form_of(browser.get(f"{page_of(case)}/statements/{case.statement}/edit"))
    form["blank_own_words"] = NEW_WORDS
    form.submit(status=303)
    with writing(installation.registry["sessions"]) as session:
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        author = identity_of(session, accounts[Role.CASEWORKER])
        changes.remove_movement(session, author, dossier, dossier.movements[0])
        shown = EvidenceRecord("cursos", "course_certificate", "Taller Nou Exemple", "issuer_confirmed")
        evidence.add_evidence(session, author, dossier, shown, clock.now())
    take(installation, accounts[Role.CASEWORKER], case.dossier, "propose")


def test_what_changed_since_the_last_look(
    installation: Installation,
    accounts: dict[Role, str],
    browsers: dict[Role, TestApp],
    proposed: Case,
) -> None:
    review = f"{page_of(proposed)}/review"
    browsers[Role.REVIEWER].get(review)
    with installation.session() as session:
        arrived = long_date(session.get_one(Dossier, proposed.dossier).movements[0].record.day, "en")
    send_back_and_change(installation, accounts, browsers[Role.CASEWORKER], proposed)
    for _reload in range(2):
        page = browsers[Role.REVIEWER].get(review)
        changed = page.html.find("section", {"aria-labelledby": "changes"})
        told = {each.h3.get_text(): each for each in changed.find_all("section")}
        assert {heading: (texts(each, "del"), texts(each, "ins")) for heading, each in told.items()} == {
            "The person": (["Before: Canaripolis-Exemple"], ["Now: Nova Mostra"]),
            "Register movement": ([f"Before: {arrived}, Registered (arrival), L’Hospitalet"], []),
            "Evidence: Courses and training": (
                [],
                [
                    "Now: Course or exam certificate with hours and dates, Taller Nou Exemple,"
                    " Confirmed by its issuer"
                ],
            ),
            "Statement: The person’s own statement": ([f"Before: «{OWN_WORDS}»"], [f"Now: «{NEW_WORDS}»"]),
        }
    assert NEVER_LOOKED in browsers[Role.SIGNATORY].get(review).text
    assert len(looks(installation, proposed)) == 3


def test_nothing_changed(
    installation: Installation,
    accounts: dict[Role, str],
    browsers: dict[Role, TestApp],
    proposed: Case,
) -> None:
    review = f"{page_of(proposed)}/review"
    browsers[Role.SIGNATORY].get(review)
    take(installation, accounts[Role.REVIEWER], proposed.dossier, "return")
    take(installation, accounts[Role.CASEWORKER], proposed.dossier, "propose")
    assert "Nothing changed." in browsers[Role.SIGNATORY].get(review).text


def test_a_grant_is_no_proposal_of_its_own(
    installation: Installation,
    accounts: dict[Role, str],
    browsers: dict[Role, TestApp],
    proposed: Case,
) -> None:
    take(installation, accounts[Role.SIGNATORY], proposed.dossier, "grant")
    page = browsers[Role.SIGNATORY].get(f"{page_of(proposed)}/review")
    assert "Proposed by Marta Mostra Ferrer" in main(page)
    assert looks(installation, proposed) == [(proposal_of(installation, proposed), accounts[Role.SIGNATORY])]
