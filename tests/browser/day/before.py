"""What happened before the day, by the use-cases themselves: no page lets time pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.accounts import identity_as
from casework.demo.people import PERSONS, DemoPerson
from casework.demo.story import play
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Particulars
from tests.dossiers.making import sign
from tests.support.installation import Installation

LONG_HERE = replace(
    next(each for each in PERSONS if each.until == "issue"),
    arrived=date(2022, 3, 1),
    since=date(2023, 5, 2),
)
RENEWED = replace(
    LONG_HERE,
    particulars=Particulars("Lamin", "Mostraceesay", BirthDate(1988, 5, 2), birth_place="Bakau-Exemple"),
)
ENDED = replace(LONG_HERE, particulars=Particulars("Nino", "Mostradze", BirthDate(1979, None, None)))
AWAITED = replace(
    LONG_HERE, particulars=Particulars("Bilal", "Mostraouni", BirthDate(1999, 1, 30)), until="submit"
)
YEAR = timedelta(days=330)
TERM = timedelta(days=24)
"""Ten working days and some more."""


@dataclass(frozen=True)
class Before:
    """Codes on the papers of those who have one already."""

    renewed_code: str
    ended_code: str


def let_happen(installation: Installation, today: date) -> Before:
    """Two cards issued nearly a year ago; papers asked for, three weeks ago, that never came."""
    issued = list(_play(installation, today - YEAR, (RENEWED, ENDED)))
    _play(installation, today - TERM, (AWAITED,))
    asked = datetime.combine(today - TERM, time(10, 30), UTC)
    with clock.pretend(asked), writing(installation.registry["sessions"]) as session:
        caseworker = identity_as(session, Role.CASEWORKER)
        awaited = _whole(session, "submitted")
        letter = take_step(session, caseworker, awaited, "ask_for_more", Given(), asked, asked.date())
        assert letter is not None, "the step writes one"
        sign(installation, session, letter)
    return Before(issued[0], issued[1])


def _play(installation: Installation, day: date, persons: Sequence[DemoPerson]) -> list[str]:
    return [each.code for each in play(installation.registry, day, lambda _line: None, persons)]


def _whole(session: Session, state: str) -> Dossier:
    found = whole_dossier(session, session.scalars(select(Dossier.id).where(Dossier.state == state)).one())
    assert found is not None
    return found
