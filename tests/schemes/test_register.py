"""The padró continuity algorithm and its vectors (schemes.md §2.2)."""

from datetime import date

import pytest

from casework.schemes import (
    Gap,
    Movement,
    MovementKind,
    SchemeVersion,
    Segment,
    Verdict,
    facts_from,
    findings,
)
from casework.schemes.register import last_gap, segments

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
    assert (finding.values["gap_days"], finding.values["gap_cause"]) == (13, "caducity")
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
