"""The demo's accounts, found by role or by their names for signing in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access.identity import Identity, MembershipIn
from casework.access.models import Account
from casework.access.permissions import Role
from casework.demo.people import ACCOUNTS


def account_as(session: Session, role: Role) -> Account:
    """The first demo account of a role."""
    return session.get_one(Account, accounts(session)[name_of(role)])


def name_of(role: Role) -> str:
    """The name for signing in of the first demo account of a role."""
    return next(each.name for each in ACCOUNTS if each.role is role)


def accounts(session: Session) -> dict[str, str]:
    """Ids of all accounts by their names for signing in."""
    return {each.particulars.sign_in_name: each.id for each in session.scalars(select(Account))}


def identity_as(session: Session, role: Role) -> Identity:
    """What the permission table knows of the first demo account of a role."""
    return identity_of(account_as(session, role))


def identity_of(account: Account) -> Identity:
    """What the permission table knows of an account now."""
    return Identity(
        account_id=account.id,
        session_id="",
        at=clock.now(),
        organisation_id=account.organisation_id,
        memberships=tuple(
            MembershipIn(each.organisation_id, each.role, each.since, each.until)
            for each in account.memberships
        ),
    )
