"""Ready-made lists, filters and search over the demo's dossiers, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access.models import Account
from casework.access.permissions import Role
from casework.demo.story import accounts, identity_of
from casework.dossiers import worklist
from casework.dossiers.models import Dossier
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.worklist import Ready, Wanted
from casework.schemes import Catalogue
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
    found = worklist.page(session, identity, Wanted(**wanted), TODAY, None)  # type: ignore[arg-type]  # the filter is named by the test
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


def agree(told: Installation, session: Session, state: str, at: datetime) -> Dossier:
    dossier = session.scalars(select(Dossier).where(Dossier.state == state)).one()
    me = told.identity(session, Role.CASEWORKER)
    record = AppointmentRecord("Sala Exemple")
    appointments.add_appointment(session, me, dossier, Purpose.INTERVIEW, at, record)
    session.flush()
    return dossier


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), False),
    ],
)
def test_appointments_today_and_tomorrow_are_the_offices_days(
    told: Installation, session: Session, at: datetime, listed: bool
) -> None:
    """Barcelona's day begins at eleven in the evening of the day before in UTC."""
    agree(told, session, "in_study", at)
    assert names(told, session, ready=Ready.APPOINTMENTS) == (["Nguyễn Mẫu"] if listed else [])


def test_what_was_called_off_is_on_no_list(told: Installation, session: Session) -> None:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    dossier = agree(told, session, "in_study", at)
    me = told.identity(session, Role.CASEWORKER)
    appointments.call_off(session, me, dossier.appointments[0])
    assert names(told, session, ready=Ready.APPOINTMENTS) == []
    assert worklist.next_appointments(session, me, [dossier], TODAY) == {}


def test_the_next_appointment_is_the_nearest_that_is_not_past(told: Installation, session: Session) -> None:
    for days in (3, 1, -1):
        dossier = agree(told, session, "in_study", datetime(2026, 11, 21 + days, 9, tzinfo=UTC))
    me = told.identity(session, Role.CASEWORKER)
    found = worklist.next_appointments(session, me, [dossier], TODAY)
    assert found[dossier.id].starts_at == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_a_filter_by_who_handles_it(told: Installation, session: Session) -> None:
    reviewer, me = (told.identity(session, each).account_id for each in (Role.REVIEWER, Role.CASEWORKER))
    assert worklist.handlers_in_use(session, told.identity(session, Role.CASEWORKER)) == {me}
    for state, part in (("proposed", "deputy_id"), ("in_study", "owner_id")):
        session.execute(update(Dossier).where(Dossier.state == state).values({part: reviewer}))
    assert sorted(names(told, session, handler=reviewer)) == ["Mostrenko", "Nguyễn Mẫu"]
    assert names(told, session, handler=reviewer, ready=Ready.MINE) == ["Mostrenko"]
    assert worklist.handlers_in_use(session, told.identity(session, Role.CASEWORKER)) == {me, reviewer}
    assert worklist.handlers_in_use(session, told.identity(session, Role.LAWYER)) == set()


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("draft", "submit"),
        ("submitted", "take_up"),
        ("incomplete", "complete"),
        ("in_study", "propose"),
        ("proposed", "grant"),
        ("granted", "issue"),
        ("issued", "hand_over"),
        ("refused", None),
        ("closed", None),
    ],
)
def test_the_next_step_leads_on(state: str, action: str | None) -> None:
    version = Catalogue.load().scheme("bcn-veinatge").version_on(TODAY)
    found = worklist.next_action(version, state)
    assert (found.key if found else None) == action


@pytest.mark.parametrize(("state", "action"), [("draft", "apply"), ("checked", "issue"), ("issued", None)])
def test_over_the_counter_the_card_comes_next_and_no_refusal(state: str, action: str | None) -> None:
    version = Catalogue.load().scheme("nyc-idnyc").version_on(TODAY)
    found = worklist.next_action(version, state)
    assert (found.key if found else None) == action


@pytest.mark.parametrize(("state", "action"), [("incomplete", "desist"), ("in_study", "propose")])
def test_once_the_term_is_over_what_it_opens_comes_next(state: str, action: str) -> None:
    version = Catalogue.load().scheme("bcn-veinatge").version_on(TODAY)
    found = worklist.next_action(version, state, overdue=True)
    assert found is not None
    assert found.key == action


def test_what_waits_for_a_decision_is_not_on_the_list_of_those_who_propose(
    told: Installation, session: Session
) -> None:
    """Another caseworker may take a colleague's proposal back; that is no reviewing."""
    colleague = identity_of(session.get_one(Account, accounts(session)["jordi@barcelona.example"]))
    signatory = told.identity(session, Role.SIGNATORY)
    assert worklist.count(session, colleague, Ready.REVIEW, TODAY) == 0
    assert worklist.count(session, signatory, Ready.REVIEW, TODAY) > 0
