"""Who works at the pages of a dossier, and a dossier to work at; a test that needs another has its own."""

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from tests.access.cases import Case, add_case
from tests.access.world import accounts_at_home
from tests.dossiers.cases import Desk
from tests.support.installation import Installation


@pytest.fixture(scope="module")
def accounts(installation: Installation) -> dict[Role, str]:
    return accounts_at_home(installation)


@pytest.fixture(scope="module")
def browsers(installation: Installation) -> dict[Role, TestApp]:
    return {role: installation.signed_in(role) for role in (Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY)}


@pytest.fixture(scope="module")
def caseworker(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


@pytest.fixture(scope="module")
def signatory(installation: Installation) -> TestApp:
    return installation.signed_in(Role.SIGNATORY)


@pytest.fixture(scope="module")
def administrator(installation: Installation) -> TestApp:
    return installation.signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def dossier(installation: Installation) -> str:
    """The path of a dossier in which nothing was entered yet."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        return f"/dossiers/{Desk(session, registry['catalogue'], clock.today()).open().id}"


@pytest.fixture
def case(installation: Installation, accounts: dict[Role, str]) -> Case:
    """A dossier in study: one sentence on the register, and the person's own words."""
    return add_case(installation, accounts, "take_up")
