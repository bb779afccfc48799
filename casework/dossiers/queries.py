"""Selects on dossiers. Lists start from what the account may see."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from casework.dossiers.models import AUTHOR, Dossier, Evidence, Part, Statement


def whole_dossier(session: Session, dossier_id: str) -> Dossier | None:
    """A dossier with everything that its page shows, or None."""
    return session.scalar(
        select(Dossier)
        .where(Dossier.id == dossier_id)
        .options(
            joinedload(Dossier.person),
            joinedload(Dossier.owner),
            selectinload(Dossier.movements),
            selectinload(Dossier.evidence),
            selectinload(Dossier.statements).selectinload(Statement.bases),
            selectinload(Dossier.steps),
        )
    )


def dossiers_of_person(session: Session, person_id: str) -> Sequence[Dossier]:
    """A person's dossiers, in the order in which all go who hold several: the newer household before the older one."""
    first = aliased(Dossier)
    return session.scalars(
        select(Dossier)
        .outerjoin(first, Dossier.household_id == first.id)
        .where(Dossier.person_id == person_id)
        .order_by(func.coalesce(first.reference, Dossier.reference).desc(), Dossier.id)
    ).all()


def evidence_by_id(session: Session, evidence_id: str) -> Evidence | None:
    return session.scalar(
        select(Evidence).where(Evidence.id == evidence_id).options(joinedload(Evidence.dossier))
    )


def evidence_by_ids(session: Session, ids: Collection[str]) -> Sequence[Evidence]:
    return session.scalars(
        select(Evidence)
        .where(Evidence.id.in_(sorted(ids)))
        .options(joinedload(Evidence.dossier))
        .order_by(Evidence.seen_at.desc())
    ).all()


def names_of_holders(session: Session, dossier_ids: Collection[str]) -> dict[str, str]:
    """The full name of the person of each dossier, by the dossier's id."""
    query = select(Dossier).where(Dossier.id.in_(sorted(dossier_ids))).options(joinedload(Dossier.person))
    return {each.id: each.person.particulars.full_name for each in session.scalars(query)}


def authors_of(session: Session, dossier_id: str, round_: int) -> Sequence[str]:
    """Ids of the accounts that changed something up to this round."""
    return session.scalars(
        select(Part.account_id).where(
            Part.dossier_id == dossier_id, Part.round == round_, Part.part == AUTHOR
        )
    ).all()
