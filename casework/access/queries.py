"""Selects on organisations, accounts, sessions and grants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from casework.access.identity import GrantOn, Identity, MembershipIn
from casework.access.models import Account, AccountSession, Grant, Membership, Organisation
from casework.access.permissions import Role

PAGE = 25


def session_by_token(session: Session, token_hash: bytes) -> AccountSession | None:
    """The session of a cookie, with its account, memberships and organisation loaded."""
    query = (
        select(AccountSession)
        .where(AccountSession.token_hash == token_hash, AccountSession.ended_at.is_(None))
        .options(joinedload(AccountSession.account).selectinload(Account.memberships))
    )
    return session.scalar(query)


def session_is_known(session: Session, token_hash: bytes) -> bool:
    """Whether a session that was not ended has this token. Its account is not looked at."""
    known = select(AccountSession.id).where(
        AccountSession.token_hash == token_hash, AccountSession.ended_at.is_(None)
    )
    return session.scalar(known) is not None


def sessions_since(session: Session, moment: datetime) -> list[tuple[bytes, str]]:
    """Token hash and account of each session that began after a moment, be it ended or not."""
    query = select(AccountSession.token_hash, AccountSession.account_id)
    found = session.execute(query.where(AccountSession.began_at > moment))
    return [(hashed, account_id) for hashed, account_id in found]


def identity_of(session: Session, signed_in: AccountSession, at: datetime) -> Identity:
    """What the permission table may know of a signed-in account at a moment."""
    account = signed_in.account
    organisation = session.get_one(Organisation, signed_in.organisation_id)
    grants = session.scalars(_grants_in_force(account.id, at))
    return Identity(
        account_id=account.id,
        session_id=signed_in.id,
        at=at,
        memberships=tuple(
            MembershipIn(each.organisation_id, each.role, each.since, each.until)
            for each in account.memberships
        ),
        grants=tuple(
            GrantOn(each.object_kind, each.object_id, each.since, each.until, each.ended_at)
            for each in grants
        ),
        account_name=account.particulars.display_name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        time_zone=organisation.time_zone,
        unit=organisation.unit,
        theme=organisation.theme,
    )


def account_by_hash(session: Session, sign_in_hash: bytes) -> Account | None:
    return session.scalar(select(Account).where(Account.sign_in_hash == sign_in_hash))


def sessions_of(session: Session, account_id: str) -> Sequence[AccountSession]:
    """Sessions of an account that were not ended, newest first."""
    query = (
        select(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .order_by(AccountSession.began_at.desc())
    )
    return session.scalars(query).all()


def accounts_of(session: Session, organisation_id: str) -> Sequence[Account]:
    query = (
        select(Account)
        .where(Account.organisation_id == organisation_id)
        .options(selectinload(Account.memberships))
        .order_by(Account.id)
    )
    return session.scalars(query).all()


def lawyers(session: Session, at: datetime) -> Sequence[Account]:
    """Accounts that hold the role of lawyer now: those a grant may name."""
    query = (
        select(Account)
        .join(Membership)
        .where(
            Membership.role == Role.LAWYER,
            Membership.since <= at,
            (Membership.until.is_(None)) | (Membership.until > at),
            Account.disabled_at.is_(None),
        )
        .options(joinedload(Account.organisation))
    )
    return session.scalars(query).unique().all()


def grants_to(session: Session, identity: Identity, after: str | None = None) -> Sequence[Grant]:
    """One page of what is granted to the account, newest first, and one more to show that there is one.

    `after` is the id of the last grant on the page before. What was granted again stands once, as its last grant.
    """
    again = aliased(Grant)
    renewed = (
        _grants_in_force(identity.account_id, identity.at, again)
        .where(again.object_kind == Grant.object_kind, again.object_id == Grant.object_id)
        .where(_place(again) > _place(Grant))
    )
    query = _grants_in_force(identity.account_id, identity.at).where(~renewed.correlate(Grant).exists())
    last = session.get(Grant, after) if after else None
    if last is not None and last.account_id == identity.account_id:
        query = query.where(_place(Grant) < (last.since, last.id))
    return session.scalars(query.order_by(Grant.since.desc(), Grant.id.desc()).limit(PAGE + 1)).all()


def _place(grant: type[Grant]) -> ColumnElement[Any]:
    return tuple_(grant.since, grant.id)


def _grants_in_force(account_id: str, at: datetime, grant: type[Grant] = Grant) -> Select[Grant]:
    return select(grant).where(
        grant.account_id == account_id,
        grant.since <= at,
        grant.until > at,
        grant.ended_at.is_(None) | (grant.ended_at > at),
    )


def grants_of_dossier(session: Session, dossier_id: str) -> Sequence[Grant]:
    return session.scalars(select(Grant).where(Grant.dossier_id == dossier_id).order_by(Grant.since)).all()


def names_of(session: Session, account_ids: set[str]) -> dict[str, str]:
    """Display names by account id, for journals and lists inside the organisation."""
    accounts = session.scalars(select(Account).where(Account.id.in_(sorted(account_ids))))
    return {each.id: each.particulars.display_name for each in accounts}
