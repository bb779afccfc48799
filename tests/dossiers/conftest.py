"""A desk in an installation; what is done at it is rolled back after the test."""

from collections.abc import Iterator
from datetime import date

import pytest

from casework.dossiers.models import Dossier
from tests.cards.sessions import rolled_back
from tests.dossiers.cases import Desk
from tests.dossiers.homes import Home, at_home
from tests.support.installation import Installation

TODAY = date(2026, 9, 21)


@pytest.fixture
def desk(installation: Installation) -> Iterator[Desk]:
    """A caseworker and a signatory, on one day."""
    with rolled_back(installation) as session:
        yield Desk(session, installation.registry["catalogue"], TODAY)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    """Filled in as Barcelona's rules ask, and not yet submitted."""
    dossier = desk.open()
    desk.fill(dossier)
    desk.session.flush()
    return dossier


@pytest.fixture
def home(installation: Installation) -> Iterator[Home]:
    with at_home(installation) as made:
        yield made
