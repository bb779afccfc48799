"""Invented papers, short, normal and long: for tests, previews of a scheme and the bench."""

import json
from dataclasses import fields, replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFilter

from casework.papers.attestation import Attestation, Labels, OwnWords
from casework.papers.fonts import TEMPLATES
from casework.papers.id_card import CardField, CardLabels, IdCard
from casework.papers.issued import Issuer
from casework.papers.letter import Beside, Block, Item, Letter, LetterLabels
from casework.papers.procedure import Procedure, ProcedureLabels
from casework.papers.sheet import (
    Evidence,
    IdentityRow,
    Length,
    Section,
    SheetLabels,
    Signatory,
    Statement,
    Words,
)

ARMS: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 76" width="60" height="76">'
    b'<path d="M6 4h48v40c0 14-11 23-24 28C17 67 6 58 6 44z" fill="#fff" stroke="#1B2027" stroke-width="3"/>'
    b'<path d="M7.500 22L30 38l22.500-16v13L30 51 7.500 35z" fill="#8C1D2F"/></svg>'
)
"""An invented mark. Real arms are protected signs: a city supplies its own (papers.md §8)."""

VERIFY_URL: Final = "https://casework.example.org/verify"


def attestation(length: Length) -> Attestation:
    """One, two or three pages.

    Short has no photo and one section without proof; normal a name in Arabic script and own words; long a
    name in Ethiopic script, no passport, and a section of nine statements.
    """
    texts = _texts("attestation")
    common, person = texts["common"], texts[length]
    said = person.get("own_words")
    return Attestation(
        language="ca",
        kind="sample",
        title=common["title"],
        issuer=_issuer(),
        labels=Labels(**common["labels"]),
        verify_url=VERIFY_URL,
        identity=tuple(IdentityRow(**row) for row in person["identity"]),
        sections=tuple(_section(section, common["neutral"]) for section in person["sections"]),
        validity=tuple(common["validity"]),
        limits=tuple(common["limits"]),
        signatory=_signatory(),
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


def letter(length: Length) -> Letter:
    """Short is a decision in three lines; normal a request in Catalan and Arabic, with a code and a deadline;
    long a request for twelve things, which flows to a second page.
    """
    texts = _texts("letter")
    said = texts[length]
    labels = texts["labels"]
    beside = said.get("beside")
    return Letter(
        language="ca",
        kind=said["kind"],
        title=said["title"],
        issuer=_issuer(),
        labels=LetterLabels(recipient=labels["recipient"], date=labels["date"], **_sheet_labels(labels)),
        verify_url=VERIFY_URL,
        recipient=tuple(Words(**line) for line in said["recipient"]),
        dated=texts["dated"],
        blocks=_blocks(said["blocks"]),
        deadline=date.fromisoformat(said["deadline"]) if "deadline" in said else None,
        beside=Beside(**(beside | {"blocks": _blocks(beside["blocks"])})) if beside else None,
        signatory=replace(_signatory(), place_and_date=texts["place_and_date"]),
        issued_on=date(2026, 10, 28),
        number=said["number"],
        code=said.get("code", ""),
        specimen=True,
    )


def procedure(length: Length) -> Procedure:
    """Short has no verified fact and a protected address; normal two facts; long five, still on one page."""
    texts = _texts("procedure")
    said, labels, headings = texts[length], texts["labels"], texts["headings"]
    course, verified, summons = (
        _section({"heading": headings[part], "statements": said[part]}, texts["neutral"])
        for part in ("course", "verified", "summons")
    )
    return Procedure(
        language="ca",
        kind="state",
        title=texts["title"],
        subtitle=texts["subtitle"],
        issuer=_issuer(),
        labels=ProcedureLabels(scope=labels["scope"], limits=labels["limits"], **_sheet_labels(labels)),
        verify_url=VERIFY_URL,
        identity=tuple(IdentityRow(**row) for row in said["identity"]),
        course=course,
        verified=verified,
        summons=summons,
        scope=tuple(texts["scope"]),
        limits=tuple(texts["limits"]),
        signatory=_signatory(),
        issued_on=date(2026, 11, 20),
        number=texts["number"],
        code=texts["code"],
        specimen=True,
    )


def id_card(length: Length) -> IdCard:
    """Short has a name and a number, neither photo nor code; normal a photo, a code and a name in Arabic script;
    long a very long name and more fields than the front holds.
    """
    texts = _texts("id_card")
    said = texts[length]
    return IdCard(
        language="en",
        kind="card",
        title=texts["title"],
        issuer=_issuer(),
        labels=CardLabels(**texts["labels"]),
        verify_url=VERIFY_URL,
        names=tuple(Words(**name) for name in said["names"]),
        fields=tuple(CardField(*field) for field in said["fields"]),
        back_fields=tuple(CardField(*field) for field in said.get("back_fields", ())),
        notes=tuple(texts["notes"]),
        pictured=said["pictured"],
        photo=portrait() if said["pictured"] else None,
        signed_by_holder=said.get("signed_by_holder", False),
        issued_on=date(2026, 11, 20),
        valid_until=date(2028, 11, 19),
        number=texts["number"],
        code=said.get("code", ""),
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


@cache
def _texts(paper: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((TEMPLATES / "samples" / f"{paper}.json").read_text("utf-8"))
    return texts


def _issuer() -> Issuer:
    issuer = _texts("attestation")["common"]["issuer"]
    return Issuer(arms=ARMS, **(issuer | {"units": tuple(issuer["units"])}))


def _signatory() -> Signatory:
    return Signatory(**_texts("attestation")["common"]["signatory"])


def _sheet_labels(own: dict[str, str]) -> dict[str, str]:
    """The words of any sheet as the attestation has them, but for those that this paper has of its own."""
    common = _texts("attestation")["common"]["labels"] | own
    return {field.name: common[field.name] for field in fields(SheetLabels)}


def _blocks(blocks: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            heading=block["heading"],
            paragraphs=tuple(block.get("paragraphs", ())),
            items=tuple(Item(**item) for item in block.get("items", ())),
            last_day=block.get("last_day", ""),
        )
        for block in blocks
    )
