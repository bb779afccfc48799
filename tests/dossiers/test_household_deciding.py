"""A household: four eyes hold for each member, over what holds for all."""

from dataclasses import replace

import pytest

from casework.cards import service as cards
from casework.dossiers.models import AUTHOR, DECIDER
from casework.dossiers.records import Answer
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.photo import set_photo
from casework.errors import ConflictError, RefusedError
from casework.files import remake_photo
from tests.access.cases import png
from tests.dossiers.homes import MOTHER, SCHEME, SON, STEPS, Home
from tests.support.installation import Installation


def test_a_member_begins_with_the_authors_of_the_first(home: Home) -> None:
    home.answer(home.first, "monthly_income", "1000", by=home.office.colleague)
    member = home.add(SON, by=home.office.reviewer)
    expected = {
        home.office.author.account_id,
        home.office.colleague.account_id,
        home.office.reviewer.account_id,
    }
    assert home.parts(member) == dict.fromkeys(expected, AUTHOR)


def test_whoever_changes_the_first_cannot_decide_on_a_member(home: Home) -> None:
    member = home.add(SON)
    home.answer(home.first, "monthly_income", "1000", by=home.office.colleague)
    home.take(member, "submit", "take_up", "propose")
    with pytest.raises(RefusedError):
        home.take(member, "grant", by=home.office.colleague)
    assert home.take(member, "grant", by=home.office.reviewer).state == "granted"


def test_what_is_the_firsts_own_makes_nobody_an_author_elsewhere(home: Home) -> None:
    member, colleague = home.add(SON), home.office.colleague
    home.answer(home.first, "student", "yes", by=colleague)
    set_photo(home.office.session, colleague, home.first, remake_photo(png()))
    changes.change_particulars(
        home.office.session, colleague, home.first, replace(MOTHER, given_names="Hawa"), home.first.record
    )
    assert home.parts(home.first)[colleague.account_id] == AUTHOR
    assert colleague.account_id not in home.parts(member)
    assert home.take(member, "submit", "take_up", "propose", "grant").state == "granted"


def test_whoever_decided_on_a_member_cannot_change_what_holds_for_it(home: Home) -> None:
    """As where a scheme decides while papers still come: nothing is frozen then."""
    member, colleague = home.add(SON), home.office.colleague
    changes.take_part(home.office.session, colleague, member, DECIDER)
    before = hash_of(home.office.whole(home.first.id))
    with pytest.raises(RefusedError) as refused, home.office.session.begin_nested():
        home.answer(home.first, "monthly_income", "1000", by=colleague)
    assert refused.value.message.mapping == {"reference": member.reference}  # type: ignore[attr-defined]  # a TranslationString
    assert hash_of(home.office.whole(home.first.id)) == before


def test_the_household_does_not_change_while_a_member_is_decided_on(
    installation: Installation, home: Home
) -> None:
    member = home.take(home.add(SON), *STEPS[:-1])
    for step in (None, "grant"):
        member = home.take(member, step) if step else member
        with pytest.raises(RefusedError), home.office.session.begin_nested():
            home.answer(home.first, "monthly_income", "1000")
        home.answer(home.first, "student", "yes")
    card = issuing.start_issuing(home.office.session, home.office.colleague, member, "issue", home.office.on)
    with pytest.raises(RefusedError), home.office.session.begin_nested():
        home.answer(home.first, "monthly_income", "1000")
    issuing.give_up(home.office.session, card.id)
    issued = home.issue(installation, home.office.whole(member.id))
    home.answer(home.first, "monthly_income", "1000")
    assert home.parts(issued)[home.office.author.account_id] == AUTHOR


def test_the_household_does_not_change_while_a_card_is_made_over_the_counter(home: Home) -> None:
    """Nothing is proposed there: the dossier's state says nothing of it."""
    member, office = home.add(SON), home.office
    reservation = cards.Reservation(
        organisation_id=member.organisation_id,
        scheme_key=SCHEME,
        dossier_id=member.id,
        holder_id=member.person_id,
        issued_on=office.on,
        issued_by=office.author.account_id,
        action="issue",
        valid_until=office.on,
    )
    card = cards.reserve(office.session, reservation, office.version.number_pattern)
    with pytest.raises(RefusedError), office.session.begin_nested():
        home.answer(home.first, "monthly_income", "1000")
    cards.void(card)
    home.answer(home.first, "monthly_income", "1000")


def test_a_member_that_is_over_stops_nobody(home: Home) -> None:
    member, reviewer = home.add(SON), home.office.reviewer
    changes.take_part(home.office.session, reviewer, member, DECIDER)
    home.take(member, "take_back")
    home.answer(home.first, "monthly_income", "1000", by=reviewer)
    assert home.parts(home.first)[reviewer.account_id] == AUTHOR


# What is decided on


def tampered(home: Home) -> None:
    """The first's income changed past every rule of the house."""
    first = home.office.whole(home.first.id)
    others = tuple(each for each in first.record.answers if each.fact != "monthly_income")
    first.record = replace(first.record, answers=(*others, Answer("monthly_income", "1000", home.office.on)))
    home.office.session.flush()


def test_a_decision_rests_on_what_the_household_told(home: Home) -> None:
    member = home.take(home.add(SON), *STEPS[:-1])
    tampered(home)
    with pytest.raises(ConflictError), home.office.session.begin_nested():
        home.take(member, "grant")


def test_a_card_is_issued_of_what_was_decided_on(home: Home) -> None:
    member = home.take(home.add(SON), *STEPS)
    tampered(home)
    with pytest.raises(ConflictError):
        issuing.start_issuing(
            home.office.session, home.office.colleague, home.office.whole(member.id), "issue", home.office.on
        )
