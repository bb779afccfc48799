"""Ready-made lists, filters and search over the demo's dossiers, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access.permissions import Role
from casework.dossiers import worklist
from casework.dossiers.models import Dossier
from casework.dossiers.worklist import Ready, Wanted
from tests.support.installation import Installation, tell_story

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def told(installation: Installation) -> Installation:
    tell_story(installation, TODAY)
    return installation


@pytest.fixture
def session(told: Installation) -> Iterator[Session]:
    with told.session() as session:
        yield session
        session.rollback()


def names(told: Installation, session: Session, role: Role = Role.CASEWORKER, **wanted: object) -> list[str]:
    identity = told.identity(session, role)
    found = worklist.page(session, identity, Wanted(**wanted), TODAY, None)  # type: ignore[arg-type]
    return [each.person.particulars.family_names for each in found]


def test_all_are_listed_to_their_organisation_only(told: Installation, session: Session) -> None:
    assert len(names(told, session)) == 5
    assert names(told, session, Role.LAWYER) == []


def test_search_opens_names_in_memory(told: Installation, session: Session) -> None:
    assert names(told, session, search="nguyen thi") == ["Nguyễn Mẫu"]
    assert names(told, session, search="оксана") == ["Mostrenko"]
    assert names(told, session, search="nobody") == []
    assert len(names(told, session, search="x")) == 5


def test_a_filter_by_state(told: Installation, session: Session) -> None:
    assert names(told, session, state="proposed") == ["Mostrenko"]


def test_mine_are_those_i_own_or_stand_in_for(told: Installation, session: Session) -> None:
    assert len(names(told, session, ready=Ready.MINE)) == 5
    assert names(told, session, Role.REVIEWER, ready=Ready.MINE) == []
    reviewer = told.identity(session, Role.REVIEWER)
    proposed = select(Dossier.id).where(Dossier.state == "proposed").scalar_subquery()
    session.execute(update(Dossier).where(Dossier.id == proposed).values(deputy_id=reviewer.account_id))
    assert names(told, session, Role.REVIEWER, ready=Ready.MINE) == ["Mostrenko"]


def test_what_waits_for_my_decision(told: Installation, session: Session) -> None:
    waiting = names(told, session, Role.SIGNATORY, ready=Ready.REVIEW)
    assert sorted(waiting) == ["Mostrenko", "Tesfaye Mostrazghi"]
    assert names(told, session, Role.REVIEWER, ready=Ready.REVIEW) == ["Mostrenko"]
    assert names(told, session, Role.CASEWORKER, ready=Ready.REVIEW) == []


@pytest.mark.parametrize(
    ("due", "ready"),
    [(-1, Ready.LATE), (0, Ready.DUE), (6, Ready.DUE), (7, None)],
)
def test_due_this_week_and_late(told: Installation, session: Session, due: int, ready: Ready | None) -> None:
    one = session.scalars(select(Dossier).where(Dossier.state == "in_study")).one()
    one.due_on = TODAY + timedelta(days=due)
    session.flush()
    for each in (Ready.LATE, Ready.DUE):
        assert names(told, session, ready=each) == (["Nguyễn Mẫu"] if each is ready else [])


def test_counts_stop(told: Installation, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = told.identity(session, Role.CASEWORKER)
    assert worklist.count(session, identity, Ready.ALL, TODAY) == 5
    monkeypatch.setattr(worklist, "MOST_COUNTED", 3)
    assert worklist.count(session, identity, Ready.ALL, TODAY) == 3


def test_pages_follow_each_other_without_gap(
    told: Installation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "PAGE", 2)
    monkeypatch.setattr(worklist, "BATCH", 2)
    identity = told.identity(session, Role.CASEWORKER)
    for search in ("", "mo"):
        seen: list[str] = []
        after = None
        while True:
            found = worklist.page(session, identity, Wanted(search=search), TODAY, after)
            seen += [each.id for each in found[:2]]
            if len(found) <= 2:
                break
            after = (found[1].opened_on, found[1].id)
        assert len(seen) == len(set(seen)) == (5 if not search else len(seen))
        assert len(seen) >= 3
