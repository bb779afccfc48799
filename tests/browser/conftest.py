"""Chromium and the servers that it visits. All end with this package: Playwright allows one at a time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from casework.access.permissions import Role
from tests.browser.marking import mark_messages
from tests.browser.site import Browsing, Server, apart, end_of_another_session
from tests.browser.town import Town, settle
from tests.support.databases import Databases

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def office(
    chromium: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsing]:
    """An installation as it is on its first day, with a worker that makes the papers."""
    server = Server(databases.copy("sqlite"), tmp_path_factory.mktemp("office"), worker=True)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


@pytest.fixture(scope="package")
def town(
    chromium: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsing]:
    """An installation in the middle of its work; no worker, so that a card stays in the making."""
    server = Server(databases.copy("sqlite"), tmp_path_factory.mktemp("town"))
    mark_messages(server.installation.registry)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


@pytest.fixture(scope="package")
def settled(town: Browsing) -> Town:
    """What the town holds."""
    found = apart(settle, town.server.installation)
    found.addresses["session_end"] = end_of_another_session(town, town.visitor(Role.CASEWORKER))
    return found


@pytest.fixture(autouse=True)
def no_complaint(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page may break its security policy or raise an error in its script."""
    names = [name for name in ("office", "town") if name in request.fixturenames]
    yield
    for name in names:
        browsing: Browsing = request.getfixturevalue(name)
        found, browsing.complaints[:] = list(browsing.complaints), []
        assert found == []
