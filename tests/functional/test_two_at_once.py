"""Two people edit the same thing: each sees what the other changed before anything is overwritten."""

import re
from concurrent.futures import ThreadPoolExecutor
from random import choices
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from casework.db import writing
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service.changes import lock
from tests.support.installation import Installation
from tests.support.pages import choose, fill, form_of

WAIT = 20


@pytest.fixture(scope="module")
def colleague(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


@pytest.fixture
def dossier(caseworker: TestApp) -> str:
    """The address of a new dossier, of a person whom nobody resembles."""
    letters = "".join(choices("abcdefghijklmnopqrstuvwxyz", k=20))
    names = {"given_names": letters.title(), "family_names": "Mostra", "address": "carrer Primer, 1"}
    return str(fill(caseworker.get("/dossiers/new"), (("", "", "1990"),), **names).location)


def values_of(form: Any) -> dict[str, str]:
    return {name: form[name].value for name in ("given_names", "family_names", "address")}


def rows(page: Any) -> list[list[str]]:
    table = page.html.find(id="meanwhile").table
    return [[cell.text for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]


def sent_by(page: Any, **values: str) -> Any:
    """The page's form with values of one's own, not yet sent."""
    form = form_of(page)
    for name, value in values.items():
        form[name] = value
    return form


def test_what_both_changed_is_compared_and_saved_only_on_purpose(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    mine = caseworker.get(f"{dossier}/person")
    fill(colleague.get(f"{dossier}/person"), address="carrer Segon, 2")
    page = sent_by(mine, address="carrer Tercer, 3").submit(status=409)
    assert page.html.title.text.strip().startswith("Error:")
    link = page.html.main.find(role="alert").a
    assert "Somebody changed this" in link.text
    assert link["href"] == "#meanwhile"
    assert rows(page) == [["Address", "carrer Segon, 2", "carrer Tercer, 3", "what you sent"]]
    stored = form_of(colleague.get(f"{dossier}/person"))
    assert stored["address"].value == "carrer Segon, 2"
    again = form_of(page)
    assert again["address"].value == "carrer Tercer, 3"
    again.submit(status=303)
    assert form_of(colleague.get(f"{dossier}/person"))["address"].value == "carrer Tercer, 3"


def test_what_only_the_other_changed_is_taken_over_and_shown(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    mine = caseworker.get(f"{dossier}/person")
    fill(colleague.get(f"{dossier}/person"), (("2", "3", "1991"),), address="carrer Segon, 2")
    page = sent_by(mine, given_names="Aina Maria").submit(status=409)
    assert rows(page) == [
        ["Birth date", "2 March 1991", "1990", "what is stored"],
        ["Address", "carrer Segon, 2", "carrer Primer, 1", "what is stored"],
    ]
    form_of(page).submit(status=303)
    saved = form_of(colleague.get(f"{dossier}/person"))
    assert values_of(saved) == {
        "given_names": "Aina Maria",
        "family_names": "Mostra",
        "address": "carrer Segon, 2",
    }
    assert saved["day"].value == "2"


def test_a_third_change_is_compared_anew(caseworker: TestApp, colleague: TestApp, dossier: str) -> None:
    mine = caseworker.get(f"{dossier}/person")
    fill(colleague.get(f"{dossier}/person"), address="carrer Segon, 2")
    page = sent_by(mine, address="carrer Tercer, 3").submit(status=409)
    fill(colleague.get(f"{dossier}/person"), address="carrer Quart, 4")
    again = form_of(page).submit(status=409)
    assert rows(again) == [["Address", "carrer Quart, 4", "carrer Tercer, 3", "what you sent"]]


def test_both_changing_the_same_to_the_same_is_no_conflict(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    mine = caseworker.get(f"{dossier}/person")
    fill(colleague.get(f"{dossier}/person"), address="carrer Segon, 2")
    sent_by(mine, address="carrer Segon, 2").submit(status=303)
    assert form_of(caseworker.get(f"{dossier}/person"))["address"].value == "carrer Segon, 2"


def test_a_mistake_on_the_way_does_not_lose_the_comparison(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    mine = caseworker.get(f"{dossier}/person")
    fill(colleague.get(f"{dossier}/person"), address="carrer Segon, 2")
    refused = sent_by(mine, address="carrer Tercer, 3", year="19").submit(status=400)
    mended = sent_by(refused, year="1990")
    assert rows(mended.submit(status=409))[0][1:3] == ["carrer Segon, 2", "carrer Tercer, 3"]


@pytest.mark.parametrize("token", [None, "", "[]", "null", "{", '{"address": 1}'])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(
    caseworker: TestApp, dossier: str, token: str | None
) -> None:
    form = sent_by(caseworker.get(f"{dossier}/person"), address="carrer Cec, 0")
    if token is None:
        del form.fields["form_stored"]
        form.field_order = [(name, field) for name, field in form.field_order if name != "form_stored"]
    else:
        form["form_stored"] = token
    assert rows(form.submit(status=409)) == [
        ["Address", "carrer Primer, 1", "carrer Cec, 0", "what you sent"]
    ]
    assert form_of(caseworker.get(f"{dossier}/person"))["address"].value == "carrer Primer, 1"


def test_answers_to_the_questions_are_compared_in_their_own_words(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    mine = form_of(caseworker.get(f"{dossier}/questions"))
    theirs = form_of(colleague.get(f"{dossier}/questions"))
    choose(theirs, "yes")
    theirs.submit(status=303)
    choose(mine, "no")
    ((_question, stored, sent, kept),) = rows(mine.submit(status=409))
    assert (stored, sent, kept) == ("Yes", "No", "what you sent")


def test_who_waits_for_the_lock_compares_with_what_was_saved_under_it(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    """The other saves between the moment the POST read the dossier and the moment it may write."""
    form = sent_by(caseworker.get(f"{dossier}/person"), address="carrer Tercer, 3")
    locked = Event()
    with ThreadPoolExecutor(1) as threads:
        with writing(installation.registry["sessions"]) as session:
            found = whole_dossier(session, dossier.rpartition("/")[2])
            assert found is not None
            lock(session, found)
            sending = threads.submit(form.submit, status="*")
            locked.wait(0.5)  # the POST has begun, and waits
            assert not sending.done()
            found.record = type(found.record)("carrer Segon, 2")
        page = sending.result(WAIT)
    assert page.status_int == 409
    assert rows(page) == [["Address", "carrer Segon, 2", "carrer Tercer, 3", "what you sent"]]


def test_what_a_colleague_took_out_is_said_to_who_was_correcting_it(
    caseworker: TestApp, colleague: TestApp, dossier: str
) -> None:
    page = caseworker.get(f"{dossier}/evidence/new?category=llengua")
    fill(page, choices=("course_certificate", "original_seen"))
    found = re.search(r'href="/evidence/([^"]+)"', caseworker.get(dossier).text)
    assert found
    evidence = f"{dossier}/evidence/{found[1]}"
    mine = caseworker.get(f"{evidence}/edit")
    fill(colleague.get(f"{evidence}/remove"))
    answer = fill(mine, issuer="Escola Mostra", status=409)
    assert "somebody took it out" in answer.html.main.text
    assert answer.html.main.select_one(f"a[href='{urlsplit(dossier).path}']") is not None
    caseworker.get(f"{evidence}/edit", status=404)
