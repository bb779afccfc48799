"""Ways to change a signed paper, from a single bit to a revision that leaves the signed bytes untouched."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def flip(pdf: bytes, at: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1
    return bytes(changed)


def in_photo(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"\xff\xd8\xff") + 3000)


def in_page_content(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"stream\n") + 400)


def in_signature(pdf: bytes) -> bytes:
    """The last hexadecimal digit of the signature value, which ends the container before its padding."""
    return _digit(pdf, len(re.sub(rb"0+\Z", b"", _container(pdf))) - 1)


def in_signed_attributes(pdf: bytes) -> bytes:
    """A digit of the message digest: its object identifier is 1.2.840.113549.1.9.4."""
    return _digit(pdf, _container(pdf).index(b"2A864886F70D010904") + 40)


def truncated(pdf: bytes) -> bytes:
    return pdf[:-100]


def rewritten(pdf: bytes) -> bytes:
    """The same pages, written anew by another program."""
    stored = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(stored)
    return stored.getvalue()


def appended_comment(pdf: bytes) -> bytes:
    return pdf + b"% a remark\n"


def appended_annotation(pdf: bytes) -> bytes:
    def add(writer: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(  # type: ignore[no-untyped-call]  # pyHanko has no types here
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 600, 300, 640))),
                pdf_name("/Contents"): generic.pdf_string("FALS"),
                pdf_name("/DA"): generic.pdf_string("/Helv 20 Tf 0 g"),
            }
        )
        page = writer.root["/Pages"]["/Kids"].raw_get(0)
        writer.register_annotation(page, writer.add_object(note))  # type: ignore[no-untyped-call]  # pyHanko has no types here

    return _revised(pdf, add)


def appended_page_content(pdf: bytes) -> bytes:
    def replace(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)

    return _revised(pdf, replace)


def appended_attachment(pdf: bytes) -> bytes:
    """Other data where verification reads them; the pages stay."""

    def replace(writer: IncrementalPdfFileWriter) -> None:
        file = writer.root["/AF"][0]
        file["/EF"][pdf_name("/F")] = writer.add_object(
            generic.StreamObject(stream_data=b'{"number":"FALS"}')
        )
        writer.update_container(file["/EF"])

    return _revised(pdf, replace)


def _revised(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    stored = BytesIO()
    writer.write(stored)  # type: ignore[no-untyped-call]  # pyHanko has no types here
    return stored.getvalue()


def container_span(pdf: bytes) -> tuple[int, int]:
    """From where to where the signature value stands in the file: the only bytes that nobody signs."""
    match = re.search(rb"/Contents <([0-9A-F]+)>", pdf)
    assert match
    return match.span(1)


def _container(pdf: bytes) -> bytes:
    start, end = container_span(pdf)
    return pdf[start:end]


def _digit(pdf: bytes, at: int) -> bytes:
    position = container_span(pdf)[0] + at
    other = b"1" if pdf[position : position + 1] != b"1" else b"2"
    return pdf[:position] + other + pdf[position + 1 :]
