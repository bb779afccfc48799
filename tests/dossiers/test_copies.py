"""Copies that are kept of evidence: which one was looked at is content, how long it is kept is not."""

import json

import pytest

from casework import files
from casework.access.permissions import Role
from casework.demo.story import identity_as
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service import review
from casework.dossiers.service.evidence import add_evidence, correct_evidence, destroy_copies_until_issue
from casework.dossiers.service.findings import content_in, hash_of
from casework.programmes.service import version_of
from casework.schemes import Copies
from tests.dossiers.cases import Desk
from tests.support.scans import pdf

PASSPORT = EvidenceRecord("ident", "passport", "Consolat", "original_seen")


def with_copy(desk: Desk, dossier: Dossier, record: EvidenceRecord = PASSPORT) -> Evidence:
    kept = files.keep(desk.session, dossier, pdf(1), files.PDF)
    return add_evidence(desk.session, desk.caseworker, dossier, record, desk.at, kept)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    opened = desk.open()
    desk.fill(opened)
    return opened


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


def test_copies_destroyed_at_the_issue_leave_what_was_decided_on(desk: Desk, dossier: Dossier) -> None:
    version = version_of(desk.session, dossier.version_hash)
    until_issue = next(each for each in version.evidence if each.copies is Copies.UNTIL_ISSUE)
    record = EvidenceRecord(until_issue.key, PASSPORT.kind, "Consolat", "original_seen")
    evidence = with_copy(desk, dossier, record)
    before = hash_of(dossier)
    assert destroy_copies_until_issue(desk.session, dossier, version) == 1
    desk.session.flush()
    assert evidence.file_id is None
    assert hash_of(desk.whole(dossier.id)) == before
