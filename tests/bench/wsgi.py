"""The application as it is, and beside it one page that is nothing but the frame around every page.

Serves `tests.bench.pages` under gunicorn; its settings come from the environment.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED

import casework

FRAME = "/bench-frame"
ADDRESS = "X-Bench-Address"
"""Each request may come from an address of its own: the limits of the product stay as they are."""


def includeme(config: Configurator) -> None:
    config.add_jinja2_search_path("tests.bench:")
    config.add_route("bench_frame", FRAME)
    config.add_view(
        frame, route_name="bench_frame", renderer="frame.jinja2", permission=NO_PERMISSION_REQUIRED
    )


def frame(_request: Request) -> dict[str, Any]:
    """No work of its own."""
    return {}


def _from_everywhere(application: Any) -> Callable[..., Iterable[bytes]]:
    variable = f"HTTP_{ADDRESS.upper().replace('-', '_')}"

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = environ.pop(variable, environ["REMOTE_ADDR"])
        answer: Iterable[bytes] = application(environ, start_response)
        return answer

    return call


def make_application() -> Callable[..., Iterable[bytes]]:
    casework.PARTS = (*casework.PARTS, __name__)  # type: ignore[assignment]  # one page more
    return _from_everywhere(casework.main({}))
