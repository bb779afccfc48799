"""PDFs from strangers: what is taken, what is refused, and that neither stops the house."""

import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casework.errors import NotFoundError, RefusedError
from casework.files import drawing
from casework.files.copies import safe_copy
from casework.files.pdfs import MOST_BYTES, PATIENCE, check_pdf, count_pages, draw_page
from tests.support.scans import RED_SHEET, pdf, written

RED, WHITE = (255, 0, 0), (255, 255, 255)
UNREADABLE = "This PDF cannot be read"


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def close_to(seen: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 16 for one, other in zip(seen, colour, strict=True))


def test_pages_are_counted_and_drawn_at_150_dpi() -> None:
    data = pdf(3, b"1 0 0 rg 0 421 595 421 re f")  # the upper half
    assert (check_pdf(data), count_pages(data)) == (3, 3)
    drawn = opened(draw_page(data, 3))
    assert (drawn.format, drawn.size) == ("JPEG", (1240, 1755))
    assert close_to(drawn.getpixel((600, 400)), RED)
    assert close_to(drawn.getpixel((600, 1400)), WHITE)


def test_each_page_is_its_own() -> None:
    with pikepdf.open(BytesIO(pdf(1))) as document:
        document.add_blank_page(page_size=(200, 100))
        data = written(document)
    assert close_to(opened(draw_page(data, 1)).getpixel((9, 9)), RED)
    assert close_to(opened(draw_page(data, 2)).getpixel((9, 9)), WHITE)
    assert opened(draw_page(data, 2)).size == (417, 209)


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_page_that_is_not_there_is_missing(number: int) -> None:
    with pytest.raises(NotFoundError):
        draw_page(pdf(2), number)


def test_what_was_typed_into_a_form_is_seen() -> None:
    with pikepdf.open(BytesIO(pdf(1, b""))) as document:
        look = document.make_stream(RED_SHEET, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 500, 500]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="name",
                V="Amina",
                F=4,
                Rect=[0, 0, 500, 500],
                AP=pikepdf.Dictionary(N=look),
            )
        )
        document.pages[0].Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        data = written(document)
    assert close_to(opened(draw_page(data, 1)).getpixel((300, 1500)), RED)


def test_nothing_of_the_pdf_but_its_look_goes_on() -> None:
    with pikepdf.open(BytesIO(pdf())) as document:
        document.docinfo["/Author"] = "SECRET"
        document.attachments["SECRET.txt"] = b"SECRET"
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert('SECRET'); while(true){}"
        )
        data = written(document, compress_streams=False)
    assert b"SECRET" in data
    assert check_pdf(data) == 1
    assert b"SECRET" not in draw_page(data, 1)


def test_a_gigantic_page_is_drawn_small() -> None:
    assert max(opened(draw_page(pdf(size=(14_400, 7_200)), 1)).size) == 2200


def test_thirty_pages_are_taken_and_more_refused() -> None:
    assert check_pdf(pdf(30)) == 30
    for pages in (31, 10_000):
        with pytest.raises(RefusedError, match="more than"):
            check_pdf(pdf(pages))


def test_a_locked_pdf_is_refused() -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="baas", user="geheim"))
    with pytest.raises(RefusedError, match="locked with a password"):
        check_pdf(locked)


def test_a_pdf_that_opens_without_its_owner_s_password_is_taken() -> None:
    """Banks and offices send such: it opens everywhere, only changing it asks for the password."""
    guarded = pdf(encryption=pikepdf.Encryption(owner="baas", user=""))
    assert check_pdf(guarded) == 1
    assert draw_page(guarded, 1) == draw_page(pdf(), 1)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(RefusedError, match="15 MB"):
        check_pdf(pdf() + bytes(MOST_BYTES))


def loop_of_pages() -> bytes:
    """A page tree that holds itself."""
    with pikepdf.open(BytesIO(pdf())) as document:
        document.Root.Pages.Kids = pikepdf.Array([document.Root.Pages])
        return written(document)


def form_in_itself() -> bytes:
    """A drawing that draws itself for ever; a reader is free to stop and show what there is."""
    with pikepdf.open(BytesIO(pdf(1, b"/Me Do"))) as document:
        me = document.make_stream(b"/Me Do /Me Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        me.BBox = [0, 0, 500, 500]
        me.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=me))
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=me))
        return written(document)


def picture_bomb() -> bytes:
    """A picture of 900 megapixels, which rests in a few kilobytes."""
    with pikepdf.open(BytesIO(pdf(1, b"500 0 0 500 0 0 cm /Big Do"))) as document:
        big = document.make_stream(bytes(30_000 * 100), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        big.Width = big.Height = 30_000
        big.ColorSpace, big.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Big=big))
        return written(document)


def much_to_draw() -> bytes:
    """Half a gigabyte of operators, packed into a megabyte."""
    return pdf(content=b"0 0 m 9 9 l S " * 35_000_000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n%%EOF",
        pdf()[: len(pdf()) // 2],
        pdf(3)[:-40].replace(b"obj", b"jbo"),
        loop_of_pages(),
    ],
    ids=["empty", "mark alone", "nothing in it", "cut off", "no objects", "pages that hold themselves"],
)
def test_what_cannot_be_opened_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match=UNREADABLE):
        check_pdf(data)


def test_a_bomb_ends_with_its_process() -> None:
    data = much_to_draw()
    assert len(data) < 1_500_000
    began = time.monotonic()
    with pytest.raises(RefusedError, match=UNREADABLE):
        check_pdf(data)
    assert time.monotonic() - began < PATIENCE + 3


@pytest.mark.parametrize("make", [form_in_itself, picture_bomb])
def test_what_a_reader_may_forgive_is_drawn_or_refused_soon(make: object) -> None:
    assert callable(make)
    data, began = make(), time.monotonic()
    try:
        assert check_pdf(data) == 1
        assert opened(draw_page(data, 1)).size == (1240, 1755)
    except RefusedError as error:
        assert UNREADABLE in error.message
    assert time.monotonic() - began < 2 * PATIENCE


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asleep = tmp_path / "asleep.py"
    asleep.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(drawing, "__file__", str(asleep))
    monkeypatch.setattr("casework.files.pdfs.PATIENCE", 0.5)
    began = time.monotonic()
    with pytest.raises(RefusedError, match=UNREADABLE):
        count_pages(pdf())
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("lie", ["", "0", "31", "-1", "7" * 5000, "three", "1\\n2"])
def test_the_drawing_process_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lie: str
) -> None:
    liar = tmp_path / "liar.py"
    liar.write_text(f"print('{lie}', end='')\n")
    monkeypatch.setattr(drawing, "__file__", str(liar))
    with pytest.raises(RefusedError):
        count_pages(pdf())
    with pytest.raises(RefusedError):
        draw_page(pdf(), 1)


def test_the_process_limits_itself_before_it_reads_and_sees_nothing_of_ours(tmp_path: Path) -> None:
    """The limits hold for whatever runs after them: shown by a PDFium that tells what it may use."""
    (tmp_path / "pypdfium2.py").write_text(
        "import os, resource, sys\n"
        "kinds = ('CPU', 'AS', 'FSIZE', 'CORE', 'NOFILE')\n"
        "most = [resource.getrlimit(getattr(resource, f'RLIMIT_{kind}'))[1] for kind in kinds]\n"
        "print(most, [name for name in os.environ if name != 'LC_CTYPE'])\n"
        "sys.stdout.flush()\n"
        "os._exit(0)\n"
    )
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import runpy; sys.argv = ['x', 'count']; "
    code += f"runpy.run_path({drawing.__file__!r}, run_name='__main__')"
    told = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, env={}, check=True
    ).stdout
    assert told == "[8, 1000000000, 30000000, 0, 32] []\n"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_drawn_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(pdf(2))
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages = check_pdf(bytes(damaged))
    except RefusedError:
        return
    assert pages in (1, 2)
    assert opened(draw_page(bytes(damaged), 1)).format == "JPEG"


def test_a_copy_is_told_by_its_content() -> None:
    picture = BytesIO()
    Image.new("RGB", (30, 20), "red").save(picture, "PNG")
    assert safe_copy(picture.getvalue()).media_type == "image/jpeg"
    assert opened(safe_copy(picture.getvalue()).data).format == "JPEG"
    sent = b"\n" + pdf(2)
    kept = safe_copy(sent)
    assert (kept.media_type, kept.data) == ("application/pdf", sent)


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"GIF89a", b"PK\x03\x04", b"hello %PDF-1.7"], ids=lambda data: data[:9].decode()
)
def test_what_is_neither_picture_nor_pdf_is_no_copy(data: bytes) -> None:
    with pytest.raises(RefusedError, match="neither a picture nor a PDF"):
        safe_copy(data)
