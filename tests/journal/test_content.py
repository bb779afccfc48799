from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.journal.content import MOST_VALUES, make_content

AT = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def content(**more: Any) -> dict[str, Any]:
    return make_content(AT, {"action": "dossiers.read", "actor": "a1", "organisation": "o1", **more})  # type: ignore[typeddict-item]  # keys are given as they come


def test_content_holds_all_parts_and_only_ids_words_numbers_and_days() -> None:
    shown = ("p1", "Abc_def-ghi0123456789Z")
    detail = {"pages": 2, "until": date(2027, 2, 1), "shown": shown, "hash": "0f" * 32}
    made = content(object_kind="dossier", object_id="d1", outcome="denied", detail=detail)
    assert made == {
        "at": "2026-11-21T09:05:00.000000Z",
        "action": "dossiers.read",
        "actor": "a1",
        "organisation": "o1",
        "kind": "dossier",
        "object": "d1",
        "outcome": "denied",
        "detail": {
            "pages": 2,
            "until": "2027-02-01",
            "shown": ["p1", "Abc_def-ghi0123456789Z"],
            "hash": "0f" * 32,
        },
    }


def test_a_visitor_and_a_list_have_no_ids() -> None:
    made = make_content(AT, {"action": "verify", "actor": None, "organisation": None})
    assert (made["actor"], made["organisation"], made["kind"], made["object"]) == (None, None, None, None)
    assert (made["outcome"], made["detail"]) == ("done", {})


@pytest.mark.parametrize(
    "entry",
    [
        {"detail": {"name": "Fatima"}},
        {"detail": {"query": "fatima zahra"}},
        {"detail": {"words": ["ok", "Carrer Nou 1"]}},
        {"detail": {"long": "x" * 65}},
        {"detail": {"many": ["x"] * (MOST_VALUES + 1)}},
        {"detail": {"nested": {"name": "x"}}},
        {"detail": {"ratio": 0.5}},
        {"detail": {"at": AT}},
        {"detail": {"raw": b"x"}},
        {"detail": {"Carrer Nou": "x"}},
        {"object_id": "Carrer Nou 1"},
        {"object_id": "x" * 23},
        {"object_kind": "Fatima Zahra"},
        {"actor": "fatima@example.org"},
        {"organisation": ""},
        {"action": "read Fatima"},
        {"outcome": "فاطمة"},
    ],
)
def test_what_could_be_free_text_is_refused_and_not_shown(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="the journal takes") as caught:
        content(**entry)
    assert not any(word in str(caught.value).lower() for word in ("fatima", "carrer", "فاطمة"))
