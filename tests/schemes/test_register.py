"""The padró continuity algorithm and its vectors (schemes.md §2.2)."""

from datetime import date

import pytest

from casework.schemes import (
    Finding,
    Gap,
    Movement,
    MovementKind,
    SchemeVersion,
    Segment,
    Verdict,
    Voice,
    facts_from,
    findings,
    say,
)
from casework.schemes.register import (
    annul_nothing,
    end_nothing,
    last_gap,
    names_one_town,
    same_place,
    segments,
)

D = date.fromisoformat
B, H = "Barcelona", "L’Hospitalet de Llobregat"


def moved(what: str, day: str, place: str = B, notified: str | None = None) -> Movement:
    return Movement(MovementKind(what), D(day), place, D(notified) if notified else None)


def row(what: str, day: str, place: str = B, notified: str | None = None) -> dict[str, str]:
    return {"what": what, "date": day, "place": place} | ({"notified": notified} if notified else {})


VECTORS = {
    "exactly six months": ([row("arrival", "2024-02-10")], "2024-08-10", Verdict.MET, "2024-08-10"),
    "one day short": ([row("arrival", "2024-02-11")], "2024-08-10", Verdict.UNMET, "2024-08-11"),
    "a move inside the city does not end it": (
        [row("arrival", "2023-11-01"), row("move", "2024-05-01")],
        "2024-06-01",
        Verdict.MET,
        "2024-06-01",
    ),
    "caducity notified, then a new arrival": (
        [
            row("arrival", "2022-01-01"),
            row("caducity", "2024-01-01", B, "2024-03-20"),
            row("arrival", "2024-04-02"),
        ],
        "2024-06-01",
        Verdict.UNMET,
        "2024-10-02",
    ),
    "from another town": (
        [row("arrival", "2023-01-01", H), row("departure", "2024-03-01", H), row("arrival", "2024-03-01")],
        "2024-07-01",
        Verdict.UNMET,
        "2024-09-01",
    ),
    "forward clamp at the end of February": (
        [row("arrival", "2024-08-31")],
        "2025-02-28",
        Verdict.MET,
        "2025-02-28",
    ),
}


@pytest.mark.parametrize(("movements", "on", "verdict", "met_on"), VECTORS.values(), ids=VECTORS.keys())
def test_vectors(
    barcelona: SchemeVersion, movements: list[dict[str, str]], on: str, verdict: Verdict, met_on: str
) -> None:
    facts = facts_from(barcelona, {"movements": movements})
    finding = next(f for f in findings(barcelona, facts, D(on)) if f.rule == "registered")
    assert (finding.verdict, finding.met_on) == (verdict, D(met_on))


def test_spain_counts_on_when_the_city_changes(barcelona: SchemeVersion) -> None:
    movements, on, *_ = VECTORS["from another town"]
    facts = facts_from(barcelona, {"movements": movements})
    finding = next(f for f in findings(barcelona, facts, D(on)) if f.rule == "year_in_spain")
    assert finding.verdict is Verdict.MET
    assert finding.values["since"] == D("2023-01-01")
    assert finding.met_since == D("2024-01-01")


def test_the_officer_sees_the_gap_and_its_cause(barcelona: SchemeVersion) -> None:
    movements, on, *_ = VECTORS["caducity notified, then a new arrival"]
    facts = facts_from(barcelona, {"movements": movements})
    finding = next(f for f in findings(barcelona, facts, D(on)) if f.rule == "registered")
    assert finding.reason == "registered.gap"
    assert (str(finding.values["gap"]), finding.values["gap_cause"]) == ("13 days", "caducity")
    assert [m.names for m in finding.missing] == [("gap",)]


def test_caducity_ends_on_the_day_of_notification() -> None:
    found = segments(
        [moved("arrival", "2022-01-01"), moved("caducity", "2024-01-01", notified="2024-03-20")], B
    )
    assert found == (Segment(B, D("2022-01-01"), D("2024-03-20"), MovementKind.CADUCITY),)
    assert found[0].covers(D("2024-03-19"))
    assert not found[0].covers(D("2024-03-20"))


def test_caducity_that_nobody_was_told_of_ends_nothing() -> None:
    assert segments([moved("arrival", "2022-01-01"), moved("caducity", "2024-01-01")], B)[0].end is None


def test_an_annulled_caducity_is_as_if_it_had_never_been() -> None:
    history = [
        moved("arrival", "2022-01-01"),
        moved("caducity", "2024-01-01", notified="2024-03-20"),
        moved("arrival", "2024-04-02"),
        moved("annulment", "2024-05-20"),
    ]
    assert segments(history, B) == (Segment(B, D("2022-01-01")),)


def test_an_annulment_undoes_the_latest_caducity_before_it_only() -> None:
    history = [
        moved("arrival", "2018-01-01"),
        moved("caducity", "2020-01-01", notified="2020-02-01"),
        moved("arrival", "2020-03-01"),
        moved("caducity", "2022-03-01", notified="2022-04-01"),
        moved("annulment", "2022-05-01"),
        moved("caducity", "2024-05-01", notified="2024-06-01"),
    ]
    first, second = segments(history, B)
    assert (first.end, second.start, second.end) == (D("2020-02-01"), D("2020-03-01"), D("2024-06-01"))


def test_an_annulment_elsewhere_changes_nothing_here() -> None:
    history = [
        moved("arrival", "2022-01-01"),
        moved("caducity", "2024-01-01", notified="2024-03-20"),
        moved("annulment", "2024-05-20", H),
    ]
    assert segments(history, B)[0].end == D("2024-03-20")


def test_leaving_and_coming_back_on_one_day_is_a_break_of_no_days() -> None:
    found = segments(
        [moved("arrival", "2020-01-01"), moved("arrival", "2023-05-05"), moved("departure", "2023-05-05")], B
    )
    assert [s.start for s in found] == [D("2020-01-01"), D("2023-05-05")]
    assert last_gap(found) == Gap(0, MovementKind.DEPARTURE)


def test_a_second_arrival_without_departure_starts_nothing_new() -> None:
    assert len(segments([moved("arrival", "2020-01-01"), moved("arrival", "2023-05-05")], B)) == 1


def test_the_order_in_which_movements_are_entered_does_not_matter() -> None:
    history = [
        moved("departure", "2021-01-01"),
        moved("arrival", "2020-01-01"),
        moved("arrival", "2022-01-01"),
    ]
    assert segments(history, B) == segments(list(reversed(history)), B)


def test_a_town_is_the_same_in_capitals() -> None:
    assert segments([moved("arrival", "2020-01-01", " BARCELONA ")], B)


def test_a_renewal_without_its_arrival_is_unknown_and_asks_for_the_history(barcelona: SchemeVersion) -> None:
    facts = facts_from(barcelona, {"movements": [row("renewal", "2023-01-01")]})
    finding = next(f for f in findings(barcelona, facts, D("2024-06-01")) if f.rule == "registered")
    assert (finding.verdict, finding.reason) == (Verdict.UNKNOWN, "registered.arrival_not_known")


def test_nobody_registered_is_unmet_and_not_looked_at_is_unknown(barcelona: SchemeVersion) -> None:
    def registered(data: dict[str, object]) -> tuple[Verdict, str]:
        found = findings(barcelona, facts_from(barcelona, data), D("2024-06-01"))
        finding = next(f for f in found if f.rule == "registered")
        return finding.verdict, finding.reason

    assert registered({"movements": []}) == (Verdict.UNMET, "registered.not_now")
    assert registered({}) == (Verdict.UNKNOWN, "registered.not_known")


def test_a_time_that_was_broken_counts_from_the_break_on(barcelona: SchemeVersion) -> None:
    movements = [row("arrival", "2020-01-01"), row("departure", "2022-01-01"), row("arrival", "2023-01-01")]
    facts = facts_from(barcelona, {"movements": movements})
    finding = next(f for f in findings(barcelona, facts, D("2024-06-01")) if f.rule == "registered")
    assert finding.met_since == D("2023-07-01")
    assert D("2022-01-01") in barcelona.rules["registered"].turning_days(facts)


LAPSED = [
    row("arrival", "2022-01-01"),
    row("caducity", "2024-01-01", B, "2024-03-20"),
    row("arrival", "2024-04-02"),
]


def registered(version: SchemeVersion, movements: list[dict[str, str]], on: str) -> Finding:
    facts = facts_from(version, {"movements": movements})
    return next(f for f in findings(version, facts, D(on)) if f.rule == "registered")


def test_a_break_that_was_looked_at_and_does_not_count_joins_what_it_parted(barcelona: SchemeVersion) -> None:
    looked_at = [*LAPSED, row("disregarded", "2024-04-02")]
    finding = registered(barcelona, looked_at, "2024-06-01")
    assert (finding.verdict, finding.reason) == (Verdict.MET, "registered.met_with_gap")
    assert finding.values["since"] == D("2022-01-01")
    assert "13 days" in say(barcelona, finding, "en").why
    assert registered(barcelona, looked_at, "2024-03-25").verdict is Verdict.UNMET, (
        "on that day there was no entry"
    )


def test_a_look_at_a_break_that_is_none_changes_nothing(barcelona: SchemeVersion) -> None:
    for day in ("2024-04-01", "2022-01-01"):
        finding = registered(barcelona, [*LAPSED, row("disregarded", day)], "2024-06-01")
        assert (finding.verdict, finding.reason) == (Verdict.UNMET, "registered.gap")
    elsewhere = registered(barcelona, [*LAPSED, row("disregarded", "2024-04-02", H)], "2024-06-01")
    assert elsewhere.verdict is Verdict.UNMET


def test_each_break_is_looked_at_by_itself() -> None:
    moves = [moved("arrival", "2020-01-01"), moved("departure", "2021-01-01"), moved("arrival", "2021-01-03")]
    moves += [moved("departure", "2022-01-01"), moved("arrival", "2022-01-02")]
    found = segments([*moves, moved("disregarded", "2022-01-02")], B)
    assert [each.start for each in found] == [D("2020-01-01"), D("2021-01-03")]
    assert found[-1].disregarded == (Gap(1, MovementKind.DEPARTURE),)
    (whole,) = segments([*moves, moved("disregarded", "2022-01-02"), moved("disregarded", "2021-01-03")], B)
    assert [gap.days for gap in whole.disregarded] == [2, 1]


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("en", 1, "a gap of 1 day ("), ("en", 5, "a gap of 5 days ("), ("ca", 1, "un buit de 1 dia ("),
        ("es", 1, "un vacío de 1 día ("), ("fr", 1, "une interruption de 1\N{NO-BREAK SPACE}jour ("),
        ("nl", 1, "een onderbreking van 1 dag ("),
    ],
)  # fmt: skip
def test_the_length_of_a_gap_is_said_as_people_say_it(
    barcelona: SchemeVersion, language: str, days: int, said: str
) -> None:
    moves = [
        row("arrival", "2024-01-01"),
        row("departure", "2024-05-01"),
        row("arrival", f"2024-05-{1 + days:02}"),
    ]
    why = say(barcelona, registered(barcelona, moves, "2024-06-01"), language).why
    assert said in why


def test_leaving_and_coming_back_on_one_day_is_no_gap_of_no_days(barcelona: SchemeVersion) -> None:
    moves = [row("arrival", "2024-01-01"), row("departure", "2024-05-01"), row("arrival", "2024-05-01")]
    finding = registered(barcelona, moves, "2024-06-01")
    assert finding.reason == "registered.gap_of_no_day"
    assert " 0 " not in say(barcelona, finding, "en").why


def test_entries_under_another_name_are_named_and_a_lapse_that_nobody_was_told_of(
    barcelona: SchemeVersion,
) -> None:
    moves = [row("arrival", "2023-01-01", "barcelona"), row("departure", "2024-02-01", "BCN")]
    finding = registered(barcelona, moves, "2024-06-01")
    assert finding.verdict is Verdict.MET
    assert "BCN" in say(barcelona, finding, "en").why
    assert "BCN" not in say(barcelona, finding, "en", Voice.PERSON).why
    lapse = registered(barcelona, [row("arrival", "2023-01-01"), row("caducity", "2024-01-01")], "2024-06-01")
    assert "1 January 2024" in say(barcelona, lapse, "en").why
    annulled = [row("arrival", "2023-01-01"), row("caducity", "2024-01-01"), row("annulment", "2024-02-01")]
    assert "lapse" not in say(barcelona, registered(barcelona, annulled, "2024-06-01"), "en").why


@pytest.mark.parametrize("written", ["L'Hospitalet de Llobregat", " l’hospitalet  de llobregat "])
def test_a_town_is_known_by_its_name_however_it_is_typed(written: str) -> None:
    assert same_place(written, H)
    assert same_place("Zurich", "Zürich")
    assert not same_place("L'Hospitalet", H)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("L’Hospitalet de Llobregat", True),
        ("Donostia / San Sebastián", True),
        ("Paris, France", False),
        ("Coruña, A", False),
        ("باريس، فرنسا", False),
        ("washington, d.c.", True),
    ],
)
def test_a_comma_parts_a_town_from_what_is_no_town(written: str, one: bool) -> None:
    assert names_one_town(written, "Washington, D.C.") is one


def test_what_only_a_later_application_meets_says_so(barcelona: SchemeVersion) -> None:
    finding = registered(barcelona, [row("arrival", "2026-07-01")], "2026-11-22")
    assert say(barcelona, finding, "en").why == (
        "Registered since 1 July 2026. An application from 1 January 2027 on would meet this."
    )
    assert "partir de l’1 de gener de 2027" in say(barcelona, finding, "ca", Voice.PERSON).why


ARRIVED = moved("arrival", "2022-03-01")


@pytest.mark.parametrize(
    ("movements", "idle"),
    [
        ([moved("departure", "2021-05-01"), ARRIVED], ["2021-05-01"]),
        ([ARRIVED, moved("departure", "2023-05-01"), moved("departure", "2023-06-01")], ["2023-06-01"]),
        ([moved("caducity", "2021-05-01", notified="2021-06-01"), ARRIVED], ["2021-05-01"]),
        ([moved("caducity", "2021-05-01"), ARRIVED], []),
        ([moved("departure", "2023-05-01"), ARRIVED], []),
        ([moved("departure", "2021-05-01", H), ARRIVED], []),
        (
            [
                ARRIVED,
                moved("caducity", "2023-05-01", notified="2023-06-01"),
                moved("annulment", "2023-07-01"),
                moved("departure", "2024-05-01"),
            ],
            [],
        ),
    ],
)
def test_what_ends_no_registration_is_found(movements: list[Movement], idle: list[str]) -> None:
    assert [each.day.isoformat() for each in end_nothing(movements, B)] == idle


@pytest.mark.parametrize(
    ("movements", "idle"),
    [
        ([ARRIVED, moved("annulment", "2023-07-01")], ["2023-07-01"]),
        ([ARRIVED, moved("caducity", "2023-08-01"), moved("annulment", "2023-07-01")], ["2023-07-01"]),
        ([moved("caducity", "2023-05-01", H), moved("annulment", "2023-07-01")], ["2023-07-01"]),
        (
            [
                moved("caducity", "2023-05-01", notified="2023-06-01"),
                moved("annulment", "2023-07-01"),
                moved("annulment", "2023-08-01"),
            ],
            ["2023-08-01"],
        ),
        ([moved("caducity", "2023-05-01", notified="2023-06-01"), moved("annulment", "2023-07-01")], []),
        ([moved("caducity", "2023-05-01"), moved("annulment", "2023-07-01")], []),
    ],
)
def test_what_annuls_no_lapse_is_found(movements: list[Movement], idle: list[str]) -> None:
    assert [each.day.isoformat() for each in annul_nothing(movements, B)] == idle
