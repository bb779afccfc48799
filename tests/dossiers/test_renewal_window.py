"""A card can be renewed while the scheme's window is open; afterwards it is a new application."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from casework.dossiers.models import Dossier
from casework.dossiers.service.given import Given
from casework.dossiers.service.photo import photo_of, set_photo
from casework.dossiers.service.renewal import begin_again, reused, window_of
from casework.dossiers.service.steps import take_step
from casework.papers.samples import portrait
from casework.programmes.service import version_of
from casework.schemes import Catalogue, SchemeVersion
from tests.dossiers.making import issue
from tests.dossiers.offices import Office, office_of, settled_catalogue
from tests.support.installation import Installation

CARD = "nyc-idnyc"
OPENS, CLOSES = date(2024, 3, 2), date(2024, 11, 1)
"""Sixty days before and six months after 1 May 2024, the last day of a card of 1 May 2019: counted by hand."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return settled_catalogue()


@pytest.fixture
def office(installation: Installation, catalogue: Catalogue) -> Iterator[Office]:
    with office_of(installation, catalogue, CARD) as made:
        yield made


@pytest.fixture
def version(office: Office, issued: Dossier) -> SchemeVersion:
    return version_of(office.session, issued.version_hash)


@pytest.fixture
def issued(installation: Installation, office: Office, catalogue: Catalogue) -> Dossier:
    dossier = office.open(catalogue)
    set_photo(office.session, office.author, dossier, portrait())
    take_step(office.session, office.author, dossier, "apply", Given(), office.at, office.on)
    office.on = date(2019, 5, 1)
    return issue(installation, office, office.whole(dossier.id), "issue", office.author)


def test_the_window_is_counted_from_the_last_day(
    office: Office, issued: Dossier, version: SchemeVersion
) -> None:
    window = window_of(office.session, version, issued)
    assert (window.opens, window.closes) == (OPENS, CLOSES)
    day = timedelta(days=1)
    assert [window.early(each) for each in (OPENS - day, OPENS)] == [True, False]
    assert [window.late(each) for each in (CLOSES, CLOSES + day)] == [False, True]


def test_what_is_used_again_is_gone_when_the_window_has_closed(
    office: Office, issued: Dossier, version: SchemeVersion, catalogue: Catalogue
) -> None:
    after = CLOSES + timedelta(days=1)
    assert reused(office.session, version, issued, CLOSES) == "file"
    assert reused(office.session, version, issued, after) == "nothing"
    new = begin_again(office.session, catalogue, office.author, issued, after)
    assert (new.record.address, new.person_id) == ("", issued.person_id)


def test_within_it_the_record_is_used_again(office: Office, issued: Dossier, catalogue: Catalogue) -> None:
    new = begin_again(office.session, catalogue, office.author, issued, CLOSES)
    assert new.record.address == issued.record.address != ""


def test_the_photo_on_file_is_used_again(office: Office, issued: Dossier, catalogue: Catalogue) -> None:
    new = begin_again(office.session, catalogue, office.author, issued, CLOSES)
    assert photo_of(office.session, new) == photo_of(office.session, issued) is not None
    assert new.photo_id != issued.photo_id, "sealed anew under the key of its own dossier"
