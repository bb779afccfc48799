"""Opening: under the version of the day, which stays the dossier's own whatever the scheme becomes."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.records import CaseRecord, MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.opening import open_dossier
from casework.errors import NotFoundError
from casework.programmes.service import version_of
from casework.schemes import Catalogue
from tests.dossiers.cases import PARTICULARS, RECORD, Desk

STRICTER = """
scheme: bcn-veinatge
versions:
- from: 2026-10-01
  rules:
    adult: {age: {at_least: 60}}
"""
LATER = date(2026, 10, 5)


@pytest.fixture
def stricter(tmp_path: Path) -> Catalogue:
    """The shipped schemes, and a city's own change of one from October on."""
    (tmp_path / "bcn-veinatge.yaml").write_text(STRICTER, "utf-8")
    return Catalogue.load(tmp_path)


def verdicts(desk: Desk, dossier_id: str, on: date) -> dict[str, str]:
    found = findings_of(desk.session, desk.whole(dossier_id), on)
    return {each.rule: each.verdict.value for each in found}


def test_a_dossier_opens_empty_in_the_first_state(desk: Desk) -> None:
    dossier = desk.open()
    assert (dossier.state, dossier.round, dossier.reference_on) == ("draft", 1, None)
    assert dossier.opened_on == desk.today
    assert dossier.owner_id == desk.caseworker.account_id
    assert dossier.person.particulars == PARTICULARS
    assert dossier.record == RECORD
    assert verdicts(desk, dossier.id, desk.today) == {
        "adult": "met",
        "explained": "unknown",
        "registered": "unknown",
        "year_in_spain": "unknown",
        "a_tie": "unknown",
    }


def test_references_count_on_and_tell_nothing_of_the_person(desk: Desk) -> None:
    first, second = desk.open(), desk.open()
    year, number = first.reference.split("-")
    assert (year, len(number)) == ("26", 5)
    assert second.reference == f"26-{int(number) + 1:05}"


def test_a_new_version_changes_nothing_for_an_open_dossier(desk: Desk, stricter: Catalogue) -> None:
    old = desk.open()
    desk.catalogue, desk.today = stricter, LATER
    new = desk.open()
    assert old.version_hash != new.version_hash
    assert verdicts(desk, old.id, LATER)["adult"] == "met"
    assert verdicts(desk, new.id, LATER)["adult"] == "unmet"


def test_what_is_frozen_is_the_version_itself(desk: Desk, stricter: Catalogue) -> None:
    dossier = desk.open()
    kept = version_of(desk.session, dossier.version_hash)
    assert kept == desk.catalogue.scheme(NEIGHBOURHOOD).version_on(desk.today)
    assert kept != stricter.scheme(NEIGHBOURHOOD).version_on(LATER)


def test_dossiers_of_one_version_share_it(desk: Desk) -> None:
    assert desk.open().version_hash == desk.open().version_hash


def test_a_scheme_that_the_organisation_does_not_run_is_not_there(desk: Desk) -> None:
    for scheme in ("bcn-veinatje", "common"):
        with pytest.raises(NotFoundError):
            desk.open(scheme=scheme)


def test_a_scheme_is_not_there_before_it_was_adopted(desk: Desk) -> None:
    desk.today = date(2025, 1, 6)
    with pytest.raises(NotFoundError):
        desk.open()
    desk.today += timedelta(days=1)
    assert desk.open()


def test_another_organisation_does_not_run_the_city_s_scheme(desk: Desk) -> None:
    lawyer = identity_as(desk.session, Role.LAWYER)
    with pytest.raises(NotFoundError):
        open_dossier(
            desk.session, desk.catalogue, lawyer, NEIGHBOURHOOD, PARTICULARS, CaseRecord(), desk.today
        )


def test_the_rules_are_asked_about_the_day_of_registration(desk: Desk) -> None:
    """A person who falls short on the day stays short, however long the office takes (schemes.md §1.3)."""
    dossier = desk.open()
    desk.fill(dossier)
    (arrival,) = [each for each in dossier.movements if each.record.place == "Barcelona"]
    changes.remove_movement(desk.session, desk.caseworker, dossier, arrival)
    recent = MovementRecord("arrival", desk.today - timedelta(days=100), "Barcelona")
    changes.add_movement(desk.session, desk.caseworker, dossier, recent)
    desk.session.flush()
    desk.session.expire_all()
    much_later = desk.today + timedelta(days=200)
    assert verdicts(desk, dossier.id, desk.today)["registered"] == "unmet"
    assert verdicts(desk, dossier.id, much_later)["registered"] == "met"
    desk.take(desk.whole(dossier.id), "submit")
    assert desk.whole(dossier.id).reference_on == desk.today
    assert verdicts(desk, dossier.id, much_later)["registered"] == "unmet"
