"""Appointments: agreed, held, missed, called off; each once, and what was said rests sealed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import colander
import pytest
from sqlalchemy import select

from casework.dossiers.models import AUTHOR, Appointment, Dossier, Part
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.schemas.appointments import appointment_schema, read_appointment
from casework.dossiers.service import appointments
from casework.dossiers.service.appointments import Purpose
from casework.errors import ConflictError, RefusedError
from casework.journal import entries_of_object
from tests.dossiers.cases import Desk

PLACE = AppointmentRecord("Sala Exemple 4", "Intèrpret Mostra")
MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)


def agree(desk: Desk, dossier: Dossier, days: int = 0, purpose: Purpose = Purpose.INTERVIEW) -> Appointment:
    at = desk.at + timedelta(days=days)
    return appointments.add_appointment(desk.session, desk.caseworker, dossier, purpose, at, PLACE)


def actions(desk: Desk, dossier: Dossier) -> list[str | None]:
    desk.session.commit()
    return [each.action for each in reversed(entries_of_object(desk.session, dossier.id, limit=20))]


def test_an_appointment_is_agreed_sealed_and_journalled(desk: Desk) -> None:
    dossier = desk.open()
    agreed = agree(desk, dossier)
    desk.session.flush()
    sealed = desk.session.scalars(select(Appointment.record_sealed)).one()
    assert sealed is not None
    assert b"Exemple" not in sealed
    desk.session.refresh(agreed)
    assert (agreed.record, agreed.starts_at, agreed.state) == (PLACE, desk.at, "planned")
    assert actions(desk, dossier)[-1] == "dossier.appointment_added"


def test_it_makes_nobody_an_author(desk: Desk) -> None:
    dossier = desk.open()
    other = desk.signatory
    kept = appointments.add_appointment(desk.session, other, dossier, Purpose.OTHER, desk.at, PLACE)
    appointments.hold(desk.session, other, kept, "Va venir.", desk.today)
    parts = select(Part).where(Part.dossier_id == dossier.id, Part.account_id == other.account_id)
    assert desk.session.scalars(parts.where(Part.part == AUTHOR)).all() == []


def test_one_person_is_not_asked_twice_at_one_hour(desk: Desk) -> None:
    dossier = desk.open()
    agreed = agree(desk, dossier)
    with pytest.raises(RefusedError, match="already"):
        agree(desk, dossier, purpose=Purpose.OTHER)
    appointments.call_off(desk.session, desk.caseworker, agreed)
    assert agree(desk, dossier).state == "planned"


def test_nothing_is_agreed_on_a_dossier_that_is_over(desk: Desk) -> None:
    dossier = desk.open()
    agreed = agree(desk, dossier)
    desk.take(dossier, "take_back")
    with pytest.raises(RefusedError, match="over"):
        agree(desk, dossier, days=1)
    appointments.call_off(desk.session, desk.caseworker, agreed)
    assert agreed.state == "called_off"


def test_what_was_said_is_kept_with_the_place(desk: Desk) -> None:
    dossier = desk.open()
    agreed = agree(desk, dossier)
    appointments.hold(desk.session, desk.caseworker, agreed, "Va parlar del seu barri.", desk.today)
    desk.session.flush()
    desk.session.refresh(agreed)
    assert agreed.state == "held"
    assert agreed.record == AppointmentRecord(PLACE.place, PLACE.with_whom, "Va parlar del seu barri.")
    assert "barri" not in "".join(
        each.content or "" for each in entries_of_object(desk.session, dossier.id, limit=9)
    )


def test_each_outcome_is_journalled(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    first, second, third = (agree(desk, dossier, days) for days in (-1, 0, 1))
    appointments.hold(desk.session, me, first, "Va venir.", desk.today)
    appointments.miss(desk.session, me, second, desk.today)
    appointments.call_off(desk.session, me, third)
    assert actions(desk, dossier)[-3:] == [
        "dossier.appointment_held",
        "dossier.appointment_missed",
        "dossier.appointment_called_off",
    ]


def test_the_outcome_is_noted_once(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    agreed = agree(desk, dossier)
    appointments.miss(desk.session, me, agreed, desk.today)
    with pytest.raises(ConflictError):
        appointments.hold(desk.session, me, agreed, "Va venir.", desk.today)
    with pytest.raises(ConflictError):
        appointments.call_off(desk.session, me, agreed)
    assert (agreed.state, agreed.record.note) == ("missed", "")


def test_nothing_was_held_or_missed_before_its_day(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    agreed = agree(desk, dossier, days=1)
    for note in (
        lambda: appointments.hold(desk.session, me, agreed, "Va venir.", desk.today),
        lambda: appointments.miss(desk.session, me, agreed, desk.today),
    ):
        with pytest.raises(RefusedError, match="still to come"):
            note()
    appointments.miss(desk.session, me, agreed, desk.today + timedelta(days=1))
    assert agreed.state == "missed"


def test_the_day_is_that_of_the_office(desk: Desk) -> None:
    """Half past ten in the evening in UTC is the next day in Barcelona."""
    dossier, me = desk.open(), desk.caseworker
    late = datetime(2026, 9, 20, 22, 30, tzinfo=UTC)
    agreed = appointments.add_appointment(desk.session, me, dossier, Purpose.INTERVIEW, late, PLACE)
    with pytest.raises(RefusedError):
        appointments.hold(desk.session, me, agreed, "Va venir.", date(2026, 9, 20))
    appointments.hold(desk.session, me, agreed, "Va venir.", date(2026, 9, 21))
    assert appointments.held_interview(dossier) == date(2026, 9, 21)


def test_the_last_interview_that_was_held(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    assert appointments.held_interview(dossier) is None
    newer, older = agree(desk, dossier, days=-1), agree(desk, dossier, days=-5)
    handing_over = agree(desk, dossier, purpose=Purpose.HAND_OVER)
    missed = agree(desk, dossier, days=-2)
    for each in (newer, handing_over, older):
        appointments.hold(desk.session, me, each, "Va venir.", desk.today)
    appointments.miss(desk.session, me, missed, desk.today)
    assert appointments.held_interview(dossier) == desk.today - timedelta(days=1)


def test_planned_ones_come_in_their_order(desk: Desk) -> None:
    dossier = desk.open()
    later, sooner = agree(desk, dossier, days=3), agree(desk, dossier, days=2)
    assert appointments.planned(dossier) == [sooner, later]


def typed(**other: str) -> dict[str, object]:
    day = {"day": "21", "month": "9", "year": "2026"}
    return {"purpose": "interview", "day": day, "hour": "9:30", "place": "Sala", "with_whom": "", **other}


def problems(**other: object) -> dict[str, str]:
    with pytest.raises(colander.Invalid) as caught:
        appointment_schema(NOW, MADRID).deserialize({**typed(), **other})
    return {name: str(text) for name, text in caught.value.asdict().items()}


@pytest.mark.parametrize(("hour", "utc"), [("9:30", (7, 30)), ("09.05", (7, 5)), ("23:59", (21, 59))])
def test_the_hour_is_that_of_the_office(hour: str, utc: tuple[int, int]) -> None:
    values = appointment_schema(NOW, MADRID).deserialize(typed(hour=hour))
    purpose, starts_at, record = read_appointment(values, MADRID)
    assert (purpose, record) == (Purpose.INTERVIEW, AppointmentRecord("Sala"))
    assert starts_at == datetime(2026, 9, 21, *utc, tzinfo=UTC)


@pytest.mark.parametrize("hour", ["24:00", "9", "9:60", "half past nine", "٩:٣٠", "9:3"])
def test_what_is_no_hour_is_said_at_its_field(hour: str) -> None:
    assert set(problems(hour=hour)) == {"hour"}


@pytest.mark.parametrize(("day", "hour", "fits"), [("20", "11:00", True), ("20", "10:59", False)])
def test_an_appointment_is_entered_a_day_late_at_most(day: str, hour: str, fits: bool) -> None:
    """It is eleven in Barcelona on the 21st."""
    when = {"day": {"day": day, "month": "9", "year": "2026"}, "hour": hour}
    if fits:
        assert appointment_schema(NOW, MADRID).deserialize({**typed(), **when})["hour"] == hour
    else:
        assert set(problems(**when)) == {"day"}


@pytest.mark.parametrize(
    ("day", "hour", "wrong"),
    [
        (("28", "3", "2027"), "2:30", {"hour"}),  # the clocks go from two to three
        (("28", "3", "2027"), "3:00", set()),
        (("25", "10", "2026"), "2:30", set()),  # stands twice; the first is meant
        (("22", "9", "2027"), "9:30", {"day"}),
        (("21", "9", "2027"), "9:30", set()),
        (("21", "9", "2200"), "9:30", {"day"}),
    ],
)
def test_an_hour_that_is_none_and_a_day_beyond_a_year_are_refused(
    day: tuple[str, str, str], hour: str, wrong: set[str]
) -> None:
    when = {"day": dict(zip(("day", "month", "year"), day, strict=True)), "hour": hour}
    if wrong:
        assert set(problems(**when)) == wrong
    else:
        assert appointment_schema(NOW, MADRID).deserialize({**typed(), **when})["hour"] == hour
