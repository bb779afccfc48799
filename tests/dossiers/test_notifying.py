"""The day on which the person has a letter: noted, corrected, and what counts from it."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from casework.dossiers.lists import waits_for_letter
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import EvidenceRecord, Notification
from casework.dossiers.rules import term_by_letter
from casework.dossiers.service import letters
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.notifying import Way, may_be_noted, note_received
from casework.dossiers.service.steps import take_step
from casework.dossiers.service.terms import begun_here, to_notify
from casework.dossiers.service.writing_again import write_again
from casework.errors import RefusedError
from casework.programmes.service import version_of
from casework.schemes import SchemeVersion
from tests.dossiers.cases import Desk
from tests.dossiers.making import sign
from tests.support.catalogue import shipped
from tests.support.installation import Installation

WRITTEN, PRINTED = date(2026, 9, 21), date(2026, 10, 6)
"""Ten working days of Barcelona: 22 23 25 28 29 30 1 2 5 6; Thursday 24 September is la Mercè."""
CLOSING = Given(reasons="No s’han aportat els papers.")


@dataclass
class Asked:
    """A dossier of which more was asked, and the signed letter that asks."""

    desk: Desk
    installation: Installation
    dossier: Dossier
    letter: Letter

    def received(self, on: date, way: Way = Way.COUNTER, *, signed: bool = False) -> None:
        who = self.desk.signatory if signed else self.desk.caseworker
        note_received(self.desk.session, who, self.letter, on, way, self.desk.today)

    def close(self, on: date) -> None:
        self.desk.today = on
        take_step(self.desk.session, self.desk.signatory, self.dossier, "desist", CLOSING, self.desk.at, on)

    @property
    def version(self) -> SchemeVersion:
        return version_of(self.desk.session, self.dossier.version_hash)


@pytest.fixture
def asked(desk: Desk, installation: Installation) -> Asked:
    dossier = desk.open()
    desk.take(dossier, "submit", "ask_for_more")
    letter = sign(installation, desk.session, dossier.letters[-1])
    desk.today = date(2026, 9, 28)
    return Asked(desk, installation, dossier, letter)


def test_the_term_counts_from_the_day_after_the_person_has_the_letter(asked: Asked) -> None:
    assert asked.dossier.due_on == asked.letter.record.deadline == PRINTED
    assert to_notify(asked.version, asked.dossier) is asked.letter
    asked.received(date(2026, 9, 25), Way.POST)
    # Friday the 25th: 28 29 30 1 2 5 6 7 8 9.
    assert asked.dossier.due_on == date(2026, 10, 9)
    assert begun_here(asked.version, asked.dossier) == (("complete", date(2026, 10, 9)),)
    assert asked.letter.notification == Notification("post", (asked.desk.caseworker.account_id,))
    assert to_notify(asked.version, asked.dossier) is None


def test_nothing_is_closed_while_nobody_knows_that_the_person_has_the_letter(asked: Asked) -> None:
    with pytest.raises(RefusedError, match="Nobody has recorded yet"):
        asked.close(date(2026, 12, 1))
    asked.received(date(2026, 11, 16))
    # Monday 16 November 2026: 17 18 19 20 23 24 25 26 27 30.
    with pytest.raises(RefusedError, match="not ended yet"):
        asked.close(date(2026, 11, 30))
    asked.close(date(2026, 12, 1))
    assert asked.dossier.state == "desisted"
    said = asked.dossier.letters[-1].record.words[0].blocks[0].paragraphs[0]
    assert "El 21 de setembre de 2026 us vam dir" in said
    assert "fins al 30 de novembre de 2026" in said


def test_papers_are_taken_whether_or_not_it_was_noted(asked: Asked) -> None:
    record = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
    add_evidence(asked.desk.session, asked.desk.caseworker, asked.dossier, record, asked.desk.at)
    asked.desk.take(asked.dossier, "complete")
    assert (asked.dossier.state, asked.dossier.due_on) == ("in_study", None)
    assert to_notify(asked.version, asked.dossier) is None
    asked.received(date(2026, 9, 25))
    assert asked.dossier.due_on is None, "the term was answered"


@pytest.mark.parametrize("on", [date(2026, 9, 20), date(2026, 9, 29)])
def test_no_day_before_it_was_written_and_none_to_come(asked: Asked, on: date) -> None:
    with pytest.raises(RefusedError, match="before it is written"):
        asked.received(on)
    assert (asked.letter.notified_on, asked.dossier.due_on) == (None, PRINTED)


def test_it_can_be_corrected_by_whoever_knows_better(asked: Asked) -> None:
    asked.received(date(2026, 9, 25), Way.POST)
    asked.received(date(2026, 9, 28), Way.ELECTRONIC, signed=True)
    assert asked.letter.notified_on == date(2026, 9, 28)
    assert asked.dossier.due_on == date(2026, 10, 13), "29 30 1 2 5 6 7 8 9; 12 October is a holiday; 13"
    told = asked.letter.notification
    assert told == Notification(
        "electronic", (asked.desk.caseworker.account_id, asked.desk.signatory.account_id)
    )


def test_the_day_stays_once_the_case_was_closed_on_it(asked: Asked) -> None:
    asked.received(date(2026, 9, 25))
    asked.close(date(2026, 10, 12))
    assert not may_be_noted(asked.desk.session, asked.letter)
    with pytest.raises(RefusedError, match="stays as it is"):
        asked.received(date(2026, 9, 28))
    assert asked.letter.notified_on == date(2026, 9, 25)


def test_whoever_noted_the_day_does_not_close_the_case_on_it_even_if_corrected_since(asked: Asked) -> None:
    asked.received(date(2026, 9, 22), signed=True)
    asked.received(date(2026, 9, 23))
    with pytest.raises(RefusedError, match="Ask a colleague"):
        asked.close(date(2026, 11, 2))
    assert asked.dossier.state == "incomplete"


def test_one_who_handed_a_letter_over_may_still_decide_on_what_came(asked: Asked) -> None:
    """Only what the day itself opens is closed to them: they changed nothing in what is decided."""
    asked.received(date(2026, 9, 22), signed=True)
    asked.desk.fill(asked.dossier)
    asked.desk.take(asked.dossier, "complete", "propose")
    given = Given(reasons="No.")
    take_step(
        asked.desk.session,
        asked.desk.signatory,
        asked.dossier,
        "refuse",
        given,
        asked.desk.at,
        asked.desk.today,
    )
    assert asked.dossier.state == "refused"


def test_a_letter_that_was_asked_twice_on_a_day_counts_for_its_own_step(asked: Asked) -> None:
    asked.desk.take(asked.dossier, "complete", "ask_for_more")
    second = sign(asked.installation, asked.desk.session, asked.dossier.letters[-1])
    asked.received(date(2026, 9, 25))
    assert to_notify(asked.version, asked.dossier) is second
    with pytest.raises(RefusedError, match="Nobody has recorded yet"):
        asked.close(date(2026, 12, 1))


def test_the_letter_written_again_is_the_one_that_counts(desk: Desk, installation: Installation) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit", "ask_for_more")
    lost = dossier.letters[-1]
    letters.give_up(desk.session, lost.id)
    with pytest.raises(RefusedError, match="not written"):
        note_received(desk.session, desk.caseworker, lost, WRITTEN, Way.COUNTER, desk.today)
    desk.today = date(2026, 9, 28)
    again = sign(installation, desk.session, write_again(desk.session, desk.caseworker, lost, desk.today))
    assert to_notify(version_of(desk.session, dossier.version_hash), dossier) is again
    note_received(desk.session, desk.caseworker, again, desk.today, Way.OTHER, desk.today)
    assert dossier.due_on == date(2026, 10, 13)


def test_a_receipt_starts_no_term(desk: Desk, installation: Installation) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    receipt = sign(installation, desk.session, dossier.letters[-1])
    assert not may_be_noted(desk.session, receipt)
    with pytest.raises(RefusedError, match="No term counts"):
        note_received(desk.session, desk.caseworker, receipt, WRITTEN, Way.COUNTER, desk.today)


def test_an_appeal_is_in_time_for_a_month_from_the_day_after_and_a_late_one_is_noted(
    desk: Desk, installation: Installation
) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    desk.take(dossier, "refuse", reasons="No consta la inscripció.")
    refusal = sign(installation, desk.session, dossier.letters[-1])
    version = version_of(desk.session, dossier.version_hash)
    assert begun_here(version, dossier) == (("appeal", date(2026, 10, 21)),)
    desk.today = date(2026, 10, 30)
    note_received(desk.session, desk.caseworker, refusal, date(2026, 9, 30), Way.POST, desk.today)
    assert begun_here(version, dossier) == (("appeal", date(2026, 10, 30)),)
    assert dossier.due_on is None, "a closed dossier waits for nothing of the office"
    assert dossier.state == "refused"


def test_the_list_has_whose_letter_waits_and_no_other(asked: Asked) -> None:
    desk, further = asked.desk, asked.desk.open()
    desk.fill(further)
    desk.take(further, "submit", "ask_for_more")
    sign(asked.installation, desk.session, further.letters[-1])

    def waiting() -> set[str]:
        desk.session.flush()
        return set(desk.session.scalars(select(Dossier.id).where(waits_for_letter())))

    assert waiting() >= {asked.dossier.id, further.id}
    desk.take(further, "complete", "propose", "grant")
    assert further.id not in waiting(), "what was asked for has come"
    assert asked.dossier.id in waiting(), "whatever happened elsewhere"
    asked.received(date(2026, 9, 22))
    assert asked.dossier.id not in waiting()


def test_of_barcelona_s_letters_those_that_print_a_last_day_count() -> None:
    version = shipped().scheme("bcn-veinatge").latest
    counting = {key: term_by_letter(version, each) for key, each in version.steps.actions.items()}
    assert {key: term.key for key, term in counting.items() if term} == {
        "ask_for_more": "complete",
        "refuse": "appeal",
        "desist": "appeal",
        "end": "appeal",
    }
