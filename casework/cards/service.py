"""Reserving a number, making a card of it with its paper, or voiding it (design.md §7, *Issuing*)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.cards.models import Card, NumberSeries, Paper, PaperRevision
from casework.errors import RefusedError
from casework.i18n import _
from casework.schemes import NumberError, NumberPattern, SequenceScope


def next_in_series(session: Session, organisation_id: str, name: str, year: int) -> int:
    """The next number of a sequence. The row stays locked until the transaction ends; gaps are fine, reuse never."""
    key = {"organisation_id": organisation_id, "name": name, "year": year}
    locked = select(NumberSeries).filter_by(**key).with_for_update()
    series = session.scalar(locked)
    if series is None:
        try:
            with session.begin_nested():
                session.add(NumberSeries(**key, last=0))
        except IntegrityError:
            pass  # somebody else began the series at the same moment
        series = session.scalars(locked.execution_options(populate_existing=True)).one()
    series.last += 1
    session.flush()
    return series.last


@dataclass(frozen=True)
class Reservation:
    """What a card says before its paper exists."""

    organisation_id: str
    scheme_key: str
    dossier_id: str
    holder_id: str
    issued_on: date
    issued_by: str
    action: str
    valid_until: date | None


def reserve(session: Session, reservation: Reservation, pattern: NumberPattern) -> Card:
    """Give the next number to a card that nobody can see or verify yet.

    Raises RefusedError when the holder has a live card in this dossier, or one is being issued, and when the
    numbers are used up.
    """
    number = _free_number(session, reservation, pattern)
    card = Card(number=number, state="issuing", **vars(reservation))
    try:
        with session.begin_nested():
            session.add(card)
    except IntegrityError:
        raise RefusedError(
            _("The holder already has a card from this dossier, or it is being made.")
        ) from None
    return card


def _free_number(session: Session, reservation: Reservation, pattern: NumberPattern) -> str:
    """The next number that no card has: where a scheme came to another pattern, some may be given already."""
    year, own = reservation.issued_on.year, (reservation.organisation_id, reservation.scheme_key)
    taken = select(Card.id).where(Card.organisation_id == own[0], Card.scheme_key == own[1])
    while True:
        sequence = next_in_series(session, *own, year if pattern.scope is SequenceScope.YEAR else 0)
        try:
            number = pattern.format(year, sequence)
        except NumberError:
            raise RefusedError(
                _(
                    "Every number that the scheme has for its cards is given. "
                    "Ask whoever keeps the scheme for longer ones."
                )
            ) from None
        if session.scalar(taken.where(Card.number == number)) is None:
            return number


@dataclass(frozen=True)
class MadePaper:
    """A paper that was rendered, signed and stored, before it is registered."""

    kind: str
    title: str
    language: str
    number: str
    issued_on: date
    code_hash: bytes | None
    pages: int
    revisions: tuple[bytes, ...]
    signed_at: datetime


def register_card_paper(session: Session, card: Card, made: MadePaper, file_id: str) -> Paper:
    """Turn a card being issued into an issued one, with its paper."""
    paper = register_paper(session, card.organisation_id, card.dossier_id, made, file_id)
    paper.card = card
    card.state = "issued"
    return paper


def register_paper(
    session: Session, organisation_id: str, dossier_id: str, made: MadePaper, file_id: str
) -> Paper:
    """Enter a paper, and the digest of each of its revisions, into the register of what was issued."""
    paper = Paper(
        organisation_id=organisation_id,
        dossier_id=dossier_id,
        number=made.number,
        issued_on=made.issued_on,
        kind=made.kind,
        title=made.title,
        language=made.language,
        code_hash=made.code_hash,
        pages=made.pages,
        file_id=file_id,
        signed_at=made.signed_at,
    )
    paper.revisions = [
        PaperRevision(sha256=each, number=number) for number, each in enumerate(made.revisions)
    ]
    session.add(paper)
    return paper


def end(card: Card, state: str) -> None:
    """Take an issued card out of force: `over`, or `replaced` by a later one. What was printed stays genuine."""
    card.state = state


def void(card: Card) -> None:
    """Leave a gap in the numbers: a card that could not be made is never issued, its number never used again."""
    if card.state == "issuing":
        card.state = "void"
