"""The permission table against one written by hand, and every mutant of it found by that table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.access import identity as identity_module
from casework.access.identity import GrantOn, Identity, MembershipIn, in_force
from casework.access.permissions import (
    CLAUSES,
    Clause,
    Granted,
    Holds,
    MemberThere,
    Own,
    Permission,
    Predicate,
    Role,
    permits,
)

Clauses = Mapping[Permission, tuple[Clause, ...]]

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=10), AT + timedelta(days=10)
INSTANT = timedelta(microseconds=1)
HOME, ELSEWHERE = "home", "elsewhere"
CASE = frozenset({Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY})

SIGNED_IN = {Permission.ACCOUNT_SELF}
BY_ROLE = {
    Permission.ACCOUNT_LIST: {Role.ADMINISTRATOR},
    Permission.CARD_LIST: CASE,
    Permission.DOSSIER_LIST: CASE,
    Permission.DOSSIER_OPEN: {Role.CASEWORKER},
    Permission.GRANT_LIST: {Role.LAWYER},
    Permission.JOURNAL_LIST: {Role.AUDITOR},
    Permission.PROGRAMME_ADOPT: {Role.ADMINISTRATOR},
    Permission.SCHEME_READ: set(Role),
}
BY_ROLE_THERE = {
    Permission.ACCOUNT_END: {Role.ADMINISTRATOR},
    Permission.PROGRAMME_CHANGE: {Role.ADMINISTRATOR},
    Permission.CARD_READ: CASE,
    Permission.DOSSIER_READ: CASE,
    Permission.DOSSIER_CHANGE: {Role.CASEWORKER},
    Permission.DOSSIER_ACT: CASE,
    Permission.EVIDENCE_READ: CASE,
    Permission.GRANT_GIVE: {Role.CASEWORKER},
    Permission.PAPER_READ: CASE,
}
BY_GRANT = {Permission.EVIDENCE_READ, Permission.PAPER_READ}
BY_ACCOUNT = {Permission.SESSION_END}


@dataclass(frozen=True)
class Target:
    id: str
    organisation_id: str
    guarded_kind: str = "paper"
    account_id: str = "another"


HOUSE = Target("at-home", HOME)
FOREIGN = Target("far", ELSEWHERE)
OTHER_FOREIGN = Target("further", ELSEWHERE)
OTHER_KIND = replace(FOREIGN, guarded_kind="evidence")
OWN_SESSION = Target("session", ELSEWHERE, "session", "me")
TARGETS = (None, HOUSE, FOREIGN, OTHER_FOREIGN, OTHER_KIND, OWN_SESSION)


@dataclass(frozen=True)
class Actor:
    """Whom the table is asked about, and what a reader of the design would say of them."""

    identity: Identity | None
    signed_in: bool = True
    role_at_home: Role | None = None
    role_elsewhere: Role | None = None
    granted: Target | None = None


def someone(*memberships: MembershipIn, grants: tuple[GrantOn, ...] = ()) -> Identity:
    return Identity("me", "", AT, memberships, grants, organisation_id=HOME)


def actors() -> Iterator[Actor]:
    yield Actor(None, signed_in=False)
    yield Actor(replace(someone(), account_id=""), signed_in=False)
    yield Actor(someone())
    for role in Role:
        yield Actor(someone(MembershipIn(HOME, role, BEFORE)), role_at_home=role)
        yield Actor(someone(MembershipIn(HOME, role, AT, AT + INSTANT)), role_at_home=role)
        yield Actor(someone(MembershipIn(HOME, role, BEFORE, AT)))
        yield Actor(someone(MembershipIn(HOME, role, AT + INSTANT)))
        yield Actor(someone(MembershipIn(ELSEWHERE, role, BEFORE)), role_elsewhere=role)
    on_far = GrantOn("paper", "far", BEFORE, AFTER)
    yield Actor(someone(grants=(on_far,)), granted=FOREIGN)
    yield Actor(someone(grants=(replace(on_far, since=AT, until=AT + INSTANT),)), granted=FOREIGN)
    yield Actor(someone(grants=(replace(on_far, ended=AT + INSTANT),)), granted=FOREIGN)
    for over in (
        replace(on_far, until=AT),
        replace(on_far, ended=AT),
        replace(on_far, since=AT + INSTANT),
    ):
        yield Actor(someone(grants=(over,)))


def expected(actor: Actor, permission: Permission, target: Target | None) -> bool:
    if not actor.signed_in:
        return False
    by_role = actor.role_at_home in BY_ROLE.get(permission, ())
    role_there = {HOME: actor.role_at_home, ELSEWHERE: actor.role_elsewhere}
    there = target is not None and role_there[target.organisation_id] in BY_ROLE_THERE.get(permission, ())
    granted = permission in BY_GRANT and target is not None and target == actor.granted
    own = permission in BY_ACCOUNT and target is OWN_SESSION
    return permission in SIGNED_IN or by_role or there or granted or own


def differences(clauses: Clauses = CLAUSES) -> list[tuple[Actor, Permission, Target | None]]:
    """Where the program's table and the one above do not say the same."""
    return [
        (actor, permission, target)
        for actor in actors()
        for permission in Permission
        for target in TARGETS
        if permits(actor.identity, target, permission, clauses) != expected(actor, permission, target)
    ]


def test_the_table_says_what_is_written_by_hand() -> None:
    assert differences() == []
    assert set(CLAUSES) == set(Permission) == SIGNED_IN | set(BY_ROLE) | set(BY_ROLE_THERE) | BY_ACCOUNT


def test_a_permission_without_clauses_is_nobodys() -> None:
    for actor in actors():
        assert not permits(actor.identity, HOUSE, Permission.DOSSIER_READ, {})


@dataclass(frozen=True)
class Not:
    """A predicate turned round."""

    inner: Predicate

    def holds(self, identity: Identity, target: Any) -> bool:
        return not self.inner.holds(identity, target)

    def where(self, identity: Identity, model: Any) -> Any:
        raise NotImplementedError


class AnyGrant(Granted):
    """Forgets which object a grant names."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None and bool(identity.granted(target.guarded_kind))


class AnyKind(Granted):
    """Forgets of which kind the object is that a grant names."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None and target.id in identity.granted("paper") | identity.granted("evidence")


class AnyAccount(Own):
    """Forgets whose session it is."""

    def holds(self, identity: Identity, target: Any) -> bool:
        return target is not None


def instead(permission: Permission, number: int, *clauses: Clause) -> Clauses:
    """The table with one clause of a permission replaced; by none, it is dropped."""
    before = CLAUSES[permission]
    return {**CLAUSES, permission: (*before[:number], *clauses, *before[number + 1 :])}


def role_sets(predicate: Holds | MemberThere) -> Iterator[Predicate]:
    """The predicate with each role more, and each role less; and the other one of the two kinds."""
    for role in Role:
        yield replace(predicate, roles=predicate.roles ^ {role})
    yield (MemberThere if isinstance(predicate, Holds) else Holds)(predicate.roles)


def other_predicates(predicate: Predicate) -> Iterator[Predicate]:
    yield Not(predicate)
    if isinstance(predicate, (Holds, MemberThere)):
        yield from role_sets(predicate)
    if isinstance(predicate, Granted):
        yield from (AnyGrant(), AnyKind())
    if isinstance(predicate, Own):
        yield AnyAccount()


def mutants() -> Iterator[tuple[str, Clauses]]:
    for permission, clauses in CLAUSES.items():
        for number, clause in enumerate(clauses):
            yield f"{permission} without clause {number}", instead(permission, number)
            for place, predicate in enumerate(clause):
                rest = (*clause[:place], *clause[place + 1 :])
                yield f"{permission} without {predicate}", instead(permission, number, rest)
                for other in other_predicates(predicate):
                    changed = (*clause[:place], other, *clause[place + 1 :])
                    yield f"{permission}: {other}", instead(permission, number, changed)


def test_no_mutant_of_the_table_survives() -> None:
    tried = list(mutants())
    assert len(tried) > 100
    assert [name for name, clauses in tried if not differences(clauses)] == []


FORGETFUL: dict[str, Callable[..., bool]] = {
    "the beginning": lambda _since, until, ended, at: in_force(BEFORE, until, ended, at),
    "the end": lambda since, _until, ended, at: in_force(since, None, ended, at),
    "that it was ended": lambda since, until, _ended, at: in_force(since, until, None, at),
    "that the first moment counts": lambda since, until, ended, at: (
        since < at and in_force(since, until, ended, at)
    ),
    "that the last moment does not": lambda since, until, ended, at: in_force(
        since, until + INSTANT if until else None, ended, at
    ),
    "that ending counts at once": lambda since, until, ended, at: in_force(
        since, until, ended + INSTANT if ended else None, at
    ),
}


@pytest.mark.parametrize("forgotten", sorted(FORGETFUL))
def test_no_mutant_of_in_force_survives(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_module, "in_force", FORGETFUL[forgotten])
    assert differences()
