"""Another scheme file and no Python: other requirements, sentences, steps, number and paper from the same calls."""

from datetime import date

from casework.schemes import (
    Actor,
    CardState,
    Done,
    SchemeVersion,
    SequenceScope,
    Situation,
    Voice,
    actions_from,
    allowed,
    explain,
    facts_from,
    findings,
    given_by,
    heading_of,
    name_of,
    next_state,
    rule_title,
    say,
    term_ends,
    write_statement,
)

D = date.fromisoformat
ON = D("2024-06-01")
FACTS = {
    "birth_date": "2012-01-01",
    "pupil": "yes",
    "household_size": 3,
    "presence": [{"from": "2024-05-20"}],
    "documents": [{"kind": "swimming_badge"}, {"kind": "birth_certificate"}],
}


def test_other_findings(town: SchemeVersion) -> None:
    whole = explain(town, facts_from(town, FACTS), ON)
    assert whole == {
        "verdict": "unmet",
        "findings": [
            {"rule": "old_enough", "verdict": "met", "reason": "excused", "met_on": "2024-06-01"},
            {"rule": "identity", "verdict": "met", "reason": "shown.met", "met_on": "2024-06-01"},
            {"rule": "lives_here", "verdict": "unmet", "reason": "any.none", "met_on": "2024-06-04"},
            {"rule": "family", "verdict": "met", "reason": "is.met", "met_on": "2024-06-01"},
        ],
        "earliest": "2024-06-04",
    }


def test_other_sentences(town: SchemeVersion) -> None:
    assert rule_title(town, "family", "en") == "How many persons live in your home: at least 2"
    assert rule_title(town, "identity", "fr") == "2 papiers sur : Identité"
    assert rule_title(town, "lives_here", "en") == "15 days lived in Valmorette or Evidence of: Home"
    found = next(f for f in findings(town, facts_from(town, FACTS), ON) if f.rule == "lives_here")
    said = say(town, found, "fr", Voice.PERSON)
    assert said.lead.endswith(" : rempli à partir du 4 juin 2024.")
    assert "Bail" in said.settles


def test_own_words_stand_before_those_of_the_house(town: SchemeVersion) -> None:
    assert name_of(town, "kinds", "swimming_badge", "fr") == "Badge de la piscine"
    assert name_of(town, "kinds", "passport", "fr") == "Passeport"
    assert name_of(town, "states", "printed", "en") == "printed"
    assert name_of(town, "states", "handed_over", "en") == "handed over", "no word: the key, readable"
    assert heading_of(town, "home", "fr") == "Logement"


def test_other_steps(town: SchemeVersion) -> None:
    intake, clerk = Actor("caseworker", "ngo"), Actor("caseworker", "city")
    given = given_by(findings(town, facts_from(town, FACTS), D("2024-06-04")))
    start = Situation(town.steps.start.key, D("2024-06-04"), given)
    assert [action.key for action in actions_from(town.steps, "asked", "caseworker", "ngo")] == ["print"]
    assert not allowed(town.steps, start, "print", clerk)
    printed = next_state(town.steps, start, "print", intake)
    assert printed.card is CardState.PREPARED
    done = (Done("print", D("2024-06-04")),)
    assert term_ends(town.steps, "collect", done) == D("2024-06-18")
    assert term_ends(town.steps, "collect", (Done("print", D("2024-04-17")),)) == D("2024-05-02"), (
        "1 May rolls"
    )
    in_time = Situation(printed.key, D("2024-06-18"), given, done)
    assert next_state(town.steps, in_time, "hand_over", clerk).card is CardState.VALID
    too_late = Situation(printed.key, D("2024-06-19"), given, done)
    assert not allowed(town.steps, too_late, "hand_over", clerk)


def test_another_number_validity_and_paper(town: SchemeVersion) -> None:
    assert town.number_pattern.scope is SequenceScope.GLOBAL
    assert town.number_pattern.format(2024, 7) == "VM/0007"
    assert town.last_valid_day(D("2024-02-29")) == D("2027-02-28")
    card = town.papers["card"]
    assert (card.form, card.languages, card.front) == (
        "ID-1",
        ("fr", "en"),
        ("name", "photo", "number", "valid_until"),
    )
    assert card.text("title", "fr") == "Carte de Valmorette"


def test_another_statement_in_two_languages(town: SchemeVersion) -> None:
    lane = town.category("home").template("lane")
    assert [parameter.key for parameter in lane.parameters] == ["lane", "since"]
    values = {"lane": "4", "since": "2024-05-01"}
    assert write_statement(lane, "fr", values) == "Nage dans le couloir 4 depuis le 1er mai 2024."
    assert write_statement(lane, "en", values) == "Swims in lane 4 since 1 May 2024."
