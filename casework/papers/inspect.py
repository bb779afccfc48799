"""Plain facts about a finished file, for the register of papers."""

from hashlib import sha256
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader


def count_pages(pdf: bytes) -> int:
    """How many pages a file has."""
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def digest(pdf: bytes) -> bytes:
    """SHA-256 of a file: how the register knows these very bytes."""
    return sha256(pdf).digest()
