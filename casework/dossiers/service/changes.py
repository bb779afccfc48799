"""Changing the content of a dossier: every change has an author, and none happens under a decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import files, journal
from casework.access.identity import Identity
from casework.dossiers.models import (
    AUTHOR,
    DECIDER,
    Dossier,
    Evidence,
    Movement,
    Part,
    Statement,
    StatementBasis,
)
from casework.dossiers.records import Answer, CaseRecord, EvidenceRecord, MovementRecord, StatementRecord
from casework.dossiers.rules import frozen
from casework.errors import ConflictError, RefusedError
from casework.i18n import _
from casework.people.models import Particulars
from casework.programmes.service import version_of


def lock(session: Session, dossier: Dossier) -> None:
    """Hold the dossier's row until the transaction ends: one change or decision at a time."""
    session.flush()  # a refresh forgets what was not written yet
    session.refresh(dossier, ("state", "round", "reference_on", "record_sealed"), with_for_update=True)


def note(
    session: Session,
    actor: str,
    dossier: Dossier,
    action: str,
    detail: Mapping[str, str | int | date] | None = None,
) -> None:
    """Write who did what to the dossier into the journal."""
    journal.record(
        session,
        actor=actor,
        organisation=dossier.organisation_id,
        action=action,
        object_kind="dossier",
        object_id=dossier.id,
        detail=detail or {},
    )


def take_part(session: Session, identity: Identity, dossier: Dossier, part: str) -> None:
    """Enter the account as author or decider of this round.

    Raises RefusedError when it already is the other one: the table's key keeps four eyes, whoever forgets to ask.
    """
    known = session.get(Part, (dossier.id, dossier.round, identity.account_id))
    if known is not None and known.part == part:
        return
    refused = RefusedError(
        _("Whoever changed something in a dossier cannot decide on it. Ask a colleague.")
        if part == DECIDER
        else _("You decided on this dossier. Somebody else has to change it.")
    )
    if known is not None:
        raise refused
    try:
        with session.begin_nested():
            session.add(
                Part(dossier_id=dossier.id, round=dossier.round, account_id=identity.account_id, part=part)
            )
    except IntegrityError:
        raise refused from None


def is_author(session: Session, identity: Identity, dossier: Dossier) -> bool:
    known = session.get(Part, (dossier.id, dossier.round, identity.account_id))
    return known is not None and known.part == AUTHOR


def _change(session: Session, identity: Identity, dossier: Dossier, what: str, detail: str = "") -> None:
    """What every change begins with. Raises RefusedError while the content is under a decision."""
    lock(session, dossier)
    if frozen(version_of(session, dossier.version_hash), dossier.state):
        raise RefusedError(_("The dossier is being decided on or closed. Nothing in it can change now."))
    take_part(session, identity, dossier, AUTHOR)
    note(session, identity.account_id, dossier, f"dossier.{what}", {"item": detail} if detail else None)


def change_particulars(
    session: Session, identity: Identity, dossier: Dossier, particulars: Particulars, record: CaseRecord
) -> None:
    """Correct what is known of the person, or what the scheme asks beyond it."""
    _change(session, identity, dossier, "person_changed")
    dossier.person.particulars = particulars
    dossier.record = record


def answer(
    session: Session, identity: Identity, dossier: Dossier, fact: str, value: str, since: date
) -> None:
    """Note the answer to one of the scheme's questions; a newer one takes the place of the older."""
    _change(session, identity, dossier, "answered", fact)
    others = tuple(each for each in dossier.record.answers if each.fact != fact)
    dossier.record = replace(dossier.record, answers=(*others, Answer(fact, value, since)))


def add_movement(session: Session, identity: Identity, dossier: Dossier, record: MovementRecord) -> Movement:
    """Enter a movement in a municipal register."""
    _change(session, identity, dossier, "movement_added")
    movement = Movement(dossier=dossier, position=_next(dossier.movements))
    session.add(movement)
    movement.record = record
    return movement


def remove_movement(session: Session, identity: Identity, dossier: Dossier, movement: Movement) -> None:
    _change(session, identity, dossier, "movement_removed", movement.id)
    dossier.movements.remove(movement)
    session.delete(movement)


def add_evidence(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    record: EvidenceRecord,
    seen_at: datetime,
    kept: files.SealedFile | None = None,
) -> Evidence:
    """Add evidence that was seen, and the picture of it where the scheme lets one be kept."""
    _change(session, identity, dossier, "evidence_added")
    evidence = Evidence(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        position=_next(dossier.evidence),
        file_id=kept.id if kept else None,
        seen_by=identity.account_id,
        seen_at=seen_at,
    )
    session.add(evidence)
    evidence.record = record
    session.flush()
    return evidence


def remove_evidence(session: Session, identity: Identity, dossier: Dossier, evidence: Evidence) -> None:
    """Take evidence out and destroy a picture of it. Raises RefusedError while a statement rests on it."""
    if any(basis.evidence_id == evidence.id for each in dossier.statements for basis in each.bases):
        raise RefusedError(_("A statement rests on this evidence. Change or remove the statement first."))
    _change(session, identity, dossier, "evidence_removed", evidence.id)
    dossier.evidence.remove(evidence)
    session.delete(evidence)
    if evidence.file_id:
        files.destroy(session, session.get_one(files.SealedFile, evidence.file_id))


def add_statement(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    record: StatementRecord,
    bases: tuple[Evidence, ...],
) -> Statement:
    """Compose a sentence that will be printed.

    Raises RefusedError for one that rests on nothing, unless it is the person's own word.
    """
    category = version_of(session, dossier.version_hash).category(record.category)
    if not bases and not category.self_declared:
        raise RefusedError(_("A statement rests on at least one piece of evidence."))
    if any(each.dossier_id != dossier.id for each in bases):
        raise ConflictError(_("That evidence is not in this dossier any more."))
    _change(session, identity, dossier, "statement_added")
    statement = Statement(dossier=dossier, position=_next(dossier.statements))
    session.add(statement)
    statement.record = record
    statement.bases = [StatementBasis(evidence=each) for each in bases]
    return statement


def remove_statement(session: Session, identity: Identity, dossier: Dossier, statement: Statement) -> None:
    _change(session, identity, dossier, "statement_removed", statement.id)
    dossier.statements.remove(statement)
    session.delete(statement)


def _next(rows: list[Movement] | list[Evidence] | list[Statement]) -> int:
    return max((each.position for each in rows), default=0) + 1
