"""A household: what is decided on for a member, what a reviewer sees, later versions and renewals."""

import json
from dataclasses import replace

from casework.dossiers.models import AUTHOR, Dossier
from casework.dossiers.records import Answer
from casework.dossiers.review import Part as Place
from casework.dossiers.review import changes_between
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import content_in, facts_in, hash_of
from casework.dossiers.service.renewal import begin_again
from casework.schemes import heading_of
from tests.dossiers.homes import (
    DAUGHTER,
    PAYSLIP,
    SON,
    STEPS,
    Home,
)
from tests.support.installation import Installation


def test_the_content_of_a_member_has_what_holds_for_it_and_nothing_else_of_the_first(home: Home) -> None:
    member = home.add(SON)
    content = json.loads(content_in(member))["household"]
    assert [each["fact"] for each in content["answers"]] == ["monthly_income", "children"]
    assert [each["kind"] for each in content["evidence"]] == ["passport", "payslip"]
    assert content["birth_date"] is None, "each member has a birth date of their own"
    assert "Awa" not in content_in(member)
    assert "household" not in json.loads(content_in(home.first)), "no hash of another dossier changes"


def test_a_reviewer_is_told_what_changed_in_the_household(home: Home) -> None:
    member = home.add(SON)
    before = json.loads(content_in(member))
    home.answer(home.first, "monthly_income", "1000")
    third = replace(PAYSLIP, issuer="Fleca Exemple")
    add_evidence(
        home.office.session, home.office.author, home.office.whole(home.first.id), third, home.office.at
    )
    now = json.loads(content_in(home.office.whole(member.id)))
    answered, shown = changes_between(before, now)
    assert (answered.part, answered.shared) == (Place.ANSWERS, True)
    (field,) = answered.fields
    assert (field.field, field.before, field.now) == ("monthly_income", "1950", "1000")
    assert (shown.part, shown.shared, shown.before) == (Place.EVIDENCE, True, None)
    assert shown.now is not None and shown.now["issuer"] == "Fleca Exemple"
    assert changes_between(now, now) == ()


def test_an_answer_that_a_later_version_cannot_read_is_unknown(home: Home) -> None:
    member = home.add(SON)
    first = home.office.whole(home.first.id)
    first.record = replace(
        first.record,
        answers=(Answer("children", "many", home.office.on), Answer("monthly_income", "900", home.office.on)),
    )
    home.office.session.flush()
    facts = facts_in(home.office.version, home.office.whole(member.id))
    assert facts.answer_on("children", home.office.on) is None
    assert str(facts.answer_on("monthly_income", home.office.on)) == "900"


def test_a_category_that_a_later_version_lacks_has_a_name_all_the_same(home: Home) -> None:
    assert heading_of(home.office.version, "income", "en") == "Income"
    assert heading_of(home.office.version, "rent_paid", "en") == "rent paid"


# Beginning again


def renewed(home: Home, dossier: Dossier) -> Dossier:
    office = home.office
    return begin_again(office.session, home.catalogue, office.author, office.whole(dossier.id), office.on)


def test_a_member_begins_again_in_the_household_that_did_so_before(
    installation: Installation, home: Home
) -> None:
    members = [home.add(SON), home.add(DAUGHTER)]
    for each in (home.first, *members):
        home.issue(installation, home.take(each, *STEPS))
    alone = renewed(home, members[0])
    assert (alone.renews_id, alone.household_id) == (members[0].id, None)
    first = renewed(home, home.first)
    assert first.household_id is None
    together = renewed(home, members[1])
    assert (together.renews_id, together.household_id) == (members[1].id, first.id)
    assert home.parts(together) == {home.office.author.account_id: AUTHOR}


def test_a_members_card_is_ended_after_what_is_told_once_became_another(
    installation: Installation, home: Home
) -> None:
    member = home.add(SON)
    home.issue(installation, home.take(member, *STEPS))
    home.answer(home.first, "children", "3")
    ended = home.take(member, "end", by=home.office.colleague)
    assert ended.state == "ended"
    assert ended.decisions[-1].record.content_hash == hash_of(ended)
