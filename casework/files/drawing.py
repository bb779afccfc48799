"""Draws pages of a PDF. Runs alone, as a script in a process that limits itself before it reads what it was sent.

It knows nothing of casework and imports nothing of it: `python -I drawing.py TASK` reads a PDF from its standard
input. `count` writes the number of pages, `check` draws each page small before it does so, a number writes that
page as JPEG. The exit status says why there is nothing (`Outcome`). PDFium is built without JavaScript and
without XFA. The caller is `casework.files.pdfs`, which believes nothing that comes back.
"""

import resource
import sys
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 30
LONGEST_SIDE = 2200
DPI = 150
_SMALL_SIDE = 100
_POINTS_PER_INCH = 72
_QUALITY = 95

_LIMITS = {
    resource.RLIMIT_CPU: 8,  # seconds
    resource.RLIMIT_AS: 1_000_000_000,
    resource.RLIMIT_FSIZE: 30_000_000,  # of what it writes to the caller
    resource.RLIMIT_CORE: 0,  # a core file would hold a person's paper in clear
    resource.RLIMIT_NOFILE: 32,
}


class Outcome(IntEnum):
    """The exit status. What is none of these (a crash, a limit reached) means the same as UNREADABLE."""

    DONE = 0
    UNREADABLE = 3
    LOCKED = 4
    TOO_MANY = 5
    NO_SUCH_PAGE = 6


def main(task: str) -> Outcome:
    for kind, most in _LIMITS.items():
        resource.setrlimit(kind, (most, most))
    import pypdfium2  # only under the limits

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return Outcome.LOCKED if locked else Outcome.UNREADABLE
    if not 1 <= len(document) <= MOST_PAGES:
        return Outcome.TOO_MANY if document else Outcome.UNREADABLE
    document.init_forms()  # else what was typed into a form would not be seen
    if task.isdecimal():
        return _write_page(document, int(task))
    if task == "check":
        for page in document:
            _draw(page, _SMALL_SIDE)
    sys.stdout.write(str(len(document)))
    return Outcome.DONE


def _write_page(document: "pypdfium2.PdfDocument", number: int) -> Outcome:
    """Write a page, counted from 1."""
    if not 1 <= number <= len(document):
        return Outcome.NO_SUCH_PAGE
    drawn = _draw(document[number - 1], LONGEST_SIDE)
    drawn.to_pil().convert("RGB").save(sys.stdout.buffer, "JPEG", quality=_QUALITY)
    return Outcome.DONE


def _draw(page: "pypdfium2.PdfPage", longest_side: int) -> "pypdfium2.PdfBitmap":
    """A page on white, annotations as they look; however large it says it is, at most so many pixels a side."""
    scale = min(DPI / _POINTS_PER_INCH, longest_side / max(page.get_size()))
    return page.render(scale=scale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
