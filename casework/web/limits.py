"""How often somebody may try: counted in a table on its own connection (design.md §8).

The count is written by a tween over the transaction: inside it, SQLite would lock against itself, and a
refused request would roll its own count back (design.md §4, security.md findings 7 and F-08).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from http import HTTPStatus
from typing import Any

from pyramid.config import PHASE3_CONFIG, Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite

from casework import clock
from casework.db import WRITING
from casework.errors import ConfigurationError, LimitError
from casework.i18n import _
from casework.web.models import Limit
from casework.web.plain import plain_page
from casework.web.routing import route_name
from casework.web.security_headers import Handler

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """At most `per` requests of `method` in a `window` for each value of `key`."""

    kind: str
    per: int
    window: timedelta
    key: Callable[[Request], str]
    method: str


def client_address(request: Request) -> str:
    """The address of the other side, as the server saw it.

    What a client writes into X-Forwarded-For counts for nothing; a server behind a proxy is told in its own
    configuration whom to believe, and then puts the right address here (docs/operations.md).
    """
    return str(request.environ.get("REMOTE_ADDR", "unknown"))


def hit(registry: Registry, kind: str, key: str, per: int, window: timedelta) -> None:
    """Count one attempt on a connection of its own, committed at once.

    Raises LimitError when `per` attempts of this window are used up, and the database's own error when it
    cannot count: then nobody passes.
    """
    start = _window_start(clock.now(), window)
    bucket = hmac(registry["limit_secret"], repr((kind, key)).encode(), sha256).hexdigest()
    engine = registry["engine"].execution_options(**WRITING)
    with engine.begin() as connection:
        attempts = connection.execute(_count(engine.dialect.name, bucket, start)).scalar_one()
        if attempts == 1:
            connection.execute(delete(Limit).where(Limit.window_start < start - KEPT))
    if attempts > per:
        minutes = -(-(start + window - clock.now()) // timedelta(minutes=1))
        raise LimitError(
            _("Too many attempts. Try again in ${minutes} minutes.", mapping={"minutes": minutes})
        )


def _window_start(moment: datetime, window: timedelta) -> datetime:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + (moment - epoch) // window * window


def _count(dialect: str, bucket: str, start: datetime) -> Any:
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    row = insert(Limit).values(bucket=bucket, window_start=start, attempts=1)
    same_window = Limit.window_start == row.excluded.window_start
    return row.on_conflict_do_update(
        index_elements=[Limit.bucket],
        set_={
            "attempts": case((same_window, Limit.attempts + 1), else_=1),
            "window_start": row.excluded.window_start,
        },
    ).returning(Limit.attempts)


def limit_route(
    config: Configurator,
    route: str,
    *,
    kind: str,
    per: int,
    window: timedelta,
    key: Callable[[Request], str] = client_address,
    method: str = "POST",
) -> None:
    """Directive: answer 429 when a route is called more often. May be given several times for a route."""
    config.registry["limited_routes"].setdefault(route, []).append(Rule(kind, per, window, key, method))


def tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Count before the request's transaction begins; an attempt repeated by pyramid_retry counts once."""

    def tween(request: Request) -> Response:
        if not request.environ.get("retry.attempt"):
            rules: list[Rule] = registry["limited_routes"].get(route_name(request), [])
            try:
                for rule in rules:
                    if rule.method == request.method:
                        hit(registry, rule.kind, rule.key(request), rule.per, rule.window)
            except LimitError as error:
                return plain_page(request, HTTPStatus.TOO_MANY_REQUESTS, error.message)
        return handler(request)

    return tween


def includeme(config: Configurator) -> None:
    """`registry["limit_secret"]` (bytes, the same in every worker) is set by who holds the keys."""
    registry = config.registry
    registry["limited_routes"] = {}
    config.add_directive("limit_route", limit_route)

    def check_secret() -> None:
        if registry["limited_routes"] and "limit_secret" not in registry:
            raise ConfigurationError("limits need a secret: set registry['limit_secret'] at start")

    config.action("limit-secret", check_secret, order=PHASE3_CONFIG + 1)
