"""The list of cards: its order, its pages, and the day on which a card counts as over."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from casework import clock
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.cards.queries import PAGE
from casework.db import writing
from casework.demo.accounts import identity_as
from casework.dossiers.models import Dossier
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation

NIGHT = datetime(2026, 5, 5, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))
"""Still the fourth, by UTC."""
OVER = date(2026, 5, 4)
PAGES = 3


@pytest.fixture(scope="module")
def cards(installation: Installation) -> list[str]:
    """Ids, newest first. Two schemes give the same numbers, and the older one gives those that sort last."""
    dossier_id = prepare_case(installation.registry)
    with writing(installation.registry["sessions"]) as session:
        made = [
            _card(session, dossier_id, scheme, number)
            for number in range(PAGE * PAGES // 2)
            for scheme in ("older", "newer")
        ]
        session.add_all(made)
        session.flush()
        made.sort(key=lambda card: (card.issued_on, card.id), reverse=True)
        return [each.id for each in made]


def _card(session: Session, dossier_id: str, scheme: str, number: int) -> Card:
    dossier = session.get_one(Dossier, dossier_id)
    return Card(
        organisation_id=dossier.organisation_id,
        scheme_key=scheme,
        dossier_id=dossier_id,
        holder_id=dossier.person_id,
        number=f"V{number:05}",
        state="over" if number else "replaced",
        issued_on=OVER - timedelta(days=number + (1000 if scheme == "older" else 0)),
        issued_by=identity_as(session, Role.SIGNATORY).account_id,
        valid_until=OVER,
    )


def test_pages_go_from_new_to_old_and_leave_none_out(installation: Installation, cards: list[str]) -> None:
    page, shown = installation.signed_in(Role.CASEWORKER).get("/cards"), []
    while True:
        shown += re.findall(r"/cards/([A-Za-z0-9_-]{22})", page.text)
        if "Next" not in page.text:
            break
        page = page.click("Next")
    assert shown == cards


def test_a_card_is_over_when_its_day_ended_at_the_place(installation: Installation, cards: list[str]) -> None:
    with writing(installation.registry["sessions"]) as session:
        session.get_one(Card, cards[0]).state = "issued"
    for moment, standing in ((NIGHT - timedelta(hours=1), "In force"), (NIGHT, "Past its last day")):
        with clock.pretend(moment):
            browser = installation.signed_in(Role.CASEWORKER)
            for path in ("/cards", f"/cards/{cards[0]}"):
                found = re.findall(r"In force|Past its last day", browser.get(path).text)
                assert found[0] == standing
