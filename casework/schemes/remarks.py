"""What there is to say about a scheme file: file, line, what is wrong, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .errors import SchemeError


class Severity(StrEnum):
    """A mistake must be mended before the scheme can be used; a note is something to know."""

    MISTAKE = "mistake"
    NOTE = "note"


@dataclass(frozen=True, order=True, slots=True)
class Remark:
    """One remark; as text `bcn-veinatge.yaml:15: 'shwon' is not a word that can stand here …`."""

    file: str
    line: int
    text: str
    severity: Severity = Severity.MISTAKE

    def __str__(self) -> str:
        note = "note: " if self.severity is Severity.NOTE else ""
        return f"{self.file}:{self.line}: {note}{self.text}"


class SchemeFileError(SchemeError):
    """A scheme file has mistakes; `remarks` holds each with its line."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self.remarks: Final = tuple(sorted(set(remarks)))
        super().__init__("\n".join(str(remark) for remark in self.remarks))


def mistakes(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Only what must be mended."""
    return tuple(remark for remark in remarks if remark.severity is Severity.MISTAKE)
