"""What every A4 sheet of an issuer has: letterhead, fixed words, number, code, date, signatory, marks.

Every sentence and label arrives ready: they are scheme data (design.md §6), and this room knows no scheme.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Literal
from urllib.parse import urlsplit

Direction = Literal["ltr", "rtl"]
Length = Literal["short", "normal", "long"]

CODE_FORMAT: Final = re.compile(r"[0-9A-Z]{7}-[0-9A-Z]{7}-[0-9A-Z]{6}[0-9A-Z*~$=]")
"""20 Crockford characters and a check character in groups of seven (design.md §7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues, for letterhead and foot. `arms` is the city's own SVG, one or two colours."""

    name: str
    units: tuple[str, ...] = ()
    telephone: str
    hours: str
    arms: bytes | None = None
    arms_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLabels:
    """The fixed words of any sheet in its language."""

    number: str
    page: str
    code: str
    check_at: str
    or_call: str
    continued: str
    signature: str
    signature_caption: str
    signature_field: str
    specimen: str
    draft: str


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
    """Statements under one heading; without any, the neutral sentence stands there."""

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
class Sheet:
    """A signed sheet, or its draft.

    `kind` is the machine's name of what this is, `title` the reader's. `verify_url` is the address at which
    anybody checks the code (https, without query or fragment). A draft has neither number nor code and
    cannot be signed; anything else has its number, and a code unless the template goes without
    (`code_optional`).

    :raises ValueError: a draft with a number or code, or anything else without them or with a malformed code
    """

    template: ClassVar[str]
    version: ClassVar[int]
    code_optional: ClassVar[bool] = False

    language: str
    kind: str
    title: str
    issuer: Issuer
    labels: SheetLabels
    verify_url: str
    signatory: Signatory
    issued_on: date
    number: str = ""
    code: str = ""
    specimen: bool = False
    draft: bool = False

    def __post_init__(self) -> None:
        if self.draft and (self.number or self.code):
            raise ValueError("a draft has neither number nor code")
        coded = CODE_FORMAT.fullmatch(self.code) or (self.code_optional and not self.code)
        if not self.draft and not (self.number and coded):
            raise ValueError("a paper needs its number and a code of three groups of seven")

    @property
    def verify_link(self) -> str:
        """What the small QR opens. The code stands in the fragment, which no browser sends to a server."""
        return f"{self.verify_url}#{self.code.replace('-', '')}"

    @property
    def verify_address(self) -> str:
        """The same address in the words that a person types."""
        parts = urlsplit(self.verify_url)
        return f"{parts.netloc}{parts.path}"

    @property
    def mark(self) -> str:
        """The word in the foot of a page that is not a paper in force."""
        if self.draft:
            return self.labels.draft
        return self.labels.specimen if self.specimen else ""

    def canonical(self, **facts: Any) -> bytes:
        """What is public about every sheet, and these facts: JSON, the same bytes each time (RFC 8785)."""
        data = facts | {
            "format": f"casework-{self.template}/{self.version}",
            "kind": self.kind,
            "number": self.number,
            "issuer": self.issuer.name,
            "issued": self.issued_on.isoformat(),
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def attached(identity: tuple[IdentityRow, ...]) -> dict[str, str]:
    """Who the holder is, as the attachment says it: only rows with a name for it."""
    return {row.attached_as: row.value for row in identity if row.attached_as}
