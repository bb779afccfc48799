import json
from dataclasses import replace

import pytest

from casework.papers import Attestation

NORMAL = Attestation.sample("normal")


def test_attached_data_are_exactly_the_public_facts_and_who_the_holder_is() -> None:
    assert NORMAL.canonical_json().decode() == (
        '{"format":"casework-attestation/1","holder":{"birth_date":"17 d’abril de 1991",'
        '"family_names":"Benabdellah el Ouahabi","given_names":"Mohamed Amine",'
        '"native_name":"محمد أمين بنعبد الله الوهابي"},"issued":"2026-11-20",'
        '"issuer":"Ajuntament de Vilamostra",'
        '"kind":"sample","language":"ca","last_valid_day":"2028-11-19","number":"V2600123"}'
    )


def test_attached_data_do_not_depend_on_the_order_of_rows() -> None:
    turned = replace(NORMAL, identity=NORMAL.identity[::-1])
    assert turned.canonical_json() == NORMAL.canonical_json()


def test_a_row_without_a_name_for_the_attachment_is_not_attached() -> None:
    bare = replace(NORMAL, identity=tuple(replace(row, attached_as=None) for row in NORMAL.identity))
    assert json.loads(bare.canonical_json())["holder"] == {}


def test_the_code_reaches_the_link_in_its_fragment_only() -> None:
    assert NORMAL.verify_link == "https://casework.example.org/verify#2GT6YB1K0WDM9EQX47RVH"
    assert NORMAL.verify_address == "casework.example.org/verify"


def test_marks() -> None:
    assert NORMAL.mark == "MOSTRA"
    assert replace(NORMAL, specimen=False).mark == ""
    assert replace(NORMAL, draft=True, number="", code="").mark == "ESBORRANY"


@pytest.mark.parametrize(
    "wrong",
    [
        {"draft": True},
        {"draft": True, "code": ""},
        {"number": ""},
        {"code": ""},
        {"code": "2GT6YB1K0WDM9EQX47RVH"},
        {"code": "2gt6yb1-k0wdm9e-qx47rvh"},
    ],
)
def test_a_paper_has_number_and_code_and_a_draft_has_neither(wrong: dict[str, str | bool]) -> None:
    with pytest.raises(ValueError, match="number"):
        replace(NORMAL, **wrong)  # type: ignore[arg-type]  # wrong on purpose
