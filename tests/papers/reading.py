"""Finished papers as Poppler reads them."""

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Box:
    """Where a word stands: page from 1, points from the top left corner."""

    page: int
    left: float
    top: float
    right: float


def texts_by_page(path: Path) -> list[str]:
    """What each page says, runs of white space as one space."""
    found = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return [" ".join(page.split()) for page in found.split("\f")[:-1]]


def text(path: Path) -> str:
    return " ".join(texts_by_page(path))


def boxes(path: Path) -> list[tuple[str, Box]]:
    """Every word and its place."""
    found = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return [
        (unescape(word), Box(page, float(left), float(top), float(right)))
        for page, part in enumerate(found.split("<page ")[1:], start=1)
        for left, top, right, _bottom, word in _WORD.findall(part)
    ]
