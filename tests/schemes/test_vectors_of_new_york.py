"""The vectors of schemes.md §8.3, New York: points, the young, validity, renewal; written from its tables."""

from datetime import date
from typing import Any

import pytest

from casework.schemes import Catalogue, Finding, SchemeVersion, Verdict, facts_from, findings
from casework.schemes.rights import fee_due

D = date.fromisoformat
ON = D("2024-09-01")
MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN


def latest(catalogue: Catalogue, key: str) -> SchemeVersion:
    return catalogue.scheme(key).latest


def found(version: SchemeVersion, data: dict[str, Any], on: date = ON) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings(version, facts_from(version, data), on)}


# --- §8.3: New York ----------------------------------------------------------------------------------------------

MR = {"kind": "passport_mr", "expires": "2030-01-01"}
MR_EXPIRED = {"kind": "passport_mr", "expires": "2021-10-01"}  # 2 years and 11 months before the day
PLAIN = {"kind": "passport_plain", "expires": "2030-01-01"}
FOREIGN_LICENCE = {"kind": "foreign_driving_licence", "expires": "2030-01-01"}
BIRTH, BIRTH_US = {"kind": "birth_certificate"}, {"kind": "birth_certificate_us"}
GAS, BANK, LEASE = {"kind": "utility_bill"}, {"kind": "bank_statement"}, {"kind": "lease"}
HERE = {"kind": "ny_licence_here", "expires": "2030-01-01"}
ALBANY = {"kind": "ny_licence_elsewhere", "expires": "2030-01-01"}
GROWN_UP: dict[str, Any] = {
    "birth_date": "1990-01-01",
    "presence": [{"from": "2020-01-01"}],
    "caretaker": "no",
    "emergency_contact": "no",
}


def lacking(catalogue: Catalogue, papers: list[dict[str, str]], on: date = ON, **more: str) -> set[str]:
    version = latest(catalogue, "nyc-idnyc")
    data = GROWN_UP | more | {"documents": papers}
    return {rule for rule, finding in found(version, data, on).items() if finding.verdict is not MET}


@pytest.mark.parametrize(
    ("papers", "rules"),
    [
        ([MR, GAS], set()),
        ([MR_EXPIRED, FOREIGN_LICENCE, GAS], set()),
        ([PLAIN, BIRTH, BANK], set()),
        ([PLAIN, BANK], {"identity", "total"}),
        ([PLAIN, GAS, BANK, LEASE], {"identity"}),
        ([HERE], set()),
        ([ALBANY], {"residency", "total"}),
        ([BIRTH, BIRTH, BANK], {"identity", "total", "photo"}),
        ([FOREIGN_LICENCE, BIRTH, BIRTH, BANK], {"identity", "total"}),
    ],
    ids=[
        "valid",
        "expired",
        "plain",
        "one short",
        "surplus residency",
        "alone",
        "albany",
        "twice",
        "twice more",
    ],
)
def test_points(catalogue: Catalogue, papers: list[dict[str, str]], rules: set[str]) -> None:
    assert lacking(catalogue, papers) == rules


def test_three_years_after_its_last_day_a_passport_still_counts_two(catalogue: Catalogue) -> None:
    papers = [{"kind": "passport_mr", "expires": "2021-09-01"}, FOREIGN_LICENCE, GAS]
    assert lacking(catalogue, papers, D("2024-09-01")) == set()
    assert lacking(catalogue, papers, D("2024-09-02")) == {"identity", "total"}


def test_what_is_missing_is_said_and_what_is_a_guess(catalogue: Catalogue) -> None:
    version = latest(catalogue, "nyc-idnyc")
    short = found(version, GROWN_UP | {"documents": [PLAIN, BANK]})["identity"]
    assert (short.reason, short.values["lacking"]) == ("shown.points_missing", 1)
    enough = found(version, GROWN_UP | {"documents": [MR, GAS]})
    assert (enough["identity"].is_placeholder, enough["residency"].is_placeholder) == (False, True)
    undated = found(version, GROWN_UP | {"documents": [{"kind": "social_security_card"}]})["total"]
    assert undated.values["things"] == ("birth_date",)


@pytest.mark.parametrize(
    ("born", "caretaker", "rules"),
    [
        ("2004-08-01", "yes", set()),  # 20 years old
        ("2004-08-01", "no", {"photo"}),
        ("2002-08-01", "yes", {"photo"}),  # 22 years old
        ("2002-09-02", "yes", set()),  # 21 until tomorrow
    ],
)
def test_papers_without_a_photo(catalogue: Catalogue, born: str, caretaker: str, rules: set[str]) -> None:
    papers = [BIRTH, BIRTH_US, GAS]
    assert lacking(catalogue, papers, birth_date=born, caretaker=caretaker) == rules


@pytest.mark.parametrize(
    ("born", "company", "rules"),
    [
        ("2011-08-01", "yes", set()),  # 13 years old
        ("2011-08-01", "no", {"young"}),
        ("2015-08-01", "yes", {"age"}),  # 9 years old
        ("2010-09-01", "no", set()),  # 14 today
    ],
)
def test_the_young_come_with_somebody(catalogue: Catalogue, born: str, company: str, rules: set[str]) -> None:
    missing = lacking(catalogue, [MR, GAS], birth_date=born, caretaker=company, emergency_contact=company)
    assert missing == rules


def test_a_bill_in_the_spouses_name_needs_the_marriage_certificate(catalogue: Catalogue) -> None:
    bill = GAS | {"of": "spouse"}
    assert lacking(catalogue, [MR, bill]) == {"residency", "total"}
    assert lacking(catalogue, [MR, bill, {"kind": "marriage_certificate"}]) == set()


def test_validity_and_renewal_in_new_york(catalogue: Catalogue) -> None:
    version = latest(catalogue, "nyc-idnyc")

    def last(born: str) -> date | None:
        return version.last_valid_day(ON, facts_from(version, {"birth_date": born}))

    assert last("2011-08-01") == D("2026-09-01"), "13 years old: two years"
    assert last("2010-09-01") == D("2029-09-01"), "14 today: five years"
    assert version.renewal is not None
    assert version.renewal.window(D("2029-09-01")) == (D("2029-07-03"), D("2030-03-01"))


def test_hardship_waives_the_replacement(catalogue: Catalogue) -> None:
    version = latest(catalogue, "nyc-idnyc")

    def due(**told: str) -> tuple[int, tuple[str, ...]]:
        asked = fee_due(version.fee, facts_from(version, told), ON, replacement=True)
        assert asked is not None
        return int(asked.amount.amount), asked.could_be

    assert due(hardship="no") == (10, ())
    assert due(hardship="yes") == (0, ())
    assert due() == (10, ("hardship",))
