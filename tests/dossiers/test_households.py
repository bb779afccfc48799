"""A household: what holds for all is told once, and every member has a dossier and a card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casework.access.permissions import Role
from casework.cards.models import Card
from casework.demo.accounts import account_as
from casework.demo.people import LETTERHEAD, NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord, MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import content_in, facts_in, findings_of
from casework.dossiers.service.households import add_member, others_of_household
from casework.dossiers.service.opening import open_dossier
from casework.errors import NotFoundError, RefusedError
from casework.programmes.service import adopt
from casework.schemes import Catalogue, Finding, Verdict, findings, household_from
from tests.dossiers.homes import DAUGHTER, MOTHER, PASSPORT, SCHEME, SON, STEPS, Home, verdicts
from tests.dossiers.offices import LONG_AGO, contract_day, local_values, office_of
from tests.support.catalogue import shipped
from tests.support.installation import Installation


def test_income_is_told_once_and_each_of_three_gets_a_card(installation: Installation, home: Home) -> None:
    dossiers = [home.first, home.add(SON), home.add(DAUGHTER)]
    assert [[each.fact for each in one.record.answers] for one in dossiers] == [
        ["monthly_income", "children", "student"],
        ["student"],
        ["student"],
    ]
    for each in dossiers:
        assert set(verdicts(home, each).values()) == {Verdict.MET}
        issued = home.issue(installation, home.take(each, *STEPS))
        assert issued.state == "issued"
    cards = home.office.session.scalars(
        select(Card).where(Card.dossier_id.in_([each.id for each in dossiers]))
    ).all()
    assert len({card.number for card in cards}) == 3
    assert {card.holder_id for card in cards} == {each.person_id for each in dossiers}
    assert {card.state for card in cards} == {"issued"}


def said(finding: Finding) -> tuple[object, ...]:
    """A finding but for the days: an answer in a file holds always, one in a dossier from its day."""
    return finding.rule, finding.verdict, finding.reason, finding.values


def test_the_dossiers_say_what_the_engine_says_of_the_whole_household(home: Home) -> None:
    home.answer(home.first, "monthly_income", "1950.01")
    members = [home.add(SON, student="yes"), home.add(DAUGHTER)]
    version, on = home.office.version, home.office.on
    told = household_from(
        version,
        {
            "monthly_income": "1950.01",
            "children": 2,
            "documents": [
                {"kind": "passport", "expires": date(2030, 1, 1), "category": "identity"},
                {"kind": "payslip", "category": "income"},
            ],
            "members": [
                {"birth_date": date(2006, 5, 6), "student": "yes"},
                {"birth_date": date(2015, 7, 8), "student": "no"},
            ],
        },
    )
    for member, facts in zip(members, told.members, strict=True):
        dossier = home.office.whole(member.id)
        found = findings_of(home.office.session, dossier, on)
        assert [said(each) for each in found] == [said(each) for each in findings(version, facts, on)]
        assert facts_in(version, dossier).dates == facts.dates
        assert facts_in(version, dossier).documents == facts.documents
    assert verdicts(home, members[0])["not_student"] is Verdict.UNMET
    assert verdicts(home, members[1])["low_income"] is Verdict.UNMET
    assert verdicts(home, home.first)["not_student"] is Verdict.MET


def test_what_nobody_told_is_unknown_to_every_member(home: Home) -> None:
    member = home.add(SON)
    changes.take_answer_back(home.office.session, home.office.author, home.first, "monthly_income")
    changes.take_answer_back(home.office.session, home.office.author, home.office.whole(member.id), "student")
    assert verdicts(home, member)["low_income"] is Verdict.UNKNOWN
    assert verdicts(home, member)["not_student"] is Verdict.UNKNOWN
    assert verdicts(home, home.first)["not_student"] is Verdict.MET


@pytest.mark.parametrize(
    "enter",
    [
        lambda home, dossier: home.answer(dossier, "monthly_income", "100"),
        lambda home, dossier: changes.take_answer_back(
            home.office.session, home.office.author, dossier, "children"
        ),
        lambda home, dossier: add_evidence(
            home.office.session, home.office.author, dossier, PASSPORT, home.office.at
        ),
        lambda home, dossier: changes.add_movement(
            home.office.session,
            home.office.author,
            dossier,
            MovementRecord("arrival", home.office.on, "Nantes"),
        ),
    ],
    ids=["answer", "take_back", "evidence", "movement"],
)
def test_a_member_is_not_told_what_is_told_once(home: Home, enter: Callable[[Home, Dossier], object]) -> None:
    member = home.add(SON)
    before = content_in(member)
    with pytest.raises(RefusedError) as refused:
        enter(home, member)
    assert refused.value.message.mapping == {"reference": home.first.reference}  # type: ignore[attr-defined]  # a TranslationString
    assert content_in(home.office.whole(member.id)) == before


def test_a_member_of_a_member_belongs_to_the_first(home: Home) -> None:
    son = home.add(SON)
    office = home.office
    opened = add_member(office.session, home.catalogue, office.author, son, DAUGHTER, CaseRecord(), office.on)
    assert opened.household_id == home.first.id
    seen = others_of_household(office.session, office.author, office.whole(son.id))
    assert [each.id for each in seen] == [home.first.id, opened.id]


def test_nobody_is_in_a_household_twice(home: Home) -> None:
    member, office = home.add(SON), home.office
    for person in (member.person, home.first.person):
        with pytest.raises(RefusedError):
            add_member(
                office.session,
                home.catalogue,
                office.author,
                home.first,
                SON,
                CaseRecord(),
                office.on,
                person,
            )
    home.take(member, "take_back")
    again = add_member(
        office.session,
        home.catalogue,
        office.author,
        home.first,
        SON,
        CaseRecord(),
        office.on,
        office.whole(member.id).person,
    )
    assert again.person_id == member.person_id


def test_a_household_that_is_over_takes_no_member(home: Home) -> None:
    home.take(home.first, "take_back")
    with pytest.raises(RefusedError):
        home.add(SON)


def test_a_scheme_for_one_person_has_no_members(home: Home) -> None:
    office = home.office
    adopt(office.session, office.organisation, NEIGHBOURHOOD, LONG_AGO.date(), LETTERHEAD)
    alone = open_dossier(
        office.session, home.catalogue, office.author, NEIGHBOURHOOD, MOTHER, CaseRecord(), office.on
    )
    with pytest.raises(RefusedError):
        add_member(office.session, home.catalogue, office.author, alone, SON, CaseRecord(), office.on)


def test_another_organisation_adds_nobody(home: Home) -> None:
    stranger = replace(
        home.office.author, organisation_id=account_as(home.office.session, Role.LAWYER).organisation_id
    )
    with pytest.raises(NotFoundError):
        home.add(SON, by=stranger)


@pytest.mark.parametrize("wrong", ["itself", "another scheme"])
def test_the_tables_take_no_other_first(home: Home, wrong: str) -> None:
    office, member = home.office, home.add(SON)
    first = member.id
    if wrong == "another scheme":
        adopt(office.session, office.organisation, NEIGHBOURHOOD, LONG_AGO.date(), LETTERHEAD)
        first = open_dossier(
            office.session, home.catalogue, office.author, NEIGHBOURHOOD, MOTHER, CaseRecord(), office.on
        ).id
    office.session.flush()
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(update(Dossier).where(Dossier.id == member.id).values(household_id=first))


def test_where_each_member_shows_papers_those_of_the_first_do_not_count(
    installation: Installation, tmp_path: Path
) -> None:
    own = local_values(shipped().scheme(SCHEME).latest, contract_day(SCHEME))
    (tmp_path / f"{SCHEME}.yaml").write_text(f"{own}  facts: {{documents: {{of: member}}}}\n", "utf-8")
    catalogue = Catalogue.load(tmp_path)
    with office_of(installation, catalogue, SCHEME) as office:
        first = office.open(catalogue)
        home = Home(office, catalogue, first)
        member = home.add(SON)
        assert verdicts(home, first)["identity"] is Verdict.MET
        assert verdicts(home, member)["identity"] is Verdict.UNKNOWN
        add_evidence(office.session, office.author, member, PASSPORT, office.at)
        assert verdicts(home, member)["identity"] is Verdict.MET
        assert verdicts(home, member)["income_shown"] is Verdict.UNMET


# Four eyes
