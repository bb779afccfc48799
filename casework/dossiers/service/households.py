"""Households: a dossier and a card for each member, and what holds for all of them told once, in the first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from casework.access.identity import Identity
from casework.access.permissions import Permission, visible
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.changes import inherit_authors, lock, note
from casework.dossiers.service.opening import open_dossier
from casework.errors import NotFoundError, RefusedError
from casework.i18n import _
from casework.people.models import Particulars, Person
from casework.programmes.service import version_of
from casework.schemes import Catalogue, Group


def takes_members(session: Session, dossier: Dossier) -> bool:
    """Whether a member can be added to a first dossier: its scheme is for households, and it is not over."""
    version = version_of(session, dossier.version_hash)
    return version.group is Group.HOUSEHOLD and not version.steps.states[dossier.state].final


def others_of_household(session: Session, identity: Identity, dossier: Dossier) -> Sequence[Dossier]:
    """The other dossiers of a household that the account may read, its first before the members."""
    first = dossier.household_id or dossier.id
    query = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier).where(
        or_(Dossier.id == first, Dossier.household_id == first), Dossier.id != dossier.id
    )
    ordered = query.order_by(Dossier.household_id.is_not(None), Dossier.opened_on, Dossier.reference)
    return session.scalars(ordered.options(joinedload(Dossier.person))).all()


def add_member(
    session: Session,
    catalogue: Catalogue,
    identity: Identity,
    beside: Dossier,
    particulars: Particulars,
    record: CaseRecord,
    today: date,
    person: Person | None = None,
) -> Dossier:
    """Open a dossier for one more member of the household that a dossier belongs to, or begins.

    Raises NotFoundError as `open_dossier` does, and where the scheme is not for households; RefusedError where the
    household's first dossier is over, or this person has a dossier under way in it.
    """
    first = beside.first or beside
    lock(session, first)
    if first.organisation_id != identity.organisation_id:
        raise NotFoundError
    if not takes_members(session, first):
        raise RefusedError(_("The first dossier of this household is over. Open a dossier of its own."))
    if person is not None:
        _require_new_here(session, first, person)
    member = open_dossier(session, catalogue, identity, first.scheme_key, particulars, record, today, person)
    if version_of(session, member.version_hash).group is not Group.HOUSEHOLD:
        raise NotFoundError
    join(session, first, member)
    note(session, identity.account_id, first, "dossier.member_added", {"member": member.id})
    note(session, identity.account_id, member, "dossier.joined", {"first": first.id})
    return member


def join(session: Session, first: Dossier, member: Dossier) -> None:
    """Let a dossier that was opened a moment ago belong to a household: the first's authors are authors in it."""
    member.household_id = first.id
    session.flush()
    session.refresh(member, ("first",))
    inherit_authors(session, first, member)


def _require_new_here(session: Session, first: Dossier, person: Person) -> None:
    theirs = select(Dossier).where(
        or_(Dossier.id == first.id, Dossier.household_id == first.id), Dossier.person_id == person.id
    )
    for each in session.scalars(theirs):
        if not version_of(session, each.version_hash).steps.states[each.state].final:
            raise RefusedError(
                _(
                    "This person belongs to the household already: see dossier ${reference}.",
                    mapping={"reference": each.reference},
                )
            )


def renewed_household(session: Session, dossier: Dossier) -> Dossier | None:
    """The dossier with which the household of a member began again, and is not over; None where there is none."""
    if dossier.household_id is None:
        return None
    begun = (
        select(Dossier)
        .where(Dossier.renews_id == dossier.household_id, Dossier.household_id.is_(None))
        .order_by(Dossier.opened_on.desc(), Dossier.reference.desc())
    )
    return next((each for each in session.scalars(begun) if takes_members(session, each)), None)
