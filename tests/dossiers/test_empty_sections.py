"""A paper says that nothing was shown on a matter only where nothing was (schemes.md §2.3 rule 2, §20 mistake 12)."""

from casework.dossiers.models import Dossier
from casework.dossiers.papers.letter import Entered
from casework.dossiers.papers.procedure import certificate
from casework.dossiers.records import EvidenceRecord, LetterRecord, StatementRecord
from casework.dossiers.service import issuing
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.statements import add_statement, leave_out
from casework.papers import Attestation
from casework.programmes.service import programme_of, version_of
from tests.dossiers.cases import Desk

NEUTRAL = "No s’ha aportat documentació sobre aquest apartat."
LEASE = EvidenceRecord("habitatge", "lease", "Finques Exemple", "original_seen")
PROTECTED = StatementRecord("habitatge", "protected", ())


def neutral_sections(desk: Desk, dossier: Dossier) -> list[str]:
    """The headings below which the attestation prints the neutral sentence."""
    version = version_of(desk.session, dossier.version_hash)
    paper = issuing.draft_of(desk.session, desk.whole(dossier.id), version, "https://example", desk.today)
    assert isinstance(paper, Attestation)
    assert all(each.neutral in ("", NEUTRAL) for each in paper.sections)
    return [each.heading for each in paper.sections if each.neutral and not each.statements]


def test_without_evidence_both_headings_say_so(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    assert neutral_sections(desk, dossier) == ["Habitatge", "Mitjans de vida"]


def test_evidence_that_no_sentence_mentions_is_not_denied(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at)
    assert neutral_sections(desk, dossier) == ["Mitjans de vida"]


def test_evidence_counts_for_each_of_its_categories(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    payslip = EvidenceRecord("laboral", "payslip", "Cuina Exemple", "original_seen", also=("mitjans",))
    add_evidence(desk.session, desk.caseworker, dossier, payslip, desk.at)
    assert neutral_sections(desk, dossier) == ["Habitatge"]


def test_what_the_person_wants_left_out_is_not_denied(desk: Desk) -> None:
    """The sentence rests on the register's certificate: no evidence is of the category itself."""
    dossier = desk.open()
    desk.fill(dossier)
    said = add_statement(desk.session, desk.caseworker, dossier, PROTECTED, (dossier.evidence[0],))
    leave_out(desk.session, desk.caseworker, dossier, said, left_out=True)
    assert neutral_sections(desk, dossier) == ["Mitjans de vida"]


def verified(desk: Desk, dossier: Dossier) -> str:
    """What the certificate of a running procedure says of facts verified, when no sentence is composed."""
    version = version_of(desk.session, dossier.version_hash)
    programme = programme_of(desk.session, dossier.organisation_id, dossier.scheme_key)
    entered = Entered("2026/0000001", desk.today, "4G9MPX9-8GKCK0Y-7ZGN7CK")
    found = certificate(
        desk.whole(dossier.id), version, programme, "state", LetterRecord(), "https://example", entered
    ).verified
    assert not found.statements
    return found.neutral


def test_the_certificate_says_that_nothing_is_verified_only_before_evidence_was_looked_at(desk: Desk) -> None:
    dossier = desk.open()
    assert verified(desk, dossier) == "Encara no s’ha verificat cap fet."
    add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at)
    assert verified(desk, dossier) == ""
