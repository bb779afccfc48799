"""A form that could not be taken is not shown: the page says why, and leads back to the dossier."""

import pytest
from webtest import TestApp

from casework import clock
from casework.db import writing
from tests.dossiers.cases import Desk, prepare_case
from tests.support.installation import Installation
from tests.support.pages import fill

PROPOSED = ("submit", "take_up", "propose")
CONTENT = (
    "person",
    "questions",
    "register",
    "evidence/new?category=llengua",
    "photo",
    "statements/new",
    "statements/new?category=manifesta&template=own_words",
)
UNTIL_CLOSED = ("contact", "representative")


@pytest.fixture(scope="module", params=["proposed", "closed"])
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def dossier(installation: Installation, state: str) -> str:
    case = prepare_case(installation.registry, *PROPOSED)
    if state == "closed":
        with writing(installation.registry["sessions"]) as session:
            desk = Desk(session, installation.registry["catalogue"], clock.today())
            desk.take(desk.whole(case), "refuse", reasons="The register says otherwise.")
    return f"/dossiers/{case}"


@pytest.mark.parametrize("page", CONTENT)
def test_content_has_no_form_while_it_is_decided_on_or_closed(
    caseworker: TestApp, dossier: str, page: str
) -> None:
    answer = caseworker.get(f"{dossier}/{page}", status=409)
    assert "being decided on or closed" in answer.html.main.text
    assert answer.html.main.select_one(f"a[href='{dossier}']") is not None


@pytest.mark.parametrize("page", UNTIL_CLOSED)
def test_how_to_reach_the_person_is_asked_until_the_end(
    caseworker: TestApp, dossier: str, state: str, page: str
) -> None:
    caseworker.get(f"{dossier}/{page}", status=409 if state == "closed" else 200)


def test_what_was_typed_before_comes_back_with_the_reason(
    caseworker: TestApp, installation: Installation
) -> None:
    case = prepare_case(installation.registry, "submit", "take_up")
    drawn = caseworker.get(f"/dossiers/{case}/person")
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today())
        desk.take(desk.whole(case), "propose")
    answer = fill(drawn, address="carrer Nou, 3", status=400)
    assert "being decided on" in answer.text
    assert "carrer Nou, 3" in answer.text
