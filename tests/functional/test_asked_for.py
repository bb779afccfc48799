"""While a dossier waits for papers, its page and the step that ends the waiting say what was asked for."""

from collections.abc import Iterator

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.db import writing
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import take_step
from tests.access.cases import Case, add_case, identity_of, take
from tests.support.installation import Installation

LEASE = "Còpia del contracte de lloguer d’exemple"


@pytest.fixture
def asked(installation: Installation, accounts: dict[Role, str]) -> Iterator[Case]:
    case = add_case(installation, accounts, "take_up")
    with writing(installation.registry["sessions"]) as session:
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        author, given = identity_of(session, accounts[Role.CASEWORKER]), Given(also=(LEASE,))
        take_step(session, author, dossier, "ask_for_more", given, clock.now(), clock.today())
    yield case


@pytest.mark.parametrize("page", ["", "/steps/complete"])
def test_what_was_asked_for_is_said_where_it_is_waited_for(
    caseworker: TestApp, asked: Case, page: str
) -> None:
    main = caseworker.get(f"/dossiers/{asked.dossier}{page}").html.main
    said = main.find("li", string=LEASE)
    assert said is not None
    assert said.parent["lang"] == "ca", "the office's own words, in the language of the letter"
    letter = main.find("a", string="The letter that asks for it")
    assert caseworker.get(letter["href"]).status_int == 200


def test_it_is_said_no_more_once_the_dossier_is_complete(
    installation: Installation, accounts: dict[Role, str], caseworker: TestApp, asked: Case
) -> None:
    take(installation, accounts[Role.CASEWORKER], asked.dossier, "complete")
    assert LEASE not in caseworker.get(f"/dossiers/{asked.dossier}").text
