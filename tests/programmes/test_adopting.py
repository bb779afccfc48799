"""Adopting schemes as the administrator does it, in the pages; and what stands in the way of it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.journal import JournalEntry
from casework.programmes.adopting import open_to_issue
from casework.programmes.models import Programme
from casework.programmes.service import adopt as adopt_by_service
from tests.access.closing import closed_journal
from tests.support.catalogue import shipped
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

READY = "palermo-anagrafe"
OFFICE = {
    "units": "Àrea d’Exemple\n\nUnitat de Mostra",
    "telephone": "93 111 11 11",
    "hours": "dl–dj 10–13 h",
    "signatory_name": "Aina Mostra",
    "signatory_office": "Cap d’Unitat",
}


@pytest.fixture(scope="module")
def administrator(installation: Installation) -> TestApp:
    return installation.signed_in(Role.ADMINISTRATOR)


def programme(installation: Installation, key: str) -> Programme | None:
    with installation.session() as session:
        return session.scalar(select(Programme).filter_by(scheme_key=key))


def journalled(installation: Installation, action: str) -> int:
    with installation.session() as session:
        return len(session.scalars(select(JournalEntry.seq).filter_by(action=action)).all())


def adopt(administrator: TestApp, key: str, status: int, *, seen: bool = True, **settled: str) -> Any:
    page = administrator.get(f"/programmes/adopt/{key}")
    ticked = ("true",) if seen and "acknowledged" in page.text else ()
    return fill(page, (("1", "3", "2026"),), ticked, status=status, **OFFICE, retyped=PASSWORD, **settled)


def test_what_a_scheme_leaves_open_is_named() -> None:
    found = {scheme.key: open_to_issue(scheme.latest) for scheme in shipped()}
    assert found["bcn-veinatge"] == found["utr-bbb"] == ()
    assert found["utr-upas"] == ("number",)
    assert found["zurich-zcc"] == ("number", "valid_until")


def test_notes_of_the_checker_must_be_read(installation: Installation, administrator: TestApp) -> None:
    page = administrator.get(f"/programmes/adopt/{READY}")
    assert "is a draft" in page.text or "are a draft" in page.text or "is unknown" in page.text
    assert "Tick this box to go on." in adopt(administrator, READY, 400, seen=False).text
    assert programme(installation, READY) is None


def test_a_scheme_is_adopted_once(installation: Installation, administrator: TestApp) -> None:
    page = adopt(administrator, READY, 303).follow()
    assert "The scheme is adopted." in page.text
    assert "Aina Mostra" in page.text
    kept = programme(installation, READY)
    assert kept is not None
    assert kept.since.isoformat() == "2026-03-01"
    assert kept.letterhead["units"] == ["Àrea d’Exemple", "Unitat de Mostra"]
    assert journalled(installation, "programme.adopted") == 1
    again = adopt(administrator, READY, 400)
    assert "Your organisation runs this scheme already." in again.text
    assert journalled(installation, "programme.adopted") == 1


def test_a_scheme_is_not_adopted_before_it_begins(installation: Installation, administrator: TestApp) -> None:
    settled = {"number": "Z{seq:4}", "valid_until-0-after": "24"}
    answer = adopt(administrator, "zurich-zcc", 400, **settled)
    assert "The scheme begins on 2029-01-01." in answer.text
    assert form_of(answer)["number"].value == "Z{seq:4}", "nothing that was typed is lost"
    assert programme(installation, "zurich-zcc") is None


def test_without_its_entry_nothing_is_adopted_or_changed(
    installation: Installation, administrator: TestApp
) -> None:
    running = programme(installation, "bcn-veinatge")
    assert running is not None
    letterhead = administrator.get(f"/programmes/{running.id}/letterhead")
    with closed_journal(installation.registry["engine"]):
        adopt(administrator, "levigan-parrainage", 500)
        fill(letterhead, telephone="93 333 33 33", retyped=PASSWORD, status=500)
    assert programme(installation, "levigan-parrainage") is None
    after = programme(installation, "bcn-veinatge")
    assert after is not None
    assert after.letterhead == running.letterhead


def test_the_letterhead_is_changed_later(installation: Installation, administrator: TestApp) -> None:
    before = programme(installation, "bcn-veinatge")
    assert before is not None
    page = administrator.get(f"/programmes/{before.id}/letterhead")
    fill(page, telephone="93 222 22 22", retyped=PASSWORD).follow()
    after = programme(installation, "bcn-veinatge")
    assert after is not None
    assert after.letterhead == {**before.letterhead, "telephone": "93 222 22 22"}
    assert "93 222 22 22" in installation.browser().get("/leaflet/barcelona/bcn-veinatge").text
    assert journalled(installation, "programme.changed") == 1


def test_two_who_change_the_letterhead_compare(installation: Installation, administrator: TestApp) -> None:
    kept = programme(installation, "bcn-veinatge")
    assert kept is not None
    first, second = (administrator.get(f"/programmes/{kept.id}/letterhead") for _ in range(2))
    fill(first, hours="dl 9–10 h", retyped=PASSWORD).follow()
    compared = fill(second, hours="dv 9–10 h", retyped=PASSWORD, status=409)
    assert "What was changed meanwhile" in compared.text


def test_too_many_units_are_refused(installation: Installation, administrator: TestApp) -> None:
    kept = programme(installation, "bcn-veinatge")
    assert kept is not None
    page = administrator.get(f"/programmes/{kept.id}/letterhead")
    assert "Three lines at most." in fill(page, units="a\nb\nc\nd", status=400).text


def test_a_scheme_that_is_gone_is_shown_by_its_key(
    installation: Installation, administrator: TestApp
) -> None:
    with writing(installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        gone = adopt_by_service(session, city, "gone-card", date(2026, 1, 1), {**OFFICE, "units": []})
        session.flush()
        address = f"/programmes/{gone.id}/letterhead"
    for path in ("/programmes", address):
        assert "gone-card" in administrator.get(path).text
    installation.browser().get("/leaflet/barcelona/gone-card", status=404)


def test_no_such_scheme(administrator: TestApp) -> None:
    administrator.get("/programmes/adopt/no-such-scheme", status=404)
