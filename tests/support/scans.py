"""PDFs as strangers send them, made byte by byte as a test needs them."""

from io import BytesIO
from typing import Any

import pikepdf

A4 = (595, 842)
RED_SHEET = b"1 0 0 rg 0 0 20000 20000 re f"
LETTER = (
    b"0.3 g 60 740 220 16 re f 0.6 g " + b" ".join(b"60 %d 470 6 re" % y for y in range(120, 700, 18)) + b" f"
)
"""Grey bars where a letter has a heading and lines."""


def pdf(pages: int = 1, content: bytes = RED_SHEET, size: tuple[int, int] = A4, **saved: Any) -> bytes:
    """A PDF of pages that all show `content`; `saved` are options of pikepdf's `save`."""
    with pikepdf.new() as document:
        stream = document.make_stream(content)
        for _page in range(pages):
            document.add_blank_page(page_size=size)
            document.pages[-1].Contents = stream
        return written(document, **saved)


def written(document: pikepdf.Pdf, **saved: Any) -> bytes:
    made = BytesIO()
    document.save(made, **saved)
    return made.getvalue()
