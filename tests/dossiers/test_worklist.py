"""Ready-made lists, filters and search over the demo's dossiers, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access.models import Account
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.demo.accounts import accounts, identity_of
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers import worklist
from casework.dossiers.lists import Desk, Ready, Wanted, desk_of, lists_for
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import Purpose
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


def desk(told: Installation, session: Session, role: Role = Role.CASEWORKER) -> Desk:
    return desk_of(session, told.identity(session, role), TODAY)


def names(told: Installation, session: Session, role: Role = Role.CASEWORKER, **wanted: Any) -> list[str]:
    found = worklist.page(desk(told, session, role), Wanted(**wanted))
    return [each.person.particulars.family_names for each in found]


def of_state(session: Session, state: str) -> Dossier:
    return session.scalars(select(Dossier).where(Dossier.state == state)).one()


def test_all_are_listed_to_their_organisation_only(told: Installation, session: Session) -> None:
    assert len(names(told, session)) == 5
    assert names(told, session, Role.LAWYER) == []


def test_search_opens_names_in_memory(told: Installation, session: Session) -> None:
    assert names(told, session, search="nguyen thi") == ["Nguyễn Mẫu"]
    assert names(told, session, search="оксана") == ["Mostrenko"]
    assert names(told, session, search="nobody") == []
    assert names(told, session, search="x") == []


def test_a_filter_by_state(told: Installation, session: Session) -> None:
    assert names(told, session, scheme=NEIGHBOURHOOD, state="proposed") == ["Mostrenko"]
    assert names(told, session, scheme="another", state="proposed") == []


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
    one = of_state(session, "in_study")
    one.due_on = TODAY + timedelta(days=due)
    session.flush()
    for each in (Ready.LATE, Ready.DUE):
        assert names(told, session, ready=each) == (["Nguyễn Mẫu"] if each is ready else [])


def test_counts_stop(told: Installation, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """One further than can be said, so that a list of exactly as many is told from a longer one."""
    assert worklist.count(desk(told, session), Wanted()) == 5
    monkeypatch.setattr(worklist, "MOST_COUNTED", 3)
    assert worklist.count(desk(told, session), Wanted()) == 4


def test_the_nearest_term_comes_first_then_what_was_opened_last(told: Installation, session: Session) -> None:
    days: dict[str, tuple[date | None, date]] = {
        "submitted": (None, TODAY - timedelta(days=9)),
        "in_study": (TODAY + timedelta(days=3), TODAY - timedelta(days=9)),
        "proposed": (TODAY - timedelta(days=1), TODAY - timedelta(days=20)),
        "granted": (TODAY + timedelta(days=3), TODAY - timedelta(days=2)),
        "issued": (None, TODAY - timedelta(days=2)),
    }
    for state, (due_on, opened_on) in days.items():
        dossier = of_state(session, state)
        dossier.due_on, dossier.opened_on = due_on, opened_on
    session.flush()
    for ready in (Ready.OPEN, Ready.ALL, Ready.MINE):
        found = worklist.page(desk(told, session), Wanted(ready))
        assert [each.state for each in found] == ["proposed", "granted", "in_study", "issued", "submitted"]


def test_of_one_day_the_later_number_comes_first(told: Installation, session: Session) -> None:
    session.execute(update(Dossier).values(opened_on=TODAY))
    numbers = [each.reference for each in worklist.page(desk(told, session), Wanted())]
    assert numbers == ["26-00005", "26-00004", "26-00003", "26-00002", "26-00001"]


@pytest.mark.parametrize("search", ["", "mo"])
@pytest.mark.parametrize("terms", [0, 2, 5])
def test_pages_follow_each_other_without_gap(
    told: Installation, session: Session, monkeypatch: pytest.MonkeyPatch, search: str, terms: int
) -> None:
    for number, each in enumerate(session.scalars(select(Dossier))):
        each.due_on = TODAY + timedelta(days=number // 2) if number < terms else None
    session.flush()
    whole = [each.id for each in worklist.page(desk(told, session), Wanted(search=search))]
    monkeypatch.setattr(worklist, "PAGE", 2)
    monkeypatch.setattr(worklist, "BATCH", 2)
    seen: list[str] = []
    after = None
    while len(found := worklist.page(desk(told, session), Wanted(search=search), after)) > 2:
        seen += [each.id for each in found[:2]]
        after = worklist.place_of(found[1])
    assert seen + [each.id for each in found] == whole
    assert len(whole) >= 3


def test_what_asks_nothing_more_is_open_no_longer(told: Installation, session: Session) -> None:
    """A card in somebody's hands and a closed case are reached by their state, or among all."""
    of_state(session, "granted").state = "handed_over"
    of_state(session, "proposed").state = "closed"
    session.flush()
    for ready in (Ready.OPEN, Ready.MINE):
        assert len(names(told, session, ready=ready)) == 3
        for state, name in (("handed_over", "Tesfaye Mostrazghi"), ("closed", "Mostrenko")):
            assert names(told, session, ready=ready, scheme=NEIGHBOURHOOD, state=state) == [name]
    assert len(names(told, session, ready=Ready.ALL)) == 5
    assert names(told, session, search="mostrenko") == ["Mostrenko"]


def test_a_running_term_keeps_a_dossier_open(told: Installation, session: Session) -> None:
    one = of_state(session, "granted")
    one.state, one.due_on = "handed_over", TODAY
    session.flush()
    assert "Tesfaye Mostrazghi" in names(told, session)


def test_a_number_finds_its_dossier(told: Installation, session: Session) -> None:
    for typed in ("26-00004", "26-4", "4", "00004"):
        (found,) = worklist.page(desk(told, session), Wanted(search=typed))
        assert found.reference == "26-00004"
    for typed in ("25-00004", "40", "26-", "6-00004", "%4", "_0004"):
        assert worklist.page(desk(told, session), Wanted(search=typed)) == []


def test_the_number_of_a_card_or_a_letter_finds_its_dossier(told: Installation, session: Session) -> None:
    card = session.scalars(select(Card)).one()
    for typed in (card.number, f" {card.number.lower()} "):
        (found,) = worklist.page(desk(told, session), Wanted(search=typed))
        assert found.id == card.dossier_id
    for letter in session.scalars(select(Letter)):
        (found,) = worklist.page(desk(told, session), Wanted(search=letter.number.lower()))
        assert found.id == letter.dossier_id
    assert worklist.page(desk(told, session, Role.LAWYER), Wanted(search=card.number)) == []


def test_no_list_is_offered_on_which_nothing_can_stand(told: Installation, session: Session) -> None:
    assert Ready.REVIEW not in lists_for(desk(told, session, Role.CASEWORKER))
    assert Ready.REVIEW in lists_for(desk(told, session, Role.SIGNATORY))
    assert Ready.AFTER_CHECK not in lists_for(desk(told, session, Role.SIGNATORY))


def agree(told: Installation, session: Session, state: str, at: datetime) -> Dossier:
    dossier = of_state(session, state)
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
    assert worklist.next_appointments(desk(told, session), [dossier]) == {}


def test_the_next_appointment_is_the_nearest_that_is_not_past(told: Installation, session: Session) -> None:
    for days in (3, 1, -1):
        dossier = agree(told, session, "in_study", datetime(2026, 11, 21 + days, 9, tzinfo=UTC))
    found = worklist.next_appointments(desk(told, session), [dossier])
    assert found[dossier.id].starts_at == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_a_filter_by_who_handles_it(told: Installation, session: Session) -> None:
    reviewer, me = (told.identity(session, each).account_id for each in (Role.REVIEWER, Role.CASEWORKER))
    assert worklist.handlers_in_use(desk(told, session)) == {me}
    for state, part in (("proposed", "deputy_id"), ("in_study", "owner_id")):
        session.execute(update(Dossier).where(Dossier.state == state).values({part: reviewer}))
    assert sorted(names(told, session, handler=reviewer)) == ["Mostrenko", "Nguyễn Mẫu"]
    assert names(told, session, handler=reviewer, ready=Ready.MINE) == ["Mostrenko"]
    assert worklist.handlers_in_use(desk(told, session)) == {me, reviewer}
    assert worklist.handlers_in_use(desk(told, session, Role.LAWYER)) == set()


def test_what_waits_for_a_decision_is_not_on_the_list_of_those_who_propose(
    told: Installation, session: Session
) -> None:
    """Another caseworker may take a colleague's proposal back; that is no reviewing."""
    colleague = identity_of(session.get_one(Account, accounts(session)["jordi@barcelona.example"]))
    assert worklist.count(desk_of(session, colleague, TODAY), Wanted(Ready.REVIEW)) == 0
    assert worklist.count(desk(told, session, Role.SIGNATORY), Wanted(Ready.REVIEW)) > 0
