"""How a request begins on SQLite: only who may write takes the lock that there is one of (design.md §4)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from casework.access.permissions import Role
from casework.demo.people import NEIGHBOURHOOD, PASSWORD
from tests.support.installation import Installation, name_of
from tests.support.pages import fill

LOCK = "BEGIN IMMEDIATE"
OPEN = f"/check/barcelona/{NEIGHBOURHOOD}"


@pytest.fixture
def begun(installation: Installation) -> Iterator[list[str]]:
    """What began while it is looked at."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement)

    engine = installation.registry["engine"]
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def locks(kind: str) -> int:
    """How often the lock is taken by one transaction that writes: PostgreSQL has no such lock."""
    return 1 if kind == "sqlite" else 0


@pytest.mark.parametrize("path", ["/verify", OPEN])
def test_a_visitor_who_asks_takes_no_lock(
    installation: Installation, begun: list[str], locks: int, path: str
) -> None:
    """But the counter of attempts does, on a connection of its own and for a moment."""
    page = installation.browser().get(path)
    assert begun.count(LOCK) == 0
    form = page.forms[0]
    for name in form.fields:
        if name == "code":
            form[name] = "1234567"
    form.submit(expect_errors=True)
    assert begun.count(LOCK) == locks


@pytest.mark.parametrize("path", [OPEN, "/dossiers", "/no-such-page"])
def test_a_cookie_that_is_made_up_takes_no_lock(
    installation: Installation, begun: list[str], path: str
) -> None:
    browser = installation.browser()
    browser.set_cookie("casework", "made-up-by-somebody")
    browser.get(path, expect_errors=True)
    assert begun.count(LOCK) == 0


def test_who_is_signed_in_or_signs_in_takes_it(
    installation: Installation, begun: list[str], locks: int
) -> None:
    """Reads of an account are journalled: a transaction that began by reading could be too late to write."""
    browser = installation.browser()
    page = browser.get("/sign-in")
    begun.clear()
    fill(page, name=name_of(Role.CASEWORKER), password=PASSWORD)
    assert begun.count(LOCK) == 3 * locks, "two counters of attempts, and the session"
    begun.clear()
    browser.get("/dossiers", status=200)
    assert begun.count(LOCK) == locks
