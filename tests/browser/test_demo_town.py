"""Every dossier of the demo town, in whatever state: axe finds nothing, 320 px is enough, the journal has words."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from casework import clock
from casework.access.entries import words
from casework.access.permissions import Role
from casework.demo.town import FOUNDED, fill
from casework.dossiers.models import Dossier, Letter
from casework.journal import JournalEntry
from tests.browser.site import (
    DEPEND_ON_WIDTH,
    NARROW,
    WIDE,
    Browsing,
    Server,
    apart,
    axe_violations,
    fits,
    take_picture,
)
from tests.support.databases import Databases

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def demo(
    chromium: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsing]:
    directory = tmp_path_factory.mktemp("demo")
    server = Server(databases.copy("sqlite"), directory, began=clock.now() - FOUNDED)
    apart(fill, server.installation.registry, clock.today("Europe/Madrid"), lambda _month: None)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


def addresses(browsing: Browsing) -> list[tuple[str, str]]:
    """A name and an address: every dossier by its state, and one letter of each kind."""
    with browsing.server.installation.session() as session:
        dossiers = session.scalars(select(Dossier).order_by(Dossier.reference)).all()
        letters = {each.kind: each for each in session.scalars(select(Letter))}
    return [
        *((f"{each.state}-{each.reference}", f"/dossiers/{each.id}") for each in dossiers),
        *((f"letter-{kind}", f"/letters/{each.id}") for kind, each in letters.items()),
    ]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SIGNATORY])
def test_every_dossier_and_letter(demo: Browsing, role: Role) -> None:
    page = demo.visitor(role)
    found = []
    for name, address in (("worklist", "/dossiers"), ("cards", "/cards"), *addresses(demo)):
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(address)
        found += [(name, each) for each in axe_violations(page)]
        take_picture(page, f"demo-{role}-{name}-{WIDE}")
        page.set_viewport_size({"width": NARROW, "height": 900})
        found += [(name, each) for each in axe_violations(page, *DEPEND_ON_WIDTH)]
        take_picture(page, f"demo-{role}-{name}-{NARROW}")
        if not fits(page):
            found.append((name, "sticks out at 320 px"))
    assert found == []
    assert demo.complaints == []


def test_every_entry_of_its_journal_has_words(demo: Browsing) -> None:
    with demo.server.installation.session() as session:
        actions = set(session.scalars(select(JournalEntry.action).distinct())) - {None}
    assert len(actions) > 30
    assert [each for each in sorted(actions) if words(each, "en") == each] == []
