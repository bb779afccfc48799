"""Pictures for the demo, drawn here: patterns in place of photos, and papers of grey lines. Nobody is seen on them."""

from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

_COLOURS = ("#7a8fa6", "#a68a7a", "#7aa68f", "#a67a94", "#94a67a", "#8f7aa6")
_PHOTO = (700, 900)
_PAPER = (620, 877)
"""A sheet of A4 at 75 dpi, in pixels."""


def pattern(number: int) -> bytes:
    """A PNG of the shape of a passport photo: a sun over hills, of other colours for each number."""
    width, height = _PHOTO
    colours = [_COLOURS[(number + shift) % len(_COLOURS)] for shift in range(3)]
    picture = Image.new("RGB", _PHOTO, "#f2efe8")
    draw = ImageDraw.Draw(picture)
    left = 150 + number * 70 % 300
    draw.ellipse((left, 140, left + 260, 400), fill=colours[0])
    draw.polygon([(0, 620), (260, 380 + number % 5 * 30), (560, height), (0, height)], fill=colours[1])
    draw.polygon(
        [(240, height), (520, 470 + number % 4 * 25), (width, 640), (width, height)], fill=colours[2]
    )
    return _saved(picture, "PNG")


def sheet(number: int, form: Literal["PNG", "JPEG", "PDF"]) -> bytes:
    """A paper as a scanner leaves it: a heading and lines without a word, and a stamp."""
    picture = Image.new("RGB", _PAPER, "white")
    draw = ImageDraw.Draw(picture)
    colour = _COLOURS[number % len(_COLOURS)]
    draw.rectangle((60, 60, 60 + 40, 100), fill=colour)
    draw.rectangle((116, 68, 116 + 240, 92), fill="#555555")
    for line in range(22):
        right = 560 - (line * 53 + number * 31) % 170
        draw.rectangle((60, 160 + line * 24, right, 168 + line * 24), fill="#bbbbbb")
    draw.ellipse((400, 700, 540, 820), outline=colour, width=6)
    return _saved(picture, form)


def _saved(picture: Image.Image, form: str) -> bytes:
    stored = BytesIO()
    picture.save(stored, form)
    return stored.getvalue()
