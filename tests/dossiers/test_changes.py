"""Changing a dossier: every change has an author, shows in the hash, and stops under a decision."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from casework import files
from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.dossiers.models import Dossier, Evidence, Part
from casework.dossiers.records import Blank, EvidenceRecord, MovementRecord, StatementRecord
from casework.dossiers.service import changes, statements
from casework.dossiers.service.evidence import add_evidence, remove_evidence
from casework.dossiers.service.findings import hash_of
from casework.errors import ConflictError, RefusedError
from casework.files import SealedFile
from casework.people.models import BirthDate
from casework.vault.errors import StorageError
from tests.dossiers.cases import PARTICULARS, RECORD, Desk
from tests.support.installation import Installation

LEASE = EvidenceRecord("habitatge", "lease", "Finques Exemple", "original_seen")
WORDS = StatementRecord("manifesta", "own_words", (Blank("own_words", "Visc aquí."),))


def reloaded(desk: Desk, dossier: Dossier) -> Dossier:
    desk.session.flush()
    desk.session.expire_all()
    return desk.whole(dossier.id)


def other_particulars(**other: object) -> Callable[[Desk, Dossier], None]:
    def change(desk: Desk, dossier: Dossier) -> None:
        particulars = replace(PARTICULARS, **other)  # type: ignore[arg-type]  # the field is named by the test
        changes.change_particulars(desk.session, desk.caseworker, dossier, particulars, dossier.record)

    return change


def other_record(**other: str) -> Callable[[Desk, Dossier], None]:
    def change(desk: Desk, dossier: Dossier) -> None:
        record = replace(dossier.record, **other)  # type: ignore[arg-type]  # the field is named by the test
        changes.change_particulars(desk.session, desk.caseworker, dossier, PARTICULARS, record)

    return change


def other_answer(desk: Desk, dossier: Dossier) -> None:
    changes.answer(desk.session, desk.caseworker, dossier, "explained", "no", desk.today)


def one_more_movement(desk: Desk, dossier: Dossier) -> None:
    renewed = MovementRecord("renewal", desk.today, "Barcelona")
    changes.add_movement(desk.session, desk.caseworker, dossier, renewed)


def one_movement_less(desk: Desk, dossier: Dossier) -> None:
    changes.remove_movement(desk.session, desk.caseworker, dossier, dossier.movements[0])


def one_more_evidence(desk: Desk, dossier: Dossier) -> None:
    add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at)


def one_evidence_less(desk: Desk, dossier: Dossier) -> None:
    remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[1], desk.at)


def one_more_statement(desk: Desk, dossier: Dossier) -> None:
    statements.add_statement(desk.session, desk.caseworker, dossier, WORDS, ())


def one_statement_less(desk: Desk, dossier: Dossier) -> None:
    statements.remove_statement(desk.session, desk.caseworker, dossier, dossier.statements[0])


def another_basis(desk: Desk, dossier: Dossier) -> None:
    """The same sentence, resting on other evidence."""
    record = dossier.statements[0].record
    statements.remove_statement(desk.session, desk.caseworker, dossier, dossier.statements[0])
    desk.session.flush()
    statements.add_statement(desk.session, desk.caseworker, dossier, record, (dossier.evidence[1],))


CHANGES = {
    "given names": other_particulars(given_names="Amine"),
    "family names": other_particulars(family_names=""),
    "birth date": other_particulars(birth_date=BirthDate(1990, 5, 1)),
    "name in its own script": other_particulars(native_name="آمنة"),
    "language of that script": other_particulars(native_language="fa"),
    "birth place": other_particulars(birth_place="Exemplet"),
    "address": other_record(address="carrer de la Mostra, 4"),
    "passport": other_record(passport_number="ZX0000001"),
    "nationality": other_record(nationality="exemplar"),
    "answer": other_answer,
    "movement added": one_more_movement,
    "movement removed": one_movement_less,
    "evidence added": one_more_evidence,
    "evidence removed": one_evidence_less,
    "statement added": one_more_statement,
    "statement removed": one_statement_less,
    "statement on another basis": another_basis,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_shows_in_the_hash(
    desk: Desk, dossier: Dossier, change: Callable[[Desk, Dossier], None]
) -> None:
    before = hash_of(reloaded(desk, dossier))
    assert hash_of(reloaded(desk, dossier)) == before, "looking changes nothing"
    change(desk, reloaded(desk, dossier))
    assert hash_of(reloaded(desk, dossier)) != before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_changes_under_a_decision(
    desk: Desk, dossier: Dossier, change: Callable[[Desk, Dossier], None]
) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        change(desk, reloaded(desk, dossier))


def test_who_changes_becomes_an_author_once(desk: Desk, dossier: Dossier) -> None:
    reviewer = identity_as(desk.session, Role.REVIEWER)
    for value in ("no", "yes"):
        changes.answer(desk.session, reviewer, dossier, "explained", value, desk.today)
    parts = desk.session.execute(select(Part.account_id, Part.part).filter_by(dossier_id=dossier.id))
    assert {tuple(each) for each in parts} == {
        (desk.caseworker.account_id, "author"),
        (reviewer.account_id, "author"),
    }


def test_a_newer_answer_takes_the_place_of_the_older(desk: Desk, dossier: Dossier) -> None:
    other_answer(desk, dossier)
    assert [(each.fact, each.answer) for each in dossier.record.answers] == [("explained", "no")]
    assert dossier.record.address == RECORD.address


def test_evidence_under_a_statement_cannot_be_removed(desk: Desk, dossier: Dossier) -> None:
    with pytest.raises(RefusedError, match="A statement rests on this evidence"):
        remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], desk.at)
    one_statement_less(desk, dossier)
    desk.session.flush()
    remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], desk.at)
    assert [each.label for each in reloaded(desk, dossier).evidence] == ["A2"]


def test_the_number_of_removed_evidence_is_not_given_again_while_a_later_one_stands(
    desk: Desk, dossier: Dossier
) -> None:
    one_statement_less(desk, dossier)
    remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[0], desk.at)
    one_more_evidence(desk, dossier)
    assert [each.label for each in reloaded(desk, dossier).evidence] == ["A2", "A3"]


def test_a_statement_rests_on_evidence_of_its_own_dossier(desk: Desk, dossier: Dossier) -> None:
    record = dossier.statements[0].record
    with pytest.raises(RefusedError, match="at least one piece of evidence"):
        statements.add_statement(desk.session, desk.caseworker, dossier, record, ())
    other = desk.open()
    foreign = add_evidence(desk.session, desk.caseworker, other, LEASE, desk.at)
    with pytest.raises(ConflictError):
        statements.add_statement(desk.session, desk.caseworker, dossier, record, (foreign,))


def kept_evidence(desk: Desk, dossier: Dossier) -> Evidence:
    kept = files.keep(desk.session, dossier, b"\xff\xd8 picture \xff\xd9", "image/jpeg")
    return add_evidence(desk.session, desk.caseworker, dossier, LEASE, desk.at, kept)


def test_the_picture_goes_with_its_evidence(installation: Installation, desk: Desk, dossier: Dossier) -> None:
    storage = installation.registry["vault"].storage
    evidence = kept_evidence(desk, dossier)
    name = evidence.file_id
    assert name is not None
    desk.session.commit()
    assert storage.read(name)
    remove_evidence(desk.session, desk.caseworker, dossier, evidence, desk.at)
    desk.session.flush()
    assert storage.read(name), "nothing is gone before the commit"
    desk.session.commit()
    assert desk.session.get(SealedFile, name) is None
    with pytest.raises(StorageError):
        storage.read(name)


def test_the_picture_stays_when_the_change_is_rolled_back(
    installation: Installation, desk: Desk, dossier: Dossier
) -> None:
    evidence = kept_evidence(desk, dossier)
    name = evidence.file_id
    assert name is not None
    desk.session.commit()
    remove_evidence(desk.session, desk.caseworker, dossier, evidence, desk.at)
    desk.session.flush()
    desk.session.rollback()
    desk.session.commit()
    kept = desk.session.get_one(SealedFile, name)
    assert files.read(desk.session, kept).startswith(b"\xff\xd8")
