"""Attempts are counted on a connection of their own, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from webtest import TestApp

from casework import clock
from casework.db import Base, make_engine
from casework.errors import ConfigurationError, LimitError
from casework.web import limits
from casework.web.limits import client_address
from casework.web.models import Limit
from tests.support.databases import Databases
from tests.web.app import HOST, make_config, settings_for

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)


class Registry(dict[str, Any]):
    """As much of a registry as counting needs."""


@pytest.fixture
def engine(databases: Databases, kind: str) -> Iterator[Engine]:
    engine = make_engine(databases.empty(kind))
    Base.metadata.create_all(engine, tables=[Limit.__table__])
    yield engine
    engine.dispose()


@pytest.fixture
def registry(engine: Engine) -> Registry:
    return Registry(engine=engine, limit_secret=b"secret")


def tries(registry: Registry, moment: datetime, key: str = "192.0.2.7", per: int = 3) -> bool:
    with clock.pretend(moment):
        try:
            limits.hit(registry, "sign-in", key, per, FIVE)
        except LimitError:
            return False
    return True


def test_so_many_and_no_more_in_a_window(registry: Registry) -> None:
    answers = [tries(registry, START + timedelta(seconds=second)) for second in (0, 60, 120, 180, 299)]
    assert answers == [True, True, True, False, False]
    assert tries(registry, START + FIVE)


def test_keys_and_kinds_are_counted_apart(registry: Registry) -> None:
    assert [tries(registry, START, key, per=1) for key in ("a", "b", "a")] == [True, True, False]
    with clock.pretend(START):
        limits.hit(registry, "verify", "a", 1, FIVE)


def test_nothing_in_the_table_tells_who_tried(registry: Registry, engine: Engine) -> None:
    tries(registry, START)
    with Session(engine) as session:
        (row,) = session.scalars(select(Limit))
    assert "192" not in row.bucket and len(row.bucket) == 64
    assert row.window_start == START
    other = Registry(registry, limit_secret=b"another")
    tries(other, START)
    with Session(engine) as session:
        assert len(session.scalars(select(Limit)).all()) == 2


def test_old_buckets_go(registry: Registry, engine: Engine) -> None:
    tries(registry, START, "old")
    tries(registry, START + timedelta(days=3), "new")
    with Session(engine) as session:
        assert [row.window_start for row in session.scalars(select(Limit))] == [START + timedelta(days=3)]


def test_it_fails_closed(registry: Registry, engine: Engine) -> None:
    with engine.begin() as connection:
        Limit.__table__.drop(connection)
    with pytest.raises(Exception, match="limits"):
        limits.hit(registry, "sign-in", "a", 3, FIVE)


def test_a_route_is_limited_before_its_view_runs(config: Any) -> None:
    config.limit_route("healthz", kind="health", per=2, window=FIVE, method="GET")
    app = TestApp(config.make_wsgi_app(), extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "192.0.2.7"})
    with clock.pretend(START):
        assert [app.get("/healthz", expect_errors=True).status_int for _ in range(3)] == [200, 200, 429]
        again = {"REMOTE_ADDR": "192.0.2.8", "retry.attempt": 1}
        assert [app.get("/healthz", extra_environ=again).status_int for _ in range(3)] == [200, 200, 200]
        answer = app.get("/healthz", expect_errors=True)
    assert "5 minutes" in answer.text


def test_a_route_is_shut_while_nothing_can_be_counted(config: Any) -> None:
    config.limit_route("healthz", kind="health", per=2, window=FIVE, method="GET")
    app = TestApp(config.make_wsgi_app(), extra_environ={"HTTP_HOST": HOST})
    with config.registry["engine"].begin() as connection:
        Limit.__table__.drop(connection)
    assert app.get("/healthz", expect_errors=True).status_int == 503


def test_limits_without_a_secret_do_not_boot(tmp_path: Any) -> None:
    config = make_config(settings_for(f"sqlite:///{tmp_path / 'x.sqlite'}", f"https://{HOST}", tmp_path))
    config.limit_route("healthz", kind="health", per=2, window=FIVE)
    del config.registry["limit_secret"]
    with pytest.raises(Exception, match="limit_secret") as caught:
        config.commit()
    assert ConfigurationError.__name__ in repr(caught.value) + str(caught.value)


def test_what_a_client_says_of_its_own_address_counts_for_nothing() -> None:
    spoofed = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}
    assert client_address(Request.blank("/verify", environ=spoofed)) == "192.0.2.7"
