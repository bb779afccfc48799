"""What every A4 sheet of an issuer has beyond any paper: signatory, pages that go on, identity, sections."""

from dataclasses import dataclass
from typing import Literal

from casework.papers.issued import Direction, Issued, IssuedLabels

Length = Literal["short", "normal", "long"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLabels(IssuedLabels):
    """The fixed words of any sheet in its language."""

    page: str
    continued: str
    signature: str
    signature_caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRow:
    """One line on the holder. `style` is the size: a Latin name, a name in its own script, or a plain value.

    `attached_as` names the value in the attachment. The type is the allow-list: passport number, nationality,
    birth place and address have no name here, so no caller can attach them (design.md §4).
    """

    label: str
    value: str
    language: str = ""
    direction: Direction = "ltr"
    style: Literal["plain", "name", "native"] = "plain"
    attached_as: Literal["given_names", "family_names", "native_name", "birth_date"] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One small line below a statement: its number (`A1`), and kind, issuer, date and how it was checked."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under one heading; without any, the neutral sentence stands there; without that, no section."""

    heading: str
    statements: tuple[Statement, ...] = ()
    neutral: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    language: str = ""
    direction: Direction = "ltr"


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    office: str
    place_and_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Issued):
    """A signed sheet, or its draft."""

    labels: SheetLabels
    signatory: Signatory


def attached(identity: tuple[IdentityRow, ...]) -> dict[str, str]:
    """Who the holder is, as the attachment says it: only rows with a name for it."""
    return {row.attached_as: row.value for row in identity if row.attached_as}
