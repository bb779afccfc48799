"""The worklist: ready-made lists, filters and search over the dossiers that an account may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.access.permissions import Permission, visible
from casework.dossiers.models import AUTHOR, Appointment, Dossier, Part, StepTaken
from casework.dossiers.service.appointments import AppointmentState
from casework.people.search import matches, words_of
from casework.programmes.service import version_of
from casework.schemes import Action, CardState, SchemeVersion, actions_from
from casework.schemes.steps import OTHER_PERSON

PAGE = 25
MOST_COUNTED = 100
BATCH = 500


class Ready(StrEnum):
    """Lists that need no filter to be set."""

    ALL = "all"
    MINE = "mine"
    DUE = "due"
    LATE = "late"
    APPOINTMENTS = "appointments"
    REVIEW = "review"
    AFTER_CHECK = "after_check"


@dataclass(frozen=True)
class Wanted:
    """What an account wants to see on its worklist."""

    ready: Ready = Ready.ALL
    state: str = ""
    search: str = ""
    handler: str = ""
    """Id of an account that is owner or deputy."""


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


def states_in_use(session: Session, identity: Identity) -> Sequence[tuple[SchemeVersion, str]]:
    """(version, state) of the dossiers that the account may see: what a filter can offer."""
    dossiers = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    pairs = dossiers.with_only_columns(Dossier.version_hash, Dossier.state).distinct()
    rows = session.execute(pairs.order_by(Dossier.state)).all()
    versions = {each: version_of(session, each) for each in {row.version_hash for row in rows}}
    return [(versions[row.version_hash], row.state) for row in rows]


def handlers_in_use(session: Session, identity: Identity) -> set[str]:
    """Ids of the accounts that handle a dossier which the account may see: what a filter can offer."""
    dossiers = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    owners = dossiers.with_only_columns(Dossier.owner_id)
    deputies = dossiers.where(Dossier.deputy_id.is_not(None)).with_only_columns(Dossier.deputy_id)
    return set(session.scalars(owners.union(deputies)))


def next_appointments(
    session: Session, identity: Identity, dossiers: Sequence[Dossier], today: date
) -> dict[str, Appointment]:
    """The next planned appointment of each dossier, from today on, by the dossier's id."""
    query = (
        select(Appointment)
        .where(
            Appointment.dossier_id.in_([each.id for each in dossiers]),
            Appointment.state == AppointmentState.PLANNED,
            Appointment.starts_at >= _begins(session, identity, today),
        )
        .order_by(Appointment.starts_at.desc())
    )
    return {each.dossier_id: each for each in session.scalars(query)}


def is_late(dossier: Dossier, today: date) -> bool:
    """Whether a term of the dossier is over."""
    return dossier.due_on is not None and dossier.due_on < today


def next_action(version: SchemeVersion, state: str, *, overdue: bool = False) -> Action | None:
    """What brings a dossier on from a state: once its term is over, what that opens; else what issues the card,
    what leads to the decision, and as the scheme orders it.
    """
    steps = version.steps
    if overdue:
        opened = {action for term in steps.terms.values() for action in term.opens}
        for action in steps.actions.values():
            if action.key in opened and state in action.sources:
                return action
    onward = [
        (action, steps.states[action.to])
        for action in steps.actions.values()
        if state in action.sources and action.to and action.to != state and not steps.states[action.to].final
    ]
    issues = [each for each, target in onward if target.card and not steps.states[state].card]
    decides = [each for each, target in onward if OTHER_PERSON in each.needs or target.frozen]
    return next(iter((*issues, *decides, *(each for each, _target in onward))), None)


def _query(session: Session, identity: Identity, wanted: Wanted, today: date) -> Select[Any]:
    return (
        _conditions(session, identity, wanted, today)
        .options(
            joinedload(Dossier.person),
            joinedload(Dossier.owner),
            joinedload(Dossier.deputy),
            selectinload(Dossier.frozen_version),
        )
        .order_by(Dossier.opened_on.desc(), Dossier.id.desc())
    )


def _conditions(session: Session, identity: Identity, wanted: Wanted, today: date) -> Select[Any]:
    query = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    if wanted.state:
        query = query.where(Dossier.state == wanted.state)
    if wanted.handler:
        query = query.where(_handled_by(wanted.handler))
    match wanted.ready:
        case Ready.MINE:
            return query.where(_handled_by(identity.account_id))
        case Ready.DUE:
            return query.where(Dossier.due_on.between(today, today + timedelta(days=6)))
        case Ready.LATE:
            return query.where(Dossier.due_on < today)
        case Ready.REVIEW:
            return query.where(_waits_for(session, identity))
        case Ready.AFTER_CHECK:
            return query.where(_to_check(session, identity))
        case Ready.APPOINTMENTS:
            return query.where(_has_appointment(session, identity, today))
    return query


def _handled_by(account_id: str) -> ColumnElement[bool]:
    return or_(Dossier.owner_id == account_id, Dossier.deputy_id == account_id)


def _has_appointment(session: Session, identity: Identity, today: date) -> ColumnElement[bool]:
    """Something is planned today or tomorrow, at the organisation that the account works for."""
    soon = select(Appointment.id).where(
        Appointment.dossier_id == Dossier.id,
        Appointment.state == AppointmentState.PLANNED,
        Appointment.starts_at >= _begins(session, identity, today),
        Appointment.starts_at < _begins(session, identity, today + timedelta(days=2)),
    )
    return soon.exists()


def _begins(session: Session, identity: Identity, day: date) -> datetime:
    """When a day begins at the organisation that the account works for."""
    organisation = session.get_one(Organisation, identity.organisation_id)
    return datetime.combine(day, time(), ZoneInfo(organisation.time_zone))


def _waits_for(session: Session, identity: Identity) -> ColumnElement[bool]:
    """Dossiers on which this account may take a step that needs another person than the authors."""
    kind = session.get_one(Organisation, identity.organisation_id).kind
    waiting = [
        and_(Dossier.version_hash == version.sha256, Dossier.state == state)
        for version, state in states_in_use(session, identity)
        if _decides(version, state, identity, kind)
    ]
    return and_(or_(false(), *waiting), ~_authored_by(identity))


def _authored_by(identity: Identity) -> ColumnElement[bool]:
    authored = select(Part.dossier_id).where(
        Part.dossier_id == Dossier.id,
        Part.round == Dossier.round,
        Part.account_id == identity.account_id,
        Part.part == AUTHOR,
    )
    return authored.exists()


def checks_afterwards(
    session: Session, identity: Identity, in_use: Sequence[tuple[SchemeVersion, str]]
) -> list[tuple[SchemeVersion, str, str]]:
    """(version, state, action) by which this account looks at cards that one person issued (design.md §5)."""
    kind = session.get_one(Organisation, identity.organisation_id).kind
    return [
        (version, state, action.key)
        for version, state in in_use
        if version.steps.states[state].card is CardState.VALID
        for role in sorted(identity.roles)
        for action in actions_from(version.steps, state, role, kind)
        if action.to is None and OTHER_PERSON in action.needs
    ]


def _to_check(session: Session, identity: Identity) -> ColumnElement[bool]:
    """Cards that one person issued, and nobody has looked at since."""
    waiting = [
        and_(
            Dossier.version_hash == version.sha256,
            Dossier.state == state,
            ~select(StepTaken.id)
            .where(StepTaken.dossier_id == Dossier.id, StepTaken.action == action)
            .exists(),
        )
        for version, state, action in checks_afterwards(session, identity, states_in_use(session, identity))
    ]
    return and_(or_(false(), *waiting), ~_authored_by(identity))


def _decides(version: SchemeVersion, state: str, identity: Identity, kind: str) -> bool:
    """Whether the content is being decided on in this state, by a role that the account holds."""
    if not version.steps.states[state].frozen:
        return False
    for role in identity.roles:
        actions = actions_from(version.steps, state, role, kind)
        needs_another = any(OTHER_PERSON in action.needs for action in actions)
        if needs_another or (actions and not _proposes(version, role, kind)):
            return True
    return False


def _proposes(version: SchemeVersion, role: str, kind: str) -> bool:
    """Whether a role brings dossiers before others to decide: it may take one back, but that is no reviewing."""
    states = version.steps.states
    return any(
        action.to and states[action.to].frozen
        for state in states.values()
        if not state.frozen
        for action in actions_from(version.steps, state.key, role, kind)
    )


def _from(query: Select[Any], after: Place | None) -> Select[Any]:
    return query if after is None else query.where(tuple_(Dossier.opened_on, Dossier.id) < after)


def _all(session: Session, query: Select[Any], after: Place | None) -> Iterator[Dossier]:
    """Every dossier of a query in its order, a batch at a time."""
    while batch := session.scalars(_from(query, after).limit(BATCH)).all():
        yield from batch
        after = (batch[-1].opened_on, batch[-1].id)
