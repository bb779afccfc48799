"""Who is asking: a value, detached from the database, made once a request."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime


def in_force(since: datetime, until: datetime | None, ended: datetime | None, at: datetime) -> bool:
    """Whether something that runs from `since` (inclusive) to `until` (exclusive) counts at a moment."""
    return since <= at and (until is None or at < until) and (ended is None or at < ended)


@dataclass(frozen=True)
class MembershipIn:
    """A role at an organisation, from when to when."""

    organisation_id: str
    role: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class GrantOn:
    """Access to one named object, from when to when."""

    kind: str
    object_id: str
    since: datetime
    until: datetime
    ended: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        return in_force(self.since, self.until, self.ended, at)


@dataclass(frozen=True)
class Identity:
    """An account at a moment, with its memberships and grants. Names are for the page frame only."""

    account_id: str
    session_id: str
    at: datetime
    memberships: tuple[MembershipIn, ...] = ()
    grants: tuple[GrantOn, ...] = ()
    account_name: str = field(default="", repr=False)
    organisation_id: str = ""
    organisation_name: str = ""
    unit: str = ""
    theme: str = ""
    time_zone: str = "UTC"

    @property
    def roles(self) -> frozenset[str]:
        """Roles held at the organisation that the account works for."""
        return self.roles_at(self.organisation_id)

    def roles_at(self, organisation_id: str) -> frozenset[str]:
        """Roles held at one organisation: those that count for its dossiers."""
        return frozenset(
            each.role
            for each in self.memberships
            if each.organisation_id == organisation_id and in_force(each.since, each.until, None, self.at)
        )

    def organisations(self, roles: Collection[str]) -> frozenset[str]:
        """Ids of the organisations where a membership in force carries one of these roles."""
        return frozenset(
            each.organisation_id
            for each in self.memberships
            if each.role in roles and in_force(each.since, each.until, None, self.at)
        )

    def granted(self, kind: str) -> frozenset[str]:
        """Ids of the objects of a kind that a grant in force names."""
        return frozenset(
            each.object_id for each in self.grants if each.kind == kind and each.in_force(self.at)
        )
