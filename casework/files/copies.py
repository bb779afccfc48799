"""Copies of evidence: told by their content, never by their name."""

from dataclasses import dataclass

from casework.errors import RefusedError
from casework.files.pdfs import PDF, check_pdf, looks_like_pdf
from casework.files.pictures import JPEG, remake_picture
from casework.i18n import _

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Copy:
    """A file as it may be kept, and its media type."""

    data: bytes
    media_type: str


def safe_copy(data: bytes) -> Copy:
    """A picture made anew from its pixels, or a PDF as it came, whose pages could all be drawn.

    Such a PDF is to be kept sealed and shown only as `draw_page` draws it. Raises RefusedError for anything else.
    """
    if looks_like_pdf(data):
        check_pdf(data)
        return Copy(data, PDF)
    if not data.startswith(_PICTURES):
        raise RefusedError(_("This is neither a picture nor a PDF. Choose a JPEG or PNG picture, or a PDF."))
    return Copy(remake_picture(data), JPEG)
