"""Every fact has its subject: what is told once for a household, and what each member tells."""

from datetime import date
from typing import Any

import pytest

from casework.schemes import (
    Catalogue,
    Facts,
    FactsError,
    Verdict,
    entitlements_on,
    explain_household,
    household_from,
)

D = date.fromisoformat
FAMILY: dict[str, Any] = {
    "monthly_income": 1950,
    "children": 2,
    "documents": [{"kind": "passport", "expires": "2030-01-01"}, {"kind": "payslip"}],
    "members": [
        {"birth_date": "1985-04-01", "student": "no"},
        {"birth_date": "2004-09-01", "student": "yes"},
        {"birth_date": "2015-02-03"},
    ],
}


def test_members_share_what_the_household_tells_and_answer_for_themselves(catalogue: Catalogue) -> None:
    version = catalogue.scheme("nantes-carte-blanche").latest
    answer = explain_household(version, household_from(version, FAMILY), D("2024-01-15"))
    assert [member["verdict"] for member in answer["members"]] == ["met", "unmet", "unknown"]
    reasons = [{f["rule"]: f["reason"] for f in member["findings"]} for member in answer["members"]]
    assert [each["low_income"] for each in reasons] == ["income.met"] * 3
    assert [each["not_student"] for each in reasons] == ["is.met", "is.not", "is.not_known"]


def test_a_member_s_rights_are_by_the_members_own_birthday(catalogue: Catalogue) -> None:
    version = catalogue.scheme("utr-upas").latest
    family = household_from(
        version,
        {
            "applicant_birth_date": "1980-01-01",
            "members": [{"birth_date": "1980-01-01"}, {"birth_date": "2010-01-01"}],
        },
    )

    def rights(member: Facts) -> set[str]:
        found = entitlements_on(version.entitlements, member, D("2024-09-01"))
        return {right.key for right in found if right.verdict is Verdict.MET}

    assert [rights(member) for member in family.members] == [{"credit"}, {"child_credit"}]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "facts"),
        ({"members": {}}, "members"),
        ({"members": ["Aminata"]}, "members"),
        ({"student": "no"}, "student"),
        ({"members": [{"children": 2}]}, "members[0].children"),
        ({"members": [{}, {"student": "perhaps"}]}, "student"),
    ],
)
def test_a_fact_with_the_wrong_subject_is_refused(catalogue: Catalogue, data: Any, path: str) -> None:
    version = catalogue.scheme("nantes-carte-blanche").latest
    with pytest.raises(FactsError) as caught:
        household_from(version, data)
    assert caught.value.path == path
    assert "Aminata" not in str(caught.value)


def test_a_scheme_for_one_person_has_no_members(catalogue: Catalogue) -> None:
    with pytest.raises(FactsError, match="one person"):
        household_from(catalogue.scheme("bcn-veinatge").latest, {"members": []})
