"""How journal entries read: the same act in a row is one line, and nothing else is drawn together."""

from datetime import UTC, datetime

from casework.access.entries import runs
from casework.journal import JournalEntry

NAMES = {"marta": "Marta", "namesake": "Marta"}
ZONE = "Europe/Madrid"


def entry(at: str, actor: str = "marta", action: str = "dossier.read") -> JournalEntry:
    moment = datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=UTC)
    return JournalEntry(moment=moment, actor_id=actor, action=action, object_id="d")


def told(*entries: JournalEntry) -> list[tuple[str, int]]:
    return [(str(each.what), each.times) for each in runs(entries, NAMES, "en", ZONE)]


def test_looks_in_a_row_are_one_line_from_the_first_to_the_last() -> None:
    (run,) = runs([entry("22T09:20"), entry("22T09:10"), entry("22T09:05")], NAMES, "en", ZONE)
    assert (run.times, run.first.minute, run.when.minute, run.who) == (3, 5, 20, "Marta")


def test_another_act_between_them_stays_where_it_was() -> None:
    looks = told(
        entry("22T09:20"),
        entry("22T09:10", action="dossier.evidence_added"),
        entry("22T09:05"),
        entry("22T09:04"),
    )
    assert looks == [("read the dossier", 1), ("added evidence", 1), ("read the dossier", 2)]


def test_two_accounts_of_one_name_are_two() -> None:
    assert told(entry("22T09:20"), entry("22T09:10", actor="namesake")) == [("read the dossier", 1)] * 2


def test_two_steps_are_two() -> None:
    steps = runs(
        [entry("22T09:20", action="step.take_up"), entry("22T09:10", action="step.submit")], NAMES, "en", ZONE
    )
    assert [each.times for each in steps] == [1, 1]


def test_a_day_ends_at_midnight_of_the_place() -> None:
    """23:30 UTC is half past midnight in Barcelona."""
    assert len(told(entry("22T09:00"), entry("21T23:30"))) == 1
    assert len(told(entry("22T09:00"), entry("21T22:30"))) == 2
