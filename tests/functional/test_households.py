"""A household through the pages: members are added, what holds for all is told once and shown to each."""

import json
from datetime import date
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.db import new_id, writing
from casework.demo.people import LETTERHEAD, NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import CaseRecord, EvidenceRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import take_step
from casework.journal import JournalEntry
from casework.people.models import BirthDate, Particulars
from casework.programmes.questions import FACT
from casework.programmes.service import adopt
from tests.access.asking import csrf_of
from tests.access.world import found_elsewhere, sign_in
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

SCHEME = "nantes-carte-blanche"
ONLY_ONCE = "utr-upas"
MOTHER = Particulars("Awa", "Mostrahogar", BirthDate(1988, 3, 4))
CHILD = {"given_names": "Fatou", "family_names": "Exemplellar"}
BORN = (("8", "7", "2015"),)
INCOME = f"{FACT}monthly_income"
PASSPORT = EvidenceRecord("identity", "passport", "Exemplària", "original_seen")


def today() -> date:
    return clock.today("Europe/Madrid")


@pytest.fixture(scope="module")
def town(installation: Installation) -> Installation:
    """The city runs two schemes for households."""
    with writing(installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        for key in (SCHEME, ONLY_ONCE):
            adopt(session, city, key, date(2025, 1, 7), LETTERHEAD)
    return installation


@pytest.fixture(scope="module")
def caseworker(town: Installation) -> TestApp:
    return town.signed_in(Role.CASEWORKER)


def opened(town: Installation, scheme: str = SCHEME) -> str:
    """The address of the first dossier of a new household."""
    with writing(town.registry["sessions"]) as session:
        me, catalogue = town.identity(session, Role.CASEWORKER), town.registry["catalogue"]
        case = open_dossier(
            session, catalogue, me, scheme, MOTHER, CaseRecord(address="carrer de la Llar, 9"), today()
        )
        if scheme == SCHEME:
            whole = whole_dossier(session, case.id)
            assert whole is not None
            changes.answer(session, me, whole, "monthly_income", "1437", today())
            add_evidence(session, me, whole, PASSPORT, clock.now())
        return f"/dossiers/{case.id}"


@pytest.fixture
def first(town: Installation) -> str:
    return opened(town)


def add(caseworker: TestApp, beside: str) -> Any:
    """The page of the new member's dossier. Names are the test's own, so that nobody is known already."""
    page = caseworker.get(f"{beside}/members/new")
    return fill(page, BORN, given_names=f"Fatou{token_hex()}", family_names=f"Lar{token_hex()}").follow()


def member_of(caseworker: TestApp, beside: str) -> str:
    return str(add(caseworker, beside).request.path)


def take(town: Installation, address: str, *steps: str) -> str:
    """Let the caseworker take steps; the reference of the dossier."""
    with writing(town.registry["sessions"]) as session:
        me = town.identity(session, Role.CASEWORKER)
        whole = whole_dossier(session, address.rpartition("/")[2])
        assert whole is not None
        for step in steps:
            take_step(session, me, whole, step, Given(read_back=True), clock.now(), today())
        return whole.reference


def household(page: Any) -> Any:
    return page.html.find("section", attrs={"aria-labelledby": "household"})


def links(found: Any) -> list[str]:
    return [each["href"] for each in found.select("a")]


def content_of(town: Installation, address: str) -> list[tuple[str, str]]:
    """(action, content) of the journal's entries on a dossier."""
    with town.session() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.object_id == address.rpartition("/")[2])
        )
        return [(each.action or "", each.content or "") for each in entries]


def test_a_member_is_added_from_the_first_and_from_another_member(caseworker: TestApp, first: str) -> None:
    page = caseworker.get(first)
    assert links(household(page)) == [f"{first}/members/new"]
    son = member_of(caseworker, first)
    daughter = member_of(caseworker, son)
    assert links(household(caseworker.get(first))) == [son, daughter, f"{first}/members/new"]
    assert links(household(caseworker.get(daughter))) == [first, son, f"{daughter}/members/new"]
    assert "what holds for everybody is told here" in household(caseworker.get(daughter)).text


def test_the_address_of_the_household_is_filled_in(caseworker: TestApp, first: str) -> None:
    form = form_of(caseworker.get(f"{first}/members/new"))
    assert (form["address"].value, form["family_names"].value) == ("carrer de la Llar, 9", "")


def test_both_dossiers_tell_it_and_the_look_at_the_others_is_journalled(
    town: Installation, caseworker: TestApp, first: str
) -> None:
    member = member_of(caseworker, first)
    first_id, member_id = (each.rpartition("/")[2] for each in (first, member))
    (added,) = [said for action, said in content_of(town, first) if action == "dossier.member_added"]
    (joined,) = [said for action, said in content_of(town, member) if action == "dossier.joined"]
    assert json.loads(added)["detail"] == {"member": member_id}
    assert json.loads(joined)["detail"] == {"first": first_id}
    with town.session() as session:
        looks = session.scalars(select(JournalEntry).filter_by(action="dossier.list"))
        shown = [json.loads(each.content or "{}")["detail"] for each in looks]
    assert {"list": "household", "shown": [first_id]} in shown
    assert MOTHER.family_names not in str(shown)
    assert "added a member of the household" in caseworker.get(f"{first}/journal").text


def test_a_known_person_is_asked_about_and_taken_over(
    town: Installation, caseworker: TestApp, first: str
) -> None:
    other = member_of(caseworker, opened(town))
    with town.session() as session:
        known = session.get_one(Dossier, other.rpartition("/")[2])
        names, person = known.person.particulars, known.person_id
    typed = {"given_names": names.given_names, "family_names": names.family_names}
    asked = fill(caseworker.get(f"{first}/members/new"), BORN, status=400, **typed)
    assert "Possibly the same person" in asked.text
    form = form_of(asked)
    assert form["family_names"].value == names.family_names, "nothing that was typed is lost"
    radio = asked.html.select_one("input[type=radio]")
    form[radio["name"]] = radio["value"]
    page = form.submit(status=303).follow()
    assert first in links(household(page))
    with town.session() as session:
        assert session.get_one(Dossier, page.request.path.rpartition("/")[2]).person_id == person
    again = form_of(fill(caseworker.get(f"{first}/members/new"), BORN, status=400, **typed))
    again[radio["name"]] = next(
        each[0] for each in again[radio["name"]].options if each[0].startswith(person)
    )
    refused = again.submit(status=400)
    assert "belongs to the household already" in refused.text
    assert form_of(refused)["family_names"].value == names.family_names


def test_a_member_is_asked_what_each_member_tells(caseworker: TestApp, first: str) -> None:
    member = member_of(caseworker, first)
    page = caseworker.get(f"{member}/questions")
    assert "1,437.00" in household(page).text
    assert links(household(page)) == [f"{first}/questions"]
    questions = [each.text for each in page.html.select("form legend, form label.cw-label")]
    assert any("student" in each for each in questions)
    assert not any("income" in each.lower() for each in questions)
    assert "income" in caseworker.get(f"{first}/questions").html.select_one("main form").text.lower()


def test_where_every_question_is_the_households_no_form_is_shown(
    town: Installation, caseworker: TestApp
) -> None:
    beside = opened(town, ONLY_ONCE)
    member = member_of(caseworker, beside)
    page = caseworker.get(f"{member}/questions")
    assert page.html.select("main form") == []
    assert "there is none for this member alone" in page.text
    assert f"{beside}/questions" in links(page.html.main)


def test_what_is_shown_once_is_entered_in_the_first(caseworker: TestApp, first: str) -> None:
    member = member_of(caseworker, first)
    page = caseworker.get(member)
    assert "entered once for the household" in page.text
    main = links(page.html.select_one(".cw-split"))
    assert first in main
    assert any(each.startswith("/evidence/") for each in main), "the passport that counts can be looked at"
    assert not any("/register" in each or "/evidence/new" in each for each in main)
    caseworker.get(f"{member}/register", status=404)
    caseworker.get(f"{member}/evidence/new?category=identity", status=404)
    own = links(caseworker.get(first).html.select_one(".cw-split"))
    assert f"{first}/register" in own


def test_what_a_rule_waits_for_and_the_household_tells_leads_to_the_first(
    caseworker: TestApp, first: str
) -> None:
    page = caseworker.get(member_of(caseworker, first)).html
    settles = {address for each in page.select(".cw-finding") for address in links(each)}
    assert first in settles
    assert not [each for each in settles if each.endswith("/register") or "/evidence/" in each]
    asked = page.select_one(".cw-next")
    assert links(asked)[0] == first
    assert "To dossier" in asked.text


def test_one_who_changes_the_household_is_told_of_the_member_that_stops_it(
    town: Installation, caseworker: TestApp, first: str
) -> None:
    member = member_of(caseworker, first)
    reference = take(town, member, "submit", "take_up", "propose")
    refused = fill(caseworker.get(f"{first}/questions"), status=400, **{INCOME: "999"})
    assert f"This holds for dossier {reference}, too" in refused.text
    assert form_of(refused)[INCOME].value == "999", "nothing that was typed is lost"


def test_a_reviewer_sees_what_the_household_told_and_what_changed_in_it(
    town: Installation, caseworker: TestApp, first: str
) -> None:
    member = member_of(caseworker, first)
    take(town, member, "submit", "take_up", "propose")
    reviewer = town.signed_in(Role.REVIEWER)
    page = reviewer.get(f"{member}/review")
    assert "1,437.00" in page.html.find("section", attrs={"aria-labelledby": "answers"}).text
    assert "Passport" in page.html.find("section", attrs={"aria-labelledby": "other-evidence"}).text
    take(town, member, "recall")
    fill(caseworker.get(f"{first}/questions"), **{INCOME: "999"})
    take(town, member, "propose")
    changed = reviewer.get(f"{member}/review").html.select_one(".cw-change")
    assert "Told once for the household." in changed.text
    assert [each.find("bdi").text for each in (changed.find("del"), changed.find("ins"))] == [
        "1,437.00",
        "999.00",
    ]


def test_a_scheme_for_one_person_knows_no_household(town: Installation, caseworker: TestApp) -> None:
    case = opened(town, NEIGHBOURHOOD)
    assert household(caseworker.get(case)) is None
    caseworker.get(f"{case}/members/new", status=404)


def test_another_city_adds_nobody_and_reads_nothing(town: Installation, first: str) -> None:
    there = found_elsewhere(town)
    browser = town.browser()
    token = sign_in(town, there[Role.CASEWORKER])
    browser.set_cookie(town.settings.session_cookie, token)
    browser.get(f"{first}/members/new", status=404)
    form = {"csrf_token": csrf_of(town, token), "form_id": new_id(), **CHILD}
    browser.post(f"{first}/members/new", form, status=404)
    assert [action for action, _said in content_of(town, first)].count("dossier.member_added") == 0


def test_who_may_not_change_adds_nobody(town: Installation, first: str) -> None:
    reviewer = town.signed_in(Role.REVIEWER)
    assert links(household(reviewer.get(first))) == []
    reviewer.get(f"{first}/members/new", status=404)
