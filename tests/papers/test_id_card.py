"""A card of ID-1 size: what it carries, how it shrinks instead of cutting, and that the file conforms."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from casework.papers import CardField, IdCard, PaperError, Renderer, Signer, Words, validate
from casework.papers.id_card import NAME_SIZES
from casework.papers.sheet import Length
from tests.papers.conftest import ISSUED
from tests.papers.reading import text, texts_by_page
from tests.tools.pdfcheck import check

NORMAL = IdCard.sample("normal")
LENGTHS: tuple[Length, ...] = ("short", "normal", "long")
SCRIPTS = {
    "arabic": Words("عبد الرحمن بن محمد الوهابي", "ar", "rtl"),
    "ethiopic": Words("ገብረእግዚአብሔር ኃይለሥላሴ", "am"),
    "cyrillic": Words("Оксана Гриценко-Шевченко", "uk"),
    "georgian": Words("გიორგი ჩხეიძე", "ka"),
    "vietnamese": Words("Nguyễn Thị Hồng Ngọc", "vi"),
}


def test_attached_data_are_the_public_facts_and_nothing_of_the_person() -> None:
    assert NORMAL.canonical_json().decode() == (
        '{"format":"casework-id_card/1","issued":"2026-11-20","issuer":"Ajuntament de Vilamostra",'
        '"kind":"card","language":"en","last_valid_day":"2028-11-19","number":"SR2600123"}'
    )


def test_a_card_without_a_last_day_says_so_in_its_data() -> None:
    assert '"last_valid_day":null' in replace(NORMAL, valid_until=None).canonical_json().decode()


@pytest.mark.parametrize(
    "wrong", [{"names": ()}, {"names": (Words(""),)}, {"number": ""}, {"draft": True}, {"code": "2GT6YB1"}]
)
def test_a_card_has_a_name_and_a_number_and_no_other_code_than_a_whole_one(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"name|number"):
        replace(NORMAL, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_the_longer_the_name_the_smaller_and_never_smaller_than_the_last_size() -> None:
    sizes = [replace(NORMAL, names=(Words("Añ " * count),)).name_size for count in range(1, 90)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (NAME_SIZES[0], NAME_SIZES[-1])


@given(
    st.lists(st.builds(CardField, st.just("Label"), st.text("abc ", min_size=1, max_size=130)), max_size=12)
)
def test_every_field_stands_on_one_side_in_its_order(fields: list[CardField]) -> None:
    card = replace(NORMAL, fields=tuple(fields), back_fields=(CardField("Last", "one"),))
    assert card.on_front + card.on_back == (*fields, CardField("Last", "one"))


def test_a_long_value_has_a_line_of_its_own_the_sooner_beside_a_photo() -> None:
    day, address = (
        CardField("Valid until", "19 November 2028"),
        CardField("Address", "221 Example Street, 4B"),
    )
    assert [replace(NORMAL, pictured=True).is_wide(each) for each in (day, address)] == [False, True]
    assert [replace(NORMAL, pictured=False).is_wide(each) for each in (day, address)] == [False, False]


def test_few_fields_are_set_apart() -> None:
    short = tuple(CardField("Label", "short") for _ in range(8))
    found = [replace(NORMAL, fields=short[:count]).is_airy for count in range(9)]
    assert found == [True] * 7 + [False] * 2


def test_what_the_front_has_no_room_for_stands_on_the_back(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "long.pdf").write_bytes(renderer.render(IdCard.sample("long")))
    front, back = texts_by_page(tmp_path / "long.pdf")
    assert "Maximiliana Esperanza Guadalupe" in front
    assert "la Santísima Trinidad" in front
    assert "Brown" in front
    for said in ("Gender X", "Robin Sample", "Signature of the holder", "2GT6YB1-K0WDM9E-QX47RVH"):
        assert said in back
        assert said not in front


def test_a_card_is_of_id_1_size(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.render(NORMAL))) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert [round(float(each) / 72 * 25.4, 1) for each in page.mediabox[2:]] == [85.6, 54.0]


def test_more_than_the_card_holds_is_refused_and_not_cut(renderer: Renderer) -> None:
    crowded = tuple(CardField(f"Field {number}", "word " * 20) for number in range(9))
    with pytest.raises(PaperError, match="no room"):
        renderer.render(replace(NORMAL, fields=crowded))


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_longest_names_of_every_script_stand_there_whole(
    script: str, renderer: Renderer, tmp_path: Path
) -> None:
    name = SCRIPTS[script]
    names = (Words("Maria Mercè de la Mostra i Exemple"), replace(name, text=f"{name.text} {name.text}"))
    (tmp_path / "card.pdf").write_bytes(renderer.render(replace(NORMAL, names=names)))
    letters = sorted(letter for letter in text(tmp_path / "card.pdf") if letter.isalpha())
    for letter in {each for each in names[1].text if each.isalpha()}:
        assert letters.count(letter) >= names[1].text.count(letter)


def test_the_marks_of_drafts_and_specimens_stand_on_both_sides(renderer: Renderer, tmp_path: Path) -> None:
    for card, mark in ((NORMAL, "SPECIMEN"), (replace(NORMAL, draft=True, number="", code=""), "DRAFT")):
        (tmp_path / "card.pdf").write_bytes(renderer.render(card))
        assert all(mark in page for page in texts_by_page(tmp_path / "card.pdf"))


def test_a_card_signed_is_genuine(renderer: Renderer, signer: Signer, trust: list[x509.Certificate]) -> None:
    signed = signer.sign(renderer.render(NORMAL), signed_at=ISSUED)
    assert validate(signed, trust, at=ISSUED).genuine


def test_cards_conform_before_and_after_signing(renderer: Renderer, signer: Signer, tmp_path: Path) -> None:
    cards: dict[str, IdCard] = {length: IdCard.sample(length) for length in LENGTHS}
    cards |= {script: replace(NORMAL, names=(NORMAL.names[0], name)) for script, name in SCRIPTS.items()}
    cards["right-to-left"] = replace(NORMAL, language="ar", direction="rtl", names=NORMAL.names[::-1])
    cards["no-photo"] = replace(NORMAL, photo=None, issuer=replace(NORMAL.issuer, arms=None))
    files = {name: renderer.render(card) for name, card in cards.items()}
    files |= {f"{name}-signed": signer.sign(pdf, signed_at=ISSUED) for name, pdf in files.items()}
    files["draft"] = renderer.render(replace(NORMAL, draft=True, number="", code=""))
    for name, pdf in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    assert check(sorted(tmp_path.iterdir())) == []
