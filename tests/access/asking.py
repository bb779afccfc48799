"""Asking the application for a page as an account, without a browser: one request, one answer."""

import re
from typing import Any
from urllib.parse import urlencode

from webob import Request, Response

from tests.support.installation import HOST, Installation


def ask(
    installation: Installation,
    method: str,
    path: str,
    token: str | None = None,
    form: dict[str, Any] | None = None,
    **environ: str,
) -> Response:
    """One request; `token` is the value of the session's cookie, `form` the body of a POST."""
    request = Request.blank(path, method=method, environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.1"})
    if token is not None:
        request.cookies["casework"] = token
    if form is not None:
        request.content_type = "application/x-www-form-urlencoded"
        request.body = urlencode(form).encode()
    request.environ.update(environ)
    return request.get_response(installation.app)


def csrf_in(answer: Response) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def stored_in(answer: Response) -> str:
    """What a page's form says of the state that it was drawn in."""
    found = re.search(r'name="form_stored"[^>]*value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def csrf_of(installation: Installation, token: str) -> str:
    """The token of a session, as its own page shows it."""
    return csrf_in(ask(installation, "GET", "/account", token))
