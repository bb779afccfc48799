"""The values of a case that rest sealed: what was shown, said, found and decided."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Answer:
    """One declared or attested fact, and the day from which it holds."""

    fact: str
    answer: str
    since: date


@dataclass(frozen=True)
class CaseRecord:
    """What the scheme asks beyond the person's particulars.

    Passport and nationality are printed on Barcelona's A4 and stand nowhere else (design.md §4).
    """

    address: str = ""
    passport_number: str = ""
    nationality: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class MovementRecord:
    """One movement in a municipal register (schemes.md §2.2)."""

    what: str
    day: date
    place: str
    notified: date | None = None


@dataclass(frozen=True)
class EvidenceRecord:
    """What was shown: under which category, by whom issued, what it proves, how it was checked."""

    category: str
    kind: str
    issuer: str
    how_checked: str
    issued: date | None = None
    expires: date | None = None
    proves_from: date | None = None
    proves_to: date | None = None
    proves_place: str = ""


@dataclass(frozen=True)
class Blank:
    """What was filled into one gap of a sentence; the value in the form of its type (ISO for dates)."""

    name: str
    value: str


@dataclass(frozen=True)
class StatementRecord:
    """One sentence that will be printed: the scheme's template, and what its gaps are filled with."""

    category: str
    template: str
    blanks: tuple[Blank, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        return {each.name: each.value for each in self.blanks}


@dataclass(frozen=True)
class ReadBack:
    """How the sentences were read back to the person, and what was taken out at their wish."""

    language: str
    interpreter: str
    taken_out: str = ""


@dataclass(frozen=True)
class DecisionRecord:
    """Why, and on what: the reasons, and the facts and findings of that day as canonical JSON."""

    reasons: str
    content_hash: str
    facts: str
    findings: str
