"""Writing again what could not be made: once, and a certificate only where there could be a new one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import clock, jobs
from casework.access.permissions import Role
from casework.db import writing
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.service import changes, letters
from casework.dossiers.service.certificates import write_certificate
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import take_step
from casework.dossiers.service.writing_again import replacement_of, to_write_again, write_again
from casework.errors import ConflictError
from casework.jobs.models import Job
from tests.dossiers.cases import Desk, prepare_case
from tests.support.installation import Installation
from tests.support.pages import form_of

BASE_URL = "https://casework.example.org"


@pytest.fixture
def lost(desk: Desk) -> Letter:
    """A certificate of a procedure that runs, which could not be made."""
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit")
    letter = certify(desk, dossier)
    letters.give_up(desk.session, letter.id)
    return letter


def certify(desk: Desk, dossier: Dossier) -> Letter:
    return write_certificate(desk.session, desk.caseworker, dossier, "state", "Clara Mostra", desk.today)


def again(desk: Desk, letter: Letter) -> Letter:
    return write_again(desk.session, desk.caseworker, letter, desk.today)


def test_a_lost_letter_is_written_again_once_with_the_same_words(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    (receipt,) = dossier.letters
    letters.give_up(desk.session, receipt.id)
    desk.today += timedelta(days=3)
    written = again(desk, receipt)
    assert (written.kind, written.record) == ("receipt", receipt.record)
    assert (written.number, written.written_on) == ("2026/0000002", desk.today)
    assert replacement_of(desk.session, receipt) is written
    with pytest.raises(ConflictError):
        again(desk, receipt)


def test_what_was_written_again_and_lost_again_is_written_a_third_time(desk: Desk, lost: Letter) -> None:
    second = again(desk, lost)
    assert not to_write_again(desk.session, second)
    letters.give_up(desk.session, second.id)
    assert again(desk, second).state == "writing"


def test_a_certificate_is_not_written_again_after_the_decision(desk: Desk, lost: Letter) -> None:
    dossier = lost.dossier
    desk.take(dossier, "take_up", "propose")
    assert to_write_again(desk.session, lost)
    take_step(desk.session, desk.signatory, dossier, "refuse", Given("Motius."), desk.at, desk.today)
    assert not to_write_again(desk.session, lost)
    with pytest.raises(ConflictError):
        again(desk, lost)
    assert [each.kind for each in dossier.letters].count("state") == 1


def test_a_letter_of_a_step_is_written_again_whatever_came_after(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    (receipt,) = dossier.letters
    letters.give_up(desk.session, receipt.id)
    take_step(desk.session, desk.signatory, dossier, "refuse", Given("Motius."), desk.at, desk.today)
    assert again(desk, receipt).kind == "receipt"


def test_what_was_made_is_not_written_again(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    with pytest.raises(ConflictError):
        again(desk, dossier.letters[0])


@pytest.fixture
def asked(installation: Installation) -> Iterator[str]:
    """The id of a certificate that was asked for and is not made yet."""
    dossier_id = prepare_case(installation.registry, "submit")
    while installation.run_jobs():
        pass
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        letter_id = certify(desk, desk.whole(dossier_id)).id
    yield letter_id
    while installation.run_jobs():
        pass


def test_a_certificate_never_says_what_was_entered_after_its_day(
    installation: Installation, asked: str
) -> None:
    """The worker was away: what it would print now is not what was certified then, so nothing is printed."""
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        dossier = desk.whole(session.get_one(Letter, asked).dossier_id)
        first = dossier.statements[0]
        changes.change(session, desk.caseworker, dossier, "statement_removed", facts=frozenset())
        dossier.statements.remove(first)
        session.delete(first)
    with clock.pretend(clock.now() + timedelta(days=2)):
        assert jobs.run_due(installation.registry) == 1
    with installation.session() as session:
        letter = session.get_one(Letter, asked)
        assert (letter.state, letter.paper_id) == ("void", None)
        assert session.scalars(select(Job.attempts).filter_by(subject_id=asked)).all() == [1]
        assert to_write_again(session, letter)


def test_a_certificate_made_late_of_what_did_not_change_is_made(
    installation: Installation, asked: str
) -> None:
    with clock.pretend(clock.now() + timedelta(days=2)):
        assert jobs.run_due(installation.registry) == 1
    with installation.session() as session:
        assert session.get_one(Letter, asked).state == "written"


def test_the_page_of_a_lost_letter_leads_on_to_the_one_in_its_place(installation: Installation) -> None:
    dossier_id = prepare_case(installation.registry, "submit")
    with writing(installation.registry["sessions"]) as session:
        receipt = session.scalars(select(Letter).filter_by(dossier_id=dossier_id)).one()
        letters.give_up(session, receipt.id)
        lost_id = receipt.id
    caseworker = installation.signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/letters/{lost_id}/again")
    other_window = caseworker.get(f"/letters/{lost_id}/again")
    form_of(page).submit(status=303)
    form_of(other_window).submit(status=409)
    back = caseworker.get(f"/letters/{lost_id}/again", status=303)
    assert back.headers["Location"].endswith(f"/letters/{lost_id}"), (
        "it was written already: its page leads on"
    )
    with installation.session() as session:
        (number,) = session.scalars(select(Letter.number).filter_by(replaces_id=lost_id))
    assert number in caseworker.get(f"/letters/{lost_id}").click(number).text
    while installation.run_jobs():
        pass
