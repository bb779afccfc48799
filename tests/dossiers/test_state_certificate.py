"""The certificate of a running procedure says of the home only what somebody checked (schemes.md §2.6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework import papers
from casework.dossiers.models import Dossier
from casework.dossiers.papers import Entered, certificate
from casework.dossiers.records import CaseRecord, EvidenceRecord, LetterRecord, MovementRecord, Representative
from casework.dossiers.service import changes, letters
from casework.dossiers.service.evidence import add_evidence
from casework.programmes.service import programme_of, version_of
from tests.dossiers.cases import PARTICULARS, Desk

LEASE = EvidenceRecord("habitatge", "lease", "Finques Exemple", "original_seen")
COURSE = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
AT_HOME = [
    "Resideix al domicili situat al carrer de la Mostra, 3, Barcelona.",
    "Se la pot citar en aquest domicili.",
]
IN_REGISTER = ["El seu domicili consta al padró de Barcelona."]
THROUGH = "Clara Mostra, advocada, tel. 600 000 000"
CLARA = Representative("Clara Mostra", "", "lawyer", date(2026, 9, 1), ("receive_letters",))


def paper_of(desk: Desk, dossier: Dossier, through: str = "") -> papers.Procedure:
    version = version_of(desk.session, dossier.version_hash)
    programme = programme_of(desk.session, dossier.organisation_id, dossier.scheme_key)
    entered = Entered("2026/0000001", desk.today, "4G9MPX9-8GKCK0Y-7ZGN7CK")
    record = LetterRecord(summoned_through=through)
    return certificate(
        desk.whole(dossier.id), version, programme, "state", record, "https://example", entered
    )


def said(desk: Desk, dossier: Dossier) -> list[str]:
    """What stands under the heading on home and summons; the address among the particulars goes with it."""
    paper = paper_of(desk, dossier)
    found = [each.text for each in paper.summons.statements]
    in_particulars = "carrer de la Mostra, 3" in [row.value for row in paper.identity]
    assert in_particulars is (found == AT_HOME), "one page says an address as verified in both places or none"
    return found


def enter(desk: Desk, dossier: Dossier, what: str, days_ago: int, place: str = "Barcelona") -> None:
    movement = MovementRecord(what, desk.today - timedelta(days=days_ago), place)
    changes.add_movement(desk.session, desk.caseworker, dossier, movement)


def test_what_was_typed_at_intake_is_not_said_of_the_home(desk: Desk) -> None:
    assert said(desk, desk.open()) == []
    assert said(desk, desk.open(replace(PARTICULARS, given_names="Home"), CaseRecord())) == []


def test_evidence_of_something_else_bears_no_address(desk: Desk) -> None:
    dossier = desk.open()
    add_evidence(desk.session, desk.caseworker, dossier, COURSE, desk.at)
    assert said(desk, dossier) == []


def test_evidence_of_housing_bears_the_address(desk: Desk) -> None:
    dossier = desk.open()
    add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at)
    assert said(desk, dossier) == AT_HOME


def test_a_lease_puts_nobody_into_the_register(desk: Desk) -> None:
    dossier = desk.open(record=CaseRecord())
    add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at)
    assert said(desk, dossier) == []


def test_an_open_entry_in_the_register_bears_the_address(desk: Desk) -> None:
    dossier = desk.open()
    enter(desk, dossier, "arrival", 300)
    assert said(desk, dossier) == AT_HOME


def test_an_open_entry_without_an_address_is_said_as_such(desk: Desk) -> None:
    dossier = desk.open(record=CaseRecord())
    enter(desk, dossier, "arrival", 300)
    assert said(desk, dossier) == IN_REGISTER
    assert paper_of(desk, dossier).verified.neutral == "", (
        "it was verified that the person is in the register"
    )


@pytest.mark.parametrize("record", [CaseRecord(), CaseRecord(address="carrer de la Mostra, 3")])
def test_an_entry_that_ended_or_stands_elsewhere_says_nothing(desk: Desk, record: CaseRecord) -> None:
    dossier = desk.open(record=record)
    enter(desk, dossier, "arrival", 300)
    enter(desk, dossier, "departure", 100)
    enter(desk, dossier, "arrival", 100, "L’Hospitalet")
    assert said(desk, dossier) == []


def test_it_names_the_number_that_the_receipt_bears(desk: Desk) -> None:
    desk.take(desk.open(), "submit")
    dossier = desk.open()
    desk.take(dossier, "submit")
    assert applied(desk, dossier) == (
        "Va presentar la sol·licitud el 21 de setembre de 2026 "
        f"(registre d’entrada 2026/0000002, expedient {dossier.reference})."
    )


def test_a_receipt_that_had_to_be_written_again_counts_by_its_new_number(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    lost = dossier.letters[0]
    letters.give_up(desk.session, lost.id)
    letters.begin(desk.session, desk.caseworker.account_id, dossier, lost.kind, lost.record, desk.today)
    assert "registre d’entrada 2026/0000002" in applied(desk, dossier)


def applied(desk: Desk, dossier: Dossier) -> str:
    return paper_of(desk, dossier).course.statements[0].text


def mandate(desk: Desk, representative: Representative) -> tuple[papers.Evidence, ...]:
    """What the certificate prints of the person named for a summons."""
    dossier = desk.open()
    dossier.representative = representative
    named = paper_of(desk, dossier, THROUGH).summons.statements[-1]
    assert named.text == f"Se la pot citar per mitjà de {THROUGH}."
    return named.evidence


def test_a_mandate_is_named_only_where_it_is_one_to_be_summoned(desk: Desk) -> None:
    assert mandate(desk, CLARA) == ()
    summoned = replace(CLARA, scope=("receive_letters", "be_summoned"))
    (found,) = mandate(desk, summoned)
    assert found.text == "Designació signada per la persona interessada, 1 de setembre de 2026"
