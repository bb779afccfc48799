"""What a finding says: in two voices, in the reader's language, with its day and what would settle it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.schemes import (
    Catalogue,
    NotAllowed,
    SchemeVersion,
    Verdict,
    Voice,
    facts_from,
    findings,
    rule_title,
    say,
    say_refusal,
)
from casework.schemes.rules import AllOf, MissingKind, Shown
from casework.schemes.sentences import Way, title_of, ways_of
from casework.schemes.words import LANGUAGES

D = date.fromisoformat
ON = D("2026-11-21")
KNOWN: dict[str, Any] = {
    "birth_date": "1990",
    "explained": "yes",
    "movements": [{"what": "arrival", "date": "2026-08-14"}],
    "presence": [],
    "documents": [],
}
GAP = [
    {"what": "arrival", "date": "2020-01-01"},
    {"what": "caducity", "date": "2026-01-01", "notified": "2026-03-20"},
    {"what": "arrival", "date": "2026-04-01"},
]


def sentences(
    version: SchemeVersion, data: dict[str, Any], language: str, voice: Voice, on: date = ON
) -> Any:
    return {
        f.rule: say(version, f, language, voice) for f in findings(version, facts_from(version, data), on)
    }


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "6 months in the register of Barcelona: met from 14 February 2027."),
        ("ca", "6 mesos al padró de Barcelona: es complirà a partir del 14 de febrer de 2027."),
        ("es", "6 meses en el padrón de Barcelona: se cumplirá a partir del 14 de febrero de 2027."),
        ("fr", "6\u00a0mois au registre de Barcelona : rempli à partir du 14 février 2027."),
    ],
)
def test_a_rule_speaks_in_a_sentence_with_a_date(barcelona: SchemeVersion, language: str, lead: str) -> None:
    assert sentences(barcelona, KNOWN, language, Voice.CASEWORKER)["registered"].lead == lead


def test_two_readers_hear_two_reasons(barcelona: SchemeVersion) -> None:
    officer = sentences(barcelona, KNOWN, "en", Voice.CASEWORKER)["registered"]
    person = sentences(barcelona, KNOWN, "en", Voice.PERSON)["registered"]
    assert officer.why == (
        "Registered since 14 August 2026. An application from 14 February 2027 on would meet this."
    )
    assert person.why == (
        "You have been registered since 14 August 2026. Nothing is lost: from 14 February 2027 on you can apply."
    )


PAPERS = [
    {"kind": "payslip", "category": "laboral"},
    {"kind": "ngo_letter", "category": "social"},
    {"kind": "passport", "category": "ident"},
]


@pytest.mark.parametrize(
    ("language", "seen"),
    [
        ("en", "Seen: Payslip, A3; Letter of an association, A4."),
        ("ca", "Vist: Nòmina, A3; Carta d’una associació, A4."),
        ("fr", "Vu : Fiche de paie, A3; Lettre d’une association, A4."),
    ],
)
def test_a_met_rule_says_which_papers_it_rests_on(barcelona: SchemeVersion, language: str, seen: str) -> None:
    """Those that count, by kind and by what the office calls them; the passport counts for no tie."""
    facts = facts_from(barcelona, {"documents": PAPERS})
    assert facts.documents is not None
    labelled = (replace(each, label=f"A{n}") for n, each in enumerate(facts.documents, start=3))
    facts = replace(facts, documents=tuple(labelled))
    (tie,) = [each for each in findings(barcelona, facts, ON) if each.rule == "a_tie"]
    assert say(barcelona, tie, language).why == seen
    assert "A3" not in say(barcelona, tie, language, Voice.PERSON).why


def test_a_rule_of_parts_says_what_was_seen_for_each(catalogue: Catalogue) -> None:
    papers = [{"kind": "passport"}, {"kind": "lease"}]
    one_tie = AllOf(
        tuple(Shown(columns=(_category(catalogue, key),)) for key in ("ident", "habitatge"))
    ).outcome(facts_from(catalogue.scheme("bcn-veinatge").latest, {"documents": papers}), ON)
    assert one_tie.reason == "all.seen"
    assert [paper.kind for paper in one_tie.values["seen"]] == ["passport", "lease"]


def test_the_ways_to_settle_a_rule_name_what_is_entered_where(barcelona: SchemeVersion) -> None:
    found = {
        each.rule: ways_of(barcelona, each, "en")
        for each in findings(barcelona, facts_from(barcelona, {}), ON)
    }
    assert found["adult"] == (Way(MissingKind.FACT, "birth_date", "When were you born?"),)
    assert [(way.kind, way.key) for way in found["year_in_spain"]] == [
        (MissingKind.FACT, "movements"),
        (MissingKind.FACT, "presence"),
    ]
    assert Way(MissingKind.EVIDENCE, "mitjans", "Means of living") in found["a_tie"]
    gap = facts_from(barcelona, KNOWN | {"movements": GAP})
    (registered,) = [each for each in findings(barcelona, gap, D("2026-06-01")) if each.rule == "registered"]
    assert [(way.kind, way.key) for way in ways_of(barcelona, registered, "en")] == [
        (MissingKind.REVIEW, "gap")
    ]


def _category(catalogue: Catalogue, key: str) -> Any:
    return catalogue.scheme("bcn-veinatge").latest.category(key)


def test_the_gap_is_named_with_its_days_and_cause(barcelona: SchemeVersion) -> None:
    said = sentences(barcelona, KNOWN | {"movements": GAP}, "en", Voice.CASEWORKER, D("2026-06-01"))[
        "registered"
    ]
    assert said.why == (
        "Registered since 1 April 2026, after a gap of 12 days (lapsed registration). Review whether the gap counts."
    )
    assert said.settles == ("A person’s look at the gap in the register",)
    assert said.lead.endswith("met from 1 October 2026.")


def test_catalan_joins_the_article_to_the_first_and_the_eleventh(barcelona: SchemeVersion) -> None:
    for day, written in (
        ("2026-01-01", "de l’1 de"),
        ("2026-01-11", "de l’11 de"),
        ("2026-01-12", "del 12 de"),
    ):
        data = KNOWN | {"movements": [{"what": "arrival", "date": day}]}
        why = sentences(barcelona, data, "ca", Voice.CASEWORKER)["registered"].why
        assert f"des {written} gener de 2026" in why


def test_what_would_settle_a_rule_is_named_in_the_readers_language(barcelona: SchemeVersion) -> None:
    tie = sentences(barcelona, KNOWN, "ca", Voice.PERSON)["a_tie"]
    assert tie.title == "Un vincle laboral, social o familiar", "the scheme's own words"
    assert tie.state == "encara no es compleix"
    assert {"Nòmina", "Llibre de família", "Carta d’una associació"} <= set(tie.settles)
    assert len(tie.settles) == len(set(tie.settles))


def test_a_partly_known_birth_date_is_never_shown_as_a_day(barcelona: SchemeVersion) -> None:
    for language in LANGUAGES:
        said = sentences(barcelona, KNOWN, language, Voice.PERSON)["adult"]
        assert not any(year in said.lead + said.why for year in ("1990", "2008", "2009"))


def test_what_nobody_looked_at_is_not_known_yet(barcelona: SchemeVersion) -> None:
    said = sentences(barcelona, {}, "en", Voice.CASEWORKER)
    assert {sentence.state for sentence in said.values()} == {"not known yet"}
    assert said["adult"].settles == ("When were you born?",)


def test_a_language_that_the_house_does_not_speak_falls_back_to_english(barcelona: SchemeVersion) -> None:
    assert (
        sentences(barcelona, KNOWN, "pt", Voice.CASEWORKER)["registered"].state == "met from 14 February 2027"
    )
    assert rule_title(barcelona, "adult", "pt") == "At least 18 years old"


def test_the_verdicts_are_those_of_the_findings(barcelona: SchemeVersion) -> None:
    found = {f.rule: f.verdict for f in findings(barcelona, facts_from(barcelona, KNOWN), ON)}
    assert found == {
        "adult": Verdict.MET,
        "explained": Verdict.MET,
        "registered": Verdict.UNMET,
        "year_in_spain": Verdict.UNMET,
        "a_tie": Verdict.UNMET,
    }


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (
            NotAllowed("not_from_here", "in_study"),
            "This step is not open while the dossier is: being studied.",
        ),
        (NotAllowed("needs", "read_back"), "Still needed: the text read back to the person."),
        (NotAllowed("needs", "registered"), "Still needed: 6 months in the register of Barcelona."),
        (NotAllowed("term_runs", "2026-09-28"), "The person has until 28 September 2026."),
    ],
)
def test_a_refused_step_says_what_would_help(
    barcelona: SchemeVersion, refused: NotAllowed, sentence: str
) -> None:
    assert say_refusal(barcelona, refused, "en") == sentence


def test_points_money_and_records_in_the_language_of_the_town(catalogue: Catalogue) -> None:
    def why(key: str, rule: str, data: dict[str, Any], language: str, voice: Voice, on: str) -> str:
        version = catalogue.scheme(key).latest
        return str(sentences(version, data, language, voice, D(on))[rule].why)

    papers = {"documents": [{"kind": "utility_bill"}]}
    assert why("nyc-idnyc", "identity", papers, "es", Voice.PERSON, "2024-09-01") == (
        "Puntos que aún faltan: 3. Usted elige con qué papeles."
    )
    guess = why("nyc-idnyc", "residency", papers, "en", Voice.CASEWORKER, "2024-09-01")
    assert guess == "Seen: Household bill. It rests on a value that the office has not confirmed."
    rich = {"monthly_income": "1625.01", "children": 1}
    assert (
        why("nantes-carte-blanche", "low_income", rich, "en", Voice.CASEWORKER, "2024-01-15")
        == "Above €1,625."
    )
    assert "1\u202f625\u00a0€" in why(
        "nantes-carte-blanche", "low_income", rich, "fr", Voice.PERSON, "2024-01-15"
    )
    ended = {"stay": "ended"}
    assert (
        why("utr-bbb", "stays", ended, "nl", Voice.CASEWORKER, "2024-01-15")
        == "In de administratie staat iets anders."
    )
    no_photo = {"documents": [{"kind": "birth_certificate"}, {"kind": "payslip"}]}
    assert why("nantes-carte-blanche", "identity", no_photo, "fr", Voice.CASEWORKER, "2024-01-15") == (
        "1 de plus suffirait."
    )


def test_joined_requirements_are_read_with_brackets(catalogue: Catalogue) -> None:
    sf = catalogue.scheme("sf-city-id").latest
    assert title_of(sf, sf.rules["identity"], "en") == (
        "Evidence of: Primary identity papers or (2 papers on: Secondary identity papers; "
        "(Evidence of: Secondary identity papers, unless: Not yet 14 years old))"
    )


def test_a_rule_that_the_scheme_says_itself_is_read_in_its_words(catalogue: Catalogue) -> None:
    sf = catalogue.scheme("sf-city-id").latest
    assert rule_title(sf, "residence", "en") == "A paper that shows where you live, not older than 30 days"
    assert rule_title(sf, "residence", "zh") == "一份证明您住处的文件，日期在30天以内"
