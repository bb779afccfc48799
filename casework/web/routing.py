"""Questions about routes that are asked before, or apart from, Pyramid's own matching."""

import re
from typing import Any

from pyramid.events import BeforeTraversal
from pyramid.httpexceptions import HTTPNotFound
from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request

from casework.db import ID_PATTERN

_ID = re.compile(ID_PATTERN)


def route_name(request: Request) -> str | None:
    """The name of the route that the address matches, before Pyramid has looked.

    Raises pyramid's URLDecodeError when the address is no UTF-8.
    """
    mapper = request.registry.getUtility(IRoutesMapper)
    route = mapper(request)["route"]
    return str(route.name) if route else None


def has_route(request: Request, name: str) -> bool:
    return request.registry.getUtility(IRoutesMapper).get_route(name) is not None


def local_path(text: str | None) -> str | None:
    """A path on this host, or None: what may follow `next=` after signing in.

    A backslash or a second slash would lead a browser to another host, a control character likewise.
    """
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    if any(character <= " " or character == "\\" for character in text):
        return None
    return text


def check_ids(event: BeforeTraversal) -> None:
    """Answer 404 to an address whose id cannot be one: parts of a route named `id` or `…_id`."""
    matched: dict[str, Any] = event.request.matchdict or {}
    for name, value in matched.items():
        if (name == "id" or name.endswith("_id")) and not _ID.fullmatch(value):
            raise HTTPNotFound
