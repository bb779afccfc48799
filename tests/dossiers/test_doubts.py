"""Where a sentence says more than the dossier bears out, or something else (schemes.md §20, mistake 12)."""

from datetime import date

import pytest

from casework.dossiers.doubts import Doubt, DoubtKind, doubts_of
from casework.schemes import EvidenceCategory, FirstDay, Source
from tests.support.catalogue import shipped

TODAY = date(2026, 11, 22)
KNOWN = {
    Source.NAME: "Amina Mostrani",
    Source.ADDRESS: "carrer de la Mostra, 3",
    FirstDay("registered"): date(2024, 3, 1),
}


def category(key: str) -> EvidenceCategory:
    return shipped().scheme("bcn-veinatge").latest.category(key)


@pytest.mark.parametrize(
    ("section", "sentence", "values", "kinds", "expected"),
    [
        ("padro", "registered", {"since": "2024-03-01"}, ("padro_note",), ()),
        (
            "padro",
            "registered",
            {"since": "2024-02-29"},
            ("padro_note",),
            (Doubt(DoubtKind.TOO_EARLY, "since", date(2024, 3, 1)),),
        ),
        (
            "padro",
            "registered",
            {"since": "2024-03-02"},
            (),
            (Doubt(DoubtKind.DIFFERENT, "since", date(2024, 3, 1)),),
        ),
        ("padro", "registered", {"since": "2026-11-23"}, (), (Doubt(DoubtKind.AHEAD, "since"),)),
        ("padro", "stay", {"since": "1990-01-01"}, (), ()),
        ("laboral", "work", {"job": "cuiner", "month": "2026-11"}, ("payslip",), ()),
        ("laboral", "work", {"job": "cuiner", "month": "2026-12"}, (), (Doubt(DoubtKind.AHEAD, "month"),)),
        ("laboral", "work", {"month": "2024-10"}, ("job_offer",), (Doubt(DoubtKind.NOT_BORNE_OUT),)),
        ("cursos", "course", {"start": "2026-01-02", "end": "2026-01-02"}, ("course_certificate",), ()),
        (
            "cursos",
            "course",
            {"start": "2026-01-02", "end": "2026-01-01"},
            (),
            (Doubt(DoubtKind.BACKWARDS, "end"),),
        ),
        (
            "habitatge",
            "home",
            {"name": "Amina Mostrani", "address": "carrer Vell, 1"},
            ("padro_note", "lease"),
            (
                Doubt(DoubtKind.DIFFERENT, "address", "carrer de la Mostra, 3"),
                Doubt(DoubtKind.NOT_BORNE_OUT),
            ),
        ),
    ],
)
def test_doubts(
    section: str,
    sentence: str,
    values: dict[str, str],
    kinds: tuple[str, ...],
    expected: tuple[Doubt, ...],
) -> None:
    found = category(section)
    assert doubts_of(found, found.template(sentence), values, kinds, KNOWN, TODAY) == expected


@pytest.mark.parametrize(
    ("sentence", "printed", "expected"),
    [
        ("protected", {"protected", "home"}, (Doubt(DoubtKind.NOT_TOGETHER, known="home"),)),
        ("home", {"protected", "home"}, (Doubt(DoubtKind.NOT_TOGETHER, known="protected"),)),
        ("protected", {"protected"}, ()),
        ("home", {"home"}, ()),
    ],
)
def test_a_protected_address_is_not_given_away_by_the_sentence_beside_it(
    sentence: str, printed: set[str], expected: tuple[Doubt, ...]
) -> None:
    """schemes.md §2.3, rule 4."""
    found = category("habitatge")
    values = {"name": "Amina Mostrani", "address": "carrer de la Mostra, 3"}
    assert (
        doubts_of(found, found.template(sentence), values, ("padro_note",), KNOWN, TODAY, printed) == expected
    )


def test_an_address_that_was_taken_out_is_doubted_where_it_is_still_printed() -> None:
    found = category("habitatge")
    values = {"name": "Amina Mostrani", "address": "carrer Vell, 1"}
    without = {**KNOWN, Source.ADDRESS: ""}
    assert doubts_of(found, found.template("home"), values, ("padro_note",), without, TODAY) == (
        Doubt(DoubtKind.DIFFERENT, "address", ""),
    )
