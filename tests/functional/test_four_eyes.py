"""Who changed something in a dossier cannot decide on it, whatever role they also hold (S-30)."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from webtest import TestApp

from casework import clock
from casework.access import service as access
from casework.access.models import Account
from casework.access.permissions import Role
from casework.db import new_id, writing
from casework.demo.people import PASSWORD
from casework.dossiers.models import AUTHOR, DECIDER, Decision, Dossier, Part, StepTaken
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.issuing import start_issuing
from casework.errors import ConflictError, NotFoundError, RefusedError
from casework.web.comparing import STORED
from tests.access.asking import ask, csrf_in, csrf_of, stored_in
from tests.access.cases import Case, add_case, identity_of, take
from tests.access.closing import state_of
from tests.access.world import HOME, add_account, organisation_of, sign_in
from tests.support.installation import Installation
from tests.support.pages import fill

BOTH = "marta-i-signatura@barcelona.example"

READ_BACK = {"read_back": "true", "language": "ca", "interpreter": "none_needed"}


@pytest.fixture(scope="module")
def both(installation: Installation) -> str:
    """An account that is caseworker and signatory at once."""
    return add_account(installation, HOME, BOTH, Role.CASEWORKER, Role.SIGNATORY)


@pytest.fixture
def own(installation: Installation, accounts: dict[Role, str], both: str) -> Case:
    """A dossier that this account opened and proposed."""
    return add_case(installation, {**accounts, Role.CASEWORKER: both}, "propose")


@pytest.fixture
def case(installation: Installation, accounts: dict[Role, str]) -> Case:
    """A proposed dossier of the demo's caseworker."""
    return add_case(installation, accounts, "propose")


def browser_of(installation: Installation, account_id: str) -> TestApp:
    browser = installation.browser()
    browser.set_cookie(installation.settings.session_cookie, sign_in(installation, account_id))
    return browser


def state(installation: Installation, case: Case) -> str:
    with installation.session() as session:
        return session.get_one(Dossier, case.dossier).state


def post(installation: Installation, account_id: str, path: str, **form: str) -> Any:
    token = sign_in(installation, account_id)
    return ask(installation, "POST", path, token, {"csrf_token": csrf_of(installation, token), **form})


def test_the_author_cannot_grant_by_the_page(installation: Installation, both: str, own: Case) -> None:
    page = browser_of(installation, both).get(f"/dossiers/{own.dossier}/decisions/grant")
    answer = fill(page, retyped=PASSWORD, status=400)
    assert "Ask a colleague" in answer.text
    assert state(installation, own) == "proposed"


def test_the_author_can_decide_what_somebody_else_made(
    installation: Installation, both: str, case: Case
) -> None:
    """It is the part in the dossier that stands in the way, not the two roles."""
    take(installation, both, case.dossier, "grant")
    assert state(installation, case) == "granted"


def test_one_change_among_many_makes_an_author(
    installation: Installation, accounts: dict[Role, str], both: str
) -> None:
    case = add_case(installation, accounts, "take_up")
    change(installation, both, case)
    take(installation, accounts[Role.CASEWORKER], case.dossier, "propose")
    with pytest.raises(RefusedError):
        take(installation, both, case.dossier, "grant")
    assert state(installation, case) == "proposed"


def change(installation: Installation, account_id: str, case: Case) -> None:
    with writing(installation.registry["sessions"]) as session:
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        record = MovementRecord("arrival", clock.today(), "Barcelona")
        changes.add_movement(session, identity_of(session, account_id), dossier, record)


def test_a_role_held_elsewhere_decides_nothing_here(
    installation: Installation, accounts: dict[Role, str], case: Case
) -> None:
    """Signatory at the organisation that one works for, caseworker at the one whose dossier it is."""
    guest = add_account(installation, "mostra-ngo", f"{case.dossier}@porta.example", Role.SIGNATORY)
    with writing(installation.registry["sessions"]) as session:
        account, here = session.get_one(Account, guest), organisation_of(session, HOME)
        access.give_role(session, account, here, Role.CASEWORKER, clock.now())
    browser = browser_of(installation, guest)
    assert browser.get(f"/dossiers/{case.dossier}/contact").status_int == 200
    assert browser.get(f"/dossiers/{case.dossier}/decisions/grant", status=404)
    assert browser.get("/dossiers/new", status=404)
    with pytest.raises(NotFoundError):
        take(installation, guest, case.dossier, "grant")
    take(installation, accounts[Role.SIGNATORY], case.dossier, "grant")


def test_the_author_cannot_issue(
    installation: Installation, accounts: dict[Role, str], both: str, own: Case
) -> None:
    take(installation, accounts[Role.SIGNATORY], own.dossier, "grant")
    with pytest.raises(RefusedError):
        take(installation, both, own.dossier, "issue")
    assert state(installation, own) == "granted"


def test_the_database_itself_refuses_an_author_as_decider(
    installation: Installation, both: str, own: Case
) -> None:
    """Whatever the code above forgets to ask."""
    with installation.session() as session, pytest.raises(IntegrityError):
        session.add(Part(dossier_id=own.dossier, round=1, account_id=both, part=DECIDER))
        session.commit()


def test_the_database_itself_refuses_a_decision_by_nobody(
    installation: Installation, both: str, own: Case, accounts: dict[Role, str]
) -> None:
    """Neither the author's decision, nor one of somebody who is no decider of this round."""
    for account, part in ((both, DECIDER), (both, AUTHOR), (accounts[Role.SIGNATORY], DECIDER)):
        with installation.session() as session, pytest.raises(IntegrityError):
            session.execute(
                text(
                    "INSERT INTO decision (id, dossier_id, round, decided_by, part, action, decided_at)"
                    " VALUES (:id, :dossier, 1, :account, :part, 'grant', '2026-05-04 12:00:00+00:00')"
                ),
                {"id": "d" * 22, "dossier": own.dossier, "account": account, "part": part},
            )
            session.commit()


def test_without_the_check_the_use_case_still_meets_the_database(
    installation: Installation, both: str, own: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question is not asked: the key of the table answers it all the same."""
    monkeypatch.setattr("casework.dossiers.service.steps.is_author", lambda *_: False)
    with pytest.raises(RefusedError):
        take(installation, both, own.dossier, "grant")
    assert state(installation, own) == "proposed"


def test_a_decided_dossier_cannot_be_changed(
    installation: Installation, accounts: dict[Role, str], case: Case
) -> None:
    caseworker = accounts[Role.CASEWORKER]
    take(installation, accounts[Role.SIGNATORY], case.dossier, "grant")
    before = content_of(installation)
    with pytest.raises(RefusedError):
        change(installation, caseworker, case)
    path = f"/dossiers/{case.dossier}"
    for remove in (
        f"{path}/register/{case.movement}/remove",
        f"{path}/evidence/{case.evidence}/remove",
        f"{path}/statements/{case.statement}/remove",
    ):
        assert post(installation, caseworker, remove, form_id=new_id()).status_int == 409
    assert content_of(installation) == before


def content_of(installation: Installation) -> dict[str, list[Any]]:
    tables = ("dossier", "movement", "evidence", "statement", "person", "decision", "step_taken", "card")
    stored = state_of(installation.registry["engine"])
    return {name: stored[name] for name in tables}


def test_an_edit_voids_the_approval(
    installation: Installation, accounts: dict[Role, str], case: Case
) -> None:
    """Sent back, edited and proposed again, the dossier needs a new decision: the old round decides nothing."""
    caseworker, signatory = accounts[Role.CASEWORKER], accounts[Role.SIGNATORY]
    take(installation, accounts[Role.REVIEWER], case.dossier, "return")
    change(installation, caseworker, case)
    take(installation, caseworker, case.dossier, "propose")
    with installation.session() as session:
        assert session.get_one(Dossier, case.dossier).round == 2
        hashes = [
            each.content_hash
            for each in session.scalars(
                select(StepTaken)
                .where(StepTaken.dossier_id == case.dossier, StepTaken.action == "propose")
                .order_by(StepTaken.position)
            )
        ]
    assert len(set(hashes)) == 2
    take(installation, signatory, case.dossier, "grant")
    with installation.session() as session:
        decision = session.scalars(select(Decision).where(Decision.dossier_id == case.dossier)).one()
        assert (decision.round, decision.record.content_hash) == (2, hashes[1])


@pytest.mark.parametrize("action", ["grant", "issue"])
def test_content_that_changed_behind_the_decision_is_not_decided_on(
    installation: Installation, accounts: dict[Role, str], case: Case, action: str
) -> None:
    """A movement is taken out past every use-case: the hash of what was proposed does not fit any more."""
    signatory = accounts[Role.SIGNATORY]
    if action == "issue":
        take(installation, signatory, case.dossier, "grant")
    stands = state(installation, case)
    with writing(installation.registry["sessions"]) as session:
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        statement = next(each for each in dossier.statements if each.id == case.statement)
        session.delete(statement)
        session.flush()
    with pytest.raises(ConflictError):
        take(installation, signatory, case.dossier, action)
    assert state(installation, case) == stands


def test_a_decision_is_not_carried_over_to_another_round(
    installation: Installation, accounts: dict[Role, str], case: Case
) -> None:
    """A stale page that issues after the dossier went back finds nothing to issue."""
    take(installation, accounts[Role.SIGNATORY], case.dossier, "return")
    path = f"/dossiers/{case.dossier}/decisions/issue"
    assert post(installation, accounts[Role.SIGNATORY], path, retyped=PASSWORD).status_int == 409
    with writing(installation.registry["sessions"]) as session:
        identity = identity_of(session, accounts[Role.SIGNATORY])
        dossier = whole_dossier(session, case.dossier)
        assert dossier is not None
        with pytest.raises(NotFoundError):
            start_issuing(session, identity, dossier, "issue", clock.today())


@pytest.mark.parametrize(
    ("family", "action", "role", "until", "form"),
    [
        ("steps", "take_up", Role.CASEWORKER, "submit", {}),
        (
            "steps",
            "propose",
            Role.CASEWORKER,
            "take_up",
            {"read_back": "true", "language": "ca", "interpreter": "none_needed"},
        ),
        ("decisions", "grant", Role.SIGNATORY, "propose", {"retyped": PASSWORD}),
        ("decisions", "issue", Role.SIGNATORY, "grant", {"retyped": PASSWORD}),
    ],
)
def test_a_second_click_does_nothing(
    installation: Installation,
    accounts: dict[Role, str],
    family: str,
    action: str,
    role: Role,
    until: str,
    form: dict[str, str],
) -> None:
    case = add_case(installation, accounts, until)
    token = sign_in(installation, accounts[role])
    path = f"/dossiers/{case.dossier}/{family}/{action}"
    page = ask(installation, "GET", path, token)
    sent = {"csrf_token": csrf_in(page), STORED: stored_in(page), **form}
    assert ask(installation, "POST", path, token, sent).status_int == 303
    before = content_of(installation)
    second = ask(installation, "POST", path, token, sent)
    assert second.status_int in {400, 404, 409}
    assert content_of(installation) == before
    with installation.session() as session:
        taken = session.scalars(select(StepTaken.action).where(StepTaken.dossier_id == case.dossier)).all()
    assert taken.count(action) == (0 if action == "issue" else 1)
