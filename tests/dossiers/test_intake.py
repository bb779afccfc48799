"""Who is known already: persons of the account's own organisation, with their dossiers, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.opening import open_dossier, persons_alike, under_way
from casework.errors import NotFoundError
from casework.people.models import BirthDate
from tests.access.cases import identity_of
from tests.access.world import found_elsewhere
from tests.dossiers.cases import PARTICULARS, RECORD, Desk
from tests.support.installation import Installation

SHORTER = replace(PARTICULARS, given_names="MOSTRANI", family_names="amina", birth_date=BirthDate(1990))


def test_a_known_person_comes_with_every_dossier_newest_first(desk: Desk) -> None:
    first = desk.open()
    desk.today += timedelta(days=1)
    second = open_dossier(
        desk.session,
        desk.catalogue,
        desk.caseworker,
        NEIGHBOURHOOD,
        SHORTER,
        RECORD,
        desk.today,
        first.person,
    )
    (known,) = persons_alike(desk.session, desk.caseworker, SHORTER)
    assert known.person is first.person
    assert known.dossiers == (second, first)
    assert second.person.particulars == PARTICULARS


def test_who_was_born_on_another_day_is_somebody_else(desk: Desk) -> None:
    desk.open()
    other = replace(SHORTER, birth_date=BirthDate(1990, 6))
    assert persons_alike(desk.session, desk.caseworker, other) == []


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        ((), True),
        (("submit", "take_up", "propose"), True),
        (("submit", "take_up", "propose", "refuse"), False),
    ],
)
def test_a_dossier_is_under_way_until_it_is_closed(desk: Desk, steps: tuple[str, ...], runs: bool) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, *steps, reasons="Falta el padró.")
    (known,) = persons_alike(desk.session, desk.caseworker, SHORTER)
    assert under_way(desk.session, known, NEIGHBOURHOOD) == ([dossier] if runs else [])
    assert under_way(desk.session, known, "another-scheme") == []


def test_persons_of_another_city_are_not_known_and_get_no_dossier_here(installation: Installation) -> None:
    there = found_elsewhere(installation)
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        theirs, ours = (
            identity_of(session, there[Role.CASEWORKER]),
            installation.identity(session, Role.CASEWORKER),
        )
        day = theirs.at.date()
        opening = (session, registry["catalogue"])
        foreign = open_dossier(*opening, theirs, NEIGHBOURHOOD, PARTICULARS, RECORD, day)
        assert [each.person for each in persons_alike(session, theirs, SHORTER)] == [foreign.person]
        assert persons_alike(session, ours, SHORTER) == []
        with pytest.raises(NotFoundError):
            open_dossier(*opening, ours, NEIGHBOURHOOD, SHORTER, CaseRecord(), day, foreign.person)
