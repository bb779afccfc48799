"""Persons: names of any shape, sealed under their own key and bound to their row."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.access.models import Organisation
from casework.people.models import BirthDate, Particulars, Person
from casework.vault.errors import TamperedError
from tests.cards.sessions import rolled_back
from tests.support.installation import Installation

AMINA = Particulars("Amina", "Mostrani", BirthDate(1990), "أمينة", "ar", "Exemplària")
NAMELESS = Particulars("", "ሰላም", BirthDate(1970, 1))


@pytest.fixture
def session(installation: Installation) -> Iterator[Session]:
    with rolled_back(installation) as session:
        yield session


def add(session: Session, particulars: Particulars) -> Person:
    organisation = session.query(Organisation).filter_by(key="barcelona").one()
    person = Person(organisation_id=organisation.id)
    session.add(person)
    person.particulars = particulars
    session.flush()
    return person


def raw(session: Session, person: Person) -> bytes:
    found = session.execute(text("SELECT particulars_sealed FROM person WHERE id = :id"), {"id": person.id})
    return bytes(found.scalar_one())


@pytest.mark.parametrize("particulars", [AMINA, NAMELESS])
def test_what_is_sealed_is_opened_again(session: Session, particulars: Particulars) -> None:
    person = add(session, particulars)
    session.expire_all()
    assert session.get_one(Person, person.id).particulars == particulars


def test_the_row_holds_no_name(session: Session) -> None:
    person = add(session, AMINA)
    for value in ("Amina", "Mostrani", "أمينة", "Exemplària", "1990"):
        assert value.encode() not in raw(session, person)


def test_the_same_person_twice_looks_different(session: Session) -> None:
    one, other = add(session, AMINA), add(session, AMINA)
    assert raw(session, one) != raw(session, other)


def test_the_particulars_of_another_person_are_noticed(session: Session) -> None:
    one, other = add(session, AMINA), add(session, NAMELESS)
    session.execute(
        text("UPDATE person SET particulars_sealed = :value WHERE id = :id"),
        {"value": raw(session, one), "id": other.id},
    )
    session.expire_all()
    with pytest.raises(TamperedError):
        assert session.get_one(Person, other.id).particulars


@pytest.mark.parametrize(
    ("given", "family", "whole"),
    [("Amina", "Mostrani", "Amina Mostrani"), ("", "Mostrani", "Mostrani"), ("Amina", "", "Amina")],
)
def test_a_name_has_no_gap_for_what_it_lacks(given: str, family: str, whole: str) -> None:
    assert Particulars(given, family, BirthDate(1990)).full_name == whole
