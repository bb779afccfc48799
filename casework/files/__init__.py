"""Files from outside made safe, and sealed files: photos, kept evidence, papers (design.md §4)."""

from casework.files.copies import Copy, safe_copy
from casework.files.models import SealedFile
from casework.files.pdfs import PDF, count_pages, draw_page
from casework.files.pictures import JPEG, MOST_BYTES, remake_photo, remake_picture
from casework.files.service import destroy, keep, read, store

__all__ = [
    "JPEG",
    "MOST_BYTES",
    "PDF",
    "Copy",
    "SealedFile",
    "count_pages",
    "destroy",
    "draw_page",
    "keep",
    "read",
    "remake_photo",
    "remake_picture",
    "safe_copy",
    "store",
]
