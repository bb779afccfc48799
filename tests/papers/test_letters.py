"""Letters, read back with other tools than the one that wrote them."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509

from casework.papers import Beside, Block, Letter, Renderer, Signer, Words, validate
from casework.papers.sheet import Length
from tests.papers.conftest import ISSUED
from tests.papers.reading import boxes, text, texts_by_page
from tests.tools.pdfcheck import check

SHORT, TWO_LANGUAGES, LONG = (Letter.sample(length) for length in ("short", "normal", "long"))
LAST_DAY = "Dimecres 11 de novembre de 2026"


def test_attached_data_are_number_issuer_dates_and_nothing_of_the_person() -> None:
    assert LONG.canonical_json().decode() == (
        '{"deadline":"2026-11-11","format":"casework-letter/1","issued":"2026-10-28",'
        '"issuer":"Ajuntament de Vilamostra","kind":"missing","languages":["ca"],"number":"2026/0000422"}'
    )
    assert b'"deadline":null' in SHORT.canonical_json()
    assert b'"languages":["ca","ar"]' in TWO_LANGUAGES.canonical_json()


def test_a_letter_has_number_and_date_and_a_code_only_where_it_is_wanted(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    plain, coded = (text(on_disk(renderer.render(letter))) for letter in (SHORT, TWO_LANGUAGES))
    assert "2026/0000377" in plain
    assert "28 d’octubre de 2026" in plain
    assert "verify" not in plain
    assert "Codi segur" not in plain
    assert "93 000 00 00 (dl–dv 9–14 h)" in plain.replace("\N{WORD JOINER}", "")
    assert "9XK2M4T-7PQ0RWA-5CHZ83N" in coded
    assert "casework.example.org/verify" in coded


@pytest.mark.parametrize(
    ("letter", "wrong", "says"),
    [
        (SHORT, {"number": ""}, "number"),
        (SHORT, {"code": "123"}, "code"),
        (SHORT, {"draft": True}, "draft"),
        (SHORT, {"recipient": ()}, "recipient"),
        (SHORT, {"blocks": ()}, "something to say"),
        (SHORT, {"deadline": date(2026, 11, 11)}, "deadline"),
        (LONG, {"deadline": None}, "deadline"),
        (LONG, {"blocks": (*LONG.blocks, Block(heading="Fins quan", last_day=LAST_DAY))}, "deadline"),
        (TWO_LANGUAGES, {"blocks": TWO_LANGUAGES.blocks[:-1]}, "two languages"),
    ],
)
def test_what_is_no_letter(letter: Letter, wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(letter, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_two_languages_stand_side_by_side_item_beside_item(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    placed = boxes(on_disk(renderer.render(TWO_LANGUAGES)))
    for here, there in (("Dimecres", "الأربعاء"), ("Preguntes", "أسئلة"), ("Un", "ورقة")):
        left = [box for word, box in placed if word == here]
        right = [box for word, box in placed if word == there[::-1]]  # Poppler gives them as they stand
        assert len(left) == len(right) > 0
        for one, other in zip(left, right, strict=True):
            assert one.page == other.page == 1
            assert one.right < 297 < other.left, "left and right of the middle of the page"
            assert one.top == pytest.approx(other.top, abs=10), "within a line, in points"


def test_a_second_language_is_announced_as_such(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.render(TWO_LANGUAGES))) as opened:
        assert str(opened.Root.Lang) == "ca"
        divisions = [
            item
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Div" and item.get("/Lang") == "ar"
        ]
    assert len(divisions) == 1 + len(TWO_LANGUAGES.blocks) + 2  # title, blocks, two items


def test_a_long_list_flows_to_a_second_page(renderer: Renderer, on_disk: Callable[[bytes], Path]) -> None:
    first, second = texts_by_page(on_disk(renderer.render(LONG)))
    assert "12. En quina entitat" in first
    assert "FINS QUAN" in second


def pages_after(
    lines: int, *blocks: Block, renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> list[str]:
    """The pages of a letter in which these blocks come after so many lines: they slide over the page's end."""
    letter = replace(LONG, blocks=(Block(heading="Fets", paragraphs=("Un fet.",) * lines), *blocks))
    return texts_by_page(on_disk(renderer.render(letter)))


def test_the_box_of_the_deadline_is_never_cut(renderer: Renderer, on_disk: Callable[[bytes], Path]) -> None:
    box = Block(heading="Fins quan", last_day=LAST_DAY, paragraphs=("Dia inclòs.", "Avanceu-vos.", "Final."))
    after = Block(heading="Preguntes", paragraphs=("Truqueu-nos.",))
    found = set()
    for lines in range(22, 36):
        pages = pages_after(lines, box, after, renderer=renderer, on_disk=on_disk)
        (page,) = (at for at, said in enumerate(pages) if LAST_DAY in said)
        assert all(said in pages[page] for said in ("FINS QUAN", "Dia inclòs.", "Avanceu-vos.", "Final."))
        found.add(page)
    assert found == {0, 1}, "the box was seen at the end of the first page and at the top of the second"


def test_items_are_numbered_through_over_all_parts(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    read = text(on_disk(renderer.render(LONG)))
    assert read.count("QUÈ FALTA (CONTINUACIÓ)") + read.count("(CONTINUACIÓ)") >= 2
    for number, item in enumerate(next(block.items for block in LONG.blocks if block.items), start=1):
        assert f"{number}. {item.text}" in read


def test_a_signature_never_stands_alone(renderer: Renderer, on_disk: Callable[[bytes], Path]) -> None:
    box = Block(heading="Fins quan", last_day=LAST_DAY)
    closing = Block(heading="Preguntes", paragraphs=("Truqueu-nos.",))
    found = set()
    for lines in range(16, 32):
        pages = pages_after(lines, box, closing, renderer=renderer, on_disk=on_disk)
        assert "Marta Soler i Prat" in pages[-1]
        assert "Truqueu-nos." in pages[-1]
        found.add(len(pages))
    assert found == {1, 2}


def test_a_draft_carries_its_mark_and_no_field(renderer: Renderer, on_disk: Callable[[bytes], Path]) -> None:
    path = on_disk(renderer.render(replace(LONG, draft=True, number="")))
    assert text(path).count("ESBORRANY") == 2
    with pikepdf.open(path) as opened:
        assert "/AcroForm" not in opened.Root


def test_another_process_makes_the_same_letter(renderer: Renderer) -> None:
    program = (
        "import hashlib; from casework.papers import *;"
        "print(hashlib.sha256(Renderer().render(Letter.sample('normal'))).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == sha256(renderer.render(TWO_LANGUAGES)).hexdigest()


def test_the_name_is_on_the_page_and_in_no_metadata(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.render(TWO_LANGUAGES))) as opened:
        (attachment,) = opened.attachments.values()
        beside = [
            attachment.get_file().read_bytes().decode(),
            opened.Root.Metadata.read_bytes().decode(),
            *map(str, opened.docinfo.values()),
        ]
    assert not any("Benabdellah" in part or "محمد" in part for part in beside)


def test_letters_conform_before_and_after_signing(
    renderer: Renderer, signer: Signer, trust: list[x509.Certificate], tmp_path: Path
) -> None:
    lengths: tuple[Length, ...] = ("short", "normal", "long")
    letters: dict[str, Letter] = {length: Letter.sample(length) for length in lengths}
    letters |= {
        "draft": replace(LONG, draft=True, number=""),
        "bare": replace(SHORT, blocks=(Block(heading=""),), issuer=replace(SHORT.issuer, arms=None)),
        "long-name": replace(SHORT, recipient=(Words("Wolfeschlegelsteinhausenbergerdorff " * 6),)),
    }
    for name, letter in letters.items():
        pdf = renderer.render(letter)
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        if not letter.draft:
            signed = signer.sign(pdf, signed_at=ISSUED)
            (tmp_path / f"{name}-signed.pdf").write_bytes(signed)
            verdict = validate(signed, trust, at=ISSUED)
            assert verdict.genuine
            assert verdict.attachment is not None
            assert verdict.attachment["number"] == letter.number
    assert check(sorted(tmp_path.iterdir())) == []


@pytest.mark.parametrize("lines", range(24, 40, 3))
def test_where_a_page_ends_nothing_is_printed_twice_nor_lost(
    lines: int, renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    """The half of a pair that no longer fitted used to be printed on both pages."""
    said = tuple(f"Paràgraf-{number} que ocupa una línia i una mica més d’espai." for number in range(lines))
    block = replace(TWO_LANGUAGES.blocks[0], paragraphs=said, items=(), last_day="")
    last = Block(heading="Preguntes-al-final", paragraphs=("Telèfon-al-final.",))
    letter = replace(
        TWO_LANGUAGES,
        blocks=(block, last),
        deadline=None,
        beside=Beside(language="es", number="Registro", title="Carta", blocks=(block, last)),
    )
    words = text(on_disk(renderer.render(letter))).split()
    for marked in (
        *(f"Paràgraf-{number}" for number in range(lines)),
        "Preguntes-al-final",
        "Telèfon-al-final.",
    ):
        assert words.count(marked) == 2, f"{marked} once in each column"
