"""PDFs from outside are never opened in this process: another one draws their pages (security.md §2.5)."""

import os
import subprocess
import sys
from pathlib import Path

from casework.errors import NotFoundError, RefusedError
from casework.files import drawing
from casework.files.drawing import MOST_PAGES, Outcome
from casework.files.pictures import remake_picture
from casework.i18n import _

PDF = "application/pdf"
MOST_BYTES = 15_000_000
PATIENCE = 12.0
"""Seconds of wall time: a request that asks for a page holds the write lock of SQLite, which others await 15."""

_HEAD = 1024


def looks_like_pdf(data: bytes) -> bool:
    """By its content; readers of PDF forgive white space before the mark."""
    return data[:_HEAD].lstrip().startswith(b"%PDF-")


def check_pdf(data: bytes) -> int:
    """Number of pages of a PDF, each of which could be drawn.

    Raises RefusedError for more than 15 MB or 30 pages, one that is locked, and what cannot be opened or drawn
    within the limits of the drawing process.
    """
    if len(data) > MOST_BYTES:
        raise RefusedError(_("This file is too large. Choose a PDF of at most 15 MB."))
    return _number(_drawn(data, "check"))


def count_pages(data: bytes) -> int:
    """Number of pages of a PDF that was checked before. Raises RefusedError as `check_pdf`."""
    return _number(_drawn(data, "count"))


def draw_page(data: bytes, number: int) -> bytes:
    """Page `number`, counted from 1, as a JPEG made anew at 150 dpi, at most 2200 pixels a side.

    Raises NotFoundError when the PDF has no such page, RefusedError as `check_pdf`.
    """
    return remake_picture(_drawn(data, str(number)))


def _drawn(data: bytes, task: str) -> bytes:
    """What the drawing process wrote. Nothing of our environment goes along.

    It writes into a file in memory, where its limit on file sizes holds; into a pipe it could write without end.
    """
    with os.fdopen(os.memfd_create("drawn"), "rb") as written:
        try:
            done = subprocess.run(  # noqa: S603  our own script, and nothing of the file among its words
                [sys.executable, "-I", str(Path(drawing.__file__)), task],
                input=data,
                stdout=written,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=PATIENCE,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            raise _unreadable() from None
        if done.returncode != Outcome.DONE:
            raise _refusal(done.returncode)
        written.seek(0)
        return written.read()


def _number(written: bytes) -> int:
    if not (len(written) <= 2 and written.isdigit() and 1 <= int(written) <= MOST_PAGES):
        raise _unreadable()
    return int(written)


def _refusal(outcome: int) -> Exception:
    if outcome == Outcome.NO_SUCH_PAGE:
        return NotFoundError()
    if outcome == Outcome.LOCKED:
        return RefusedError(
            _("This PDF is locked with a password. Print it into a new PDF, or take a picture of it.")
        )
    if outcome == Outcome.TOO_MANY:
        return RefusedError(
            _(
                "This PDF has more than ${most} pages. Choose one with the pages that count.",
                mapping={"most": MOST_PAGES},
            )
        )
    return _unreadable()


def _unreadable() -> RefusedError:
    return RefusedError(_("This PDF cannot be read. Print it into a new PDF, or take a picture of it."))
