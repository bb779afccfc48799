"""The self-check as pure functions: what is asked, what is told, and how it is answered."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.programmes.leaflets import leaflet_of, rule_said, way_to_the_card
from casework.programmes.public_words import FALLBACK, LANGUAGES, Said, public_words, said
from casework.programmes.questions import needs_of
from casework.programmes.selfcheck import Reply, reply_to, selfcheck_schema, told
from casework.schemes import Facts, SchemeVersion, Verdict, findings
from casework.schemes.evidence import parameters_of
from tests.support.catalogue import shipped

CATALOGUE = shipped()
VERSIONS = [scheme.latest for scheme in CATALOGUE]
TODAY = date(2030, 6, 3)
BARCELONA = CATALOGUE.scheme("bcn-veinatge").latest
ARRIVED = {"what": "arrival", "day": date(2030, 2, 14), "place": ""}


def values_of(version: SchemeVersion, **sent: Any) -> dict[str, Any]:
    """What the form gives for an empty answer, with some answers in it."""
    empty = selfcheck_schema(version, "en", TODAY).deserialize({})
    return {**empty, **sent}


def reply(version: SchemeVersion, **sent: Any) -> Reply:
    return reply_to(version, told(version, values_of(version, **sent)), "en", TODAY)


def marks(found: Reply, version: SchemeVersion) -> dict[str, str]:
    return dict(zip(version.rules, (line.mark for line in found.lines), strict=True))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: str(each.scheme))
def test_an_empty_answer_tells_nothing(version: SchemeVersion) -> None:
    facts = told(version, values_of(version))
    assert facts.to_data() == {}
    assert {each.verdict for each in findings(version, facts, TODAY)} <= {Verdict.UNKNOWN}
    assert reply(version).standing == "open"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: str(each.scheme))
def test_only_what_a_person_tells_is_asked(version: SchemeVersion) -> None:
    for fact in needs_of(version).facts:
        assert fact.told_by == "person"
    names = [child.name for child in selfcheck_schema(version, "en", TODAY).children]
    assert len(names) == len(set(names))


def test_barcelona_asks_what_its_rules_read() -> None:
    names = {child.name for child in selfcheck_schema(BARCELONA, "en", TODAY).children}
    assert names == {
        "fact_birth_date", "movements", "never_registered", "lived_country", "no_proof", "no_papers",
        "papers_mitjans", "papers_familia", "papers_llengua", "papers_laboral", "papers_social",
    }  # fmt: skip


def test_time_that_is_missing_has_its_day() -> None:
    found = reply(
        BARCELONA,
        fact_birth_date={"year": 1990, "month": None, "day": None},
        movements=[ARRIVED],
        lived_country={"year": 2028, "month": None, "day": None},
        papers_llengua={"course_certificate"},
    )
    assert (found.standing, found.day, found.also_open) == ("from", date(2030, 8, 14), True)
    assert marks(found, BARCELONA) == {
        "adult": "met",
        "explained": "unknown",
        "registered": "later",
        "year_in_spain": "met",
        "a_tie": "met",
    }


def test_what_may_be_older_counts_at_its_latest_day() -> None:
    """The entry proves the time in the country too; whether there is an older proof nobody has said."""
    found = reply(BARCELONA, movements=[ARRIVED])
    assert (found.standing, found.day) == ("from", date(2031, 2, 14))
    assert marks(found, BARCELONA)["year_in_spain"] == "unknown"


def test_who_has_nothing_is_told_what_would_help() -> None:
    found = reply(BARCELONA, never_registered=True, no_proof=True, no_papers=True)
    assert found.standing == "missing"
    assert marks(found, BARCELONA)["registered"] == "missing"
    assert "Everybody who lives here can register" in found.lines[2].sentence.why
    assert found.lines[4].sentence.settles


def test_of_a_partly_known_day_the_last_counts() -> None:
    facts = told(BARCELONA, values_of(BARCELONA, lived_country={"year": 2029, "month": 2, "day": None}))
    assert facts.presence is not None
    assert facts.presence[0].start == date(2029, 2, 28)


def test_a_proof_of_the_country_is_none_of_the_town() -> None:
    bern = CATALOGUE.scheme("bern-city-card").latest
    values = {"lived_country": {"year": 2020, "month": None, "day": None}}
    facts = told(bern, {**values_of(bern), **values})
    assert marks(reply_to(bern, facts, "en", TODAY), bern)["three_months"] == "missing"


def test_all_that_is_asked_can_be_met() -> None:
    since = {"year": 2029, "month": None, "day": None}
    bern = CATALOGUE.scheme("bern-city-card").latest
    found = reply(bern, lived_city=since, papers_residence={"utility_bill"})
    assert (found.standing, found.also_open) == ("met", False)


@given(st.dates(date(1900, 1, 1), TODAY), st.booleans(), st.booleans())
def test_leaving_something_out_never_helps_or_harms(born: date, course: bool, registered: bool) -> None:
    """What is left out is unknown: no rule that was met becomes missing, none that was missing becomes met."""
    parts: dict[str, Any] = {
        "fact_birth_date": {"year": born.year, "month": born.month, "day": born.day},
        "papers_llengua": {"course_certificate"} if course else (),
        "no_papers": not course,
        "movements": [ARRIVED] if registered else (),
        "never_registered": not registered,
    }
    whole = marks(reply(BARCELONA, **parts), BARCELONA)
    for left_out in ("fact_birth_date", "movements"):
        rest = {name: value for name, value in parts.items() if name != left_out}
        rest["never_registered"] = rest["never_registered"] and left_out != "movements"
        for rule, mark in marks(reply(BARCELONA, **rest), BARCELONA).items():
            assert mark in {whole[rule], "unknown"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_whole_in_every_language(language: str) -> None:
    words, english = public_words(language), public_words(FALLBACK)
    assert words.language == language
    assert set(words.texts) == set(english.texts)
    for key, text in words.texts.items():
        assert text
        assert set(parameters_of({language: text})) == set(parameters_of({FALLBACK: english[key]})), key


def test_another_language_reads_english_and_says_so() -> None:
    assert public_words("zh").language == FALLBACK
    assert said({"fr": "oui", "en": "yes"}, "ar").language == FALLBACK
    assert said({"fr": "oui"}, "ar").language == "fr"


def test_the_course_says_what_happens_to_the_person() -> None:
    assert leaflet_of(BARCELONA, "en").course == (
        "You ask for it, and we note the day.",
        "We look at your papers. If something is missing, we tell you what.",
        "We write down what we have checked, and read it to you.",
        "Another person looks at it again and decides.",
        "It is signed and made, and you get it.",
    )
    assert "Begin the intake" in leaflet_of(CATALOGUE.scheme("utr-bbb").latest, "en").course


def test_a_leaflet_knows_whether_all_of_it_is_in_one_language() -> None:
    assert not leaflet_of(BARCELONA, "ar").is_mixed
    assert leaflet_of(CATALOGUE.scheme("utr-upas").latest, "ar").is_mixed


def test_a_question_of_the_scheme_keeps_its_language_in_a_rule() -> None:
    paris = CATALOGUE.scheme("paris-carte-citoyenne").latest
    assert rule_said(paris, "lives_here", "ar") == Said("I live in Paris", "en")
    assert rule_said(BARCELONA, "adult", "ar").language == "ar"
    (line,) = (each for each in reply_to(paris, Facts(), "ar", TODAY).lines if each.title.language == "en")
    assert line.title.text == "I live in Paris"


def test_no_question_is_named_as_what_would_settle_something() -> None:
    lines = reply_to(BARCELONA, Facts(), "en", TODAY).lines
    assert "When were you born?" in lines[0].sentence.settles
    assert lines[0].settles == ()
    assert lines[1].title.text in lines[1].sentence.settles
    assert lines[1].settles == ()
    assert "Payslip" in lines[4].settles


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: str(each.scheme))
def test_a_leaflet_has_every_part(version: SchemeVersion, language: str) -> None:
    found = leaflet_of(version, language)
    assert found.purpose.text == version.purpose[found.purpose.language]
    assert len(found.conditions) == len(version.rules)
    assert all(each.text and each.language in (language, FALLBACK) for each in found.conditions)
    assert found.validity
    assert found.course
    assert "{" not in repr((found.conditions, found.bring, found.terms, found.validity, found.fees))


def test_the_usual_way_passes_no_detour() -> None:
    assert way_to_the_card(BARCELONA.steps) == ("submit", "take_up", "propose", "grant", "issue")


def test_a_leaflet_says_what_is_not_settled() -> None:
    zurich = leaflet_of(CATALOGUE.scheme("zurich-zcc").latest, "en")
    assert zurich.validity == ("not settled yet",)
    assert zurich.fees == ("not settled yet",)
    assert zurich.bring[0].kinds is None


def test_a_leaflet_says_how_long_and_what_it_costs() -> None:
    idnyc = leaflet_of(CATALOGUE.scheme("nyc-idnyc").latest, "en")
    assert "60 months from the day it is issued" in idnyc.validity
    assert "for some people: 24 months from the day it is issued" in idnyc.validity
    assert idnyc.fees == ("It is free.", "a new one for a lost one: US$10")
    assert leaflet_of(CATALOGUE.scheme("utr-upas").latest, "nl").validity == ("tot en met 30 juni",)
