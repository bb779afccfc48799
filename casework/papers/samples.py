"""Invented attestations of one, two and three pages: for tests, previews of a scheme and the bench."""

import json
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFilter

from casework.papers.attestation import (
    Attestation,
    Evidence,
    IdentityRow,
    Issuer,
    Labels,
    Length,
    OwnWords,
    Section,
    Signatory,
    Statement,
    Words,
)
from casework.papers.fonts import TEMPLATES

ARMS: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 76" width="60" height="76">'
    b'<path d="M6 4h48v40c0 14-11 23-24 28C17 67 6 58 6 44z" fill="#fff" stroke="#1B2027" stroke-width="3"/>'
    b'<path d="M7.500 22L30 38l22.500-16v13L30 51 7.500 35z" fill="#8C1D2F"/></svg>'
)
"""An invented mark. Real arms are protected signs: a city supplies its own (papers.md §8)."""


def attestation(length: Length) -> Attestation:
    """One, two or three pages.

    Short has no photo and one section without proof; normal a name in Arabic script and own words; long a
    name in Ethiopic script, no passport, and a section of nine statements.
    """
    texts = json.loads((TEMPLATES / "samples" / "attestation.json").read_text("utf-8"))
    common, person = texts["common"], texts[length]
    said = person.get("own_words")
    return Attestation(
        language="ca",
        kind="sample",
        title=common["title"],
        issuer=Issuer(arms=ARMS, **(common["issuer"] | {"units": tuple(common["issuer"]["units"])})),
        labels=Labels(**common["labels"]),
        verify_url="https://casework.example.org/verify",
        identity=tuple(IdentityRow(**row) for row in person["identity"]),
        sections=tuple(_section(section, common["neutral"]) for section in person["sections"]),
        validity=tuple(common["validity"]),
        limits=tuple(common["limits"]),
        signatory=Signatory(**common["signatory"]),
        issued_on=date(2026, 11, 20),
        valid_until=date(2028, 11, 19),
        number=person["number"],
        code=person["code"],
        photo=portrait() if person["photo"] else None,
        own_words=OwnWords(words=tuple(Words(**words) for words in said), **common["own_words"])
        if said
        else None,
        specimen=True,
    )


@cache
def portrait() -> bytes:
    """A grey figure in place of a photo: JPEG, 413 × 531 pixels (35 × 45 mm at 300 dpi)."""
    image = Image.new("RGB", (413, 531), "#E6E9EC")
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 372, 383, 760), fill="#6C7A87")
    draw.ellipse((120, 110, 293, 345), fill="#8D99A4")
    stored = BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.5)).save(stored, "JPEG", quality=85)
    return stored.getvalue()


def _section(section: dict[str, Any], neutral: str) -> Section:
    """Evidence is written as it reads on the page, number first."""
    statements = (
        Statement(statement["text"], tuple(Evidence(*line.split(" ", 1)) for line in statement["evidence"]))
        for statement in section["statements"]
    )
    return Section(section["heading"], tuple(statements), neutral)
