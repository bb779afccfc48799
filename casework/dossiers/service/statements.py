"""Composing the sentences that will be printed: each rests on evidence, in the order that the paper has."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.households import NO_FACT
from casework.dossiers.models import Dossier, Evidence, Statement, StatementBasis
from casework.dossiers.records import StatementRecord
from casework.dossiers.service.changes import change, lock, next_position, require_there
from casework.errors import ConflictError, RefusedError
from casework.i18n import _
from casework.programmes.service import version_of


def add_statement(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    record: StatementRecord,
    bases: tuple[Evidence, ...],
) -> Statement:
    """Compose a sentence that will be printed.

    Raises RefusedError for one that rests on nothing, unless it is the person's own word; ConflictError when
    that evidence is not in the dossier.
    """
    change(session, identity, dossier, "statement_added", facts=NO_FACT)
    _check_bases(session, dossier, record, bases)
    statement = Statement(dossier=dossier, position=next_position(dossier.statements))
    session.add(statement)
    statement.record = record
    statement.bases = [StatementBasis(evidence=each) for each in bases]
    return statement


def change_statement(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    statement: Statement,
    record: StatementRecord,
    bases: tuple[Evidence, ...],
) -> None:
    """Fill a sentence anew, or let it rest on other evidence; its place stays.

    Raises as `add_statement` does, and ConflictError for a sentence that was taken out meanwhile.
    """
    change(session, identity, dossier, "statement_changed", statement.id, facts=NO_FACT)
    require_there(statement, dossier.statements)
    _check_bases(session, dossier, record, bases)
    statement.record = record
    kept = {each.evidence_id: each for each in statement.bases}
    statement.bases = [kept.get(each.id) or StatementBasis(evidence=each) for each in bases]


def remove_statement(session: Session, identity: Identity, dossier: Dossier, statement: Statement) -> None:
    """Take a sentence out for good. Raises ConflictError when it was taken out meanwhile."""
    change(session, identity, dossier, "statement_removed", statement.id, facts=NO_FACT)
    require_there(statement, dossier.statements)
    dossier.statements.remove(statement)
    session.delete(statement)


def leave_out(
    session: Session, identity: Identity, dossier: Dossier, statement: Statement, *, left_out: bool
) -> None:
    """Leave a sentence out by the person's wish, or put it in again. It stays in the dossier.

    What stands so already is not changed, so that asking twice makes no second entry. Raises ConflictError for a
    sentence that was taken out meanwhile.
    """
    _current(session, dossier, statement)
    if statement.record.left_out is left_out:
        return
    what = "statement_left_out" if left_out else "statement_put_in"
    change(session, identity, dossier, what, statement.id, facts=NO_FACT)
    statement.record = replace(statement.record, left_out=left_out)


def move_statement(
    session: Session, identity: Identity, dossier: Dossier, statement: Statement, place: int
) -> None:
    """Bring a sentence to a place (from 0) among those of its category; past either end is the end.

    The place is named, not the way to it: asking twice moves once. Raises ConflictError for a sentence that was
    taken out meanwhile.
    """
    current = _current(session, dossier, statement)
    section = [each for each in current if each.record.category == statement.record.category]
    positions = [each.position for each in section]
    section.remove(statement)
    section.insert(max(place, 0), statement)
    if [each.position for each in section] == positions:
        return
    change(session, identity, dossier, "statement_moved", statement.id, facts=NO_FACT)
    for each, position in zip(section, positions, strict=True):
        each.position = position
    dossier.statements.sort(key=lambda each: each.position)


def _current(session: Session, dossier: Dossier, statement: Statement) -> Sequence[Statement]:
    """The dossier's sentences as they stand now that nobody else can change them; this one among them."""
    lock(session, dossier)
    require_there(statement, dossier.statements)
    return dossier.statements


def _check_bases(
    session: Session, dossier: Dossier, record: StatementRecord, bases: tuple[Evidence, ...]
) -> None:
    """Of what stands in the dossier now that nobody else can change it: a sentence never loses its basis."""
    category = version_of(session, dossier.version_hash).category(record.category)
    if not bases and not category.self_declared:
        raise RefusedError(_("A statement rests on at least one piece of evidence."))
    if any(each not in dossier.evidence for each in bases):
        raise ConflictError(_("That evidence is not in this dossier any more."))
