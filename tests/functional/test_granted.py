"""The lawyer's own list, and how long the access lasts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access import service as access
from casework.access.identity import Identity
from casework.access.models import AccountSession
from casework.access.permissions import Role
from casework.access.queries import PAGE, identity_of
from casework.cards.models import Paper
from casework.db import writing
from casework.demo.accounts import account_as, identity_as
from casework.dossiers.models import Dossier
from tests.access.asking import ask
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation

MORNING = datetime(2026, 5, 4, 7, tzinfo=UTC)
PDF = b"%PDF-2.0 of this test"
GRANTED = 501
"""One more than an entry of the journal can name."""


@pytest.fixture(scope="module")
def lent(installation: Installation) -> list[str]:
    """Ids of the papers that the lawyer was given access to, one a minute."""
    with clock.pretend(MORNING):
        dossier_id = prepare_case(installation.registry)
    with writing(installation.registry["sessions"]) as session:
        caseworker = identity_as(session, Role.CASEWORKER)
        dossier = session.get_one(Dossier, dossier_id)
        file = files.keep(session, dossier, PDF, "application/pdf")
        papers = [_paper(dossier, file.id, number) for number in range(GRANTED)]
        session.add_all(papers)
        session.flush()
        for minute, paper in enumerate(papers):
            _lend(session, caseworker, paper, MORNING + timedelta(minutes=minute))
        _lend(session, caseworker, papers[0], MORNING + timedelta(days=1))
        return [each.id for each in papers]


def _paper(dossier: Dossier, file_id: str, number: int) -> Paper:
    return Paper(
        organisation_id=dossier.organisation_id,
        dossier_id=dossier.id,
        number=f"N{number}",
        issued_on=MORNING.date(),
        kind="letter",
        title="A letter",
        language="ca",
        pages=1,
        file_id=file_id,
        signed_at=MORNING,
    )


def _lend(session: Session, caseworker: Identity, paper: Paper, at: datetime) -> None:
    access.give_grant(
        session,
        caseworker,
        dossier_id=paper.dossier_id,
        organisation_id=paper.organisation_id,
        object_kind="paper",
        object_id=paper.id,
        account=account_as(session, Role.LAWYER),
        last_day=at.date() + timedelta(days=30),
        at=at,
    )


def test_a_lawyer_with_many_grants_turns_pages(installation: Installation, lent: list[str]) -> None:
    """Each thing stands once, newest first, that was given again as well."""
    with clock.pretend(MORNING + timedelta(days=2)):
        browser = installation.signed_in(Role.LAWYER)
        page, shown = browser.get("/granted"), []
        for _page in range(GRANTED // PAGE):
            shown += re.findall(r"/papers/([^/]+)/download", page.text)
            page = page.click("Next")
        shown += re.findall(r"/papers/([^/]+)/download", page.text)
    assert len(shown) == len(set(shown)) == GRANTED
    assert set(shown[:PAGE]) == {lent[0], *lent[-PAGE + 1 :]}
    assert "Next" not in page.text


def test_only_grants_in_force_are_read_with_a_request(installation: Installation, lent: list[str]) -> None:
    installation.signed_in(Role.LAWYER)
    later = MORNING + timedelta(days=31)
    with installation.session() as session:
        lawyer = account_as(session, Role.LAWYER)
        sessions = select(AccountSession).where(AccountSession.account_id == lawyer.id)
        identity = identity_of(session, session.scalars(sessions).all()[-1], later)
    assert [each.object_id for each in identity.grants] == [lent[0]]


def test_a_grant_outlives_the_role_and_not_the_account(installation: Installation, lent: list[str]) -> None:
    """The grant is the access right itself (design.md §2); docs/security.md says what ends it."""
    with clock.pretend(MORNING + timedelta(days=2)):
        token = str(installation.signed_in(Role.LAWYER).cookies["casework"])
        path = f"/papers/{lent[1]}/download"
        with writing(installation.registry["sessions"]) as session:
            for each in account_as(session, Role.LAWYER).memberships:
                each.until = clock.now()
        assert ask(installation, "GET", "/granted", token).status_int == 404
        assert ask(installation, "GET", path, token).body == PDF
        with writing(installation.registry["sessions"]) as session:
            account_as(session, Role.LAWYER).disabled_at = clock.now()
        assert ask(installation, "GET", path, token).status_int == 303, "led to sign in"
