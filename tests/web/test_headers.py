"""Every answer carries the headers, whoever gave it."""

from typing import Any

import pytest
from webtest import TestApp

from tests.web.app import KNOWN

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ANSWERS = [
    ("/", 200),
    ("/healthz", 200),
    ("/language/ca", 303),
    ("/rooms/" + KNOWN, 303),
    ("/nothing", 404),
    ("/fail/refused", 409),
    ("/fail/limit", 429),
    ("/fail/bug", 500),
    ("/commit", 500),
    ("/%00", 400),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_headers_stand_on_every_answer(visitor: TestApp, path: str, status: int) -> None:
    answer = visitor.get(path, status=status)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Expires" not in answer.headers


def test_only_what_is_there_of_the_static_files_is_kept(visitor: TestApp, config: Any) -> None:
    prefix = config.registry["static_prefix"]
    for name, media_type in [
        ("css/casework.css", "text/css"),
        ("js/casework.js", "text/javascript"),
        ("fonts/noto-sans-latin-400.woff2", "font/woff2"),
    ]:
        answer = visitor.get(prefix + name)
        assert answer.content_type == media_type
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert visitor.get(prefix + "css/none.css", status=404).headers["Cache-Control"] == "no-store"
    visitor.get("/static/000000000000/css/casework.css", status=404)


def test_files_of_the_package_beside_the_static_ones_are_not_served(visitor: TestApp, config: Any) -> None:
    prefix = config.registry["static_prefix"]
    for escape in ("../settings.py", "%2e%2e/settings.py", "css/..%2f..%2fsettings.py"):
        visitor.get(prefix + escape, status=[400, 404])


def test_the_public_pages_set_no_cookie(visitor: TestApp) -> None:
    for path in ("/", "/healthz", "/nothing"):
        assert "Set-Cookie" not in visitor.get(path, expect_errors=True).headers
