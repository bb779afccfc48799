"""What comes out of the renderer, read back with other tools than the one that wrote it."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from casework.papers import Attestation, IdentityRow, OwnWords, PaperError, Renderer, Theme, Words
from casework.papers.finishing import SIGNATURE_FIELD
from casework.papers.fonts import TEMPLATES
from casework.papers.sheet import Length

NORMAL = Attestation.sample("normal")
SHORT = Attestation.sample("short")
POINTS = 72 / 25.4
"""Points in a millimetre."""
SLANTED_WORD = 238
"""The grey level of the word across a draft."""


def text(path: Path) -> str:
    found = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return " ".join(found.split())


def structure(pdf: bytes, kind: str) -> list[dict[str, Any]]:
    """All structure elements of one kind, as plain dictionaries."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            {key: str(value) for key, value in item.items()}
            | ({"/Scope": str(item["/A"]["/Scope"])} if "/Scope" in item.get("/A", {}) else {})
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == "/StructElem"
            and item.get("/S") == f"/{kind}"
        ]


def test_samples_have_one_two_and_three_pages(unsigned: bytes, length: Length) -> None:
    with pikepdf.open(BytesIO(unsigned)) as opened:
        assert len(opened.pages) == {"short": 1, "normal": 2, "long": 3}[length]


def test_only_shipped_fonts_are_embedded(unsigned: bytes, on_disk: Callable[[bytes], Path]) -> None:
    listing = subprocess.run(
        ["pdffonts", on_disk(unsigned)], capture_output=True, text=True, check=True
    ).stdout
    fonts = [line.split() for line in listing.splitlines()[2:]]
    assert len(fonts) >= 4
    for name, *_, embedded, subset, unicode_map, _object, _generation in fonts:
        assert re.fullmatch(r"[A-Z]{6}\+CW-(Sans|Serif|Arabic|Ethiopic|Georgian)(-Bold)?", name)
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes")


def test_another_process_makes_the_same_bytes(unsigned: bytes, length: Length) -> None:
    program = (
        "import hashlib; from casework.papers import *;"
        f"print(hashlib.sha256(Renderer().render(Attestation.sample({length!r}))).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == sha256(unsigned).hexdigest()


def test_threads_wait_for_each_other_and_get_their_own_paper(renderer: Renderer) -> None:
    papers = [replace(SHORT, number=f"V26{n:05}") for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(renderer.render, papers))
    assert made == [renderer.render(paper) for paper in papers]


def test_what_the_page_says_can_be_read_out_again(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    read = text(on_disk(renderer.render(NORMAL)))
    for phrase in (
        "Document municipal de veïnatge",
        "Mohamed Amine",
        "ZZ0000982 (Marroc)",
        "Participa al Club Esportiu Mostra",
        "A9 Carta signada del club, 2.11.2026 · emissor contactat",
        "instal·lacions",
        "no evita la detenció",
        "Marta Soler i Prat",
        "2GT6YB1-K0WDM9E-QX47RVH",
        "casework.example.org/verify",
        "Pàgina 1 / 2",
        "Pàgina 2 / 2",
        "MOSTRA",
    ):
        assert phrase in read


def test_names_in_five_scripts_are_printed_and_announced_in_their_language(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    names = {"ti": "ለተብርሃን", "uk": "Ґанна", "vi": "Nguyễn Thị Ánh", "ar": "محمد", "ka": "გიორგი"}
    rows = tuple(
        IdentityRow(
            label="Nom", value=name, language=language, direction="rtl" if language == "ar" else "ltr"
        )
        for language, name in names.items()
    )
    pdf = renderer.render(replace(SHORT, identity=rows))
    read = text(on_disk(pdf))
    assert all(name in read for name in names.values())
    assert {element["/Lang"] for element in structure(pdf, "Span") if "/Lang" in element} == set(names)


def test_a_row_heading_says_that_it_heads_a_row(renderer: Renderer) -> None:
    headings = structure(renderer.render(SHORT), "TH")
    assert len(headings) == len(SHORT.identity)
    assert {heading["/Scope"] for heading in headings} == {"/Row"}


def test_the_empty_field_lies_on_the_signature_frame_and_in_the_structure(unsigned: bytes) -> None:
    with pikepdf.open(BytesIO(unsigned)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        left, bottom, right, top = map(float, field.Rect)
        page = opened.pages[-1]
        assert field.P.objgen == page.obj.objgen
        assert (str(field.T), str(field.FT), "/V" in field) == (SIGNATURE_FIELD, "/Sig", False)
        assert (right - left, top - bottom) == pytest.approx((63 * POINTS, 24.75 * POINTS), abs=1.1)
        assert right == pytest.approx((210 - 21) * POINTS, abs=1)
    (form,) = structure(unsigned, "Form")
    assert form["/Alt"] == "Signatura electrònica de l’Ajuntament de Vilamostra"


def test_the_stamp_has_its_place_beside_the_signature(
    renderer: Renderer, on_disk: Callable[[bytes], Path], tmp_path: Path
) -> None:
    pdf = renderer.render(SHORT)
    with pikepdf.open(BytesIO(pdf)) as opened:
        top = 297 - float(opened.Root.AcroForm.Fields[0].Rect[3]) / POINTS
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", on_disk(pdf), tmp_path / "page"], check=True)
    with Image.open(tmp_path / "page-1.png") as page:
        millimetre = 100 / 25.4
        left, upper, right, lower = (round(at * millimetre) for at in (20, top + 6, 60, top + 44))
        assert page.convert("L").crop((left, upper, right, lower)).getextrema() == (255, 255)


def test_the_small_code_opens_the_check_from_every_printed_page(
    unsigned: bytes, length: Length, on_disk: Callable[[bytes], Path], tmp_path: Path
) -> None:
    subprocess.run(
        ["pdftoppm", "-r", "300", "-gray", "-png", on_disk(unsigned), tmp_path / "page"], check=True
    )
    pages = sorted(tmp_path.glob("page-*.png"))
    assert pages
    for page in pages:
        with Image.open(page) as raster:
            (found,) = zxingcpp.read_barcodes(raster)
        assert found.text == Attestation.sample(length).verify_link


def test_the_attachment_is_the_canonical_data_and_related_as_such(unsigned: bytes, length: Length) -> None:
    with pikepdf.open(BytesIO(unsigned)) as opened:
        attached = opened.attachments["attestation.json"]
        assert attached.get_file().read_bytes() == Attestation.sample(length).canonical_json()
        assert str(opened.Root.AF[0].AFRelationship) == "/Data"


def test_what_only_the_page_may_show_is_neither_attached_nor_in_the_metadata(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.render(NORMAL))) as opened:
        (attachment,) = opened.attachments.values()
        beside_the_pages = [
            attachment.get_file().read_bytes().decode(),
            opened.Root.Metadata.read_bytes().decode(),
            *map(str, opened.docinfo.values()),
        ]
    assert "V2600123" in beside_the_pages[0]
    assert "casework" in beside_the_pages[1]
    for private in ("ZZ0000982", "Marroc", "marroquina", "Nador", "c. de l’Exemple", "2GT6YB1", "JFIF"):
        assert not any(private in part for part in beside_the_pages)
    for named in ("Benabdellah", "Mohamed", "1991"):
        assert not any(named in part for part in beside_the_pages[1:])


def test_a_draft_is_marked_on_every_page_and_cannot_be_checked_or_signed(
    renderer: Renderer, on_disk: Callable[[bytes], Path], tmp_path: Path
) -> None:
    path = on_disk(renderer.render(replace(NORMAL, draft=True, number="", code="")))
    assert text(path).count("ESBORRANY") == 2  # in the foot; the slanted word is counted below
    with pikepdf.open(path) as opened:
        assert "/AcroForm" not in opened.Root
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", path, tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page-*.png"))
    assert len(pages) == 2
    for page in pages:
        with Image.open(page) as raster:
            assert zxingcpp.read_barcodes(raster) == []
            assert raster.convert("L").histogram()[SLANTED_WORD] > 20_000


def test_words_that_look_like_markup_are_words(renderer: Renderer, on_disk: Callable[[bytes], Path]) -> None:
    words = OwnWords("Pròpies", "", (Words("<img src=x> & {{ 7*7 }}"), Words("<b>١ 22 33</b>", "ar", "rtl")))
    read = text(on_disk(renderer.render(replace(SHORT, own_words=words))))
    assert "<img src=x> & {{ 7*7 }}" in read
    assert "<b>" in read.replace("\u202a", "").replace("\u202c", "")


@pytest.mark.parametrize("scheme", ["file", "http", "ftp"])
def test_arms_that_fetch_something_stop_the_paper(renderer: Renderer, scheme: str, tmp_path: Path) -> None:
    picture = tmp_path / "elsewhere.png"
    Image.new("RGB", (9, 9)).save(picture)
    address = picture.as_uri() if scheme == "file" else f"{scheme}://127.0.0.1:9/elsewhere.png"
    arms = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}"/></svg>'
    with pytest.raises(PaperError, match="arms"):
        renderer.render(replace(SHORT, issuer=replace(SHORT.issuer, arms=arms.encode())))


def test_a_broken_photo_stops_the_paper_and_leaves_no_trace_in_the_log(
    renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(PaperError, match="photo"):
        renderer.render(replace(SHORT, photo=b"\xff\xd8\xff not a picture"))
    assert "data:" not in caplog.text


def test_a_theme_colours_and_moves_nothing(renderer: Renderer) -> None:
    plain, blue = renderer.render(SHORT), renderer.render(SHORT, Theme(accent="#1F3A72"))
    assert plain != blue
    with pikepdf.open(BytesIO(plain)) as one, pikepdf.open(BytesIO(blue)) as other:
        without_colour = [
            re.sub(rb"[\d. ]+ (rg|RG)\b", b"", pdf.pages[0].Contents.read_bytes()) for pdf in (one, other)
        ]
    assert without_colour[0] == without_colour[1]


@dataclass(frozen=True)
class Notice:
    """Another kind of paper, with nothing of an attestation but what the protocol asks."""

    template: ClassVar[str] = "notice"
    version: ClassVar[int] = 1
    page_count: ClassVar[int | None] = None
    number: str = "N1"
    issued_on: date = date(2026, 11, 20)

    def canonical_json(self) -> bytes:
        return b'{"number":"N1"}'


@pytest.fixture
def own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of paper templates with a notice in it, beside the shipped fonts."""
    shipped = Path(str(TEMPLATES))
    for name in ("type.css", "fonts"):
        (tmp_path / name).symlink_to(shipped / name)
    (tmp_path / "notice.css").write_text("p { color: var(--accent) }")
    (tmp_path / "notice.jinja2").write_text(
        '<!doctype html><html lang="ca"><title>{{ paper.number }}</title><body><p>Avís</p></html>'
    )
    monkeypatch.setattr("casework.papers.render.TEMPLATES", tmp_path)
    monkeypatch.setattr("casework.papers.render._ROOT", shipped)
    monkeypatch.setattr("casework.papers.render._ROOT_URI", f"{shipped.as_uri()}/")
    return tmp_path


def test_another_kind_of_paper_needs_a_template_and_no_change_here(own_templates: Path) -> None:
    with pikepdf.open(BytesIO(Renderer().render(Notice()))) as opened:
        assert json.loads(opened.attachments["notice.json"].get_file().read_bytes()) == {"number": "N1"}


def test_a_template_that_brings_another_font_is_refused(own_templates: Path) -> None:
    (own_templates / "notice.css").write_text(
        "@font-face { font-family: Other; src: url(fonts/CW-Sans-Regular.ttf) } p { font-family: Other }"
    )
    with pytest.raises(PaperError, match="font"):
        Renderer().render(Notice())


def test_a_style_that_the_engine_does_not_know_is_refused(own_templates: Path) -> None:
    (own_templates / "notice.css").write_text("p { colour: red }")
    with pytest.raises(PaperError) as caught:
        Renderer().render(Notice())
    assert "Ignored" in caught.value.__notes__[0]
