from datetime import date
from typing import Any

import pytest

from casework.schemes import FactsError, PartialDate, SchemeVersion, facts_from

WHOLE: dict[str, Any] = {
    "birth_date": "1990-05",
    "explained": [{"from": "2024-01-01", "is": "no"}, {"from": "2024-03-01", "is": "yes"}],
    "movements": [{"what": "arrival", "date": "2023-02-10", "place": "Barcelona"}],
    "presence": [{"from": "2022-01-01", "to": "2022-03-01"}, {"from": "2022-06-01", "place": "Girona"}],
    "documents": [
        {"kind": "passport", "issued": "2020-01-01", "expires": "2030-01-01"},
        {"kind": "diploma", "category": "estudis", "expires": None},
    ],
}


def test_facts_are_read_and_written_back(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, WHOLE)
    assert facts.dates["birth_date"] == PartialDate(1990, 5)
    assert facts.presence is not None
    assert facts.presence[1].place == "Girona"
    assert facts.to_data() == WHOLE
    assert facts_from(barcelona, facts.to_data()) == facts


def test_an_answer_holds_from_its_day(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, WHOLE)
    assert facts.answer_on("explained", date(2023, 12, 31)) is None
    assert facts.answer_on("explained", date(2024, 2, 29)) == "no"
    assert facts.answer_on("explained", date(2024, 3, 1)) == "yes"


def test_json_truth_and_years_as_numbers_are_understood(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, {"explained": True, "birth_date": 1990})
    assert facts.answer_on("explained", date(2024, 1, 1)) == "yes"
    assert facts.dates["birth_date"] == PartialDate(1990)


def test_a_movement_without_place_is_in_the_town_of_the_scheme(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, {"movements": [{"what": "arrival", "date": "2024-01-01"}]})
    assert facts.movements is not None
    assert facts.movements[0].place == "Barcelona"


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        ([], "facts", "name: value"),
        ({"brith_date": "1990"}, "brith_date", "did you mean 'birth_date'"),
        ({"birth_date": "2.5.1990"}, "birth_date", "1990-05-02"),
        ({"birth_date": True}, "birth_date", "1990-05-02"),
        ({"birth_date": "1990-02-30"}, "birth_date", "1990-05-02"),
        ({"birth_date": "0990"}, "birth_date", "1990-05-02"),
        ({"presence": [{"from": "9999-12-31"}]}, "presence[0].from", "2200"),
        ({"explained": "perhaps"}, "explained", "yes, no"),
        ({"explained": [{"from": "2024-01-01", "is": "perhaps"}]}, "explained[0].is", "yes, no"),
        ({"movements": {"what": "arrival"}}, "movements", "list"),
        ({"movements": ["arrival"]}, "movements[0]", "name: value"),
        (
            {"movements": [{"what": "arival", "date": "2024-01-01"}]},
            "movements[0].what",
            "did you mean 'arrival'",
        ),
        ({"movements": [{"what": "arrival"}]}, "movements[0].date", "2024-02-10"),
        ({"movements": [{"what": "arrival", "date": "2024-02-30"}]}, "movements[0].date", "exists"),
        (
            {"movements": [{"what": "arrival", "date": "2024-01-01", "town": "X"}]},
            "movements[0].town",
            "stand here",
        ),
        (
            {"movements": [{"what": "caducity", "date": "2024-01-01", "notified": "2023-01-01"}]},
            "movements[0].notified",
            "before",
        ),
        ({"presence": [{"from": "2024-01-02", "to": "2024-01-01"}]}, "presence[0].to", "before the first"),
        ({"documents": [{"issued": "2024-01-01"}]}, "documents[0].kind", "kind"),
        ({"documents": [{"kind": "passport", "expires": "soon"}]}, "documents[0].expires", "2024-02-10"),
        ({"documents": [{"kind": "passport"}] * 1001}, "documents", "1000"),
    ],
)
def test_an_error_names_the_path_and_how_to_write_it(
    barcelona: SchemeVersion, data: object, path: str, words: str
) -> None:
    with pytest.raises(FactsError) as caught:
        facts_from(barcelona, data)
    assert caught.value.path == path
    assert words in str(caught.value)


def test_an_error_never_repeats_what_was_written(barcelona: SchemeVersion) -> None:
    with pytest.raises(FactsError) as caught:
        facts_from(barcelona, {"movements": [{"what": "arrival", "date": "Aminata"}]})
    assert "Aminata" not in str(caught.value)
