"""The checker teaches: each broken file gets its own sentence, at the line where it is written."""

import re
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from casework.schemes import Remark, Severity, mistakes, read_source
from casework.schemes import check as check_paths

PLANTED = read_source((Path(__file__).parent / "data" / "mistakes.yaml").read_bytes(), "mistakes.yaml").data

Checking = Callable[[str], tuple[Remark, ...]]


@pytest.fixture
def check(tmp_path: Path) -> Checking:
    def checking(text: str) -> tuple[Remark, ...]:
        file = tmp_path / "valmorette.yaml"
        file.write_text(text, "utf-8")
        return check_paths([file])

    return checking


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_mistake_is_found_where_it_stands(
    check: Checking, town_text: str, planted: dict[str, str]
) -> None:
    what, by, sentence = planted["what"], planted["by"], planted["says"]
    assert town_text.count(what) == 1, "the mistake must be planted in one place"
    broken = town_text.replace(what, by)
    found = mistakes(check(broken))
    assert sentence in [remark.text for remark in found]
    assert {remark.file for remark in found} == {"valmorette.yaml"}
    lines = [remark.line for remark in found if remark.text == sentence]
    start = town_text[: town_text.index(what)].count("\n") + 1
    assert all(1 <= line <= start + by.count("\n") + 1 for line in lines)


@pytest.mark.parametrize("count", [pytest.param(len(PLANTED), id=f"{len(PLANTED)}-broken-files")])
def test_at_least_forty_broken_files_are_each_refused_with_a_sentence_of_their_own(count: int) -> None:
    assert len({planted["says"] for planted in PLANTED.values()}) == count >= 40


@pytest.mark.parametrize(
    ("what", "by", "line"),
    [
        ("{shown: {from: identity", "{shwon: {from: identity", "    identity: {shwon"),
        ("accepts: [utility_bill, lease]", "accepts: [utility_bil, lease]", "      accepts: [utility_bil,"),
        ("closes: hand_over", "closes: hand_ovr", "      collect:"),
        ("calendar: FR", "calendar: FR-QQQ", "place:"),
    ],
)
def test_the_line_is_that_of_the_word(check: Checking, town_text: str, what: str, by: str, line: str) -> None:
    broken = town_text.replace(what, by)
    expected = next(n for n, text in enumerate(broken.splitlines(), 1) if text.startswith(line))
    assert {remark.line for remark in mistakes(check(broken))} == {expected}


def test_a_mistake_in_an_inherited_part_is_reported_where_it_is_written(
    tmp_path: Path, barcelona_text: str
) -> None:
    file = tmp_path / "bcn-veinatge.yaml"
    file.write_text(barcelona_text + "  rules: {registered: {registered: ~}}\n", "utf-8")
    (found,) = mistakes(check_paths([file]))
    assert found.line == len(barcelona_text.splitlines()) + 1
    assert "says exactly one thing" in found.text


def test_a_citys_file_is_checked_over_the_shipped_scheme(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(
        "scheme: bcn-veinatge\nversions:\n- {from: 2027-01-01, valid_until: [36 months]}\n", "utf-8"
    )
    assert mistakes(check_paths([file])) == ()
    file.write_text(
        "scheme: bcn-veinatge\nversions:\n- {from: 2027-01-01, valid_until: [36 moons]}\n", "utf-8"
    )
    assert [str(remark) for remark in mistakes(check_paths([file]))] == [
        "ours.yaml:3: '36 moons' is not a length such as '6 months'"
    ]


def test_an_exception_to_the_never_list_needs_its_reason(check: Checking, town_text: str) -> None:
    printed = town_text.replace("front: [name,", "front: [name, nationality,")
    without = printed.replace("      texts:", "      despite_never: {fields: [nationality]}\n      texts:")
    assert any("'despite_never' lacks 'because'" in remark.text for remark in check(without))
    because = (
        "      despite_never: {fields: [nationality], because: {fr: un juge, en: a judge}}\n      texts:"
    )
    assert mistakes(check(printed.replace("      texts:", because))) == ()


def test_local_holidays_that_run_out_are_a_note(check: Checking, town_text: str) -> None:
    def said(days: str) -> list[str]:
        return [each.text for each in check(town_text.replace('["03-19"]', days))]

    assert said('["09-24"]') == []
    assert said("[09-24, 2026-05-25, 2027-05-17]") == [
        "local holidays that move are entered until 2027; enter the next years before terms reach them"
    ]
    lacking = "no local holiday is entered for 2027, though for years around it; enter it"
    assert lacking in said("[2026-05-25, 2028-06-05]")


def test_open_values_and_missing_languages_are_notes(check: Checking, town_text: str) -> None:
    open_values = (
        town_text.replace('number: "VM/{seq:4}"', "number: unknown")
        .replace("[3 years, {event: left_town}]", "unknown")
        .replace("name: {fr: Carte de Valmorette, en: Valmorette card}", "name: {fr: Carte de Valmorette}")
        .replace("- lived: 15 days", "- lived: {for: unknown}")
        .replace("lasts: 2 weeks", "lasts: unknown")
    )
    found = check(open_values)
    assert mistakes(found) == ()
    assert sorted(remark.text.split(";")[0] for remark in found) == [
        "'name' is not said in en",
        "how cards are numbered is unknown",
        "how long somebody must have lived here is unknown",
        "how long the card is valid is unknown",
        "how long the term 'collect' lasts is unknown",
    ]


def test_a_card_that_one_person_can_issue_is_named(check: Checking, town_text: str) -> None:
    (found,) = check(town_text.replace("needs: [rules, other_person]", "needs: [rules]"))
    assert found.severity is Severity.NOTE
    assert found.text.startswith("'hand_over' lets one person issue alone")


def test_the_made_up_town_has_nothing_to_remark(check: Checking, town_text: str) -> None:
    assert check(town_text) == ()


def test_the_shipped_files_have_no_mistakes_and_say_what_is_draft() -> None:
    catalogue = files("casework.schemes.catalogue")
    found = check_paths([catalogue / "bcn-veinatge.yaml", catalogue / "common.yaml"])
    assert mistakes(found) == ()
    draft = Counter(remark.text for remark in found)
    assert draft == {
        "the words in 'ca' are a draft; a native reader must review them": 8,
        "the words in 'es' are a draft; a native reader must review them": 7,
        "the texts in 'ar' are a draft; a native reader must review them": 1,
        "local holidays that move are entered until 2030; enter the next years before terms reach them": 1,
    }


LAW = re.compile(
    r"\s*((adult|registered|year_in_spain|valid_until|number|complete|keep|copies|form): [^I]|- from: )"
)


def test_every_value_of_law_in_barcelona_carries_its_mark(barcelona_text: str) -> None:
    marks = ("seed", "found", "assumed", "bg", "design.md", "schemes.md")
    law = [line for line in barcelona_text.splitlines() if LAW.match(line) and "until issue" not in line]
    assert len(law) >= 11
    assert [line for line in law if "  # " not in line] == []
    assert [line for line in law if not any(mark in line for mark in marks)] == []


def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    (found,) = check_paths([tmp_path / "not-there.yaml"])
    assert "cannot be opened" in found.text
