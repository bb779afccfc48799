"""A household: what holds for all is told once, every member has a dossier and a card, and four eyes hold for each."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casework.access.identity import Identity
from casework.access.permissions import Role
from casework.cards import service as cards
from casework.cards.models import Card
from casework.demo.people import LETTERHEAD, NEIGHBOURHOOD
from casework.demo.story import account_as
from casework.dossiers.models import AUTHOR, DECIDER, Dossier, Part
from casework.dossiers.records import Answer, CaseRecord, EvidenceRecord, MovementRecord
from casework.dossiers.review import Part as Place
from casework.dossiers.review import changes_between
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import content_in, facts_in, findings_of, hash_of
from casework.dossiers.service.households import add_member, others_of_household
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.renewal import begin_again
from casework.dossiers.service.steps import Given, take_step
from casework.errors import ConflictError, NotFoundError, RefusedError
from casework.files import remake_photo
from casework.people.models import BirthDate, Particulars
from casework.programmes.service import adopt
from casework.schemes import Catalogue, Finding, Verdict, findings, heading_of, household_from
from tests.access.cases import png
from tests.dossiers.making import issue
from tests.dossiers.offices import LONG_AGO, Office, contract_day, local_values, office_of, settled_catalogue
from tests.support.catalogue import shipped
from tests.support.installation import Installation

SCHEME = "nantes-carte-blanche"
MOTHER = Particulars("Awa", "Mostra Diallo", BirthDate(1988, 3, 4))
SON = Particulars("Ibrahima", "Mostra Diallo", BirthDate(2006, 5, 6))
DAUGHTER = Particulars("Fatou", "Mostra Diallo", BirthDate(2015, 7, 8))
PASSPORT = EvidenceRecord("identity", "passport", "Exemplària", "original_seen", expires=date(2030, 1, 1))
PAYSLIP = EvidenceRecord("income", "payslip", "Forn Mostra", "original_seen")
STEPS = ("submit", "take_up", "propose", "grant")
BY_ANOTHER = frozenset({"grant", "issue", "send_back"})


@dataclass
class Home:
    """A household at an office: the first dossier, in which everything that holds for all is told."""

    office: Office
    catalogue: Catalogue
    first: Dossier

    def add(self, person: Particulars, student: str = "no", by: Identity | None = None) -> Dossier:
        """A member who says whether they study."""
        office, author = self.office, by or self.office.author
        opened = add_member(
            office.session, self.catalogue, author, self.first, person, CaseRecord(), office.on
        )
        member = office.whole(opened.id)
        changes.answer(office.session, author, member, "student", student, office.on)
        return office.whole(member.id)

    def answer(self, dossier: Dossier, fact: str, value: str, by: Identity | None = None) -> None:
        office = self.office
        changes.answer(office.session, by or office.author, dossier, fact, value, office.on)
        office.session.flush()

    def take(self, dossier: Dossier, *steps: str, by: Identity | None = None) -> Dossier:
        office = self.office
        for step in steps:
            who = by or (office.colleague if step in BY_ANOTHER else office.author)
            given = Given("Motifs.", read_back=True)
            take_step(office.session, who, office.whole(dossier.id), step, given, office.at, office.on)
        return office.whole(dossier.id)

    def issue(self, installation: Installation, dossier: Dossier) -> Dossier:
        return issue(installation, self.office, dossier, "issue", self.office.colleague)

    def parts(self, dossier: Dossier) -> dict[str, str]:
        rows = self.office.session.scalars(
            select(Part).where(Part.dossier_id == dossier.id, Part.round == dossier.round)
        )
        return {each.account_id: each.part for each in rows}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return settled_catalogue()


@pytest.fixture
def home(installation: Installation, catalogue: Catalogue) -> Iterator[Home]:
    """A mother of two, whose income is just inside the limit for two children (schemes.md §6)."""
    with office_of(installation, catalogue, SCHEME) as office:
        opened = open_dossier(
            office.session, catalogue, office.author, SCHEME, MOTHER, CaseRecord(), office.on
        )
        first = office.whole(opened.id)
        for fact, value in (("monthly_income", "1950"), ("children", "2"), ("student", "no")):
            changes.answer(office.session, office.author, first, fact, value, office.on)
        for shown in (PASSPORT, PAYSLIP):
            add_evidence(office.session, office.author, first, shown, office.at)
        yield Home(office, catalogue, office.whole(first.id))


def verdicts(home: Home, dossier: Dossier) -> dict[str, Verdict]:
    found = findings_of(home.office.session, home.office.whole(dossier.id), home.office.on)
    return {each.rule: each.verdict for each in found}


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
    return begin_again(
        office.session, home.catalogue, office.author, office.whole(dossier.id), office.at, office.on
    )


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
