"""What a scheme asks and prints beyond the person: every type of answer reaches the rules, every field its paper."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyramid.request import Request

from casework.demo.people import LETTERHEAD
from casework.dossiers.papers import Holder, Issuing, answer_text, id_card, issuer_of
from casework.dossiers.records import Answer, CaseRecord, Detail, EvidenceRecord
from casework.dossiers.review import changes_between
from casework.dossiers.rules import Shown, content_of, facts_of
from casework.dossiers.schemas.evidence import evidence_schema
from casework.dossiers.schemas.person import DETAILS, person_schema, printed_fields, read_person, show_person
from casework.dossiers.schemas.questions import asked, questions_schema
from casework.dossiers.service import changes
from casework.dossiers.service.findings import facts_in, hash_of
from casework.dossiers.service.renewal import begin_again
from casework.dossiers.views.differences import Wording
from casework.people.models import BirthDate, Particulars
from casework.programmes.questions import FACT, typed, written
from casework.schemes import EvidenceCategory, FactDefinition, FactType, PartialDate, SchemeVersion
from casework.schemes.facts import DatedAnswer
from casework.web.fields import Text
from tests.dossiers.cases import RECORD, Desk
from tests.support.catalogue import shipped
from tests.support.installation import Installation

CATALOGUE = shipped()
VERSIONS = [version for scheme in CATALOGUE for version in scheme.versions]
UTRECHT = CATALOGUE.scheme("utr-upas").latest
NANTES = CATALOGUE.scheme("nantes-carte-blanche").latest
RICHMOND = CATALOGUE.scheme("richmond-id").latest
BORN = BirthDate(1990, 5, 2)
PERSON = Particulars("Iria", "Mostra", BORN)
TODAY = date(2026, 9, 21)
SOMEWHERE_ELSE = frozenset(
    {
        "name", "given_name", "family_name", "birth_date", "birth_place", "address", "passport_number",
        "nationality", "register_dates", "photo", "signature", "number", "issuer", "issued_on", "valid_until",
        "validity_text", "organisation", "shelter_or_organisation", "phone_24h", "city_logo", "coat_of_arms",
        "sections", "statement", "qr", "chip", "barcode",
    }
)  # fmt: skip
"""Printed fields that the person's own form, the register, the office or the card itself fills."""


def told(version: SchemeVersion, **answers: str) -> CaseRecord:
    return CaseRecord(answers=tuple(Answer(key, each, TODAY) for key, each in answers.items()))


def test_every_type_of_answer_reaches_the_rules() -> None:
    record = told(UTRECHT, applicant_birth_date="1980-05", year_income="1300.50", student="no", benefit="yes")
    record = replace(record, answers=(*record.answers, Answer("utr-bbb", "valid", TODAY)))
    facts = facts_of(UTRECHT.facts, BORN, record, (), {})
    assert facts.dates == {
        "birth_date": PartialDate(1990, 5, 2),
        "applicant_birth_date": PartialDate(1980, 5),
    }
    assert facts.answers == {
        "year_income": (DatedAnswer(TODAY, Decimal("1300.50")),),
        "student": (DatedAnswer(TODAY, "no"),),
        "benefit": (DatedAnswer(TODAY, "yes"),),
        "utr-bbb": (DatedAnswer(TODAY, "valid"),),
    }
    facts = facts_of(NANTES.facts, BORN, told(NANTES, children="2"), (), {})
    assert facts.answers == {"children": (DatedAnswer(TODAY, 2),)}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: f"{each.scheme}-{each.start}")
def test_every_fact_has_one_place_where_it_is_entered(version: SchemeVersion) -> None:
    questions = [
        each.name.removeprefix(FACT)
        for each in questions_schema(version, asked(version), "en", TODAY).children
    ]
    elsewhere = {"birth_date", "movements", "presence", "documents"}
    assert len(questions) == len(set(questions))
    assert set(questions) == version.facts.keys() - elsewhere


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: f"{each.scheme}-{each.start}")
def test_every_printed_field_has_a_place_where_it_is_entered(version: SchemeVersion) -> None:
    form = {each.name for each in person_schema(version, "en", TODAY).children}
    left = printed_fields(version) - SOMEWHERE_ELSE - version.facts.keys()
    assert left == form & set(DETAILS)
    assert all(each.title != each.name for each in person_schema(version, "en", TODAY).children)


FACTS = [(version, fact) for version in VERSIONS for fact in asked(version)]


@given(st.sampled_from(FACTS), st.data())
def test_what_was_answered_stands_in_the_form_again(
    asked_of: tuple[SchemeVersion, FactDefinition], data: st.DataObject
) -> None:
    version, fact = asked_of
    answer = data.draw(answers_to(fact))
    values = {f"{FACT}{fact.key}": typed(fact, answer)}
    schema = questions_schema(version, asked(version), "en", TODAY)
    again = schema.deserialize(schema.serialize(values))
    assert written(fact, again[f"{FACT}{fact.key}"]) == answer
    assert answer == "" or answer_text(version, fact.key, answer, "nl")


def answers_to(fact: FactDefinition) -> st.SearchStrategy[str]:
    """Answers in the form in which they are kept, and none."""
    some: st.SearchStrategy[str]
    match fact.type:
        case FactType.NUMBER:
            some = st.integers(0, 10**9 - 1).map(str)
        case FactType.MONEY:
            some = st.decimals(0, 10**9 - 1, places=2).map(str)
        case FactType.DATE:
            days = st.dates(date(1850, 1, 1), TODAY).map(date.isoformat)
            some = st.tuples(days, st.sampled_from((4, 7, 10))).map(lambda each: each[0][: each[1]])
        case FactType.CHOICE:
            some = st.sampled_from(fact.choices)
        case _:
            some = st.sampled_from(("yes", "no"))
    return st.just("") | some


def test_answers_are_read_as_the_language_writes_them() -> None:
    assert answer_text(NANTES, "monthly_income", "1950.5", "fr") == "1\u202f950,50"
    assert answer_text(NANTES, "children", "2", "fr") == "2"
    assert answer_text(NANTES, "student", "no", "fr") == "non"
    assert answer_text(UTRECHT, "applicant_birth_date", "1980-05", "nl") == "mei 1980"
    assert answer_text(UTRECHT, "applicant_birth_date", "1980", "nl") == "1980"
    assert answer_text(UTRECHT, "utr-bbb", "over", "nl") == "niet meer geldig"


def test_an_answer_taken_back_is_unknown_again(desk: Desk) -> None:
    dossier = desk.open()
    before = hash_of(dossier)
    changes.answer(desk.session, desk.caseworker, dossier, "explained", "no", desk.today)
    version = CATALOGUE.scheme(dossier.scheme_key).version_on(desk.today)
    assert facts_in(version, dossier).answers.keys() == {"explained"}
    changes.take_answer_back(desk.session, desk.caseworker, dossier, "explained")
    assert facts_in(version, dossier).answers == {}
    assert hash_of(dossier) == before


def test_a_dossier_begun_again_keeps_the_details_and_asks_anew(desk: Desk) -> None:
    record = replace(RECORD, details=(Detail("height", "1.70 m"),))
    dossier = desk.open(record=record)
    changes.answer(desk.session, desk.caseworker, dossier, "explained", "yes", desk.today)
    desk.take(dossier, "submit", "take_back")
    begun = begin_again(desk.session, desk.catalogue, desk.caseworker, dossier, desk.today)
    assert begun.record == record


def test_details_stay_with_the_person_and_a_field_left_empty_is_none() -> None:
    record = replace(RECORD, details=(Detail("hair", "grey"), Detail("height", "1.70 m")))
    values = show_person(PERSON, record)
    assert (values["hair"], values["height"], values["eyes"]) == ("grey", "1.70 m", "")
    schema = person_schema(RICHMOND, "en", TODAY)
    read = schema.deserialize(schema.serialize({**values, "hair": ""}))
    assert read_person(read, record) == (PERSON, replace(record, details=(Detail("height", "1.70 m"),)))


def test_a_scheme_that_does_not_ask_the_birth_place_leaves_it() -> None:
    """The person may have another dossier, whose paper prints it."""
    schema = person_schema(RICHMOND, "en", TODAY)
    read = schema.deserialize(schema.serialize(show_person(PERSON, RECORD)))
    assert "birth_place" not in read
    assert read_person(read, RECORD, "Exemplet")[0] == replace(PERSON, birth_place="Exemplet")


def test_a_card_prints_its_details_under_the_words_of_its_scheme() -> None:
    """In the order of the scheme; what nobody noted leaves no gap."""
    details = (Detail("weight", "66 kg"), Detail("hair", "gris"))
    holder = Holder(PERSON, CaseRecord("1 Sample Street", details=details))
    issuer = issuer_of("Richmond", LETTERHEAD)
    card = id_card(
        holder, RICHMOND, issuer, RICHMOND.papers["card"], "es", "", Issuing("", "", TODAY, None), draft=True
    )
    printed = [(each.label, each.value) for each in card.fields]
    assert printed[-2:] == [("Pelo", "gris"), ("Peso", "66 kg")]
    assert "Ojos" not in {label for label, _ in printed}


def sharing(version: SchemeVersion, category: EvidenceCategory) -> list[EvidenceCategory]:
    """The categories in which a paper that is entered in one may count."""
    kinds = {kind.key for kind in category.accepts or ()}
    return [
        each
        for each in version.evidence
        if each.key == category.key
        or (not each.self_declared and kinds & {kind.key for kind in each.accepts or ()})
    ]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: f"{each.scheme}-{each.start}")
def test_the_spouse_is_asked_about_where_the_scheme_takes_such_papers(version: SchemeVersion) -> None:
    for category in version.evidence:
        form = evidence_schema(version, category, "en", TODAY)
        takes = any(each.spouse for each in sharing(version, category))
        assert ("of_spouse" in form) is takes
        if category.spouse:
            assert category.spouse in {value for value, _label in form["kind"].widget.values}


def content(record: CaseRecord, of_spouse: bool) -> dict[str, object]:
    bill = EvidenceRecord("residence", "utility_bill", "Waterworks", "original_seen", of_spouse=of_spouse)
    shown = Shown(bill, "a", datetime(2026, 1, 2, 9, tzinfo=UTC), "")
    made: dict[str, object] = json.loads(content_of("0" * 64, PERSON, record, "", {}, {"e1": shown}, {}))
    return made


def rows(installation: Installation, version: SchemeVersion, *contents: dict[str, object]) -> list[object]:
    """What a reviewer reads: label, before and now of each row."""
    request = Request.blank("/")
    request.registry, request.locale_name = installation.registry, "es"
    wording = Wording(request, version)
    return [row for each in changes_between(*contents) for row in wording.shown(each)["rows"]]


def test_a_reviewer_reads_details_answers_and_spouse_in_words(installation: Installation) -> None:
    before = content(CaseRecord(details=(Detail("hair", "gris"), Detail("eyes", "verdes"))), of_spouse=False)
    now = content(
        CaseRecord(
            details=(Detail("eyes", "verdes"), Detail("height", "1,70 m")),
            answers=(Answer("low_income", "yes", TODAY),),
        ),
        of_spouse=True,
    )
    assert rows(installation, RICHMOND, before, now) == [
        ("Estatura", (), ("1,70 m",)),
        ("Pelo", ("gris",), ()),
        ("¿Tiene bajos ingresos?", (), ("sí",)),
        ("Está a nombre del cónyuge", (), ("sí",)),
    ]


def test_a_reviewer_reads_amounts_and_days_as_the_language_writes_them(installation: Installation) -> None:
    before, now = (
        content(told(UTRECHT, year_income=income, applicant_birth_date=born), of_spouse=False)
        for income, born in (("1300", "1980"), ("1300.50", "1980-05-02"))
    )
    assert {(row[1], row[2]) for row in rows(installation, UTRECHT, before, now)} == {
        (("1.300,00",), ("1.300,50",)),
        (("1980",), ("2 de mayo de 1980",)),
    }


def test_a_proposal_from_before_details_were_kept_reads_as_having_none(installation: Installation) -> None:
    old = content(CaseRecord(), of_spouse=False)
    record = old["record"]
    assert isinstance(record, dict)
    del record["details"]
    now = content(CaseRecord(details=(Detail("hair", "gris"),)), of_spouse=False)
    assert rows(installation, RICHMOND, old, now) == [("Pelo", (), ("gris",))]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.scheme)
def test_no_form_takes_for_a_paper_what_its_fonts_lack(version: SchemeVersion) -> None:
    person = person_schema(version, "en", TODAY)
    evidence = [evidence_schema(version, each, "en", TODAY)["issuer"] for each in version.evidence]
    for field in (*(each for each in person.children if isinstance(each, Text)), *evidence):
        with pytest.raises(colander.Invalid, match="lack letters"):
            field.deserialize("王小明")
        assert field.deserialize("Łucja Żółć, Їжакевич")
