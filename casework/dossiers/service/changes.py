"""Changing the content of a dossier: every change has an author, and none happens under a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from casework import journal
from casework.access.identity import Identity
from casework.cards.queries import being_made
from casework.db import Base
from casework.dossiers.households import BIRTH, NO_FACT, REGISTER, told_here
from casework.dossiers.models import (
    AUTHOR,
    DECIDER,
    Dossier,
    Evidence,
    Movement,
    Part,
    Statement,
)
from casework.dossiers.queries import authors_of, dossiers_of_person
from casework.dossiers.records import Answer, CaseRecord, MovementRecord
from casework.dossiers.rules import frozen
from casework.errors import ConflictError, RefusedError
from casework.i18n import _
from casework.people.models import Particulars, Person
from casework.programmes.service import version_of
from casework.schemes import told_by_members

STANDS_IN_IT = (
    selectinload(Dossier.movements),
    selectinload(Dossier.evidence),
    selectinload(Dossier.statements).selectinload(Statement.bases),
    selectinload(Dossier.steps),
    selectinload(Dossier.letters),
)


def lock(session: Session, dossier: Dossier) -> None:
    """Hold the dossier's row until the transaction ends: one change or decision at a time.

    What was read of it before is read again, with all that stands in it: somebody may have changed it until now.
    A member's household is held with it, its first dossier before it: what is told once holds for the member too,
    and all who lock go the same way round.
    """
    session.flush()  # reading again forgets what was not written yet
    if dossier.first is not None:
        _hold(session, dossier.first)
    _hold(session, dossier)


def _hold(session: Session, dossier: Dossier) -> None:
    row = select(Dossier).where(Dossier.id == dossier.id).options(*STANDS_IN_IT).with_for_update()
    session.scalars(row.execution_options(populate_existing=True)).one()
    session.refresh(dossier.person)


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


def inherit_authors(session: Session, source: Dossier, opened: Dossier) -> None:
    """Whoever changed something in a dossier is an author of one that was opened a moment ago and takes it over."""
    for account in authors_of(session, source.id, source.round):
        if session.get(Part, (opened.id, opened.round, account)) is None:
            session.add(Part(dossier_id=opened.id, round=opened.round, account_id=account, part=AUTHOR))


def is_author(session: Session, identity: Identity, dossier: Dossier) -> bool:
    known = session.get(Part, (dossier.id, dossier.round, identity.account_id))
    return known is not None and known.part == AUTHOR


def change(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    what: str,
    item: str = "",
    *,
    facts: frozenset[str],
) -> None:
    """What every change of the content begins with: `dossier.{what}` in the journal, with the id of the `item`.

    `facts` are those that may be others afterwards: where the household tells one of them once, its members'
    dossiers change too. Raises RefusedError while the content is under a decision, or a card is being made of it.
    """
    lock(session, dossier)
    require_changeable(session, dossier)
    take_part(session, identity, dossier, AUTHOR)
    _change_for_members(session, identity, dossier, facts)
    note(session, identity.account_id, dossier, f"dossier.{what}", {"item": item} if item else None)


def require_changeable(session: Session, dossier: Dossier) -> None:
    """Raises RefusedError while the content is under a decision or closed, or a card is being made of it."""
    decided = frozen(version_of(session, dossier.version_hash), dossier.state)
    if decided or being_made(session, dossier.id):
        raise RefusedError(_("The dossier is being decided on or closed. Nothing in it can change now."))


def _change_for_members(session: Session, identity: Identity, first: Dossier, facts: frozenset[str]) -> None:
    """Whoever changes what a household tells once is an author in every dossier for which it holds.

    Raises as `_change_beside` does for each of them.
    """
    if not facts:
        return
    members = select(Dossier).where(Dossier.household_id == first.id).order_by(Dossier.id)
    for each in session.scalars(members.with_for_update().execution_options(populate_existing=True)).all():
        if not facts <= told_by_members(version_of(session, each.version_hash)):
            _change_beside(session, identity, each)


def _change_beside(session: Session, identity: Identity, other: Dossier) -> None:
    """A change in one dossier holds for another, which is held: whoever makes it is an author there, too.

    Raises RefusedError while the other is being decided on or its card is made, and for whoever decided on it. One
    that is over stops nobody, and has no more authors.
    """
    state = version_of(session, other.version_hash).steps.states[other.state]
    if state.final:
        return
    if (state.frozen and state.card is None) or being_made(session, other.id):
        raise RefusedError(
            _(
                "This holds for dossier ${reference}, too, which is being decided on. "
                "Wait until its card is issued, or have it sent back first.",
                mapping={"reference": other.reference},
            )
        )
    try:
        take_part(session, identity, other, AUTHOR)
    except RefusedError:
        raise RefusedError(
            _(
                "You decided on dossier ${reference}, for which this holds, too. "
                "Somebody else has to change it.",
                mapping={"reference": other.reference},
            )
        ) from None


def require_told_here(session: Session, dossier: Dossier, facts: frozenset[str]) -> None:
    """Raises RefusedError in a member's dossier for what is told once, in the first dossier of its household."""
    if dossier.first is not None and not told_here(version_of(session, dossier.version_hash), dossier, facts):
        raise RefusedError(
            _(
                "This is told once for the household. Enter it in dossier ${reference}.",
                mapping={"reference": dossier.first.reference},
            )
        )


def lock_person(session: Session, person: Person) -> None:
    """Hold every dossier of a person, as `lock` does, before one of them is held alone."""
    for each in dossiers_of_person(session, person.id):
        lock(session, each)


def change_particulars(
    session: Session, identity: Identity, dossier: Dossier, particulars: Particulars, record: CaseRecord
) -> None:
    """Correct what is known of the person, or what the scheme asks beyond it.

    What is known of the person stands in each of their dossiers: whoever changes it is an author in all of them.
    Raises RefusedError as `change` does, and while another one is being decided on.
    """
    lock_person(session, dossier.person)
    known = dossier.person.particulars
    facts = BIRTH if particulars.birth_date != known.birth_date else NO_FACT
    change(session, identity, dossier, "person_changed", facts=facts)
    if particulars != known:
        for other in dossiers_of_person(session, dossier.person_id):
            if other is not dossier:
                _change_beside(session, identity, other)
                _change_for_members(session, identity, other, facts)
    dossier.person.particulars = particulars
    dossier.record = record


def answer(
    session: Session, identity: Identity, dossier: Dossier, fact: str, value: str, since: date
) -> None:
    """Note the answer to one of the scheme's questions; a newer one takes the place of the older."""
    require_told_here(session, dossier, frozenset({fact}))
    change(session, identity, dossier, "answered", fact, facts=frozenset({fact}))
    others = tuple(each for each in dossier.record.answers if each.fact != fact)
    dossier.record = replace(dossier.record, answers=(*others, Answer(fact, value, since)))


def take_answer_back(session: Session, identity: Identity, dossier: Dossier, fact: str) -> None:
    """Take the answer to a question out: nobody has looked, and for the rules it is unknown."""
    require_told_here(session, dossier, frozenset({fact}))
    change(session, identity, dossier, "answer_taken_back", fact, facts=frozenset({fact}))
    others = tuple(each for each in dossier.record.answers if each.fact != fact)
    dossier.record = replace(dossier.record, answers=others)


def add_movement(session: Session, identity: Identity, dossier: Dossier, record: MovementRecord) -> Movement:
    """Enter a movement in a municipal register. Raises RefusedError for one that is entered already."""
    require_told_here(session, dossier, REGISTER)
    change(session, identity, dossier, "movement_added", facts=REGISTER)
    if any(each.record == record for each in dossier.movements):
        raise RefusedError(_("This very movement is entered already, perhaps by a colleague."))
    movement = Movement(dossier=dossier, position=next_position(dossier.movements))
    session.add(movement)
    movement.record = record
    return movement


def remove_movement(session: Session, identity: Identity, dossier: Dossier, movement: Movement) -> None:
    """Take a movement out. Raises ConflictError when it was taken out meanwhile."""
    change(session, identity, dossier, "movement_removed", movement.id, facts=REGISTER)
    require_there(movement, dossier.movements)
    dossier.movements.remove(movement)
    session.delete(movement)


def require_there(part: Base, parts: Sequence[Base]) -> None:
    """Raises ConflictError for a part that was taken out meanwhile; the `parts` were read under the lock."""
    if part not in parts:
        raise ConflictError(_("The dossier has moved on since this page was shown."))


def next_position(rows: list[Movement] | list[Evidence] | list[Statement]) -> int:
    return max((each.position for each in rows), default=0) + 1
