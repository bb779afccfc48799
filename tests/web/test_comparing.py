"""What is compared between what was drawn, what is stored and what was sent, and in which words it is shown."""

from types import SimpleNamespace
from typing import Any

import colander
import pytest
from pyramid.i18n import make_localizer

from casework.web import fields
from casework.web.comparing import drawn, in_words, merge, token_of

Cstruct = dict[str, Any]


class Row(colander.Schema):
    place = fields.Text(title="Place")
    day = fields.Day(title="Day")


class Known(colander.Schema):
    name = fields.Text(title="Name")
    kind = fields.Choice(title="Kind", choices=[("lease", "Lease"), ("slip", "Slip")], menu=True)
    reads = fields.Several(title="Reads", choices=[("ca", "Catalan"), ("ar", "Arabic")], missing=())
    born = fields.PartialDay(title="Born")
    told = fields.Tick(title="Told")
    stays = fields.Rows(Row(title="Stay"), title="Stays")


REQUEST = SimpleNamespace(locale_name="en", localizer=make_localizer("en", []))
STORED: Cstruct = {"name": "Aina", "kind": "lease", "reads": {"ca"}, "told": "false"}


def compare(before: Cstruct, stored: Cstruct, sent: Cstruct) -> tuple[Cstruct, list[tuple[str, bool]]]:
    merged, differences = merge(REQUEST, Known(), drawn(token_of(before)), stored, sent)
    return merged, [(each.label, each.kept) for each in differences]


@pytest.mark.parametrize(
    ("stored", "sent", "holds", "shown"),
    [
        ("Aina", "Aina", "Aina", []),
        ("Aina", "Berta", "Berta", []),
        ("Berta", "Berta", "Berta", []),
        ("Berta", "Aina", "Berta", [("Name", False)]),
        ("Berta", "Clara", "Clara", [("Name", True)]),
        ("", "Clara", "Clara", [("Name", True)]),
        ("Berta", "", "", [("Name", True)]),
    ],
)
def test_three_ways(stored: str, sent: str, holds: str, shown: list[tuple[str, bool]]) -> None:
    merged, found = compare(STORED, {**STORED, "name": stored}, {**STORED, "name": sent})
    assert merged == {**STORED, "name": holds}
    assert found == shown


def test_what_is_absent_and_what_is_empty_are_the_same() -> None:
    before = {"name": "", "reads": set(), "born": colander.null, "stays": []}
    sent = {
        "name": colander.null,
        "reads": [],
        "born": {"year": "", "month": "", "day": ""},
        "stays": colander.null,
    }
    assert compare(before, before, sent)[1] == []
    assert compare({}, before, sent)[1] == []


def test_the_token_tells_fields_apart_and_no_value() -> None:
    token = token_of(STORED)
    assert token == token_of(dict(STORED))
    changed = drawn(token_of({**STORED, "kind": "slip"}))
    assert {name for name, digest in drawn(token).items() if changed[name] != digest} == {"kind"}
    assert "Aina" not in token


@pytest.mark.parametrize("token", [None, "", "7", "[]", "{", "[" * 100_000])
def test_what_is_no_token_says_that_nothing_was_seen(token: Any) -> None:
    assert drawn(token) == {}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "Aina", "Aina"),
        ("name", colander.null, "nothing"),
        ("kind", "slip", "Slip"),
        ("reads", {"ar", "ca"}, "Arabic; Catalan"),
        ("born", {"year": "1990", "month": "3", "day": "2"}, "2 March 1990"),
        ("born", {"year": "1990", "month": "3", "day": ""}, "1990-3"),
        ("born", {"year": "1990", "month": "", "day": ""}, "1990"),
        ("told", "true", "Yes"),
        ("told", "false", "No"),
        ("stays", [], "nothing"),
        (
            "stays",
            [
                {"place": "Girona", "day": {"year": "2020", "month": "1", "day": "5"}},
                {"place": "Reus", "day": colander.null},
            ],
            "Girona, 5 January 2020; Reus",
        ),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(name: str, value: Any, words: str) -> None:
    assert in_words(REQUEST, Known()[name], value) == words
