"""Nobody decides on, or reads back, what their page did not show: it may have changed while it was open."""

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service import statements
from tests.access.cases import OWN_WORDS, Case, add_case, identity_of, take
from tests.support.installation import Installation
from tests.support.pages import form_of

CHANGED = "What this page shows has changed while you had it open."


def state_of(installation: Installation, case: Case) -> str:
    with installation.session() as session:
        return session.get_one(Dossier, case.dossier).state


def remove_own_words(installation: Installation, accounts: dict[Role, str], case: Case) -> None:
    with writing(installation.registry["sessions"]) as session:
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        statement = next(each for each in dossier.statements if each.id == case.statement)
        author = identity_of(session, accounts[Role.CASEWORKER])
        statements.remove_statement(session, author, dossier, statement)


@pytest.mark.parametrize("decision", ["grant", "refuse"])
def test_a_decision_on_an_earlier_proposal_is_asked_again(
    installation: Installation, accounts: dict[Role, str], signatory: TestApp, decision: str
) -> None:
    case = add_case(installation, accounts, "propose")
    form = form_of(signatory.get(f"/dossiers/{case.dossier}/decisions/{decision}"))
    take(installation, accounts[Role.CASEWORKER], case.dossier, "recall")
    remove_own_words(installation, accounts, case)
    take(installation, accounts[Role.CASEWORKER], case.dossier, "propose")
    form["retyped"] = PASSWORD
    if decision == "refuse":
        form["reasons"] = "No consta cap vincle d’exemple."
    answer = form.submit(status=409)
    assert CHANGED in answer.html.find(role="alert").text
    assert OWN_WORDS not in answer.html.main.text
    assert state_of(installation, case) == "proposed"
    seen = form_of(answer)
    seen["retyped"] = PASSWORD
    seen.submit(status=303)
    assert state_of(installation, case) == {"grant": "granted", "refuse": "refused"}[decision]


def test_the_same_content_proposed_again_is_another_proposal(
    installation: Installation, accounts: dict[Role, str], signatory: TestApp
) -> None:
    """It was taken back for a reason, and read back anew: who decides reads that first."""
    case = add_case(installation, accounts, "propose")
    form = form_of(signatory.get(f"/dossiers/{case.dossier}/decisions/grant"))
    take(installation, accounts[Role.CASEWORKER], case.dossier, "recall")
    take(installation, accounts[Role.CASEWORKER], case.dossier, "propose")
    form["retyped"] = PASSWORD
    form.submit(status=409)
    assert state_of(installation, case) == "proposed"


def test_what_was_read_back_is_what_is_proposed(
    installation: Installation, accounts: dict[Role, str], caseworker: TestApp
) -> None:
    case = add_case(installation, accounts, "take_up")
    form = form_of(caseworker.get(f"/dossiers/{case.dossier}/steps/propose"))
    remove_own_words(installation, accounts, case)
    form["language"], form["interpreter"], form["read_back"] = "ca", "none_needed", True
    answer = form.submit(status=409)
    assert CHANGED in answer.html.find(role="alert").text
    assert state_of(installation, case) == "in_study"
    form_of(answer).submit(status=303)
    assert state_of(installation, case) == "proposed"


def test_a_page_that_still_holds_is_taken_at_once(
    installation: Installation, accounts: dict[Role, str], signatory: TestApp
) -> None:
    case = add_case(installation, accounts, "propose")
    form = form_of(signatory.get(f"/dossiers/{case.dossier}/decisions/grant"))
    form["retyped"] = PASSWORD
    form.submit(status=303)
    assert state_of(installation, case) == "granted"
