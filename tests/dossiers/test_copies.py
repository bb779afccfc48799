"""Copies that are kept of evidence: which one was looked at is content, how long it is kept is not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import files
from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.records import CaseRecord, EvidenceRecord
from casework.dossiers.service import changes, review
from casework.dossiers.service.evidence import add_evidence, correct_evidence
from casework.dossiers.service.findings import content_in, hash_of
from casework.dossiers.service.opening import open_dossier
from casework.schemes import Catalogue
from tests.dossiers.cases import Desk
from tests.dossiers.homes import DAUGHTER, MOTHER, PAYSLIP, SCHEME, SON, STEPS, Home
from tests.dossiers.homes import PASSPORT as HOUSEHOLD_PASSPORT
from tests.dossiers.offices import contract_day, local_values, office_of
from tests.support.catalogue import shipped
from tests.support.installation import Installation
from tests.support.scans import pdf

PASSPORT = EvidenceRecord("ident", "passport", "Consolat", "original_seen")


def with_copy(desk: Desk, dossier: Dossier, record: EvidenceRecord = PASSPORT) -> Evidence:
    kept = files.keep(desk.session, dossier, pdf(1), files.PDF)
    return add_evidence(desk.session, desk.caseworker, dossier, record, desk.at, kept)


def test_another_copy_under_the_same_words_is_shown_to_who_looked_before(
    desk: Desk, dossier: Dossier
) -> None:
    evidence = with_copy(desk, dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    reviewer = identity_as(desk.session, Role.REVIEWER)
    proposed = review.under_review(desk.session, dossier)
    assert proposed is not None
    review.look(desk.session, reviewer, proposed, desk.at)
    desk.take(dossier, "recall")
    other = files.keep(desk.session, dossier, pdf(2), files.PDF)
    correct_evidence(desk.session, desk.caseworker, dossier, evidence, evidence.record, desk.at, other)
    desk.take(dossier, "propose")
    last, now = review.last_seen(desk.session, reviewer, dossier), review.under_review(desk.session, dossier)
    assert last is not None
    assert now is not None
    (change,) = review.changed_since(last, now)
    assert [each.field for each in change.fields] == ["copy"]
    assert now.content_hash != proposed.content_hash


def test_who_saw_evidence_and_when_is_content(desk: Desk, dossier: Dossier) -> None:
    shown = json.loads(content_in(dossier))["evidence"][0]
    assert shown["seen_by"] == desk.caseworker.account_id
    assert shown["seen_at"] == "2026-09-21T09:00:00+00:00"


@pytest.fixture
def home(installation: Installation, tmp_path: Path) -> Iterator[Home]:
    """A household whose city keeps copies of what is shown until the issue; a payslip was copied in the first."""
    on = contract_day(SCHEME)
    settled = local_values(shipped().scheme(SCHEME).version_on(on), on)
    (tmp_path / f"{SCHEME}.yaml").write_text(f"{settled}  copies: until issue\n", "utf-8")
    catalogue = Catalogue.load(tmp_path)
    with office_of(installation, catalogue, SCHEME) as office:
        me = office.author
        opened = open_dossier(office.session, catalogue, me, SCHEME, MOTHER, CaseRecord(), on)
        first = office.whole(opened.id)
        for fact, value in (("monthly_income", "1950"), ("children", "2"), ("student", "no")):
            changes.answer(office.session, me, first, fact, value, on)
        add_evidence(office.session, me, first, HOUSEHOLD_PASSPORT, office.at)
        kept = files.keep(office.session, first, pdf(1), files.PDF)
        add_evidence(office.session, me, first, PAYSLIP, office.at, kept)
        yield Home(office, catalogue, office.whole(first.id))


def payslip_kept(home: Home) -> bool:
    return bool(home.office.whole(home.first.id).evidence[1].file_id)


def test_copies_destroyed_at_the_issue_leave_what_was_decided_on(
    installation: Installation, home: Home
) -> None:
    first = home.take(home.first, *STEPS)
    before = hash_of(first)
    first = home.issue(installation, first)
    assert not payslip_kept(home)
    assert hash_of(first) == before


def test_what_a_member_is_decided_on_is_kept_beyond_the_card_of_the_first(
    installation: Installation, home: Home
) -> None:
    son, daughter = home.add(SON), home.add(DAUGHTER)
    home.issue(installation, home.take(home.first, *STEPS))
    assert payslip_kept(home)
    home.issue(installation, home.take(son, *STEPS))
    assert payslip_kept(home)
    proposed = home.take(daughter, *STEPS)
    home.issue(installation, proposed)
    assert not payslip_kept(home)


def test_copies_go_when_the_last_member_who_waited_is_over(installation: Installation, home: Home) -> None:
    son = home.add(SON)
    home.issue(installation, home.take(home.first, *STEPS))
    assert payslip_kept(home)
    assert home.take(son, "submit", "take_back").state == "withdrawn"
    assert not payslip_kept(home)


def test_a_household_without_any_card_keeps_its_copies(home: Home) -> None:
    son = home.add(SON)
    home.take(son, "submit", "take_back")
    assert payslip_kept(home)
