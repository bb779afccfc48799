"""Selects on dossiers. Lists start from what the account may see."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from casework.access.identity import Identity
from casework.access.permissions import Permission, visible
from casework.dossiers.models import AUTHOR, Dossier, Evidence, Part, Statement

PAGE = 25


def visible_dossiers(
    session: Session, identity: Identity, after: tuple[date, str] | None = None
) -> Sequence[Dossier]:
    """One page of the dossiers that the account may list, newest first, and one more to show that there is one.

    `after` is opening day and id of the last dossier on the page before.
    """
    query = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    if after is not None:
        query = query.where(tuple_(Dossier.opened_on, Dossier.id) < after)
    query = (
        query.options(joinedload(Dossier.person), joinedload(Dossier.owner))
        .order_by(Dossier.opened_on.desc(), Dossier.id.desc())
        .limit(PAGE + 1)
    )
    return session.scalars(query).all()


def whole_dossier(session: Session, dossier_id: str) -> Dossier | None:
    """A dossier with everything that its page shows, or None."""
    return session.scalar(
        select(Dossier)
        .where(Dossier.id == dossier_id)
        .options(
            joinedload(Dossier.person),
            joinedload(Dossier.owner),
            joinedload(Dossier.frozen_version),
            selectinload(Dossier.movements),
            selectinload(Dossier.evidence),
            selectinload(Dossier.statements).selectinload(Statement.bases),
            selectinload(Dossier.steps),
            selectinload(Dossier.decisions),
        )
    )


def evidence_by_id(session: Session, evidence_id: str) -> Evidence | None:
    return session.scalar(
        select(Evidence).where(Evidence.id == evidence_id).options(joinedload(Evidence.dossier))
    )


def evidence_by_ids(session: Session, ids: frozenset[str]) -> Sequence[Evidence]:
    return session.scalars(
        select(Evidence)
        .where(Evidence.id.in_(sorted(ids)))
        .options(joinedload(Evidence.dossier))
        .order_by(Evidence.seen_at.desc())
    ).all()


def authors_of(session: Session, dossier_id: str, round_: int) -> Sequence[str]:
    """Ids of the accounts that changed something up to this round."""
    return session.scalars(
        select(Part.account_id).where(
            Part.dossier_id == dossier_id, Part.round == round_, Part.part == AUTHOR
        )
    ).all()
