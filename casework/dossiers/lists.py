"""What stands on which ready-made list: conditions on the dossiers that an account may see.

**Open** is a dossier whose state is not final and from which some step leads on, or one on which a term runs, or
whose card one person issued and nobody has looked at since. A card that was handed over asks nothing of the
office until somebody comes: a renewal is a dossier of its own, open from its first day. A state that is asked for
is shown whether open or not, and a search looks through all dossiers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.access.permissions import Permission, visible
from casework.dossiers.models import AUTHOR, Appointment, Dossier, Letter, Part, StepTaken
from casework.dossiers.onward import check_after, checks_after, decides, leads_on
from casework.dossiers.rules import term_by_letter
from casework.dossiers.service.appointments import AppointmentState
from casework.programmes.service import version_of
from casework.schemes import SchemeVersion


class Ready(StrEnum):
    """Lists that need no filter to be set."""

    OPEN = "open"
    MINE = "mine"
    REVIEW = "review"
    AFTER_CHECK = "after_check"
    LETTERS = "letters"
    DUE = "due"
    LATE = "late"
    APPOINTMENTS = "appointments"
    ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """What an account wants to see on its worklist."""

    ready: Ready = Ready.OPEN
    scheme: str = ""
    state: str = ""
    """A state of that scheme."""
    search: str = ""
    """Part of a name; or the number of a dossier, a card or a letter."""
    handler: str = ""
    """Id of an account that is owner or deputy."""


@dataclass(frozen=True)
class Desk:
    """Who looks at a worklist, where and on which day; `in_use` are the versions and states of the dossiers that they
    may see.
    """

    session: Session
    identity: Identity
    organisation: Organisation
    """The one that the account works for."""
    today: date
    in_use: Sequence[tuple[SchemeVersion, str]]

    def begins(self, days: int = 0) -> datetime:
        """When a day begins at that organisation, so many days from today."""
        return datetime.combine(
            self.today + timedelta(days=days), time(), ZoneInfo(self.organisation.time_zone)
        )


def desk_of(session: Session, identity: Identity, today: date) -> Desk:
    """The desk of an account: what its lists and filters are made from."""
    dossiers = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier)
    pairs = session.execute(dossiers.with_only_columns(Dossier.version_hash, Dossier.state).distinct()).all()
    versions = {each: version_of(session, each) for each in {pair.version_hash for pair in pairs}}
    organisation = session.get_one(Organisation, identity.organisation_id)
    return Desk(
        session, identity, organisation, today, [(versions[pair.version_hash], pair.state) for pair in pairs]
    )


def lists_for(desk: Desk) -> list[Ready]:
    """The ready-made lists on which something can stand for the roles that the account holds."""
    kind, roles = desk.organisation.kind, desk.identity.roles
    versions = {version.sha256: version for version, _state in desk.in_use}.values()
    states = [(version, state) for version in versions for state in version.steps.states]
    never = set()
    if not any(decides(version, state, roles, kind) for version, state in states):
        never.add(Ready.REVIEW)
    if not any(checks_after(version, state, roles, kind) for version, state in states):
        never.add(Ready.AFTER_CHECK)
    if not any(
        term_by_letter(version, each) for version in versions for each in version.steps.actions.values()
    ):
        never.add(Ready.LETTERS)
    return [each for each in Ready if each not in never]


def listed(desk: Desk, wanted: Wanted) -> Select[Any]:
    """The dossiers that were asked for, in no order yet; a search is not narrowed by its words here."""
    query = visible(select(Dossier), desk.identity, Permission.DOSSIER_READ, Dossier)
    if wanted.state:
        query = query.where(Dossier.scheme_key == wanted.scheme, Dossier.state == wanted.state)
    if wanted.handler:
        query = query.where(_handled_by(wanted.handler))
    if not wanted.search:
        query = query.where(*_on_list(desk, wanted.ready))
        if wanted.ready in (Ready.OPEN, Ready.MINE) and not wanted.state:
            query = query.where(_is_open(desk))
    return query


def _on_list(desk: Desk, ready: Ready) -> tuple[ColumnElement[bool], ...]:
    match ready:
        case Ready.MINE:
            return (_handled_by(desk.identity.account_id),)
        case Ready.DUE:
            return (Dossier.due_on.between(desk.today, desk.today + timedelta(days=6)),)
        case Ready.LATE:
            return Dossier.due_on < desk.today, ~waits_for_letter()
        case Ready.REVIEW:
            return _waits_for(desk), ~_authored_by(desk.identity)
        case Ready.AFTER_CHECK:
            return _to_check(desk), ~_authored_by(desk.identity)
        case Ready.LETTERS:
            return (waits_for_letter(),)
        case Ready.APPOINTMENTS:
            return (_has_appointment(desk),)
        case Ready.OPEN | Ready.ALL:
            return ()


def _handled_by(account_id: str) -> ColumnElement[bool]:
    return or_(Dossier.owner_id == account_id, Dossier.deputy_id == account_id)


def _is_open(desk: Desk) -> ColumnElement[bool]:
    going_on = [(version, state) for version, state in desk.in_use if leads_on(version, state)]
    return or_(_stands_in(going_on), Dossier.due_on.is_not(None), unchecked(desk.in_use))


def _has_appointment(desk: Desk) -> ColumnElement[bool]:
    """Something is planned today or tomorrow."""
    soon = select(Appointment.id).where(
        Appointment.dossier_id == Dossier.id,
        Appointment.state == AppointmentState.PLANNED,
        Appointment.starts_at >= desk.begins(),
        Appointment.starts_at < desk.begins(days=2),
    )
    return soon.exists()


def _waits_for(desk: Desk) -> ColumnElement[bool]:
    """Dossiers on which this account may take a step that needs another person than the authors."""
    kind, roles = desk.organisation.kind, desk.identity.roles
    return _stands_in(
        [(version, state) for version, state in desk.in_use if decides(version, state, roles, kind)]
    )


def _to_check(desk: Desk) -> ColumnElement[bool]:
    """Cards that one person issued, that nobody has looked at since, and that this account may look at."""
    kind, roles = desk.organisation.kind, desk.identity.roles
    return unchecked(
        [(version, state) for version, state in desk.in_use if checks_after(version, state, roles, kind)]
    )


def waits_for_letter() -> ColumnElement[bool]:
    """A term counts from the letter of the step that led into this state, and nobody has noted yet that the person
    has it.
    """
    moved_on = aliased(StepTaken)
    later = select(moved_on.id).where(
        moved_on.dossier_id == StepTaken.dossier_id,
        moved_on.position > StepTaken.position,
        moved_on.to_state != StepTaken.to_state,
    )
    waiting = (
        select(Letter.id)
        .join(StepTaken, StepTaken.id == Letter.term_step_id)
        .where(
            Letter.dossier_id == Dossier.id,
            Letter.state == "written",
            Letter.notified_on.is_(None),
            StepTaken.to_state == Dossier.state,
            ~later.exists(),
        )
    )
    return waiting.exists()


def unchecked(pairs: Sequence[tuple[SchemeVersion, str]]) -> ColumnElement[bool]:
    """In one of these states, and the step that looks afterwards was not taken; false where there is none."""
    checks = [(version, state, check_after(version, state)) for version, state in pairs]
    return or_(
        false(),
        *(
            and_(
                _stands_in([(version, state)]),
                ~select(StepTaken.id)
                .where(StepTaken.dossier_id == Dossier.id, StepTaken.action == check.key)
                .exists(),
            )
            for version, state, check in checks
            if check is not None
        ),
    )


def _stands_in(pairs: Sequence[tuple[SchemeVersion, str]]) -> ColumnElement[bool]:
    states: dict[str, list[str]] = {}
    for version, state in pairs:
        states.setdefault(version.sha256, []).append(state)
    return or_(
        false(),
        *(and_(Dossier.version_hash == each, Dossier.state.in_(found)) for each, found in states.items()),
    )


def _authored_by(identity: Identity) -> ColumnElement[bool]:
    authored = select(Part.dossier_id).where(
        Part.dossier_id == Dossier.id,
        Part.round == Dossier.round,
        Part.account_id == identity.account_id,
        Part.part == AUTHOR,
    )
    return authored.exists()
