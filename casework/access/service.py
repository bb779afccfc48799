"""Use-cases of access: accounts, signing in and out, grants. Plain values in, never a request."""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import journal
from casework.access import queries
from casework.access.identity import Identity
from casework.access.models import (
    Account,
    AccountParticulars,
    AccountSession,
    Grant,
    Membership,
    Organisation,
)
from casework.access.passwords import LONGEST, SHORTEST, Passwords
from casework.access.permissions import Role
from casework.errors import RefusedError
from casework.i18n import _

LONGEST_GRANT = timedelta(days=90)


def sign_in_hash(key: bytes, name: str) -> bytes:
    """The keyed hash under which an account is found. Case and form of the letters do not matter."""
    normal = unicodedata.normalize("NFKC", name).strip().casefold()
    return hmac.new(key, normal.encode(), hashlib.sha256).digest()


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def open_account(
    session: Session,
    passwords: Passwords,
    key: bytes,
    organisation: Organisation,
    particulars: AccountParticulars,
    password: str,
) -> Account:
    """Make an account at an organisation. Raises RefusedError for a password of the wrong length."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RefusedError(_("A password has at least 12 and at most 128 characters."))
    account = Account(
        organisation_id=organisation.id,
        sign_in_hash=sign_in_hash(key, particulars.sign_in_name),
        password_hash=passwords.hash(password),
    )
    session.add(account)
    account.particulars = particulars
    return account


def give_role(
    session: Session, account: Account, organisation: Organisation, role: Role, since: datetime
) -> None:
    session.add(
        Membership(account_id=account.id, organisation_id=organisation.id, role=role.value, since=since)
    )


def sign_in(
    session: Session, passwords: Passwords, key: bytes, name: str, password: str, at: datetime
) -> str | None:
    """Begin a session; its token for the cookie, or None when name or password do not fit."""
    account = queries.account_by_hash(session, sign_in_hash(key, name))
    fits = passwords.check(account.password_hash if account else None, password)
    if account is None or not fits or account.disabled_at is not None:
        return None
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hash(password)
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            token_hash=token_hash(token),
            account_id=account.id,
            organisation_id=account.organisation_id,
            began_at=at,
            seen_at=at,
        )
    )
    journal.record(
        session,
        actor=account.id,
        organisation=account.organisation_id,
        action="account.sign_in",
        object_kind="account",
        object_id=account.id,
    )
    return token


def retyped(session: Session, passwords: Passwords, identity: Identity, password: str) -> bool:
    """Whether the account's own password was retyped: the stand-in for a passkey until issue D."""
    account = session.get_one(Account, identity.account_id)
    return passwords.check(account.password_hash, password)


def end_session(session: Session, identity: Identity, ended: AccountSession, at: datetime) -> None:
    """End one session of the account itself."""
    ended.ended_at = at
    journal.record(
        session,
        actor=identity.account_id,
        organisation=identity.organisation_id,
        action="account.sign_out",
        object_kind="account",
        object_id=identity.account_id,
    )


def end_sessions_of(session: Session, identity: Identity, account: Account, at: datetime) -> None:
    """End every session of an account, as its administrator."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    journal.record(
        session,
        actor=identity.account_id,
        organisation=account.organisation_id,
        action="account.end_sessions",
        object_kind="account",
        object_id=account.id,
    )


def give_grant(
    session: Session,
    identity: Identity,
    *,
    dossier_id: str,
    organisation_id: str,
    object_kind: str,
    object_id: str,
    account: Account,
    last_day: date,
    at: datetime,
) -> Grant:
    """Record the person's consent, which lasts the whole of the last day at the organisation's place.

    Raises RefusedError for a term of more than 90 days, or in the past.
    """
    zone = ZoneInfo(session.get_one(Organisation, organisation_id).time_zone)
    today = at.astimezone(zone).date()
    if not today <= last_day <= today + LONGEST_GRANT:
        raise RefusedError(_("A grant ends on a later day, at most 90 days from now. It can be renewed."))
    grant = Grant(
        organisation_id=organisation_id,
        account_id=account.id,
        dossier_id=dossier_id,
        object_kind=object_kind,
        object_id=object_id,
        given_by=identity.account_id,
        since=at,
        until=datetime.combine(last_day + timedelta(days=1), time(), zone),
    )
    session.add(grant)
    session.flush()
    _record_grant(session, identity, grant, "grant.given")
    return grant


def end_grant(session: Session, identity: Identity, grant: Grant, at: datetime) -> None:
    """Take a grant back from now on. Ending an ended grant changes nothing."""
    if grant.ended_at is None:
        grant.ended_at = at
        _record_grant(session, identity, grant, "grant.ended")


def end_grants_on(session: Session, identity: Identity, kind: str, object_id: str, at: datetime) -> None:
    """Take back every grant on something that will be there no more."""
    given = select(Grant).where(Grant.object_kind == kind, Grant.object_id == object_id)
    for each in session.scalars(given.where(Grant.until > at)):
        end_grant(session, identity, each, at)


def _record_grant(session: Session, identity: Identity, grant: Grant, action: str) -> None:
    journal.record(
        session,
        actor=identity.account_id,
        organisation=grant.organisation_id,
        action=action,
        object_kind="dossier",
        object_id=grant.dossier_id,
        detail={
            "grant": grant.id,
            "to": grant.account_id,
            "kind": grant.object_kind,
            "object": grant.object_id,
        },
    )
