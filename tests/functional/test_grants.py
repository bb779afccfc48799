"""Giving a lawyer access: how long it may last."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework import clock
from casework.access import service as access
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.demo.story import account_as, identity_as
from casework.dossiers.models import Dossier
from tests.access.closing import entries_after, last_seq
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


def test_the_entries_belong_to_the_organisation_of_the_dossier(
    installation: Installation, dossier: str
) -> None:
    """Its officer has to see also what a guest did, whose own organisation is another one."""
    with writing(installation.registry["sessions"]) as session:
        before = last_seq(session)
        guest = replace(identity_as(session, Role.CASEWORKER), organisation_id="o" * 22)
        case = session.get_one(Dossier, dossier)
        lawyer = account_as(session, Role.LAWYER)
        given = access.give_grant(
            session,
            guest,
            dossier_id=dossier,
            organisation_id=case.organisation_id,
            object_kind="evidence",
            object_id=case.evidence[0].id,
            account=lawyer,
            last_day=clock.today(),
            at=clock.now(),
        )
        access.end_grant(session, guest, given, clock.now())
        access.end_sessions_of(session, guest, lawyer, clock.now())
        expected = [case.organisation_id, case.organisation_id, lawyer.organisation_id]
    with installation.session() as session:
        assert [each.organisation_id for each in entries_after(session, before)] == expected
