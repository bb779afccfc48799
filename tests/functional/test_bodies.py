"""A photo or a scan that is sent is never written to a file in clear, not even for a moment."""

import os
import tempfile
from typing import Any

import pytest
from webob import Request
from webtest import Upload

from casework.access.permissions import Role
from casework.web.bodies import UPLOAD_BYTES
from tests.dossiers.cases import prepare_case
from tests.support.installation import HOST, Installation
from tests.support.pages import fill
from tests.support.scans import pdf


def test_a_large_upload_stays_in_memory(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/dossiers/{prepare_case(installation.registry)}/evidence/new?category=llengua"
    page = installation.signed_in(Role.CASEWORKER).get(path)
    noise = os.urandom(600_000).hex().encode()
    scan = Upload("scan.pdf", pdf() + b"\n%" + noise, "application/pdf")

    def refuse(*_args: Any, **_named: Any) -> Any:
        raise AssertionError("something was going to be written to a file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    fill(page, choices=("course_certificate", "original_seen"), copy=scan)


class Endless:
    """A body without a declared length; it counts how much of it was read."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        self.read_bytes += 65536
        assert self.read_bytes <= 2 * UPLOAD_BYTES, "the body is read without an end"
        return b"a" * (65536 if size < 0 else min(size, 65536))


def test_a_body_without_a_length_is_refused_unread(installation: Installation) -> None:
    """Chunked: servers that decode it say `wsgi.input_terminated` and no length (gunicorn does)."""
    sent = Endless()
    environ = {
        "HTTP_HOST": HOST,
        "HTTP_TRANSFER_ENCODING": "chunked",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": sent,
        "wsgi.input_terminated": True,
    }
    request = Request.blank("/sign-in", environ, method="POST")
    request.environ.pop("CONTENT_LENGTH", None)
    assert request.get_response(installation.app).status_int == 411
    assert sent.read_bytes == 0
