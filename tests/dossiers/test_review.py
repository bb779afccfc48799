"""What changed between two proposals: each field that differs is named once, and nothing else (pure)."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.dossiers.records import (
    Answer,
    Blank,
    CaseRecord,
    EvidenceRecord,
    MovementRecord,
    StatementRecord,
)
from casework.dossiers.review import Change, Difference, Part, changes_between
from casework.dossiers.rules import Shown, content_of
from casework.dossiers.views.differences import FIELDS
from casework.people.models import BirthDate, Particulars

PERSON = Particulars("Amina", "Mostrani", BirthDate(1990, 5), "أمينة", "ar", "Exemplària")
RECORD = CaseRecord("carrer de la Mostra, 3", answers=(Answer("explained", "yes", date(2026, 9, 1)),))
MOVEMENTS = {
    "m1": MovementRecord("arrival", date(2024, 2, 3), "L’Hospitalet"),
    "m2": MovementRecord("departure", date(2025, 2, 3), "L’Hospitalet"),
}
SEEN = datetime(2026, 1, 2, 9, tzinfo=UTC)
EVIDENCE = {
    "e1": EvidenceRecord("padro", "padro_certificate", "Ajuntament", "register_obtained"),
    "e2": EvidenceRecord("llengua", "course_certificate", "Escola", "original_seen", date(2026, 1, 2)),
}
COURSE = StatementRecord("llengua", "level", (Blank("level", "bàsic 1"), Blank("hours", "45")))
STATEMENTS = {
    "s1": (StatementRecord("padro", "registered", (Blank("since", "2025-02-03"),)), ["A1"]),
    "s2": (COURSE, ["A2"]),
    "s3": (replace(COURSE, blanks=(Blank("level", "bàsic 2"), Blank("hours", "90"))), ["A2"]),
}


def content(**other: Any) -> Mapping[str, Any]:
    """What a proposal keeps: the fields above, but for those given."""
    parts: dict[str, Any] = {
        "version_hash": "0" * 64,
        "particulars": PERSON,
        "record": RECORD,
        "photo": "",
        "movements": MOVEMENTS,
        "evidence": EVIDENCE,
        "statements": STATEMENTS,
        **other,
    }
    seen = {key: Shown(each, "a", SEEN, "") for key, each in parts.pop("evidence").items()}
    found: Mapping[str, Any] = json.loads(content_of(**parts, evidence=seen))
    return found


BEFORE = content()


def only_change(**other: Any) -> Change:
    changes = changes_between(BEFORE, content(**other))
    assert len(changes) == 1
    return changes[0]


def test_the_same_content_has_no_changes() -> None:
    assert changes_between(BEFORE, content()) == ()


@pytest.mark.parametrize(
    ("part", "other", "field", "before", "now"),
    [
        (Part.PERSON, {"particulars": replace(PERSON, given_names="Amine")}, "given_names", "Amina", "Amine"),
        (
            Part.PERSON,
            {"particulars": replace(PERSON, birth_date=BirthDate(1990))},
            "birth_date",
            {"year": 1990, "month": 5, "day": None},
            {"year": 1990, "month": None, "day": None},
        ),
        (Part.PERSON, {"record": replace(RECORD, address="")}, "address", "carrer de la Mostra, 3", ""),
        (Part.PERSON, {"record": replace(RECORD, passport_number="ZX1")}, "passport_number", "", "ZX1"),
        (
            Part.ANSWERS,
            {"record": replace(RECORD, answers=(Answer("explained", "no", date(2026, 9, 1)),))},
            "explained",
            "yes",
            "no",
        ),
        (Part.ANSWERS, {"record": replace(RECORD, answers=())}, "explained", "yes", None),
        (Part.PERSON, {"photo": "f" * 22}, "photo", "", "f" * 22),
        (
            Part.MOVEMENT,
            {"movements": MOVEMENTS | {"m2": replace(MOVEMENTS["m2"], day=date(2025, 2, 4))}},
            "day",
            "2025-02-03",
            "2025-02-04",
        ),
        (
            Part.EVIDENCE,
            {"evidence": EVIDENCE | {"e2": replace(EVIDENCE["e2"], also=("cursos",))}},
            "also",
            [],
            ["cursos"],
        ),
        (
            Part.STATEMENT,
            {"statements": STATEMENTS | {"s2": (replace(COURSE, left_out=True), ["A2"])}},
            "left_out",
            False,
            True,
        ),
        (Part.STATEMENT, {"statements": STATEMENTS | {"s2": (COURSE, ["A1"])}}, "rests_on", ["A2"], ["A1"]),
    ],
)
def test_a_changed_field_is_named_with_both_values(
    part: Part, other: dict[str, Any], field: str, before: Any, now: Any
) -> None:
    change = only_change(**other)
    assert change.part is part
    assert change.fields == (Difference(field, before, now),)


def test_all_gaps_of_a_sentence_are_one_field() -> None:
    """They are read as one sentence."""
    changed = replace(COURSE, blanks=(Blank("level", "suficient"), Blank("hours", "120")))
    change = only_change(statements=STATEMENTS | {"s2": (changed, ["A2"])})
    assert [each.field for each in change.fields] == ["blanks"]


@pytest.mark.parametrize(
    ("part", "key", "items"),
    [
        (Part.MOVEMENT, "movements", MOVEMENTS),
        (Part.EVIDENCE, "evidence", EVIDENCE),
        (Part.STATEMENT, "statements", STATEMENTS),
    ],
)
def test_what_came_and_what_went(part: Part, key: str, items: dict[str, Any]) -> None:
    """Taking the first out moves all others up, which is no change of theirs."""
    first = next(iter(items))
    fewer = content(**{key: {name: each for name, each in items.items() if name != first}})
    (gone,) = changes_between(BEFORE, fewer)
    (new,) = changes_between(fewer, BEFORE)
    assert (gone.part, gone.now, gone.fields) == (part, None, ())
    assert (new.part, new.before, new.fields) == (part, None, ())
    assert gone.before == new.now == BEFORE[key][0]


def test_another_order_within_a_section_is_one_change() -> None:
    moved = {key: STATEMENTS[key] for key in ("s1", "s3", "s2")}
    change = only_change(statements=moved)
    assert change.part is Part.ORDER
    assert change.before is not None and [each["id"] for each in change.before["items"]] == ["s2", "s3"]
    assert change.now is not None and [each["id"] for each in change.now["items"]] == ["s3", "s2"]


def test_sections_do_not_move_each_other() -> None:
    """The paper has an order of sections of its own."""
    assert (
        changes_between(BEFORE, content(statements={key: STATEMENTS[key] for key in ("s2", "s3", "s1")}))
        == ()
    )


def test_a_field_that_an_older_release_did_not_keep_is_no_change_while_it_is_empty() -> None:
    older = json.loads(json.dumps(BEFORE))
    del older["photo"], older["evidence"][0]["also"], older["statements"][0]["left_out"]
    assert changes_between(older, BEFORE) == ()
    assert changes_between(older, content(photo="f" * 22))[0].fields == (Difference("photo", None, "f" * 22),)


@given(st.permutations(sorted(STATEMENTS)), st.sets(st.sampled_from(sorted(STATEMENTS))))
def test_every_difference_shows(order: list[str], kept: set[str]) -> None:
    """Sentences in any order, any of them taken out: the content differs exactly where a change is told."""
    now = content(statements={key: STATEMENTS[key] for key in order if key in kept})
    changes = changes_between(BEFORE, now)
    assert {each.before["id"] for each in changes if each.part is Part.STATEMENT and each.before} == (
        set(STATEMENTS) - kept
    )
    moved = {"s2", "s3"} <= kept and order.index("s3") < order.index("s2")
    assert any(each.part is Part.ORDER for each in changes) is moved


@pytest.mark.parametrize(
    ("part", "records", "apart"),
    [
        (Part.PERSON, (Particulars, CaseRecord), {"photo"}),
        (Part.MOVEMENT, (MovementRecord,), set[str]()),
        (Part.EVIDENCE, (EvidenceRecord,), {"copy", "seen_by", "seen_at"}),
        (Part.STATEMENT, (StatementRecord,), {"rests_on"}),
    ],
)
def test_every_field_of_the_records_has_a_word(part: Part, records: tuple[Any, ...], apart: set[str]) -> None:
    """No key of the code is ever shown. Photo, basis and who saw what stand beside the records."""
    names = {each.name for record in records for each in fields(record)} - {"answers", "details"}
    assert set(FIELDS[part]) - apart == names
