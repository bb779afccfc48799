"""Every dossier of the demo town and its neighbours, in whatever state: axe finds nothing, 320 px is enough, and the
journal has words.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pyramid.registry import Registry
from sqlalchemy import select

from casework import clock
from casework.access.entries import words
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.demo.casting import Part, neighbours
from casework.demo.every import found_office, life_of
from casework.demo.offices import staff_of
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
    sign_in_as,
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
    apart(live, server.installation.registry)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


def live(registry: Registry) -> None:
    """Let two years of the town happen, and what its neighbours do meanwhile."""
    today, parts = clock.today("Europe/Madrid"), parts_of(registry)
    with clock.pretend(clock.now() - FOUNDED):
        for part in parts:
            found_office(registry, part)
    events = [event for part in parts for event in life_of(registry, part)]
    fill(registry, today, lambda _month: None, events)


def parts_of(registry: Registry) -> tuple[Part, ...]:
    return neighbours(registry["catalogue"], clock.today("Europe/Madrid"))


def addresses(browsing: Browsing, organisation: str) -> list[tuple[str, str]]:
    """A name and an address: every dossier of a town by its state, and one letter of each kind."""
    with browsing.server.installation.session() as session:
        town = session.scalars(select(Organisation).filter_by(key=organisation)).one()
        query = select(Dossier).filter_by(organisation_id=town.id).order_by(Dossier.reference)
        dossiers = session.scalars(query).all()
        letters = {
            each.kind: each
            for each in session.scalars(
                select(Letter).where(Letter.dossier_id.in_([one.id for one in dossiers]))
            )
        }
    return [
        *((f"{each.state}-{each.reference}", f"/dossiers/{each.id}") for each in dossiers),
        *((f"letter-{kind}", f"/letters/{each.id}") for kind, each in letters.items()),
    ]


def faults(page: Page, name: str, address: str) -> list[tuple[str, object]]:
    """What is wrong with a page at full width, and at 320 px."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(address)
    found: list[tuple[str, object]] = [(name, each) for each in axe_violations(page)]
    take_picture(page, f"{name}-{WIDE}")
    page.set_viewport_size({"width": NARROW, "height": 900})
    found += [(name, each) for each in axe_violations(page, *DEPEND_ON_WIDTH)]
    take_picture(page, f"{name}-{NARROW}")
    return found if fits(page) else [*found, (name, "sticks out at 320 px")]


def walk(demo: Browsing, page: Page, organisation: str, role: Role) -> None:
    """Open every page of a town's dossiers and letters."""
    found = []
    for name, address in (("worklist", "/dossiers"), ("cards", "/cards"), *addresses(demo, organisation)):
        found += faults(page, f"demo-{organisation}-{role}-{name}", address)
    assert found == []
    assert demo.complaints == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SIGNATORY])
def test_every_dossier_and_letter(demo: Browsing, role: Role) -> None:
    walk(demo, demo.visitor(role), "barcelona", role)


def test_every_dossier_and_letter_of_the_neighbours(demo: Browsing) -> None:
    parts = parts_of(demo.server.installation.registry)
    assert len(parts) > 1
    for part in parts:
        office = part.casting.office
        for each in staff_of(office):
            page = demo.visitor()
            sign_in_as(page, each.name)
            walk(demo, page, office.key, each.role)


def test_every_entry_of_its_journal_has_words(demo: Browsing) -> None:
    with demo.server.installation.session() as session:
        actions = set(session.scalars(select(JournalEntry.action).distinct())) - {None}
    assert len(actions) > 30
    assert [each for each in sorted(actions) if words(each, "en") == each] == []
