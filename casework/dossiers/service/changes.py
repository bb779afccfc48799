"""Changing the content of a dossier: every change has an author, and none happens under a decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import journal
from casework.access.identity import Identity
from casework.cards.queries import being_made
from casework.dossiers.models import (
    AUTHOR,
    DECIDER,
    Dossier,
    Evidence,
    Movement,
    Part,
    Statement,
)
from casework.dossiers.records import Answer, CaseRecord, MovementRecord
from casework.dossiers.rules import frozen
from casework.errors import RefusedError
from casework.i18n import _
from casework.people.models import Particulars
from casework.programmes.service import version_of


def lock(session: Session, dossier: Dossier) -> None:
    """Hold the dossier's row until the transaction ends: one change or decision at a time."""
    session.flush()  # a refresh forgets what was not written yet
    changing = ("state", "round", "reference_on", "photo_id", "record_sealed", "representative_sealed")
    session.refresh(dossier, changing, with_for_update=True)


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


def change(session: Session, identity: Identity, dossier: Dossier, what: str, item: str = "") -> None:
    """What every change of the content begins with: `dossier.{what}` in the journal, with the id of the `item`.

    Raises RefusedError while the content is under a decision, or a card is being made of it.
    """
    lock(session, dossier)
    decided = frozen(version_of(session, dossier.version_hash), dossier.state)
    if decided or being_made(session, dossier.id):
        raise RefusedError(_("The dossier is being decided on or closed. Nothing in it can change now."))
    take_part(session, identity, dossier, AUTHOR)
    note(session, identity.account_id, dossier, f"dossier.{what}", {"item": item} if item else None)


def change_particulars(
    session: Session, identity: Identity, dossier: Dossier, particulars: Particulars, record: CaseRecord
) -> None:
    """Correct what is known of the person, or what the scheme asks beyond it."""
    change(session, identity, dossier, "person_changed")
    dossier.person.particulars = particulars
    dossier.record = record


def answer(
    session: Session, identity: Identity, dossier: Dossier, fact: str, value: str, since: date
) -> None:
    """Note the answer to one of the scheme's questions; a newer one takes the place of the older."""
    change(session, identity, dossier, "answered", fact)
    others = tuple(each for each in dossier.record.answers if each.fact != fact)
    dossier.record = replace(dossier.record, answers=(*others, Answer(fact, value, since)))


def take_answer_back(session: Session, identity: Identity, dossier: Dossier, fact: str) -> None:
    """Take the answer to a question out: nobody has looked, and for the rules it is unknown."""
    change(session, identity, dossier, "answer_taken_back", fact)
    others = tuple(each for each in dossier.record.answers if each.fact != fact)
    dossier.record = replace(dossier.record, answers=others)


def add_movement(session: Session, identity: Identity, dossier: Dossier, record: MovementRecord) -> Movement:
    """Enter a movement in a municipal register."""
    change(session, identity, dossier, "movement_added")
    movement = Movement(dossier=dossier, position=next_position(dossier.movements))
    session.add(movement)
    movement.record = record
    return movement


def remove_movement(session: Session, identity: Identity, dossier: Dossier, movement: Movement) -> None:
    change(session, identity, dossier, "movement_removed", movement.id)
    dossier.movements.remove(movement)
    session.delete(movement)


def next_position(rows: list[Movement] | list[Evidence] | list[Statement]) -> int:
    return max((each.position for each in rows), default=0) + 1
