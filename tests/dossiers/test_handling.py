"""Owner and deputy: colleagues of the dossier's own organisation, and nobody becomes an author by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import clock
from casework.access.models import Account, Membership
from casework.access.permissions import Role
from casework.demo.accounts import account_as, accounts, identity_as
from casework.demo.people import ACCOUNTS
from casework.dossiers.models import AUTHOR, Part
from casework.dossiers.service import handling
from casework.errors import RefusedError
from casework.journal import entries_of_object
from tests.dossiers.cases import Desk


def id_of(desk: Desk, role: Role) -> str:
    return account_as(desk.session, role).id


def colleagues(desk: Desk) -> set[str]:
    me = desk.caseworker
    return {each.id for each in handling.colleagues(desk.session, me.organisation_id, me.at)}


def ids_at_home(desk: Desk, *roles: Role) -> set[str]:
    ids = accounts(desk.session)
    return {ids[each.name] for each in ACCOUNTS if each.organisation == "barcelona" and each.role in roles}


def test_colleagues_hold_a_role_on_cases_here(desk: Desk) -> None:
    assert colleagues(desk) == ids_at_home(desk, Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY)


def test_whose_role_or_account_ended_is_no_colleague(desk: Desk) -> None:
    reviewer, signatory = account_as(desk.session, Role.REVIEWER), account_as(desk.session, Role.SIGNATORY)
    ended = desk.session.scalars(select(Membership).where(Membership.account_id == reviewer.id)).one()
    ended.until = clock.now() - timedelta(minutes=1)
    signatory.disabled_at = clock.now()
    desk.session.flush()
    assert colleagues(desk) == ids_at_home(desk, Role.CASEWORKER)


def test_a_dossier_is_given_and_nobody_becomes_an_author(desk: Desk) -> None:
    dossier = desk.open()
    reviewer, signatory = id_of(desk, Role.REVIEWER), id_of(desk, Role.SIGNATORY)
    handling.hand_to(desk.session, identity_as(desk.session, Role.REVIEWER), dossier, reviewer, signatory)
    desk.session.flush()
    again = desk.whole(dossier.id)
    assert (again.owner_id, again.deputy_id) == (reviewer, signatory)
    authors = select(Part.account_id).where(Part.dossier_id == dossier.id, Part.part == AUTHOR)
    assert desk.session.scalars(authors).all() == [id_of(desk, Role.CASEWORKER)]


def test_it_is_journalled_once_by_ids(desk: Desk) -> None:
    dossier = desk.open()
    me, reviewer = desk.caseworker, id_of(desk, Role.REVIEWER)
    for _again in range(2):
        handling.hand_to(desk.session, me, dossier, me.account_id, reviewer)
    desk.session.commit()
    handed = [
        each
        for each in entries_of_object(desk.session, dossier.id, limit=9)
        if each.action == "dossier.handed"
    ]
    assert len(handed) == 1
    assert me.account_id in (handed[0].content or "")
    assert reviewer in (handed[0].content or "")


def test_a_deputy_can_be_taken_away(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    handling.hand_to(desk.session, me, dossier, me.account_id, id_of(desk, Role.REVIEWER))
    handling.hand_to(desk.session, me, dossier, me.account_id, None)
    desk.session.flush()
    assert desk.whole(dossier.id).deputy_id is None


@pytest.mark.parametrize("role", [Role.LAWYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_stranger_to_cases_is_refused(desk: Desk, role: Role) -> None:
    dossier, me, stranger = desk.open(), desk.caseworker, id_of(desk, role)
    with pytest.raises(RefusedError, match="works on cases here"):
        handling.hand_to(desk.session, me, dossier, stranger, None)
    with pytest.raises(RefusedError, match="works on cases here"):
        handling.hand_to(desk.session, me, dossier, me.account_id, stranger)
    assert dossier.owner_id == me.account_id


def test_a_caseworker_of_another_house_is_refused(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    elsewhere = desk.session.scalars(
        select(Account)
        .join(Membership)
        .where(Membership.role == Role.CASEWORKER, Account.organisation_id != dossier.organisation_id)
    ).first()
    assert elsewhere is not None
    with pytest.raises(RefusedError, match="works on cases here"):
        handling.hand_to(desk.session, me, dossier, elsewhere.id, None)


def test_owner_and_deputy_are_two(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    with pytest.raises(RefusedError, match="another deputy"):
        handling.hand_to(desk.session, me, dossier, me.account_id, me.account_id)


def test_a_dossier_that_is_over_is_given_to_nobody(desk: Desk) -> None:
    dossier, me = desk.open(), desk.caseworker
    assert handling.can_change_hands(desk.session, dossier)
    desk.take(dossier, "take_back")
    assert not handling.can_change_hands(desk.session, dossier)
    with pytest.raises(RefusedError, match="over"):
        handling.hand_to(desk.session, me, dossier, me.account_id, id_of(desk, Role.REVIEWER))


def test_a_dossier_under_decision_can_still_be_given(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    handling.hand_to(desk.session, desk.caseworker, dossier, id_of(desk, Role.REVIEWER), None)
    assert dossier.owner.id == id_of(desk, Role.REVIEWER)
