"""The vectors of schemes.md §1.3 (stays), §5, §6, §8.3, §12–§16, written from its tables and not from the code."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from casework.schemes import Catalogue, Finding, SchemeVersion, Verdict, facts_from, findings
from casework.schemes.dates import card_year, nights, sleeps
from casework.schemes.facts import Facts
from casework.schemes.rights import entitlements_on, fee_due

D = date.fromisoformat
ON = D("2024-09-01")
MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN


def latest(catalogue: Catalogue, key: str) -> SchemeVersion:
    return catalogue.scheme(key).latest


def found(version: SchemeVersion, data: dict[str, Any], on: date = ON) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings(version, facts_from(version, data), on)}


# --- §1.3: stays -------------------------------------------------------------------------------------------------


def test_a_stay_has_its_nights_and_a_transfer_takes_one_bed() -> None:
    assert nights(D("2024-01-10"), D("2024-01-15")) == 5
    first, second = (D("2024-01-10"), D("2024-01-12")), (D("2024-01-12"), D("2024-01-15"))
    beds = [sum(sleeps(*stay, date(2024, 1, day)) for stay in (first, second)) for day in range(9, 17)]
    assert beds == [0, 1, 1, 1, 1, 1, 0, 0]
    assert sleeps(D("2024-01-10"), None, D("2030-01-01"))


# --- §5: U-pas ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first", "last", "proof_year"),
    [("2024-06-30", "2023-07-01", "2024-06-30", 2022), ("2024-07-01", "2024-07-01", "2025-06-30", 2023)],
)
def test_the_card_year_turns_on_1_july(
    catalogue: Catalogue, on: str, first: str, last: str, proof_year: int
) -> None:
    version = latest(catalogue, "utr-upas")
    assert version.card_year(D(on)) == card_year("06-30", D(on)) == (D(first), D(last))
    assert version.last_valid_day(D(on)) == D(last)
    year = version.card_year(D(on))
    assert year is not None
    assert year[0].year - 1 == proof_year, "income is proved for the calendar year before"


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"student": "no"}, MET),
        ({"student": "yes"}, UNKNOWN),
        ({"student": "yes", "own_child": "yes"}, MET),
        ({"student": "yes", "own_child": "no"}, UNMET),
    ],
)
def test_students_are_excluded_unless_they_have_children(
    catalogue: Catalogue, more: dict[str, str], verdict: Verdict
) -> None:
    assert found(latest(catalogue, "utr-upas"), more)["not_student"].verdict is verdict


def test_an_active_bbb_card_opens_the_u_card(catalogue: Catalogue) -> None:
    version = latest(catalogue, "utr-upas")
    history = [{"from": "2024-01-01", "is": "valid"}, {"from": "2024-09-02", "is": "over"}]
    assert found(version, {"utr-bbb": history})["here_and_low_income"].verdict is MET
    gone = found(version, {"utr-bbb": history, "movements": []}, D("2024-09-02"))
    assert gone["here_and_low_income"].verdict is UNMET


# --- §6: Nantes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("children", "ceiling"), list(enumerate([1300, 1625, 1950, 2600, 2925, 3250])))
def test_the_six_ceilings_of_nantes(catalogue: Catalogue, children: int, ceiling: int) -> None:
    version = latest(catalogue, "nantes-carte-blanche")
    for income, verdict in ((str(ceiling), MET), (f"{ceiling}.01", UNMET)):
        data = {"children": children, "monthly_income": income}
        finding = found(version, data)["low_income"]
        assert finding.verdict is verdict
        assert getattr(finding.values["ceiling"], "amount", None) == ceiling


def test_before_the_first_ceiling_and_past_the_table_nothing_is_invented(catalogue: Catalogue) -> None:
    version = latest(catalogue, "nantes-carte-blanche")
    data = {"children": 1, "monthly_income": "1"}
    assert found(version, data, D("2021-12-31"))["low_income"].verdict is UNKNOWN
    assert found(version, data, D("2022-01-01"))["low_income"].verdict is MET
    assert found(version, data | {"children": 6})["low_income"].verdict is UNKNOWN


@pytest.mark.parametrize(("price", "aid"), [("200", "150"), ("160", "135"), ("25", "0"), ("20", "0")])
def test_the_aid_leaves_25_to_pay(catalogue: Catalogue, price: str, aid: str) -> None:
    pays = latest(catalogue, "nantes-carte-blanche").entitlements["aid"].pays
    assert pays is not None
    assert pays.of(Decimal(price)) == Decimal(aid)


def test_discounts_ask_nothing_and_the_aid_is_open(catalogue: Catalogue) -> None:
    rights = entitlements_on(latest(catalogue, "nantes-carte-blanche").entitlements, Facts(), ON)
    assert {right.key: right.verdict for right in rights} == {"discounts": MET, "aid": UNKNOWN}


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


# --- §15: San Francisco ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "last"),
    [("1990-01-01", "2026-05-10"), ("2011-02-01", "2025-02-01"), ("2016-05-10", "2026-05-10")],
)
def test_the_earliest_of_two_years_and_the_14th_birthday(catalogue: Catalogue, born: str, last: str) -> None:
    version = latest(catalogue, "sf-city-id")
    assert version.last_valid_day(D("2024-05-10"), facts_from(version, {"birth_date": born})) == D(last)


@pytest.mark.parametrize(
    ("papers", "born", "verdict"),
    [
        ([{"kind": "passport", "expires": "2030-01-01"}], "1990-01-01", MET),
        ([{"kind": "passport", "expires": "2020-01-01"}], "1990-01-01", UNMET),
        ([BIRTH, {"kind": "itin_letter"}], "1990-01-01", UNMET),
        ([BIRTH, {"kind": "itin_letter"}], "2015-01-01", MET),
        ([BIRTH, {"kind": "school_id"}], "1990-01-01", MET),
        ([{"kind": "itin_letter"}, {"kind": "school_id"}], "1990-01-01", UNMET),
    ],
)
def test_one_primary_or_two_secondary(
    catalogue: Catalogue, papers: list[dict[str, str]], born: str, verdict: Verdict
) -> None:
    data = {"birth_date": born, "documents": papers}
    assert found(latest(catalogue, "sf-city-id"), data)["identity"].verdict is verdict


def test_the_fee_of_each_version(catalogue: Catalogue) -> None:
    scheme = catalogue.scheme("sf-city-id")
    dues = [fee_due(version.fee, Facts(), version.start) for version in scheme.versions]
    assert [(str(due.amount), due.could_be) for due in dues if due] == [("15 USD", ("lower",)), ("0 USD", ())]


# --- §3, §12–§14, §16 --------------------------------------------------------------------------------------------


def test_fees_by_age_and_income(catalogue: Catalogue) -> None:
    def due(key: str, **told: str) -> tuple[str, str | None, tuple[str, ...]]:
        version = latest(catalogue, key)
        asked = fee_due(version.fee, facts_from(version, told), ON)
        assert asked is not None
        return str(asked.amount), asked.reduction, asked.could_be

    assert due("newhaven-elm-city", birth_date="2007-09-02") == ("5 USD", "young", ())
    assert due("newhaven-elm-city", birth_date="2007-09-01") == ("11 USD", None, ())
    assert due("richmond-id") == ("15 USD", None, ("low_income",))
    assert due("oakland-id", birth_date="1950-01-01") == ("10 USD", "senior", ())


def test_the_child_set_moves_at_the_birthday_and_nothing_ends(catalogue: Catalogue) -> None:
    version = latest(catalogue, "utr-bbb")
    facts = facts_from(version, {"birth_date": "2006-09-01", "stay": "open"})
    before = entitlements_on(version.entitlements, facts, D("2024-08-31"))
    after = entitlements_on(version.entitlements, facts, D("2024-09-01"))
    assert [(r.key, r.verdict, r.changes_on) for r in before] == [
        ("child_set", MET, D("2024-09-01")),
        ("adult_set", UNMET, D("2024-09-01")),
    ]
    assert [(r.key, r.verdict, r.changes_on) for r in after] == [
        ("child_set", UNMET, None),
        ("adult_set", MET, None),
    ]
    assert version.last_valid_day(D("2024-08-31"), facts) is None


@pytest.mark.parametrize(
    ("kept", "due"), [("two_years", "2026-03-15"), ("five_years", "2029-03-15"), ("none", None)]
)
def test_an_entry_of_the_register_is_renewed_by_its_class(
    catalogue: Catalogue, kept: str, due: str | None
) -> None:
    version = latest(catalogue, "bcn-padro")
    facts = facts_from(version, {"renewal_class": kept})
    assert version.renewal_due(D("2024-03-15"), facts) == (D(due) if due else None)
    assert version.last_valid_day(D("2024-03-15"), facts) is None
