"""The dossier's page leads: what is missing first, links from each rule to where it is entered, what is needed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.dossiers.models import Dossier
from casework.dossiers.records import EvidenceRecord, MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence
from tests.dossiers.cases import Desk
from tests.support.installation import Installation
from tests.support.pages import fill


@contextmanager
def at_desk(installation: Installation) -> Iterator[Desk]:
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        yield Desk(session, registry["catalogue"], clock.today())


@pytest.fixture
def dossier(installation: Installation) -> str:
    """The path of a dossier in which nothing was entered yet."""
    with at_desk(installation) as desk:
        return f"/dossiers/{desk.open().id}"


def of(desk: Desk, dossier: str) -> Dossier:
    return desk.session.get_one(Dossier, dossier.rpartition("/")[2])


def register(desk: Desk, case: Dossier) -> None:
    arrival = MovementRecord("arrival", clock.today() - timedelta(days=700), "Barcelona")
    changes.add_movement(desk.session, desk.caseworker, case, arrival)


def show(desk: Desk, case: Dossier, category: str = "laboral", kind: str = "payslip") -> None:
    record = EvidenceRecord(category, kind, "Empresa Mostra", "original_seen")
    add_evidence(desk.session, desk.caseworker, case, record, desk.at)


def box(browser: TestApp, dossier: str) -> tuple[str, list[str]]:
    """Heading and text of the next step, and the addresses of its actions."""
    found = browser.get(dossier).html.select_one(".cw-next")
    return " ".join(found.text.split()), [each["href"] for each in found.select("a")]


def rule(browser: TestApp, dossier: str, words: str) -> Any:
    (found,) = [each for each in browser.get(dossier).html.select(".cw-finding") if words in each.text]
    return found


def states(browser: TestApp, dossier: str) -> dict[str, str]:
    tasks = browser.get(dossier).html.select(".cw-task")
    return {
        each.select_one(".cw-task__name").text: each.select_one(".cw-state").text.strip() for each in tasks
    }


def test_the_box_names_what_is_missing_first_and_moves_with_it(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    text, actions = box(caseworker, dossier)
    assert text.startswith("Next step: Questions of the scheme This rule waits for it: It was explained")
    assert [each.removeprefix(dossier) for each in actions] == ["/questions", "/steps/submit"]
    fill(caseworker.get(f"{dossier}/questions"), choices=("yes",))
    text, actions = box(caseworker, dossier)
    assert "Next step: Register movements These rules wait for it: 6 months in the register" in text
    waiting = caseworker.get(dossier).html.select(".cw-next li")
    assert [each.text for each in waiting] == [
        "6 months in the register of Barcelona",
        "12 months lived in the country",
    ]
    assert actions[0] == f"{dossier}/register"
    with at_desk(installation) as desk:
        register(desk, of(desk, dossier))
    text, actions = box(caseworker, dossier)
    assert "This rule waits for it: One tie by work, social life or family" in text
    assert actions[0] == f"{dossier}#evidence"
    with at_desk(installation) as desk:
        show(desk, of(desk, dossier))
    text, actions = box(caseworker, dossier)
    assert "Every rule is met. Now choose the sentences" in text
    assert [each.removeprefix(dossier) for each in actions] == ["/statements/new", "/steps/submit"]


def test_each_thing_that_would_settle_a_rule_leads_to_where_it_is_entered(
    caseworker: TestApp, dossier: str
) -> None:
    links = {
        words: [each["href"].removeprefix(dossier) for each in rule(caseworker, dossier, words).select("a")]
        for words in ("It was explained", "6 months", "12 months", "One tie")
    }
    assert links["It was explained"] == ["/questions"]
    assert links["6 months"] == ["/register"]
    assert links["12 months"] == ["/register", "#evidence"]
    assert links["One tie"] == [
        f"/evidence/new?category={each}"
        for each in ("mitjans", "familia", "llengua", "cursos", "laboral", "social")
    ]
    for address in links["One tie"]:
        assert caseworker.get(f"{dossier}{address}").status_int == 200


def test_who_may_enter_nothing_reads_it_without_links(installation: Installation, dossier: str) -> None:
    reviewer = installation.signed_in(Role.REVIEWER)
    found = rule(reviewer, dossier, "One tie")
    assert "Means of living; Family ties" in " ".join(found.text.split())
    assert found.select("a") == []
    assert reviewer.get(dossier).html.select("#known ~ dl a") == []


def test_evidence_is_marked_by_what_the_rules_need_of_it(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    before = states(caseworker, dossier)
    assert before["Work"] == "One of these is needed"
    assert before["Identity"] == "Optional", "no rule asks for a passport"
    with at_desk(installation) as desk:
        show(desk, of(desk, dossier))
    after = states(caseworker, dossier)
    assert after["Work"] == "Shown"
    assert after["Social life"] == "Optional", "one tie is enough"


def test_a_met_rule_says_what_was_seen(installation: Installation, caseworker: TestApp, dossier: str) -> None:
    with at_desk(installation) as desk:
        show(desk, of(desk, dossier), "ident", "passport")
        show(desk, of(desk, dossier))
    assert "Seen: Payslip, A2." in rule(caseworker, dossier, "One tie").text


def test_what_the_papers_print_of_the_person_stands_with_the_way_to_change_it(
    caseworker: TestApp, dossier: str
) -> None:
    rows = {
        each.dt.text: " ".join(" ".join(part.text for part in each.select("dd")).split())
        for each in caseworker.get(dossier).html.select(".cw-known > div")
    }
    assert list(rows)[:4] == ["Place of birth", "Nationality", "Passport number", "Address"]
    assert rows["Register movements"] == "nothing entered Change – Register movements"
    assert rows["Questions of the scheme"] == "0 of 1 answered Change – Questions of the scheme"
    assert all("Change – " in each for each in rows.values())


def test_every_form_says_whose_dossier_it_is(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    with at_desk(installation) as desk:
        case = of(desk, dossier)
        reference, name = case.reference, case.person.particulars.full_name
    for form in ("person", "contact", "register", "evidence/new?category=padro", "steps/submit"):
        trail = caseworker.get(f"{dossier}/{form}").html.select(".cw-breadcrumb a")
        assert trail[-1].text == f"{reference} {name}"
        assert trail[-1].bdi.text == name
        assert trail[-1]["href"].endswith(dossier)


def test_the_page_costs_no_query_for_each_row(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    engine = installation.registry["engine"]
    counted: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        counted.append(statement)

    def cost() -> int:
        counted.clear()
        caseworker.get(dossier)
        return len(counted)

    with at_desk(installation) as desk:
        show(desk, of(desk, dossier))
        register(desk, of(desk, dossier))
    caseworker.get(dossier)
    event.listen(engine, "before_cursor_execute", count)
    try:
        few = cost()
        assert few > 5, "it is counted at all"
        with at_desk(installation) as desk:
            for _more in range(10):
                show(desk, of(desk, dossier), "llengua", "course_certificate")
        assert cost() == few, json.dumps(counted, indent=1)
    finally:
        event.remove(engine, "before_cursor_execute", count)


@pytest.mark.parametrize("on", ["2025-02-29", "28/02/2026", "foo"])
def test_a_day_that_is_none_is_said_at_its_field(caseworker: TestApp, dossier: str, on: str) -> None:
    page = caseworker.get(dossier, {"on": on}, status=400)
    field = page.html.find(id="on")
    assert "no such day" in page.html.find(id=field["aria-describedby"]).text
    for asked in ("", "?on=", "?on=2026-02-28"):
        assert "aria-invalid" not in caseworker.get(dossier + asked).html.find(id="on").attrs
