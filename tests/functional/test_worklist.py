"""The worklist's page: what is typed into the search stands in no address and no journal."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework.access.permissions import Role
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
    "query", ["list=none", "state=%27%3B--", "after=2026-99-99.x", "list=mine&state=nowhere"]
)
def test_what_is_no_list_of_ours_does_no_harm(caseworker: TestApp, query: str) -> None:
    assert caseworker.get(f"/dossiers?{query}").status_int == 200
