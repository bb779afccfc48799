"""Who may do what: one table, read in both directions.

`permits` answers for one object, `visible` narrows a query to the objects for which `permits` says yes. Both
come from `CLAUSES`: a permission holds when every predicate of one of its clauses holds (design.md §5). There
is no other system, and no permission that overrides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import ColumnElement, Select, and_, false, or_, true

from casework.access.identity import Identity


class Role(StrEnum):
    CASEWORKER = "caseworker"
    REVIEWER = "reviewer"
    SIGNATORY = "signatory"
    LAWYER = "lawyer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """`area.action`."""

    ACCOUNT_SELF = "account.self"
    ACCOUNT_LIST = "account.list"
    ACCOUNT_END = "account.end"
    CARD_LIST = "card.list"
    CARD_READ = "card.read"
    DOSSIER_LIST = "dossier.list"
    DOSSIER_OPEN = "dossier.open"
    DOSSIER_READ = "dossier.read"
    DOSSIER_CHANGE = "dossier.change"
    DOSSIER_ACT = "dossier.act"
    EVIDENCE_READ = "evidence.read"
    GRANT_GIVE = "grant.give"
    GRANT_LIST = "grant.list"
    JOURNAL_LIST = "journal.list"
    PAPER_READ = "paper.read"
    PROGRAMME_ADOPT = "programme.adopt"
    PROGRAMME_CHANGE = "programme.change"
    SCHEME_READ = "scheme.read"
    SESSION_END = "session.end"


@runtime_checkable
class Guarded(Protocol):
    """What the table needs to know of an object. Rooms above give it by columns of these names."""

    @property
    def id(self) -> Any: ...
    @property
    def organisation_id(self) -> Any: ...
    @property
    def guarded_kind(self) -> str: ...


class Predicate(Protocol):
    """One condition, as a function of values and as a condition on a mapped class."""

    def holds(self, identity: Identity, target: Any) -> bool: ...
    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]: ...


@dataclass(frozen=True)
class SignedIn:
    """Anybody with an account in use."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return bool(identity.account_id)

    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]:
        return true() if identity.account_id else false()


@dataclass(frozen=True)
class Holds:
    """A membership in force, in one of these roles, at the organisation that the account works for.

    For pages without an object: they show that organisation, and a role held elsewhere opens none of them.
    """

    roles: frozenset[Role]

    def holds(self, identity: Identity, target: Any) -> bool:
        return bool(identity.roles & self.roles)

    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]:
        return true() if identity.roles & self.roles else false()


@dataclass(frozen=True)
class MemberThere:
    """A membership in force, in one of these roles, at the organisation that the object belongs to."""

    roles: frozenset[Role]

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None and target.organisation_id in identity.organisations(self.roles)

    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]:
        return model.organisation_id.in_(sorted(identity.organisations(self.roles)))  # type: ignore[no-any-return]  # `model` is any mapped class


@dataclass(frozen=True)
class Granted:
    """A grant in force names this very object (design.md §2, *grant*)."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None and target.id in identity.granted(target.guarded_kind)

    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]:
        return model.id.in_(sorted(identity.granted(model.guarded_kind)))  # type: ignore[no-any-return]  # `model` is any mapped class


@dataclass(frozen=True)
class Own:
    """The object is the account's own: its session."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None and target.account_id == identity.account_id

    def where(self, identity: Identity, model: Any) -> ColumnElement[bool]:
        return model.account_id == identity.account_id  # type: ignore[no-any-return]  # `model` is any mapped class


Clause = tuple[Predicate, ...]

CASE_ROLES = frozenset({Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY})
_CASEWORKER = frozenset({Role.CASEWORKER})

CLAUSES: Mapping[Permission, tuple[Clause, ...]] = {
    Permission.ACCOUNT_SELF: ((SignedIn(),),),
    Permission.ACCOUNT_LIST: ((Holds(frozenset({Role.ADMINISTRATOR})),),),
    Permission.ACCOUNT_END: ((MemberThere(frozenset({Role.ADMINISTRATOR})),),),
    Permission.CARD_LIST: ((Holds(CASE_ROLES),),),
    Permission.CARD_READ: ((MemberThere(CASE_ROLES),),),
    Permission.DOSSIER_LIST: ((Holds(CASE_ROLES),),),
    Permission.DOSSIER_OPEN: ((Holds(_CASEWORKER),),),
    Permission.DOSSIER_READ: ((MemberThere(CASE_ROLES),),),
    Permission.DOSSIER_CHANGE: ((MemberThere(_CASEWORKER),),),
    Permission.DOSSIER_ACT: ((MemberThere(CASE_ROLES),),),
    Permission.EVIDENCE_READ: ((MemberThere(CASE_ROLES),), (Granted(),)),
    Permission.GRANT_GIVE: ((MemberThere(_CASEWORKER),),),
    Permission.GRANT_LIST: ((Holds(frozenset({Role.LAWYER})),),),
    Permission.JOURNAL_LIST: ((Holds(frozenset({Role.AUDITOR})),),),
    Permission.PAPER_READ: ((MemberThere(CASE_ROLES),), (Granted(),)),
    Permission.PROGRAMME_ADOPT: ((Holds(frozenset({Role.ADMINISTRATOR})),),),
    Permission.PROGRAMME_CHANGE: ((MemberThere(frozenset({Role.ADMINISTRATOR})),),),
    Permission.SCHEME_READ: ((Holds(frozenset(Role)),),),
    Permission.SESSION_END: ((Own(),),),
}


def permits(
    identity: Identity | None,
    target: Any,
    permission: Permission,
    clauses: Mapping[Permission, tuple[Clause, ...]] = CLAUSES,
) -> bool:
    """Whether this account may do this to this object (None for pages without one). Unknown means no."""
    if identity is None:
        return False
    return any(
        all(predicate.holds(identity, target) for predicate in clause)
        for clause in clauses.get(permission, ())
    )


def visible(query: Select[Any], identity: Identity, permission: Permission, model: Any) -> Select[Any]:
    """The query, narrowed to the rows of `model` for which `permits` says yes."""
    clauses = CLAUSES.get(permission, ())
    conditions = (and_(*(predicate.where(identity, model) for predicate in clause)) for clause in clauses)
    return query.where(or_(false(), *conditions))
