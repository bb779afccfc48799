"""An A4 attestation: exactly what its pages show, and what travels inside the file as data."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casework.papers.sheet import IdentityRow, Length, Section, Sheet, SheetLabels, Words, attached


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels(SheetLabels):
    """The fixed words of an attestation in its language."""

    validity: str
    limits: str
    photo: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the person declares without proof, set apart from everything that was checked."""

    heading: str
    note: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation(Sheet):
    """An A4 attestation of one to three pages. `valid_until` is the last day, inclusive; none where no day ends it."""

    template: ClassVar[str] = "attestation"
    version: ClassVar[int] = 1

    labels: Labels
    identity: tuple[IdentityRow, ...]
    sections: tuple[Section, ...]
    validity: tuple[str, ...]
    limits: tuple[str, ...]
    valid_until: date | None
    photo: bytes | None = None
    own_words: OwnWords | None = None

    def canonical_json(self) -> bytes:
        """The attached data, the same bytes each time: sorted keys, no spaces, UTF-8 (RFC 8785).

        Statements stay out, since some carry the address; so do photo, code and every identity row without
        `attached_as` (design.md §4 and §7, docs/decisions/0004-papers.md).
        """
        return self.canonical(
            language=self.language,
            last_valid_day=self.valid_until.isoformat() if self.valid_until else None,
            holder=attached(self.identity),
        )

    @classmethod
    def sample(cls, length: Length = "normal") -> "Attestation":
        """An invented person's attestation of one, two or three pages, with the specimen mark."""
        from casework.papers.samples import attestation

        return attestation(length)
