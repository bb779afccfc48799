"""What the evidence suggests to say (docs/decisions/0016-fill.md holds the same vectors)."""

from datetime import date

import pytest

from casework.dossiers.models import Dossier, Part
from casework.dossiers.records import Blank, CaseRecord, EvidenceRecord, MovementRecord, StatementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence, correct_evidence, remove_evidence
from casework.dossiers.service.statements import add_statement
from casework.dossiers.service.suggestions import (
    Suggestion,
    compose_suggested,
    suggestion_for,
    suggestions_of,
)
from casework.errors import ConflictError, RefusedError
from casework.programmes.service import version_of
from casework.schemes import sketch_statement
from tests.dossiers.cases import PARTICULARS, Desk
from tests.dossiers.test_evidence import reloaded
from tests.dossiers.test_statements import entries

NOTE = EvidenceRecord("padro", "padro_note", "Ajuntament", "register_obtained", also=("habitatge",))
PAYSLIP = EvidenceRecord(
    "laboral", "payslip", "Cuines Mostra", "original_seen", proves_from=date(2024, 10, 5)
)
SUPPORT = EvidenceRecord(
    "mitjans", "support_letter", "la Fundació Mostra", "issuer_confirmed", issued=date(2026, 8, 1)
)
COURSE = EvidenceRecord("llengua", "course_certificate", "CPNL", "original_seen", issued=date(2026, 6, 20))


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return desk.open()


def show(desk: Desk, dossier: Dossier, *records: EvidenceRecord) -> Dossier:
    for record in records:
        add_evidence(desk.session, desk.caseworker, dossier, record, desk.at)
    return reloaded(desk, dossier)


def arrive(desk: Desk, dossier: Dossier, day: date, place: str = "Barcelona") -> None:
    changes.add_movement(desk.session, desk.caseworker, dossier, MovementRecord("arrival", day, place))


def suggested(desk: Desk, dossier: Dossier) -> tuple[Suggestion, ...]:
    return suggestions_of(desk.session, dossier, desk.today)


def told(desk: Desk, dossier: Dossier) -> list[tuple[str, str, bool]]:
    """Each suggestion as (sentence with the gaps that are left, evidence, complete)."""
    return [
        (
            sketch_statement(each.template, "ca", each.values, "en"),
            " ".join(basis.label for basis in each.bases),
            each.complete,
        )
        for each in suggested(desk, dossier)
    ]


REGISTERED = "Consta empadronat/ada a Barcelona de manera continuada des del 31 d’agost de 2024."
STAY = "Consta la seva estada a l’Estat espanyol, almenys, des del 31 d’agost de 2024."
HOME = (
    "El/La senyor/a Amina Mostrani Exemple resideix a l’habitatge situat al carrer de la Mostra, 3, Barcelona, "
    "tal com consta al volant d’empadronament de Barcelona."
)


def test_the_vectors_of_the_decision_record(desk: Desk, dossier: Dossier) -> None:
    arrive(desk, dossier, date(2024, 8, 31))
    dossier = show(desk, dossier, NOTE, PAYSLIP, SUPPORT, COURSE)
    assert told(desk, dossier) == [
        (REGISTERED, "A1", True),
        (STAY, "A1", True),
        (HOME, "A1", True),
        ("Ha acreditat el suport de la Fundació Mostra a les seves despeses, amb data 1 d’agost de 2026.", "A3", True),
        (
            "Ha acreditat el nivell [Level (for example A2)] de [Language] (CPNL, [Hours] h, 20 de juny de 2026).",
            "A4",
            False,
        ),
        (
            "Ha assistit a classes de [Language] (CPNL, [Hours] h, [First day] – [Last day]).",
            "A4",
            False,
        ),
        ("Ha acreditat activitat laboral com a [Occupation] des d’octubre de 2024.", "A2", False),
    ]  # fmt: skip


def test_nothing_known_suggests_nothing(desk: Desk, dossier: Dossier) -> None:
    assert suggested(desk, dossier) == ()


def test_what_only_the_register_tells_waits_for_a_paper(desk: Desk, dossier: Dossier) -> None:
    arrive(desk, dossier, date(2024, 8, 31))
    assert told(desk, reloaded(desk, dossier)) == [(REGISTERED, "", False), (STAY, "", False)]


def test_the_day_is_the_one_that_the_rule_found(desk: Desk, dossier: Dossier) -> None:
    """A break: the entry counts from the second arrival, the stay in the country from the first."""
    arrive(desk, dossier, date(2020, 1, 10))
    changes.add_movement(
        desk.session, desk.caseworker, dossier, MovementRecord("departure", date(2022, 1, 1), "Barcelona")
    )
    arrive(desk, dossier, date(2024, 8, 31))
    registered, stay = told(desk, show(desk, dossier, NOTE))[:2]
    assert registered[0] == REGISTERED
    assert "10 de gener de 2020" in stay[0]


def test_a_paper_that_does_not_bear_a_sentence_out_suggests_none(desk: Desk, dossier: Dossier) -> None:
    offer = EvidenceRecord("laboral", "job_offer", "Cuines Mostra", "original_seen")
    certificate = EvidenceRecord("padro", "padro_certificate", "Ajuntament", "register_obtained")
    dossier = show(desk, dossier, offer, certificate)
    templates = {(each.category.key, each.template.key) for each in suggested(desk, dossier)}
    assert templates == {("padro", "registered"), ("padro", "stay")}, "no work, no home by the certificate"


def test_one_sentence_for_each_paper_where_it_tells_what_stands_on_it(desk: Desk, dossier: Dossier) -> None:
    other = EvidenceRecord("mitjans", "support_letter", "la Coral Mostra", "issuer_confirmed")
    dossier = show(desk, dossier, SUPPORT, other, SUPPORT)
    found = [(each.values, [basis.label for basis in each.bases]) for each in suggested(desk, dossier)]
    full = {"entity": "la Fundació Mostra", "date": "2026-08-01"}
    assert found == [(full, ["A1"]), ({"entity": "la Coral Mostra"}, ["A2"]), (full, ["A3"])]


def test_what_is_said_is_suggested_no_more(desk: Desk, dossier: Dossier) -> None:
    dossier = show(desk, dossier, COURSE, COURSE)
    values = {"level": "A2", "language": "català", "entity": "CPNL", "hours": "45", "date": "2026-06-20"}
    record = StatementRecord("llengua", "level", tuple(Blank(*each) for each in values.items()))
    add_statement(desk.session, desk.caseworker, dossier, record, (dossier.evidence[0],))
    left = {basis.label for each in suggested(desk, reloaded(desk, dossier)) for basis in each.bases}
    assert left == {"A2"}, "neither the level nor the classes again, of that certificate"


def test_a_protected_address_fills_nothing(desk: Desk) -> None:
    dossier = show(desk, desk.open(PARTICULARS, CaseRecord()), NOTE)
    home = next(each for each in suggested(desk, dossier) if each.template.key == "home")
    assert dict(home.values) == {"name": "Amina Mostrani Exemple"}
    assert not home.complete
    assert "protected" not in {each.template.key for each in suggested(desk, dossier)}, "a person's choice"


def test_pressed_once_each_is_composed_as_a_single_one(desk: Desk, dossier: Dossier) -> None:
    arrive(desk, dossier, date(2024, 8, 31))
    dossier = show(desk, dossier, NOTE, PAYSLIP)
    keys = {each.key for each in suggested(desk, dossier) if each.complete}
    assert len(keys) == 3
    compose_suggested(desk.session, desk.caseworker, dossier, keys, desk.today)
    dossier = reloaded(desk, dossier)
    assert [(each.record.template, [basis.evidence.label for basis in each.bases]) for each in dossier.statements] == [
        ("registered", ["A1"]),
        ("stay", ["A1"]),
        ("home", ["A1"]),
    ]  # fmt: skip
    assert dossier.statements[0].record.values == {"since": "2024-08-31"}
    assert entries(desk, dossier).count("dossier.statement_added") == 3
    assert (
        desk.session.get_one(Part, (dossier.id, dossier.round, desk.caseworker.account_id)).part == "author"
    )
    assert [each.template.key for each in suggested(desk, dossier)] == ["work"]
    with pytest.raises(ConflictError):
        compose_suggested(desk.session, desk.caseworker, dossier, keys, desk.today)
    assert len(reloaded(desk, dossier).statements) == 3


def test_what_changed_since_it_was_shown_is_not_printed(desk: Desk, dossier: Dossier) -> None:
    dossier = show(desk, dossier, SUPPORT)
    keys = [each.key for each in suggested(desk, dossier)]
    letter = EvidenceRecord(
        "mitjans", "support_letter", "una altra entitat", "original_seen", issued=desk.today
    )
    correct_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], letter, desk.at)
    with pytest.raises(ConflictError):
        compose_suggested(desk.session, desk.caseworker, dossier, keys, desk.today)
    assert reloaded(desk, dossier).statements == []


def test_nothing_is_composed_under_a_decision(desk: Desk, dossier: Dossier) -> None:
    desk.fill(dossier)
    dossier = show(desk, dossier, SUPPORT)
    keys = [each.key for each in suggested(desk, dossier) if each.complete]
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        compose_suggested(desk.session, desk.caseworker, reloaded(desk, dossier), keys, desk.today)


def test_the_form_of_one_sentence_is_filled_by_the_named_paper(desk: Desk, dossier: Dossier) -> None:
    other = EvidenceRecord("mitjans", "support_letter", "la Coral Mostra", "issuer_confirmed")
    dossier = show(desk, dossier, SUPPORT, other)
    category = version_of(desk.session, dossier.version_hash).category("mitjans")
    template = category.template("support")

    def filled(evidence_id: str) -> tuple[dict[str, str], list[str]]:
        found = suggestion_for(desk.session, dossier, category, template, desk.today, evidence_id)
        return dict(found.values), [basis.label for basis in found.bases]

    assert filled("") == ({}, []), "of two nobody knows which"
    assert filled(dossier.evidence[1].id) == ({"entity": "la Coral Mostra"}, ["A2"])
    assert filled(desk.open().id) == ({}, [])
    remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], desk.at)
    assert filled("") == ({"entity": "la Coral Mostra"}, ["A2"]), "the only one"
