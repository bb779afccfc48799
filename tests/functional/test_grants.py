"""Giving a lawyer access: how long it may last."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework import clock
from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

PLACE = ZoneInfo("Europe/Madrid")
MORNING = datetime(2026, 5, 4, 9, tzinfo=PLACE)
NIGHT = datetime(2026, 5, 5, 0, 30, tzinfo=PLACE)
"""Yesterday still, by UTC."""


@pytest.fixture(scope="module")
def dossier(installation: Installation) -> str:
    with clock.pretend(MORNING):
        return prepare_case(installation.registry)


@pytest.mark.parametrize("at", [MORNING, NIGHT])
@pytest.mark.parametrize(("days", "status"), [(-1, 400), (0, 303), (1, 303), (90, 303), (91, 400)])
def test_90_days_are_days_at_the_place(
    installation: Installation, dossier: str, at: datetime, days: int, status: int
) -> None:
    with clock.pretend(at):
        page = installation.signed_in(Role.CASEWORKER).get(f"/dossiers/{dossier}/grants/new")
        (thing, *_others) = re.findall(r'value="(evidence:[^"]+)"', page.text)
        lawyer = form_of(page)["account"].options[-1][0]
        last = at.date() + timedelta(days=days)
        until = (str(last.day), str(last.month), str(last.year))
        fill(page, (until,), (thing, "true"), status, account=lawyer, retyped=PASSWORD)
