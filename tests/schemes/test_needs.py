"""What evidence would still help: what the rules count, and nothing that they count no more."""

from datetime import date
from typing import Any

from casework.schemes import Catalogue, SchemeVersion, facts_from
from casework.schemes.needs import Need, StillNeeded, still_needed

ON = date(2026, 11, 21)


def asked(version: SchemeVersion, *papers: dict[str, Any]) -> StillNeeded:
    data = {"documents": list(papers)} if papers else {}
    return still_needed(version, facts_from(version, data), ON)


def test_where_nobody_has_looked_every_way_to_a_tie_is_one_of_several(barcelona: SchemeVersion) -> None:
    needed = asked(barcelona)
    assert set(needed.by_rule["a_tie"]) == {
        "mitjans",
        "familia",
        "llengua",
        "cursos",
        "laboral",
        "social",
    }
    assert needed.need("laboral") is Need.ONE_OF
    assert needed.need("ident") is Need.OPTIONAL, "no rule asks for a passport"
    assert needed.kinds("social") == {"membership_letter", "ngo_letter"}


def test_once_the_rule_is_met_nothing_more_is_needed(barcelona: SchemeVersion) -> None:
    needed = asked(barcelona, {"kind": "payslip", "category": "laboral"})
    assert needed.by_rule == {}
    assert needed.need("social") is Need.OPTIONAL


def test_a_category_that_a_rule_asks_for_alone_is_needed(catalogue: Catalogue) -> None:
    version = catalogue.scheme("nantes-carte-blanche").latest
    assert asked(version).need("identity") is Need.NEEDED


def test_a_kind_that_counts_once_is_not_asked_for_again(catalogue: Catalogue) -> None:
    """San Francisco takes one primary identity paper, or two secondary ones of different kinds."""
    version = catalogue.scheme("sf-city-id").latest
    assert "national_id" in asked(version).kinds("secondary")
    needed = asked(version, {"kind": "national_id", "category": "secondary", "expires": "2030-01-01"})
    assert "national_id" not in needed.kinds("secondary")
    assert "birth_certificate" in needed.kinds("secondary")
    assert needed.need("primary") is Need.ONE_OF


def test_a_paper_without_the_photo_that_a_rule_asks_for_does_not_help_it(catalogue: Catalogue) -> None:
    version = catalogue.scheme("nyc-idnyc").latest
    needed = asked(version)
    with_photo = {kind for kinds in needed.by_rule["photo"].values() for kind in kinds}
    assert "passport_mr" in with_photo
    assert "birth_certificate" in needed.by_rule["identity"]["identity"], "it brings points"
    assert "birth_certificate" not in with_photo, "and shows no face"


def test_points_are_needed_until_there_are_enough(catalogue: Catalogue) -> None:
    version = catalogue.scheme("nyc-idnyc").latest
    passport = {"kind": "passport_mr", "category": "identity", "expires": "2030-01-01"}
    assert (
        asked(version, {"kind": "birth_certificate", "category": "identity"}).need("identity") is Need.NEEDED
    )
    needed = asked(version, passport)
    assert "identity" not in needed.by_rule
    assert set(needed.by_rule["residency"]) == {"residency"}
    assert needed.need("residency") is Need.NEEDED


def test_what_only_a_date_decides_asks_for_no_paper(barcelona: SchemeVersion) -> None:
    needed = asked(barcelona)
    assert "registered" not in needed.by_rule
    assert "adult" not in needed.by_rule
