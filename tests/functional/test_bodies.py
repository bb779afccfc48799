"""A photo or a scan that is sent is never written to a file in clear, not even for a moment."""

import os
import tempfile
from typing import Any

import pytest
from webtest import Upload

from casework.access.permissions import Role
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation
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
