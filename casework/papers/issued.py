"""What every paper of an issuer has, of whatever size: issuer, fixed words, number, code, date, marks.

Every sentence and label arrives ready: they are scheme data (design.md §6), and this room knows no scheme.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Literal
from urllib.parse import urlsplit

Direction = Literal["ltr", "rtl"]

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
class IssuedLabels:
    """The fixed words of any paper in its language."""

    number: str
    code: str
    check_at: str
    or_call: str
    signature_field: str
    specimen: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A signed paper, or its draft.

    `kind` is the machine's name of what this is, `title` the reader's. `verify_url` is the address at which
    anybody checks the code (https, without query or fragment). A draft has neither number nor code and
    cannot be signed; anything else has its number, and a code unless the template goes without
    (`code_optional`).

    :raises ValueError: a draft with a number or code, or anything else without them or with a malformed code
    """

    template: ClassVar[str]
    version: ClassVar[int]
    code_optional: ClassVar[bool] = False
    page_count: ClassVar[int | None] = None

    language: str
    kind: str
    title: str
    issuer: Issuer
    labels: IssuedLabels
    verify_url: str
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
        """What is public about every paper, and these facts: JSON, the same bytes each time (RFC 8785)."""
        data = facts | {
            "format": f"casework-{self.template}/{self.version}",
            "kind": self.kind,
            "number": self.number,
            "issuer": self.issuer.name,
            "issued": self.issued_on.isoformat(),
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
