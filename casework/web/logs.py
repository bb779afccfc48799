"""Logs that cannot carry personal data: an event and its keys are on a list, or are not written."""

import logging
import secrets
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from casework.errors import ConfigurationError
from casework.web.security_headers import Handler

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

EVENTS: dict[str, frozenset[str]] = {
    "request": frozenset({"method", "route", "status", "milliseconds", "reference"}),
    "failure": frozenset({"reference", "error", "place"}),
}
"""Event → keys that may stand beside it. One table for the process, as the log itself is."""

_FRAME_KEYS = frozenset({"event", "level", "timestamp"})

log = structlog.get_logger()


def allow_log_event(config: Configurator, event: str, *keys: str) -> None:
    """Directive: let a room write `event` with these keys. Its values must never be personal."""
    EVENTS[event] = frozenset(keys)


class _AllowedOnly:
    """Processor: an event or key that is not on the list stops a test and is left out in production."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict

    def __call__(
        self, _logger: Any, _method: str, entry: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        allowed = EVENTS.get(entry["event"])
        if allowed is None:
            if self.strict:
                raise ConfigurationError("this log event is not on the list of casework.web.logs")
            raise structlog.DropEvent
        unknown = set(entry) - allowed - _FRAME_KEYS
        if unknown and self.strict:
            raise ConfigurationError(f"the log event {entry['event']} may not carry {sorted(unknown)}")
        return {key: value for key, value in entry.items() if key not in unknown}


def configure_logs(*, strict: bool = False) -> None:
    """Configure structlog for this process: JSON lines on standard error, the list enforced.

    With `strict` (tests) what is not on the list raises ConfigurationError; without, it is left out.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            _AllowedOnly(strict),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def reference(_request: Request) -> str:
    """What a person may read to the help desk: random, names nobody, stands in the log."""
    return secrets.token_hex(5)


def log_failure(request: Request, error: BaseException) -> None:
    """Write which kind of error happened and where; never its words, which may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "casework" in Path(frame.filename).parts] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else None
    log.error("failure", reference=request.reference, error=type(error).__qualname__, place=place)


def tween_factory(handler: Handler, registry: Registry) -> Handler:
    """One line a request: the route by name, never the address that was asked for."""

    def tween(request: Request) -> Response:
        started = perf_counter()
        response = handler(request)
        route = getattr(request, "matched_route", None)
        log.info(
            "request",
            method=request.method if request.method in METHODS else "other",
            route=route.name if route else None,
            status=response.status_int,
            milliseconds=round((perf_counter() - started) * 1000),
            reference=request.reference,
        )
        return response

    return tween


def includeme(config: Configurator) -> None:
    config.add_request_method(reference, reify=True)
    config.add_directive("allow_log_event", allow_log_event)
