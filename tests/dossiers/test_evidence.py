"""Evidence in a dossier: one item for several requirements, corrections, and the copies that are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from casework import files
from casework.access import service as access
from casework.access.models import Grant
from casework.access.permissions import Role
from casework.demo.accounts import account_as, identity_as
from casework.dossiers.models import Dossier, Evidence, Part
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.rules import facts_of
from casework.dossiers.service.evidence import add_evidence, correct_evidence, remove_evidence
from casework.dossiers.service.findings import facts_in, hash_of
from casework.errors import ConflictError, RefusedError
from casework.files import SealedFile
from casework.journal.models import JournalEntry
from casework.people.models import BirthDate
from casework.programmes.service import version_of
from casework.vault.errors import StorageError
from tests.dossiers.cases import RECORD, Desk
from tests.dossiers.conftest import TODAY
from tests.support.installation import Installation
from tests.support.scans import pdf

COURSE = EvidenceRecord("llengua", "course_certificate", "Escola Exemple", "original_seen", issued=TODAY)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return desk.open()


def shown(desk: Desk, dossier: Dossier, record: EvidenceRecord = COURSE) -> Evidence:
    return add_evidence(desk.session, desk.caseworker, dossier, record, desk.at)


def scanned(desk: Desk, dossier: Dossier, pages: int = 1) -> SealedFile:
    return files.keep(desk.session, dossier, pdf(pages), files.PDF)


def reloaded(desk: Desk, dossier: Dossier) -> Dossier:
    desk.session.flush()
    desk.session.expire_all()
    return desk.whole(dossier.id)


def test_one_item_counts_in_each_category_it_was_shown_for() -> None:
    records = {
        "A1": replace(COURSE, also=("cursos",)),
        "A2": replace(COURSE, category="padro", kind="padro_certificate", issued=None),
    }
    facts = facts_of({}, BirthDate(1990), RECORD, (), records)
    assert facts.documents is not None
    assert [(each.label, each.category, each.kind, each.issued) for each in facts.documents] == [
        ("A1", "llengua", "course_certificate", TODAY),
        ("A1", "cursos", "course_certificate", TODAY),
        ("A2", "padro", "padro_certificate", None),
    ]


def test_a_time_it_proves_counts_once_whatever_it_was_shown_for() -> None:
    record = replace(COURSE, also=("cursos",), proves_from=TODAY)
    facts = facts_of({}, BirthDate(1990), RECORD, (), {"A1": record})
    assert facts.presence is not None
    assert len(facts.presence) == 1


def test_a_correction_shows_in_facts_and_hash_and_keeps_its_number(desk: Desk, dossier: Dossier) -> None:
    shown(desk, dossier, replace(COURSE, category="padro", kind="padro_certificate"))
    evidence, before = shown(desk, dossier), hash_of(reloaded(desk, dossier))
    correct_evidence(
        desk.session, desk.caseworker, dossier, evidence, replace(COURSE, also=("cursos",)), desk.at
    )
    after = reloaded(desk, dossier)
    assert hash_of(after) != before
    assert [(each.label, each.record.categories) for each in after.evidence] == [
        ("A1", ("padro",)),
        ("A2", ("llengua", "cursos")),
    ]
    documents = facts_in(version_of(desk.session, after.version_hash), after).documents
    assert documents is not None
    assert [each.category for each in documents] == ["padro", "llengua", "cursos"]


def test_who_corrects_is_an_author_but_has_not_seen_the_paper(desk: Desk, dossier: Dossier) -> None:
    evidence, reviewer = shown(desk, dossier), identity_as(desk.session, Role.REVIEWER)
    correct_evidence(desk.session, reviewer, dossier, evidence, replace(COURSE, issuer="Escola"), desk.at)
    part = desk.session.get(Part, (dossier.id, dossier.round, reviewer.account_id))
    assert part is not None
    assert part.part == "author"
    assert evidence.seen_by == desk.caseworker.account_id
    kept = scanned(desk, dossier)
    correct_evidence(desk.session, reviewer, dossier, evidence, COURSE, desk.at, kept)
    assert evidence.seen_by == reviewer.account_id


def test_nothing_is_corrected_under_a_decision(desk: Desk, dossier: Dossier) -> None:
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        correct_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], COURSE, desk.at)


def test_a_new_copy_destroys_the_old_one(installation: Installation, desk: Desk, dossier: Dossier) -> None:
    storage, old, new = (
        installation.registry["vault"].storage,
        scanned(desk, dossier),
        scanned(desk, dossier, 2),
    )
    evidence = add_evidence(desk.session, desk.caseworker, dossier, COURSE, desk.at, old)
    desk.session.commit()
    correct_evidence(desk.session, desk.caseworker, dossier, evidence, COURSE, desk.at, new)
    desk.session.commit()
    assert evidence.file_id == new.id
    assert files.count_pages(files.read(desk.session, new)) == 2
    assert desk.session.get(SealedFile, old.id) is None
    with pytest.raises(StorageError):
        storage.read(old.id)


def test_a_correction_without_a_copy_keeps_the_one_there_is(desk: Desk, dossier: Dossier) -> None:
    evidence = add_evidence(desk.session, desk.caseworker, dossier, COURSE, desk.at, scanned(desk, dossier))
    name = evidence.file_id
    correct_evidence(desk.session, desk.caseworker, dossier, evidence, replace(COURSE, issuer="E"), desk.at)
    desk.session.commit()
    assert evidence.file_id == name
    assert files.read(desk.session, desk.session.get_one(SealedFile, name)).startswith(b"%PDF-")


@pytest.mark.parametrize("late", ["correct", "remove"])
def test_what_a_colleague_took_out_meanwhile_is_a_conflict(desk: Desk, dossier: Dossier, late: str) -> None:
    evidence = shown(desk, dossier)
    desk.session.commit()
    desk.session.connection().execute(delete(Evidence).where(Evidence.id == evidence.id))  # past this session
    with pytest.raises(ConflictError):
        if late == "correct":
            correct_evidence(desk.session, desk.caseworker, dossier, evidence, COURSE, desk.at)
        else:
            remove_evidence(desk.session, desk.caseworker, dossier, evidence, desk.at)


@pytest.mark.parametrize(
    ("before", "last", "state"),
    [
        ((), "take_back", "withdrawn"),
        (("submit",), "close", "closed"),
        (("submit", "take_up", "propose"), "refuse", "refused"),
    ],
)
def test_where_no_card_will_be_issued_copies_kept_until_then_are_destroyed(
    installation: Installation, desk: Desk, dossier: Dossier, before: tuple[str, ...], last: str, state: str
) -> None:
    storage, passport, course = (
        installation.registry["vault"].storage,
        scanned(desk, dossier),
        scanned(desk, dossier),
    )
    shown_passport = EvidenceRecord("ident", "passport", "", "original_seen")
    seen = add_evidence(desk.session, desk.caseworker, dossier, shown_passport, desk.at, passport)
    kept = add_evidence(desk.session, desk.caseworker, dossier, COURSE, desk.at, course)
    desk.take(dossier, *before)
    desk.session.commit()
    assert storage.read(passport.id)
    desk.take(dossier, last, reasons="No s'acredita.")
    desk.session.commit()
    assert dossier.state == state
    assert (seen.file_id, seen.seen_by) == (None, desk.caseworker.account_id)
    assert kept.file_id == course.id
    with pytest.raises(StorageError):
        storage.read(passport.id)


def test_what_is_sent_back_keeps_its_copies(desk: Desk, dossier: Dossier) -> None:
    record = EvidenceRecord("ident", "passport", "", "original_seen")
    evidence = add_evidence(desk.session, desk.caseworker, dossier, record, desk.at, scanned(desk, dossier))
    desk.take(dossier, "submit", "take_up", "propose", "return")
    desk.session.commit()
    assert evidence.file_id


def test_grants_on_evidence_end_when_it_is_taken_out(desk: Desk, dossier: Dossier) -> None:
    lawyer = account_as(desk.session, Role.LAWYER)
    gone, stays = shown(desk, dossier), shown(desk, dossier)

    def give(evidence: Evidence) -> Grant:
        return access.give_grant(
            desk.session,
            desk.caseworker,
            dossier_id=dossier.id,
            organisation_id=dossier.organisation_id,
            object_kind="evidence",
            object_id=evidence.id,
            account=lawyer,
            last_day=desk.today + timedelta(days=30),
            at=desk.at,
        )

    ended, other = give(gone), give(stays)
    later = desk.at + timedelta(days=1)
    remove_evidence(desk.session, desk.caseworker, dossier, gone, later)
    assert (ended.ended_at, other.ended_at) == (later, None)
    desk.session.commit()
    entry = desk.session.scalars(select(JournalEntry).filter_by(action="grant.ended")).one()
    assert (entry.object_id, entry.actor_id) == (dossier.id, desk.caseworker.account_id)
