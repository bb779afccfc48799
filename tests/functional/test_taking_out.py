"""Before something is taken out, its page says what it is and whose dossier it is in."""

from datetime import date

import pytest
from webtest import TestApp

from casework import clock
from casework.db import writing
from casework.dossiers.records import EvidenceRecord, MovementRecord, StatementRecord
from casework.dossiers.service import changes, notes, statements
from casework.dossiers.service.evidence import add_evidence
from tests.dossiers.cases import Desk
from tests.support.installation import Installation

ARRIVED = MovementRecord("arrival", date(2024, 8, 31), "Badalona")
OFFER = EvidenceRecord("mitjans", "job_offer", "Cuines Mostra", "original_seen")
PROTECTED = StatementRecord("habitatge", "protected")
NOTE = EvidenceRecord("habitatge", "padro_note", "Ajuntament", "register_obtained")


@pytest.fixture
def asked(installation: Installation) -> dict[str, str]:
    """By what is taken out, the address of its question."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        case = desk.open()
        changes.add_movement(session, desk.caseworker, case, ARRIVED)
        offer = add_evidence(session, desk.caseworker, case, OFFER, desk.at)
        note = add_evidence(session, desk.caseworker, case, NOTE, desk.at)
        said = statements.add_statement(session, desk.caseworker, case, PROTECTED, (note,))
        remark = notes.add_note(session, desk.caseworker, case, "Truca el germà", desk.at)
        path = f"/dossiers/{case.id}"
        return {
            "movement": f"{path}/register/{case.movements[0].id}/remove",
            "evidence": f"{path}/evidence/{offer.id}/remove",
            "statement": f"{path}/statements/{said.id}/remove",
            "note": f"{path}/notes/{remark.id}/remove",
        }


@pytest.mark.parametrize(
    ("what", "quoted"),
    [
        ("movement", "Registered (arrival), 31 August 2024, Badalona"),
        ("evidence", "A1 Job offer or employer’s letter, Cuines Mostra, Original seen"),
        ("statement", "«El seu domicili consta al padró de Barcelona.»"),
        ("note", "Truca el germà"),
    ],
)
def test_the_question_says_what_it_is_about_and_whose(
    caseworker: TestApp, asked: dict[str, str], what: str, quoted: str
) -> None:
    page = caseworker.get(asked[what])
    assert page.html.select_one(".cw-quote").text == quoted
    assert "Amina" in page.html.select_one(".cw-breadcrumb").text
