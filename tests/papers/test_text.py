import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from casework.papers.text import MOST_IN_A_PART, lines, parts, unbroken


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("des del 2 de març de 2024.", "des del 2~de~març~de~2024."),
        ("el 17 d’abril de 1991", "el 17~d’abril~de~1991"),
        ("le 5 mai 2026, à Nantes", "le 5~mai~2026, à Nantes"),
        ("truqueu al 93 000 00 00 avui", "truqueu al 93~000~00~00 avui"),
        ("(Fundació, 120 h, vespre)", "(Fundació, 120~h, vespre)"),
        ("validesa de 24 mesos des de", "validesa de 24~mesos des de"),
        ("el 40 % de la jornada", "el 40~% de la jornada"),
        ("Targeta núm. 0000381", "Targeta núm.~0000381"),
        ("al c. de la Mostra", "al c.~de la Mostra"),
        ("3 persones residents", "3 persones residents"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, kept: str) -> None:
    assert unbroken(text) == kept.replace("~", "\u00a0")


def test_a_range_does_not_break_at_its_dash() -> None:
    assert unbroken("10.2.2025–27.6.2025") == "10.2.2025\u2060–\u206027.6.2025"


@given(st.text())
def test_only_spaces_change_and_nothing_else(text: str) -> None:
    assert unbroken(text).replace("\u00a0", " ").replace("\u2060", "") == text.replace("\u00a0", " ").replace(
        "\u2060", ""
    )


def test_numbers_in_right_to_left_text_keep_the_order_of_their_groups() -> None:
    isolated = unbroken("الهاتف 93 000 00 00 <b>", "rtl")
    assert '<bdi dir="ltr" class="unbroken">93 000 00 00</bdi>' in isolated
    assert isinstance(isolated, Markup)
    assert "&lt;b&gt;" in isolated


@pytest.mark.parametrize(
    ("heading", "css"),
    [
        ("Habitatge", ""),
        ("Participació soc.", ""),
        ("Empadronament i estada", "two-lines"),
        ("Manifestacions de la persona interessada", "three-lines"),
        ("", ""),
    ],
)
def test_room_for_a_heading(heading: str, css: str) -> None:
    assert lines(heading) == css


@given(st.lists(st.integers(), max_size=60))
def test_parts_are_all_items_in_order_and_nearly_equal(items: list[int]) -> None:
    found = parts(items)
    sizes = [len(part) for part in found]
    assert [item for part in found for item in part] == items
    assert all(0 < size <= MOST_IN_A_PART for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert len(found) == -(-len(items) // MOST_IN_A_PART)
