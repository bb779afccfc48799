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
        ([{"kind": "birth_certificate"}, {"kind": "itin_letter"}], "1990-01-01", UNMET),
        ([{"kind": "birth_certificate"}, {"kind": "itin_letter"}], "2015-01-01", MET),
        ([{"kind": "birth_certificate"}, {"kind": "school_id"}], "1990-01-01", MET),
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
