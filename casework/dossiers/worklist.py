"""The worklist: ready-made lists, filters and search over the dossiers that an account may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.access.permissions import Permission, visible
from casework.dossiers.models import AUTHOR, Dossier, Part
from casework.people.search import matches, words_of
from casework.programmes.service import version_of
from casework.schemes import SchemeVersion, actions_from

PAGE = 25
MOST_COUNTED = 100
BATCH = 500


class Ready(StrEnum):
    """Lists that need no filter to be set."""

    ALL = "all"
    MINE = "mine"
    DUE = "due"
    LATE = "late"
    REVIEW = "review"


@dataclass(frozen=True)
class Wanted:
    """What an account wants to see on its worklist."""

    ready: Ready = Ready.ALL
    state: str = ""
    search: str = ""


Place = tuple[date, str]
"""Where a page ends: opening day and id of its last dossier."""


def page(
    session: Session, identity: Identity, wanted: Wanted, today: date, after: Place | None
) -> list[Dossier]:
    """One page of the worklist, newest first, and one more to show that there is one."""
    query = _query(session, identity, wanted, today)
    words = words_of(wanted.search)
    if not words:
        return list(session.scalars(_from(query, after).limit(PAGE + 1)))
    found: list[Dossier] = []
    for each in _all(session, query, after):
        if matches(words, each.person.particulars):
            found.append(each)
            if len(found) > PAGE:
                break
    return found


def count(session: Session, identity: Identity, ready: Ready, today: date) -> int:
    """How many stand on a ready-made list; never counted further than `MOST_COUNTED`."""
    query = _conditions(session, identity, Wanted(ready), today).with_only_columns(Dossier.id)
    return session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())) or 0


def states_in_use(session: Session, identity: Identity) -> Sequence[tuple[str, str]]:
    """(version hash, state) of the dossiers that the account may see: what a filter can offer."""
    dossiers = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    pairs = dossiers.with_only_columns(Dossier.version_hash, Dossier.state).distinct()
    return [(row.version_hash, row.state) for row in session.execute(pairs.order_by(Dossier.state))]


def _query(session: Session, identity: Identity, wanted: Wanted, today: date) -> Select[Any]:
    return (
        _conditions(session, identity, wanted, today)
        .options(joinedload(Dossier.person), joinedload(Dossier.owner))
        .order_by(Dossier.opened_on.desc(), Dossier.id.desc())
    )


def _conditions(session: Session, identity: Identity, wanted: Wanted, today: date) -> Select[Any]:
    query = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    if wanted.state:
        query = query.where(Dossier.state == wanted.state)
    match wanted.ready:
        case Ready.MINE:
            me = identity.account_id
            return query.where(or_(Dossier.owner_id == me, Dossier.deputy_id == me))
        case Ready.DUE:
            return query.where(Dossier.due_on.between(today, today + timedelta(days=6)))
        case Ready.LATE:
            return query.where(Dossier.due_on < today)
        case Ready.REVIEW:
            return query.where(_waits_for(session, identity))
    return query


def _waits_for(session: Session, identity: Identity) -> ColumnElement[bool]:
    """Dossiers on which this account may take a step that needs another person than the authors."""
    kind = session.get_one(Organisation, identity.organisation_id).kind
    waiting = [
        and_(Dossier.version_hash == version_hash, Dossier.state == state)
        for version_hash, state in states_in_use(session, identity)
        if _decides(version_of(session, version_hash), state, identity, kind)
    ]
    authored = select(Part.dossier_id).where(
        Part.dossier_id == Dossier.id,
        Part.round == Dossier.round,
        Part.account_id == identity.account_id,
        Part.part == AUTHOR,
    )
    return and_(or_(false(), *waiting), ~authored.exists())


def _decides(version: SchemeVersion, state: str, identity: Identity, kind: str) -> bool:
    """Whether the content is being decided on in this state, by a role that the account holds."""
    return version.steps.states[state].frozen and any(
        actions_from(version.steps, state, role, kind) for role in identity.roles
    )


def _from(query: Select[Any], after: Place | None) -> Select[Any]:
    return query if after is None else query.where(tuple_(Dossier.opened_on, Dossier.id) < after)


def _all(session: Session, query: Select[Any], after: Place | None) -> Iterator[Dossier]:
    """Every dossier of a query in its order, a batch at a time."""
    while batch := session.scalars(_from(query, after).limit(BATCH)).all():
        yield from batch
        after = (batch[-1].opened_on, batch[-1].id)
