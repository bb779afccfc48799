"""Who may act is a matter of the day of the act, whatever the version that the dossier was opened under."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.access.identity import Identity, MembershipIn
from casework.dossiers.models import Dossier
from casework.dossiers.service.given import Given
from casework.dossiers.service.issuing import start_issuing
from casework.dossiers.service.steps import might_take, open_steps, take_step
from casework.errors import NotFoundError
from casework.programmes.service import version_of
from casework.schemes import Catalogue
from tests.dossiers.offices import LONG_AGO, Office, office_of
from tests.support.installation import Installation

SHELTER = "utr-bbb"
NEW_MANDATE = """\
scheme: utr-bbb
versions:
- from: 2026-01-01
  steps:
    bodies:
      competent:
        by_date:
          2026-06-01: {who: ngo_intake, under: an invented mandate}
"""
BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 1)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / f"{SHELTER}.yaml").write_text(NEW_MANDATE, "utf-8")
    return Catalogue.load(tmp_path)


@pytest.fixture
def office(installation: Installation, catalogue: Catalogue) -> Iterator[Office]:
    with office_of(installation, catalogue, SHELTER) as made:
        made.session.info["catalogue"] = catalogue
        yield made


@pytest.fixture
def dossier(office: Office, catalogue: Catalogue) -> Dossier:
    """Opened in 2024, and on the waiting list."""
    dossier = office.open(catalogue)
    for step in ("take_in", "put_on_list"):
        take_step(office.session, as_role(office, "ngo_intake"), dossier, step, Given(), office.at, office.on)
    return office.whole(dossier.id)


def as_role(office: Office, role: str) -> Identity:
    here = office.organisation.id
    return replace(office.author, memberships=(MembershipIn(here, role, LONG_AGO),))


def admits(office: Office, dossier: Dossier, role: str, on: date) -> bool:
    """Whether it may admit on that day; the button, and the step in any state, say the same."""
    who = as_role(office, role)
    offered = "admit" in {each.key for each in open_steps(office.session, who, dossier, on)}
    assert might_take(office.session, who, dossier, "admit", on) is offered
    return offered


def test_a_mandate_of_a_later_version_counts_from_its_day(office: Office, dossier: Dossier) -> None:
    frozen = version_of(office.session, dossier.version_hash)
    assert date(2026, 6, 1) not in {each.start for each in frozen.steps.bodies["competent"]}
    assert [(role, on) for role in ("ngo_intake", "ngo_manager") for on in (BEFORE, AFTER)
            if admits(office, dossier, role, on)] == [("ngo_intake", AFTER), ("ngo_manager", BEFORE)]  # fmt: skip


def test_whoever_is_not_competent_on_the_day_finds_no_such_step(office: Office, dossier: Dossier) -> None:
    manager = as_role(office, "ngo_manager")
    with pytest.raises(NotFoundError):
        start_issuing(office.session, manager, dossier, "admit", AFTER)
    assert start_issuing(office.session, manager, dossier, "admit", BEFORE).state == "issuing"


def test_a_scheme_whose_file_is_gone_keeps_its_bodies(office: Office, dossier: Dossier) -> None:
    office.session.info["catalogue"] = Catalogue({})
    assert admits(office, dossier, "ngo_manager", AFTER)
