"""Offices of the demo: an organisation for each scheme, two people who work there, and who takes which step."""

from dataclasses import replace
from datetime import datetime

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.identity import Identity, MembershipIn
from casework.access.models import Account, Membership, Organisation
from casework.access.permissions import Role
from casework.cards.press import SEALS, create_test_seal
from casework.demo.accounts import identity_of
from casework.demo.invented import Office
from casework.demo.people import PASSWORD, DemoAccount
from casework.demo.story import open_demo_account
from casework.programmes.models import Programme
from casework.programmes.service import adopt
from casework.schemes import SchemeVersion


def staff_of(office: Office) -> tuple[DemoAccount, DemoAccount]:
    """The accounts of an office: who opens its dossiers, and who decides."""
    return (
        DemoAccount(office.key, Role.CASEWORKER, f"clerk@{office.key}.example", office.clerk),
        DemoAccount(office.key, Role.SIGNATORY, f"signatory@{office.key}.example", office.signatory),
    )


def open_office(
    session: Session, registry: Registry, office: Office, version: SchemeVersion, began: datetime
) -> Programme:
    """The office's programme of a scheme; the organisation with its people is founded where it is not there yet."""
    organisation = session.scalar(select(Organisation).filter_by(key=office.key))
    if organisation is None:
        organisation = _found(session, registry, office, version, began)
    query = select(Programme).filter_by(organisation_id=organisation.id, scheme_key=version.scheme)
    programme = session.scalar(query)
    if programme is None:
        since, letterhead = began.date(), office.letterhead
        programme = adopt(session, organisation, version.scheme, since, letterhead, office.settles)
    session.flush()
    return programme


def _found(
    session: Session, registry: Registry, office: Office, version: SchemeVersion, began: datetime
) -> Organisation:
    organisation = Organisation(
        key=office.key,
        kind=office.kind or version.steps.handled_by[0],
        name=office.name or version.issuer,
        unit=office.unit,
        theme=office.theme,
        time_zone=office.time_zone,
    )
    session.add(organisation)
    session.flush()
    registry["vault"].keyring.new_epoch(organisation.id)
    for each in staff_of(office):
        open_demo_account(session, registry, organisation, each, began)
    return organisation


def give_seal(registry: Registry, organisation: Organisation, now: datetime) -> None:
    """A seal by a test authority, where the organisation has none yet."""
    keys = registry["settings"].keys_directory
    if not (keys / SEALS / f"{organisation.key}.p12").exists():
        create_test_seal(keys, organisation.key, organisation.name, PASSWORD.encode(), now)


def clerk_of(session: Session, organisation: Organisation) -> Identity:
    """Who opens the office's dossiers and enters what is shown."""
    return identity_of(_employed(session, organisation, Role.CASEWORKER))


def actor_of(
    session: Session, organisation: Organisation, version: SchemeVersion, step: str, at: datetime
) -> Identity:
    """Who takes a step: the clerk where the scheme lets one, else the signatory.

    A role of the scheme that no account can hold yet (who keeps a register) is lent to the clerk for the step.
    """
    performers = version.steps.performers(step, at.date())
    roles = {by.role for by in performers if by.org_kind in (None, organisation.kind)}
    if version.steps.needs_other_person(step):
        return identity_of(_employed(session, organisation, Role.SIGNATORY))
    if Role.SIGNATORY in roles and Role.CASEWORKER not in roles:
        return identity_of(_employed(session, organisation, Role.SIGNATORY))
    clerk = clerk_of(session, organisation)
    lent = tuple(
        MembershipIn(organisation.id, role, at) for role in sorted(roles - {*map(str, Role)}) if role
    )
    return replace(clerk, memberships=(*clerk.memberships, *lent))


def _employed(session: Session, organisation: Organisation, role: Role) -> Account:
    """The account of that role that was opened first."""
    query = (
        select(Account)
        .join(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.role == role.value)
        .order_by(Account.id)
    )
    return session.scalars(query.limit(1)).one()
