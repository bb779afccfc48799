"""What was invented for each scheme fits the scheme, and nothing of it stands twice."""

from datetime import date

import pytest

from casework.demo.casting import parts_of
from casework.demo.invented import castings, local_layers
from casework.demo.people import NEIGHBOURHOOD, PERSONS
from casework.schemes import Catalogue, SchemeVersion, Stage
from tests.support.catalogue import shipped

TODAY = date(2027, 4, 16)
KEYS = sorted(castings())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped()


def version_of(catalogue: Catalogue, key: str) -> SchemeVersion:
    return catalogue.scheme(key).latest


def test_each_scheme_of_the_catalogue_has_persons(catalogue: Catalogue) -> None:
    assert set(KEYS) == {scheme.key for scheme in catalogue}
    assert set(local_layers()) <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_they_tell_only_what_the_scheme_asks(catalogue: Catalogue, key: str) -> None:
    version = version_of(catalogue, key)
    definition = next(iter(version.papers.values()))
    for person in castings()[key].persons:
        assert dict(person.told_of(version)) == person.answers
        for fact, told in person.answers.items():
            if version.facts[fact].type.value != "date":
                version.facts[fact].parse(told)
        printed = {each.field for each in person.record.details}
        assert printed <= {*definition.front, *definition.back}


@pytest.mark.parametrize("key", KEYS)
def test_they_show_papers_under_headings_of_the_scheme(catalogue: Catalogue, key: str) -> None:
    version = version_of(catalogue, key)
    for person in castings()[key].persons:
        for record in person.evidence(TODAY):
            assert record.category in {each.key for each in version.evidence}
            assert record.kind in version.kinds or key in local_layers()
            assert record.issued is not None
            assert record.issued < TODAY


@pytest.mark.parametrize("key", KEYS)
def test_their_steps_are_steps_of_the_scheme(catalogue: Catalogue, key: str) -> None:
    casting = castings()[key]
    assert set(casting.steps) <= set(version_of(catalogue, key).steps.actions)
    for person in casting.persons:
        assert person.until in {"", "open", *casting.steps}


def test_nobody_is_invented_twice() -> None:
    invented = [each for casting in castings().values() for each in casting.persons]
    for name in ("family_names", "birth_place", "native_name"):
        values = [getattr(each.particulars, name) for each in (*invented, *PERSONS)]
        told = [value for value in values if value]
        assert len(set(told)) == len(told), name


def test_planned_schemes_never_issue_and_the_storys_own_is_left_to_it(catalogue: Catalogue) -> None:
    parts = {part.version.scheme: part for part in parts_of(catalogue, TODAY)}
    assert set(parts) == {*KEYS} - {NEIGHBOURHOOD}
    planned = [key for key, part in parts.items() if part.version.stage is Stage.PLANNED]
    assert planned
    assert not any(parts[key].issues for key in planned)
    assert all(part.day >= part.version.start for part in parts.values())
