"""`permits` and `visible` are one table read in two directions: random worlds on real databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session

from casework.access.identity import GrantOn, Identity, MembershipIn
from casework.access.models import Account, AccountSession, Organisation
from casework.access.permissions import Permission, Role, permits, visible
from casework.cards.models import Card, Paper
from casework.db import make_engine
from casework.dossiers.models import Dossier, Evidence
from casework.people.models import Person
from casework.programmes.models import FrozenVersion
from tests.support.databases import Databases

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
ORGANISATIONS = ("organisation-a", "organisation-b", "organisation-c")
ASKED: tuple[tuple[Permission, Any], ...] = (
    (Permission.ACCOUNT_SELF, Dossier),
    (Permission.ACCOUNT_END, Account),
    (Permission.CARD_LIST, Card),
    (Permission.CARD_READ, Card),
    (Permission.DOSSIER_LIST, Dossier),
    (Permission.DOSSIER_READ, Dossier),
    (Permission.DOSSIER_CHANGE, Dossier),
    (Permission.DOSSIER_ACT, Dossier),
    (Permission.EVIDENCE_READ, Evidence),
    (Permission.GRANT_GIVE, Dossier),
    (Permission.JOURNAL_LIST, Dossier),
    (Permission.PAPER_READ, Paper),
    (Permission.SESSION_END, AccountSession),
)


@dataclass(frozen=True)
class RandomWorld:
    """For each object, the number of its organisation; and somebody who asks."""

    objects: tuple[int, ...]
    identity: Identity


def around() -> st.SearchStrategy[datetime]:
    """Moments before, after, and often exactly at the moment of asking."""
    return st.integers(-3, 3).map(lambda days: AT + timedelta(days=days))


@st.composite
def worlds(draw: st.DrawFn) -> RandomWorld:
    objects = draw(st.lists(st.integers(0, 2), min_size=1, max_size=5).map(tuple))
    membership = st.builds(
        MembershipIn,
        organisation_id=st.sampled_from(ORGANISATIONS),
        role=st.sampled_from(Role),
        since=around(),
        until=st.none() | around(),
    )
    grant = st.builds(
        GrantOn,
        kind=st.sampled_from(("dossier", "evidence", "paper", "card")),
        object_id=st.integers(0, 4).map(_id),
        since=around(),
        until=around(),
        ended=st.none() | around(),
    )
    identity = Identity(
        account_id=_id(draw(st.integers(0, 1))),
        session_id="",
        at=AT,
        memberships=tuple(draw(st.lists(membership, max_size=4))),
        grants=tuple(draw(st.lists(grant, max_size=4))),
        organisation_id=draw(st.sampled_from(ORGANISATIONS)),
    )
    return RandomWorld(objects, identity)


def _id(number: int) -> str:
    """The same for objects of every kind, so that a grant on one kind might be mistaken for another."""
    return f"object-{number}"


def populate(connection: Connection, objects: tuple[int, ...]) -> None:
    rows = [(_id(number), ORGANISATIONS[each]) for number, each in enumerate(objects)]
    for model, values in _rows(rows):
        connection.execute(insert(model), values)


def _rows(rows: list[tuple[str, str]]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Every table that the asked ones rest on, in the order of their foreign keys."""
    accounts = [(_id(number), ORGANISATIONS[number]) for number in range(2)]
    day = date(2026, 5, 4)
    key = {"wrapped_key": b"-", "key_epoch": 1}
    yield (
        Organisation,
        [{"id": each, "key": each, "kind": "city", "name": each} for each in ORGANISATIONS],
    )
    yield FrozenVersion, [{"hash": "v", "scheme_key": "s", "canonical": b"{}"}]
    yield (
        Account,
        [
            {**key, "id": id_, "organisation_id": there, "sign_in_hash": id_.encode(), "password_hash": "-"}
            for id_, there in accounts
        ],
    )
    yield (
        AccountSession,
        [
            {
                "id": id_,
                "token_hash": id_.encode(),
                "account_id": id_,
                "organisation_id": there,
                "began_at": AT,
                "seen_at": AT,
                "notices": [],
            }
            for id_, there in accounts
        ],
    )
    yield Person, [{**key, "id": id_, "organisation_id": there} for id_, there in rows]
    common = [{"id": id_, "organisation_id": there} for id_, there in rows]
    dossier = {"scheme_key": "s", "version_hash": "v", "state": "draft", "opened_on": day, "round": 1}
    yield (
        Dossier,
        [
            {**each, **key, **dossier, "person_id": each["id"], "reference": each["id"], "owner_id": _id(0)}
            for each in common
        ],
    )
    evidence = {"position": 1, "seen_by": _id(0), "seen_at": AT}
    yield Evidence, [{**each, **evidence, "dossier_id": each["id"]} for each in common]
    card = {"scheme_key": "s", "state": "issued", "issued_on": day, "issued_by": _id(0)}
    yield (
        Card,
        [
            {**each, **key, **card, "dossier_id": each["id"], "holder_id": each["id"], "number": each["id"]}
            for each in common
        ],
    )
    paper = {"kind": "document", "title": "t", "language": "ca", "pages": 1, "file_id": "f", "signed_at": AT}
    paper |= {"number": "V2600001", "issued_on": AT.date()}
    yield (
        Paper,
        [
            {
                **each,
                **paper,
                "dossier_id": each["id"],
                "card_id": each["id"],
                "code_hash": each["id"].encode(),
            }
            for each in common
        ],
    )


def check(engine: Engine, world: RandomWorld) -> None:
    with engine.connect() as connection:
        populate(connection, world.objects)
        with Session(bind=connection) as session:
            for permission, model in ASKED:
                found = set(session.scalars(visible(select(model.id), world.identity, permission, model)))
                allowed = {
                    each.id
                    for each in session.scalars(select(model))
                    if permits(world.identity, each, permission)
                }
                assert found == allowed, permission
        connection.rollback()


@pytest.fixture(scope="module")
def engine_of(databases: Databases) -> Iterator[Callable[[str], Engine]]:
    made: dict[str, Engine] = {}

    def get(kind: str) -> Engine:
        if kind not in made:
            made[kind] = make_engine(databases.copy(kind))
        return made[kind]

    yield get
    for each in made.values():
        each.dispose()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_on_sqlite(engine_of: Callable[[str], Engine], world: RandomWorld) -> None:
    check(engine_of("sqlite"), world)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_on_postgresql(engine_of: Callable[[str], Engine], world: RandomWorld) -> None:
    check(engine_of("postgresql"), world)
