"""Selects on cards and papers."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, selectinload

from casework.access.identity import Identity
from casework.access.permissions import Permission, visible
from casework.cards.models import Card, Paper

PAGE = 25


def visible_cards(session: Session, identity: Identity, after: str | None = None) -> Sequence[Card]:
    """One page of the cards that the account may list, newest first, and one more to show that there is one.

    `after` is the id of the last card on the page before; numbers follow no order across schemes.
    """
    query = visible(select(Card), identity, Permission.CARD_READ, Card).where(Card.state != "void")
    last = session.get(Card, after) if after else None
    if last is not None:
        query = query.where(tuple_(Card.issued_on, Card.id) < (last.issued_on, last.id))
    query = query.options(selectinload(Card.papers)).order_by(Card.issued_on.desc(), Card.id.desc())
    return session.scalars(query.limit(PAGE + 1)).all()


def papers_by_ids(session: Session, ids: Collection[str]) -> Sequence[Paper]:
    """These papers, newest first."""
    query = select(Paper).where(Paper.id.in_(sorted(ids))).order_by(Paper.signed_at.desc(), Paper.id)
    return session.scalars(query).all()


def dossiers_of_papers(session: Session, ids: Collection[str]) -> set[str]:
    """Ids of the dossiers to which these papers belong."""
    return set(session.scalars(select(Paper.dossier_id).where(Paper.id.in_(sorted(ids))).distinct()))


def papers_of_dossier(session: Session, dossier_id: str) -> Sequence[Paper]:
    """Every signed paper of a dossier, newest first."""
    return session.scalars(
        select(Paper).where(Paper.dossier_id == dossier_id).order_by(Paper.signed_at.desc(), Paper.id)
    ).all()


def last_card(session: Session, dossier_id: str) -> Card | None:
    """The card that a dossier led to last, whatever became of it; voided numbers are none."""
    return session.scalar(
        select(Card)
        .where(Card.dossier_id == dossier_id, Card.state != "void")
        .order_by(Card.issued_on.desc(), Card.number.desc())
        .options(selectinload(Card.papers))
    )


def being_made(session: Session, dossier_id: str) -> bool:
    """Whether a card of this dossier has its number and no paper yet."""
    made = select(Card.id).where(Card.dossier_id == dossier_id, Card.state == "issuing")
    return session.scalar(made.limit(1)) is not None


def live_card(session: Session, dossier_id: str) -> Card | None:
    """The card of a dossier that is issued or being issued."""
    return session.scalar(
        select(Card)
        .where(Card.dossier_id == dossier_id, Card.state.in_(("issuing", "issued")))
        .options(selectinload(Card.papers))
    )
