"""Barcelona's rules (schemes.md §2.2) and each kind of rule by itself."""

from datetime import date
from typing import Any

import pytest

from casework.schemes import Finding, SchemeVersion, Verdict, explain, facts_from, findings
from casework.schemes.dates import LeapBirthday, PartialDate, Period
from casework.schemes.evidence import Acceptance, Copies, EvidenceCategory, EvidenceKind, IfEmpty
from casework.schemes.facts import DatedAnswer, Document, Facts, Presence
from casework.schemes.register import Movement, MovementKind
from casework.schemes.rules import Age, AllOf, AnyOf, Basis, Is, Lived, Rule, Scope, Shown, Unless, find

D = date.fromisoformat
ON = D("2024-06-01")
MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN

ELIGIBLE: dict[str, Any] = {
    "birth_date": "1990-05-02",
    "explained": "yes",
    "movements": [{"what": "arrival", "date": "2023-05-02", "place": "Barcelona"}],
    "documents": [{"kind": "membership_letter"}],
}


def rule_of(version: SchemeVersion, data: dict[str, Any], rule: str, on: date) -> Finding:
    return next(f for f in findings(version, facts_from(version, data), on) if f.rule == rule)


def answered(**told: str | int) -> Facts:
    return Facts(answers={name: (DatedAnswer(date.min, answer),) for name, answer in told.items()})


def category(key: str, *kinds: EvidenceKind, expired: Acceptance | None = None) -> EvidenceCategory:
    return EvidenceCategory(
        key, {}, kinds, expired or Acceptance(), Copies.SEEN_ONLY, IfEmpty.OMIT, prints=()
    )


PASSPORT = EvidenceKind("passport", {}, frozenset({"photo", "birth_date"}), expires=True)
BILL = EvidenceKind("bill", {}, frozenset({"address"}))
LEASE = EvidenceKind("lease", {}, frozenset({"address"}))


def shown(*papers: Document) -> Facts:
    return Facts(documents=papers)


def test_somebody_who_meets_everything(barcelona: SchemeVersion) -> None:
    whole = explain(barcelona, facts_from(barcelona, ELIGIBLE), D("2024-05-02"))
    assert (whole["verdict"], whole["earliest"]) == ("met", "2024-05-02")


def test_the_earliest_day_is_the_one_on_which_all_are_met_together(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, ELIGIBLE | {"birth_date": "2006-02-01"})
    assert explain(barcelona, facts, D("2023-09-01"))["earliest"] == "2024-05-02", (
        "the year in Spain comes last"
    )
    young = facts_from(barcelona, ELIGIBLE | {"birth_date": "2006-12-24"})
    assert explain(barcelona, young, D("2023-09-01"))["earliest"] == "2024-12-24", "the birthday comes last"


def test_nothing_is_known_of_somebody_nobody_has_asked(barcelona: SchemeVersion) -> None:
    whole = explain(barcelona, facts_from(barcelona, {}), ON)
    assert whole["verdict"] == "unknown"
    assert {finding["verdict"] for finding in whole["findings"]} == {"unknown"}
    assert whole["earliest"] is None


@pytest.mark.parametrize(
    ("documents", "verdict"),
    [
        (["payslip"], MET),
        (["family_book"], MET),
        (["membership_letter"], MET),
        (["course_certificate"], MET),
        (["diploma"], UNMET),
        (["passport", "padro_certificate"], UNMET),
        ([], UNMET),
    ],
)
def test_one_tie_of_three_is_enough(barcelona: SchemeVersion, documents: list[str], verdict: Verdict) -> None:
    data = {"documents": [{"kind": kind} for kind in documents]}
    assert rule_of(barcelona, data, "a_tie", ON).verdict is verdict


def test_a_paper_filed_under_another_section_does_not_count(barcelona: SchemeVersion) -> None:
    data = {"documents": [{"kind": "job_offer", "category": "ident"}]}
    assert rule_of(barcelona, data, "a_tie", ON).verdict is UNMET


def test_twelve_months_by_any_evidence_need_not_be_unbroken(barcelona: SchemeVersion) -> None:
    data = {"presence": [{"from": "2022-01-01", "to": "2022-02-01"}], "movements": []}
    found = rule_of(barcelona, data, "year_in_spain", ON)
    assert (found.verdict, found.values["since"]) == (MET, D("2022-01-01"))


def test_a_source_nobody_has_looked_at_may_hold_an_older_proof(barcelona: SchemeVersion) -> None:
    data = {"presence": [{"from": "2024-01-01"}]}
    found = rule_of(barcelona, data, "year_in_spain", ON)
    assert (found.verdict, found.met_on) == (UNKNOWN, D("2025-01-01"))
    assert [missing.names for missing in found.missing] == [("movements",)]
    assert rule_of(barcelona, data | {"movements": []}, "year_in_spain", ON).verdict is UNMET


def test_the_answer_of_the_reference_day_counts(barcelona: SchemeVersion) -> None:
    data = {"explained": [{"from": "2024-01-01", "is": "no"}, {"from": "2024-03-01", "is": "yes"}]}
    before = rule_of(barcelona, data, "explained", D("2024-02-01"))
    assert (before.verdict, before.met_on) == (UNMET, D("2024-03-01"))
    after = rule_of(barcelona, data, "explained", ON)
    assert (after.verdict, after.met_since) == (MET, D("2024-03-01"))


@pytest.mark.parametrize(
    ("born", "on", "verdict"),
    [
        ("2006-05-02", "2024-05-01", UNMET),
        ("2006-05-02", "2024-05-02", MET),
        ("2006-05", "2024-04-30", UNMET),
        ("2006-05", "2024-05-15", UNKNOWN),
        ("2006-05", "2024-05-31", MET),
        ("2006", "2023-12-31", UNMET),
        ("2006", "2024-06-01", UNKNOWN),
        ("2006", "2024-12-31", MET),
    ],
)
def test_age_with_a_partly_known_birth_date(
    barcelona: SchemeVersion, born: str, on: str, verdict: Verdict
) -> None:
    assert rule_of(barcelona, {"birth_date": born}, "adult", D(on)).verdict is verdict


def test_age_limits_and_their_reasons() -> None:
    rule = Age(at_least=14, below=22)
    facts = Facts(dates={"birth_date": PartialDate(2010, 2, 28)})
    reasons = {
        day: find("age", rule, facts, D(day)).reason for day in ("2024-02-27", "2024-02-28", "2032-02-28")
    }
    assert reasons == {"2024-02-27": "age.too_young", "2024-02-28": "age.met", "2032-02-28": "age.too_old"}
    assert find("age", rule, Facts(), ON).reason == "age.birth_not_known"


def test_a_scheme_chooses_when_leap_birthdays_fall() -> None:
    facts = Facts(dates={"birth_date": PartialDate(2008, 2, 29)})
    early, late = Age(at_least=18), Age(at_least=18, leap=LeapBirthday.MARCH_1)
    assert early.outcome(facts, D("2026-02-28")).verdict is MET
    assert late.outcome(facts, D("2026-02-28")).verdict is UNMET
    assert late.outcome(facts, D("2026-03-01")).verdict is MET


def test_is_takes_one_of_several_answers_or_a_least_number() -> None:
    assert Is("stay", ("open", "paused")).outcome(answered(stay="paused"), ON).verdict is MET
    assert Is("stay", ("open",)).outcome(answered(stay="over"), ON).verdict is UNMET
    assert Is("size", at_least=2).outcome(answered(size=2), ON).verdict is MET
    assert Is("size", at_least=2).outcome(answered(size=1), ON).verdict is UNMET
    assert Is("size", at_least=2).outcome(Facts(), ON).verdict is UNKNOWN


def test_lived_by_register_by_evidence_and_in_the_city_only() -> None:
    year = Period.parse("12 months")
    facts = Facts(
        movements=(Movement(MovementKind.ARRIVAL, D("2020-01-01"), "Girona"),),
        presence=(Presence(D("2023-01-01")), Presence(D("2019-01-01"), place="Girona")),
    )

    def since(scope: Scope, basis: Basis) -> object:
        return Lived("Barcelona", year, scope, basis).outcome(facts, ON).values.get("since")

    assert since(Scope.CITY, Basis.EVIDENCE) == D("2023-01-01")
    assert since(Scope.CITY, Basis.REGISTER) is None
    assert since(Scope.COUNTRY, Basis.REGISTER) == D("2020-01-01")
    assert since(Scope.COUNTRY, Basis.ANY) == D("2019-01-01")


def test_a_value_that_nobody_has_settled_is_unknown() -> None:
    outcome = Lived("Barcelona", None).outcome(Facts(presence=(Presence(D("2000-01-01")),)), ON)
    assert (outcome.verdict, outcome.reason) == (UNKNOWN, "open_value")
    undecided = EvidenceCategory("home", {}, None, Acceptance(), Copies.SEEN_ONLY, IfEmpty.OMIT, ())
    assert Shown((undecided,)).outcome(shown(Document("anything")), ON).verdict is UNKNOWN


def test_papers_of_one_kind_count_once() -> None:
    rule = Shown((category("home", BILL, LEASE),), need=2)
    assert rule.outcome(shown(Document("bill"), Document("bill")), ON).verdict is UNMET
    assert rule.outcome(shown(Document("bill"), Document("lease")), ON).verdict is MET
    assert rule.outcome(shown(Document("bill")), ON).values["lacking"] == 1


def test_one_paper_counts_in_one_column_but_in_every_group() -> None:
    home, work = category("home", BILL), category("work", BILL)
    assert Shown((home, work), need=2).outcome(shown(Document("bill")), ON).verdict is UNMET
    assert (
        Shown(groups={"a": (home,), "b": (work,)}, need=2).outcome(shown(Document("bill")), ON).verdict is MET
    )


def test_a_paper_is_good_through_its_last_day() -> None:
    rule = Shown((category("identity", PASSPORT),))
    paper = shown(Document("passport", expires=D("2024-05-31")))
    assert rule.outcome(paper, D("2024-05-31")).verdict is MET
    assert rule.outcome(paper, D("2024-06-01")).verdict is UNMET
    assert rule.outcome(shown(Document("passport")), ON).verdict is UNKNOWN, "its last day is not entered"
    assert rule.outcome(shown(Document("passport", never_expires=True)), ON).verdict is MET


def test_a_lapsed_paper_counts_where_the_scheme_says_so() -> None:
    paper = shown(Document("passport", expires=D("2022-01-31")))
    always = Shown((category("identity", PASSPORT, expired=Acceptance(always=True)),))
    within = Shown((category("identity", PASSPORT, expired=Acceptance(within=Period.parse("25 months"))),))
    assert always.outcome(paper, ON).verdict is MET
    assert within.outcome(paper, D("2024-02-29")).verdict is MET
    assert within.outcome(paper, D("2024-03-01")).verdict is UNMET


def test_recent_papers_only() -> None:
    rule = Shown((category("home", BILL),), dated_within=Period.parse("30 days"))
    paper = shown(Document("bill", issued=D("2024-05-02")))
    assert rule.outcome(paper, ON).verdict is MET
    assert rule.outcome(paper, D("2024-06-02")).verdict is UNMET
    assert rule.outcome(shown(Document("bill")), ON).verdict is UNKNOWN


def test_among_them_one_with_a_photo() -> None:
    rule = Shown((category("identity", PASSPORT, BILL, LEASE),), need=2, showing=("photo",))
    assert rule.outcome(shown(Document("bill"), Document("lease")), ON).verdict is UNMET
    photo = Document("passport", never_expires=True)
    assert rule.outcome(shown(Document("bill"), photo), ON).verdict is MET


YES, NO, MAYBE = Is("yes", ("yes",)), Is("no", ("yes",)), Is("maybe", ("yes",))
TOLD = answered(yes="yes", no="no")


@pytest.mark.parametrize(
    ("rule", "verdict", "reason"),
    [
        (AllOf((YES, YES)), MET, "all.met"),
        (AllOf((YES, MAYBE)), UNKNOWN, "is.not_known"),
        (AllOf((MAYBE, NO)), UNMET, "is.not"),
        (AnyOf((NO, YES)), MET, "is.met"),
        (AnyOf((NO, MAYBE)), UNKNOWN, "any.unsure"),
        (AnyOf((NO, NO)), UNMET, "any.none"),
        (Unless(YES, NO), MET, "is.met"),
        (Unless(NO, YES), MET, "excused"),
        (Unless(NO, NO), UNMET, "is.not"),
        (Unless(NO, MAYBE), UNKNOWN, "is.not"),
        (Unless(MAYBE, NO), UNKNOWN, "is.not_known"),
    ],
)
def test_joined_rules(rule: Rule, verdict: Verdict, reason: str) -> None:
    outcome = rule.outcome(TOLD, ON)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


def test_a_mixed_condition_has_the_first_day_on_which_it_holds_as_a_whole() -> None:
    facts = Facts(
        dates={"birth_date": PartialDate(2010, 1, 1)},
        presence=(Presence(D("2024-05-25")),),
        documents=(Document("bill", issued=D("2024-04-01")),),
    )
    recent = Shown((category("home", BILL),), dated_within=Period.parse("30 days"))
    rule = AllOf((Age(at_least=14), AnyOf((Lived("X", Period.parse("15 days")), recent))))
    finding = find("both", rule, facts, ON)
    assert (finding.verdict, finding.met_on) == (UNMET, D("2024-06-09"))
    assert find("both", rule, facts, D("2024-04-15")).met_since == D("2024-04-01")
