"""Programmes: who runs which scheme since when, and versions that are kept once and for ever."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access.models import Organisation
from casework.errors import NotFoundError
from casework.programmes.models import FrozenVersion
from casework.programmes.service import adopt, freeze, programme_of, running, version_of
from casework.schemes import Catalogue, SchemeVersion
from tests.support.catalogue import shipped

BARCELONA = "bcn-veinatge"
LETTERHEAD: dict[str, str | list[str]] = {"units": ["Unitat d’Exemple"], "telephone": "93 000 00 00"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped()


@pytest.fixture
def version(catalogue: Catalogue) -> SchemeVersion:
    return catalogue.scheme(BARCELONA).version_on(date(2026, 1, 1))


@pytest.fixture
def city(session: Session) -> Iterator[Organisation]:
    found = Organisation(key="exemple", kind="city", name="Ajuntament d’Exemple")
    session.add(found)
    session.flush()
    yield found


def test_a_scheme_runs_from_its_day_on(session: Session, city: Organisation) -> None:
    adopt(session, city, BARCELONA, date(2026, 3, 1), LETTERHEAD)
    session.flush()
    assert running(session, city.id, date(2026, 2, 28)) == ()
    assert [each.scheme_key for each in running(session, city.id, date(2026, 3, 1))] == [BARCELONA]
    assert programme_of(session, city.id, BARCELONA).letterhead == LETTERHEAD


def test_another_organisation_does_not_run_it(session: Session, city: Organisation) -> None:
    adopt(session, city, BARCELONA, date(2026, 3, 1), LETTERHEAD)
    other = Organisation(key="altra", kind="ngo", name="Associació d’Exemple")
    session.add(other)
    session.flush()
    assert running(session, other.id, date(2027, 1, 1)) == ()
    with pytest.raises(NotFoundError):
        programme_of(session, other.id, BARCELONA)


def test_a_version_is_kept_once(session: Session, version: SchemeVersion) -> None:
    assert freeze(session, version) == freeze(session, version) == version.sha256
    kept = session.scalars(select(func.count()).select_from(FrozenVersion).filter_by(hash=version.sha256))
    assert kept.one() == 1


def test_a_kept_version_is_the_same_version(session: Session, version: SchemeVersion) -> None:
    assert version_of(session, freeze(session, version)) == version


def test_versions_that_differ_are_kept_apart(session: Session, catalogue: Catalogue) -> None:
    before, after = (
        catalogue.scheme(BARCELONA).version_on(date(2018, 1, 1)),
        catalogue.scheme(BARCELONA).version_on(date(2026, 1, 1)),
    )
    assert freeze(session, before) != freeze(session, after)
    day = date(2020, 2, 29)
    assert version_of(session, before.sha256).last_valid_day(day) == date(2021, 2, 28)
    assert version_of(session, after.sha256).last_valid_day(day) == date(2022, 2, 28)
