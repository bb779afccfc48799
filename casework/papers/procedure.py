"""A certificate of the state of a procedure: one dense A4 page, made within minutes for a lawyer at night.

It says what is verified already, where and with whom the person can be summoned, and what it is not
(schemes.md §2.6, §17d). It has no place for a standing under other law or for any other procedure.
"""

from dataclasses import dataclass
from typing import ClassVar

from casework.papers.sheet import IdentityRow, Length, Section, Sheet, SheetLabels, attached


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLabels(SheetLabels):
    """The fixed words of the certificate in its language."""

    scope: str
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Sheet):
    """The state of this one procedure on its day of issue.

    `subtitle` names the procedure, `course` what was done in it and when. `verified` are the facts verified so
    far with what they rest on, `summons` the address and the person or body through whom a summons arrives.
    """

    template: ClassVar[str] = "procedure"
    version: ClassVar[int] = 1

    labels: ProcedureLabels
    subtitle: str
    identity: tuple[IdentityRow, ...]
    course: Section
    verified: Section
    summons: Section
    scope: tuple[str, ...]
    limits: tuple[str, ...]

    def canonical_json(self) -> bytes:
        """The attached data: who the holder is and when it was issued. Facts and addresses stay on the page."""
        return self.canonical(language=self.language, holder=attached(self.identity))

    @classmethod
    def sample(cls, length: Length = "normal") -> "Procedure":
        """An invented person's certificate on one page, with the specimen mark."""
        from casework.papers.samples import procedure

        return procedure(length)
