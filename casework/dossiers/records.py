"""The values of a case that rest sealed: what was shown, said, found and decided."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Answer:
    """One declared or attested fact in the form of its type (`FactDefinition.parse`), and from when it holds."""

    fact: str
    answer: str
    since: date


@dataclass(frozen=True)
class Detail:
    """What the paper prints in one of the scheme's fields that has no place of its own in the record."""

    field: str
    value: str


@dataclass(frozen=True)
class CaseRecord:
    """What the scheme asks beyond the person's particulars.

    Passport and nationality are printed on Barcelona's A4 and stand nowhere else (design.md §4). `details` hold
    what a scheme's card prints besides: a height, a name to call in an emergency.
    """

    address: str = ""
    passport_number: str = ""
    nationality: str = ""
    answers: tuple[Answer, ...] = ()
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class MovementRecord:
    """One movement in a municipal register (schemes.md §2.2).

    `reason` is why a break that ends on that day does not count: what a person who looked at it decided.
    """

    what: str
    day: date
    place: str
    notified: date | None = None
    reason: str = ""


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
    also: tuple[str, ...] = ()
    """Further categories that the same item was shown for."""
    of_spouse: bool = False
    """In the name of the spouse with whom the person lives, where the scheme takes such papers."""

    @property
    def categories(self) -> tuple[str, ...]:
        return self.category, *self.also


@dataclass(frozen=True)
class Blank:
    """What was filled into one gap of a sentence; the value in the form of its type (ISO for dates)."""

    name: str
    value: str


@dataclass(frozen=True)
class StatementRecord:
    """One sentence that will be printed: the scheme's template, and what its gaps are filled with.

    `left_out` by the person's wish: kept in the dossier, not printed.
    """

    category: str
    template: str
    blanks: tuple[Blank, ...] = ()
    left_out: bool = False

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
class HandOver:
    """How a paper came into the person's hands: the day, who took it, and the language its limits were told in."""

    day: date
    receiver: str
    language: str
    interpreter: str


@dataclass(frozen=True)
class Appeal:
    """That a remedy was lodged, and which. What becomes of it elsewhere is not this dossier's."""

    remedy: str
    lodged_on: date


@dataclass(frozen=True)
class Representative:
    """Who acts for the person, by a mandate signed on a day, and for what (keys of `MANDATES`)."""

    name: str
    organisation: str
    kind: str
    signed_on: date
    scope: tuple[str, ...]
    telephone: str = ""
    mail: str = ""

    @property
    def may_be_summoned(self) -> bool:
        """Whether a summons to the person may go to them (schemes.md §2.6)."""
        return "be_summoned" in self.scope

    @property
    def may_collect(self) -> bool:
        """Whether the paper may be put into their hands."""
        return "collect_card" in self.scope


@dataclass(frozen=True)
class AppointmentRecord:
    """Where and with whom, and afterwards the note on what was said."""

    place: str
    with_whom: str = ""
    note: str = ""


@dataclass(frozen=True)
class LetterItem:
    """One numbered thing in a letter, and what would settle it."""

    text: str
    settles: str = ""


@dataclass(frozen=True)
class LetterBlock:
    """What a letter says under one heading; `last_day` in words where it announces a term."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[LetterItem, ...] = ()
    last_day: str = ""


@dataclass(frozen=True)
class LetterWords:
    """A letter in one language."""

    language: str
    title: str
    blocks: tuple[LetterBlock, ...]


@dataclass(frozen=True)
class LetterRecord:
    """What a letter says, fixed when it is written: in one language, or in two side by side.

    A certificate says what the dossier holds; of its own it has the day of the interview, and through whom the
    person can be summoned. `printed` is the SHA-256 (hex) of all that it said when it was asked for.
    """

    words: tuple[LetterWords, ...] = ()
    deadline: date | None = None
    interviewed_on: date | None = None
    summoned_through: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Notification:
    """In which way a letter reached the person, and the ids of all who recorded or corrected it."""

    way: str
    recorded_by: tuple[str, ...]


@dataclass(frozen=True)
class DecisionRecord:
    """Why, and on what: the reasons, and the facts and findings of that day as canonical JSON."""

    reasons: str
    content_hash: str
    facts: str
    findings: str
