"""Steps and decisions: the scheme's own, with four eyes, on the content that was proposed (schemes.md §2.5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.dossiers.models import Dossier, StepTaken
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.deciding import agreed_hash
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import open_steps, take_step
from casework.errors import ConflictError, NotFoundError, RefusedError
from casework.journal.models import JournalEntry
from tests.dossiers.cases import STEPS, Desk
from tests.dossiers.test_changes import one_more_movement, reloaded

NOTHING = Given()


def keys(desk: Desk, dossier: Dossier, role: Role) -> set[str]:
    return {
        each.key for each in open_steps(desk.session, identity_as(desk.session, role), dossier, desk.today)
    }


def test_the_way_to_a_decision(desk: Desk, dossier: Dossier) -> None:
    states = []
    for step in STEPS:
        desk.take(dossier, step)
        states.append(dossier.state)
    assert states == ["submitted", "in_study", "proposed", "granted"]
    taken = desk.session.scalars(
        select(StepTaken).filter_by(dossier_id=dossier.id).order_by(StepTaken.position)
    ).all()
    assert [(each.action, each.to_state) for each in taken] == list(zip(STEPS, states, strict=True))
    assert {each.taken_on for each in taken} == {desk.today}


def test_each_role_sees_its_own_steps(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    decisions = {"return", "grant", "refuse"}
    assert decisions & keys(desk, dossier, Role.CASEWORKER) == set()
    assert decisions & keys(desk, dossier, Role.REVIEWER) == {"return"}
    assert decisions & keys(desk, dossier, Role.SIGNATORY) == decisions
    assert keys(desk, dossier, Role.LAWYER) == set()


@pytest.mark.parametrize("step", ["grant", "issue", "take_up", "no_such_step"])
def test_a_step_that_is_not_ones_own_is_not_there(desk: Desk, dossier: Dossier, step: str) -> None:
    with pytest.raises(NotFoundError):
        take_step(desk.session, desk.caseworker, dossier, step, NOTHING, desk.at, desk.today)
    assert dossier.state == "draft"


def test_nothing_is_proposed_that_was_not_read_back(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_up")
    with pytest.raises(RefusedError, match="still missing"):
        take_step(desk.session, desk.caseworker, dossier, "propose", NOTHING, desk.at, desk.today)


def test_a_refusal_needs_reasons(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="still missing"):
        desk.take(dossier, "refuse", reasons="  ")
    desk.take(dossier, "refuse", reasons="No consta prou temps.")
    assert dossier.state == "refused"
    (decision,) = reloaded(desk, dossier).decisions
    assert decision.record.reasons == "No consta prou temps."


def test_why_a_step_was_taken_stays_with_it_or_with_its_decision(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    desk.take(dossier, "return", reasons=" La data no quadra. ")
    desk.take(reloaded(desk, dossier), "propose")
    desk.take(dossier, "refuse", reasons="No consta prou temps.")
    *_before, back, _proposed, refused = reloaded(desk, dossier).steps
    assert (back.reasons, refused.reasons) == ("La data no quadra.", None)
    assert b"quadra" not in (back.reasons_sealed or b"")


def test_what_the_rules_do_not_grant_nobody_grants(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="still missing"):
        desk.take(dossier, "grant")


def test_a_decision_keeps_what_it_rests_on(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, *STEPS)
    (decision,) = reloaded(desk, dossier).decisions
    assert (decision.action, decision.round) == ("grant", 1)
    assert decision.decided_by == desk.signatory.account_id
    assert decision.record.content_hash == hash_of(reloaded(desk, dossier))
    assert '"met"' in decision.record.findings
    assert "padro_certificate" in decision.record.facts


def test_who_changed_something_does_not_decide(desk: Desk, dossier: Dossier) -> None:
    changes.answer(desk.session, desk.signatory, dossier, "explained", "yes", desk.today)
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="cannot decide on it"):
        desk.take(dossier, "grant")


def test_a_dossier_that_was_sent_back_begins_a_new_round(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    take_step(desk.session, desk.signatory, dossier, "return", NOTHING, desk.at, desk.today)
    assert (dossier.state, dossier.round) == ("in_study", 2)
    one_more_movement(desk, reloaded(desk, dossier))
    with pytest.raises(ConflictError, match="not the one that was proposed"):
        agreed_hash(reloaded(desk, dossier))
    desk.take(reloaded(desk, dossier), "propose", "grant")
    assert reloaded(desk, dossier).state == "granted"


def test_the_day_of_registration_is_set_once(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit")
    submitted = desk.today
    desk.today += timedelta(days=3)
    desk.take(dossier, "take_up")
    assert dossier.reference_on == submitted


def test_content_that_changed_under_the_proposal_is_not_issued(desk: Desk, dossier: Dossier) -> None:
    """Whoever writes into the database past the use-cases is found at the next step."""
    desk.take(dossier, *STEPS)
    assert agreed_hash(reloaded(desk, dossier))
    found = reloaded(desk, dossier)
    movement = found.movements[0]
    movement.record = type(movement.record)("arrival", desk.today - timedelta(days=3000), "Barcelona")
    with pytest.raises(ConflictError):
        issuing.start_issuing(desk.session, desk.signatory, reloaded(desk, dossier), "issue", desk.today)


def test_only_the_issuing_step_issues(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, *STEPS)
    with pytest.raises(NotFoundError):
        issuing.start_issuing(desk.session, desk.signatory, dossier, "end", desk.today)
    with pytest.raises(NotFoundError):
        issuing.start_issuing(desk.session, desk.caseworker, dossier, "issue", desk.today)


def test_a_card_that_is_being_made_is_not_made_twice(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, *STEPS)
    card = issuing.start_issuing(desk.session, desk.signatory, dossier, "issue", desk.today)
    assert (card.state, card.number[:3], card.valid_until) == (
        "issuing",
        "V26",
        desk.today.replace(year=2028),
    )
    with pytest.raises(RefusedError, match="already has a card"):
        issuing.start_issuing(desk.session, desk.signatory, dossier, "issue", desk.today)


def test_every_step_is_in_the_journal(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, *STEPS)
    desk.session.commit()
    entries = select(JournalEntry.action).filter_by(object_id=dossier.id).order_by(JournalEntry.seq)
    told = list(desk.session.scalars(entries))
    assert told[0] == "dossier.opened"
    assert [each for each in told if each.startswith("step.")] == [f"step.{step}" for step in STEPS]
    assert told.count("letter.begun") == 2, "the receipt and the letter of the grant"
