"""Who handles a dossier: its owner, and a deputy who stands in. It is no content, and makes nobody an author."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.access.models import Account, Membership
from casework.access.permissions import CASE_ROLES
from casework.dossiers.models import Dossier
from casework.dossiers.service.changes import lock, note
from casework.errors import RefusedError
from casework.i18n import _
from casework.programmes.service import version_of


def colleagues(session: Session, organisation_id: str, at: datetime) -> Sequence[Account]:
    """Accounts in use that hold a role on cases at an organisation now: those who can handle a dossier."""
    working = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role.in_(sorted(CASE_ROLES)),
        Membership.since <= at,
        or_(Membership.until.is_(None), Membership.until > at),
    )
    return session.scalars(
        select(Account).where(
            Account.organisation_id == organisation_id,
            Account.disabled_at.is_(None),
            Account.id.in_(working),
        )
    ).all()


def can_change_hands(session: Session, dossier: Dossier) -> bool:
    """Whether somebody still has to handle the dossier: not once it is over."""
    return not version_of(session, dossier.version_hash).steps.states[dossier.state].final


def require_open(session: Session, dossier: Dossier) -> None:
    """Raises RefusedError once the dossier is over."""
    if not can_change_hands(session, dossier):
        raise RefusedError(_("The dossier is over. Nobody has to handle it any more."))


def hand_to(
    session: Session, identity: Identity, dossier: Dossier, owner_id: str, deputy_id: str | None
) -> None:
    """Give a dossier to an owner and a deputy, who may be nobody.

    Raises RefusedError when the dossier is over, when one of them does not work on cases at its organisation now,
    or when both are the same.
    """
    lock(session, dossier)
    session.refresh(dossier, ("owner_id", "deputy_id"))
    require_open(session, dossier)
    if owner_id == deputy_id:
        raise RefusedError(_("Choose another deputy than the person who handles it, or nobody."))
    known = {each.id: each for each in colleagues(session, dossier.organisation_id, identity.at)}
    if owner_id not in known or (deputy_id and deputy_id not in known):
        raise RefusedError(_("Choose somebody who works on cases here now."))
    if (dossier.owner_id, dossier.deputy_id) == (owner_id, deputy_id):
        return
    dossier.owner = known[owner_id]
    dossier.deputy = known[deputy_id] if deputy_id else None
    detail = {"owner": owner_id} | ({"deputy": deputy_id} if deputy_id else {})
    note(session, identity.account_id, dossier, "dossier.handed", detail)
