"""Giving a lawyer access: to how much at once, how long it may last, and whom the lawyer's list names."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework import clock
from casework.access import service as access
from casework.access.permissions import Role
from casework.cards.models import Paper
from casework.db import new_id, writing
from casework.demo.accounts import account_as, identity_as
from casework.demo.people import PASSWORD
from casework.dossiers.models import Dossier
from tests.access.closing import entries_after, last_seq
from tests.dossiers.cases import PARTICULARS, prepare_case
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

PLACE = ZoneInfo("Europe/Madrid")
MORNING = datetime(2026, 5, 4, 9, tzinfo=PLACE)
NIGHT = datetime(2026, 5, 5, 0, 30, tzinfo=PLACE)
"""Yesterday still, by UTC."""


@pytest.fixture(scope="module")
def dossier(installation: Installation) -> str:
    with clock.pretend(MORNING):
        return prepare_case(installation.registry)


@pytest.mark.parametrize("at", [MORNING, NIGHT])
@pytest.mark.parametrize(("days", "status"), [(-1, 400), (0, 303), (1, 303), (90, 303), (91, 400)])
def test_90_days_are_days_at_the_place(
    installation: Installation, dossier: str, at: datetime, days: int, status: int
) -> None:
    with clock.pretend(at):
        page = installation.signed_in(Role.CASEWORKER).get(f"/dossiers/{dossier}/grants/new")
        (thing, *_others) = re.findall(r'value="(evidence:[^"]+)"', page.text)
        lawyer = form_of(page)["account"].options[-1][0]
        last = at.date() + timedelta(days=days)
        until = (str(last.day), str(last.month), str(last.year))
        fill(page, (until,), (thing, "true"), status, account=lawyer, retyped=PASSWORD)


def test_the_entries_belong_to_the_organisation_of_the_dossier(
    installation: Installation, dossier: str
) -> None:
    """Its officer has to see also what a guest did, whose own organisation is another one."""
    with writing(installation.registry["sessions"]) as session:
        before = last_seq(session)
        guest = replace(identity_as(session, Role.CASEWORKER), organisation_id="o" * 22)
        case = session.get_one(Dossier, dossier)
        lawyer = account_as(session, Role.LAWYER)
        given = access.give_grant(
            session,
            guest,
            dossier_id=dossier,
            organisation_id=case.organisation_id,
            object_kind="evidence",
            object_id=case.evidence[0].id,
            account=lawyer,
            last_day=clock.today(),
            at=clock.now(),
        )
        access.end_grant(session, guest, given, clock.now())
        access.end_sessions_of(session, guest, lawyer, clock.now())
        expected = [case.organisation_id, case.organisation_id, lawyer.organisation_id]
    with installation.session() as session:
        assert [each.organisation_id for each in entries_after(session, before)] == expected


@pytest.fixture
def things(installation: Installation) -> dict[str, str]:
    """A dossier of its own with two signed papers, and all that a grant may name there, by what it is and its place."""
    with clock.pretend(MORNING):
        dossier_id = prepare_case(installation.registry)
    with writing(installation.registry["sessions"]) as session:
        case = session.get_one(Dossier, dossier_id)
        papers = [_paper(case, number) for number in ("first", "second")]
        session.add_all(papers)
        session.flush()
        found = {"dossier": dossier_id}
        found |= {f"paper {place}": f"paper:{each.id}" for place, each in enumerate(papers)}
        found |= {f"evidence {place}": f"evidence:{each.id}" for place, each in enumerate(case.evidence)}
        return found


def _paper(dossier: Dossier, number: str) -> Paper:
    return Paper(
        organisation_id=dossier.organisation_id,
        dossier_id=dossier.id,
        number=f"{number}/{dossier.reference}",
        issued_on=MORNING.date(),
        kind="letter",
        title="A letter",
        language="ca",
        pages=1,
        file_id=new_id(),
        signed_at=MORNING,
    )


def _give(installation: Installation, things: dict[str, str], *names: str, status: int = 303) -> Any:
    """Give the last lawyer of the menu access to what is named, by the page, with one password."""
    page = installation.signed_in(Role.CASEWORKER).get(f"/dossiers/{things['dossier']}/grants/new")
    lawyer = form_of(page)["account"].options[-1][0]
    until = (str(MORNING.day), str(MORNING.month + 1), str(MORNING.year))
    chosen = (*(things[each] for each in names), "true")
    return fill(page, (until,), chosen, status, account=lawyer, retyped=PASSWORD)


def _rows(installation: Installation, things: dict[str, str]) -> dict[str, str]:
    """What the lawyer's list says of each thing of the dossier that stands there."""
    page = installation.signed_in(Role.LAWYER).get("/granted").html.main
    links = {link["href"].split("/")[2]: " ".join(link.parent.text.split()) for link in page.select("li a")}
    ids = {name: thing.rpartition(":")[2] for name, thing in things.items()}
    return {name: links[each] for name, each in ids.items() if each in links}


def test_several_things_are_given_at_once_and_taken_back_one_by_one(
    installation: Installation, things: dict[str, str]
) -> None:
    with clock.pretend(MORNING):
        _give(installation, things, "paper 0", "evidence 0", "evidence 1")
        assert _rows(installation, things).keys() == {"paper 0", "evidence 0", "evidence 1"}
        caseworker = installation.signed_in(Role.CASEWORKER)
        ways = [link["href"] for link in caseworker.get(f"/dossiers/{things['dossier']}").html.select("a")]
        ends = [each for each in ways if "/grants/" in each and each.endswith("/end")]
        assert len(set(ends)) == 3
        fill(caseworker.get(ends[0]))
        assert len(_rows(installation, things)) == 2


def test_something_has_to_be_chosen(installation: Installation, things: dict[str, str]) -> None:
    with clock.pretend(MORNING):
        answer = _give(installation, things, status=400)
        assert "May see" in answer.html.select_one("[data-error-summary]").text
        assert _rows(installation, things) == {}


def test_a_paper_stands_in_the_list_with_its_holder(
    installation: Installation, things: dict[str, str]
) -> None:
    with clock.pretend(MORNING):
        _give(installation, things, "paper 1", "evidence 0")
        rows = _rows(installation, things)
    assert rows["paper 1"].startswith(f"{PARTICULARS.full_name} – A letter")
    assert rows["evidence 0"].startswith(f"{PARTICULARS.full_name} – A1"), (
        "the paper beside it tells it as well"
    )


def test_evidence_alone_tells_no_name(installation: Installation, things: dict[str, str]) -> None:
    """It may show none itself; what a grant does not name is not disclosed (design.md §2, *grant*)."""
    with clock.pretend(MORNING):
        _give(installation, things, "evidence 0")
        (row,) = _rows(installation, things).values()
    assert PARTICULARS.full_name not in row


def test_the_question_before_an_access_is_ended_says_whose_and_to_what(
    installation: Installation, dossier: str
) -> None:
    with clock.pretend(MORNING):
        caseworker = installation.signed_in(Role.CASEWORKER)
        page = caseworker.get(f"/dossiers/{dossier}/grants/new")
        (thing, *_others) = re.findall(r'value="(evidence:[^"]+)"', page.text)
        lawyer = form_of(page)["account"].options[-1]
        fill(page, (("5", "5", "2026"),), (thing, "true"), 303, account=lawyer[0], retyped=PASSWORD)
        link = caseworker.get(f"/dossiers/{dossier}").html.select("a[href*='/grants/'][href$='/end']")[-1]
        quoted = caseworker.get(link["href"]).html.select_one(".cw-quote").text
    assert quoted == f"{lawyer[2].split(',')[0]}: A1"
