"""A letter to the holder: receipt, what is missing, a decision. One language, or two side by side.

Two languages are for two people with one finger: block stands beside block, item beside item (papers.md §8).
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casework.papers.issued import Direction
from casework.papers.sheet import Length, Sheet, SheetLabels, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLabels(SheetLabels):
    """The fixed words of a letter in its language."""

    recipient: str
    date: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a numbered list, such as what is missing, and what would settle it."""

    text: str
    settles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is said under one heading. With `last_day`, the deadline in words, it stands in a box."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    last_day: str = ""

    @property
    def shape(self) -> tuple[int, tuple[bool, ...], bool]:
        """What must be equal in two languages for them to stand side by side."""
        return len(self.paragraphs), tuple(bool(item.settles) for item in self.items), bool(self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The letter's words in a second language, block for block."""

    language: str
    direction: Direction = "ltr"
    number: str
    """The label of the letter's number."""
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Sheet):
    """A letter of one page or more. `title` is its subject; `number` and `issued_on` its reference and date.

    `recipient` are the lines of the name, the Latin one first, each in its script; no address is printed.
    `deadline` is the last day, inclusive, of the term that the boxed block announces in words.

    :raises ValueError: nobody to write to or nothing to say; a deadline without its box, or a box without its
        deadline; two languages that do not say the same number of things
    """

    template: ClassVar[str] = "letter"
    version: ClassVar[int] = 1
    code_optional: ClassVar[bool] = True

    labels: LetterLabels
    recipient: tuple[Words, ...]
    dated: str
    """The day of issue in words."""
    blocks: tuple[Block, ...]
    deadline: date | None = None
    beside: Beside | None = None

    def __post_init__(self) -> None:
        Sheet.__post_init__(self)  # super() without arguments does not find a class with slots
        if not (self.recipient and self.blocks):
            raise ValueError("a letter needs the name of its recipient and something to say")
        if sum(bool(block.last_day) for block in self.blocks) != (self.deadline is not None):
            raise ValueError("a letter prints its deadline once, in a box of its own")
        if self.beside and [b.shape for b in self.beside.blocks] != [b.shape for b in self.blocks]:
            raise ValueError("two languages side by side need the same blocks, paragraphs and items")

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, self.beside.language) if self.beside else (self.language,)

    def canonical_json(self) -> bytes:
        """The attached data: what kind of letter, its number, issuer, date and deadline. Nothing of the person."""
        return self.canonical(
            languages=self.languages, deadline=self.deadline.isoformat() if self.deadline else None
        )

    @classmethod
    def sample(cls, length: Length = "normal") -> "Letter":
        """An invented letter with the specimen mark: a short decision, a request in two languages, a long list."""
        from casework.papers.samples import letter

        return letter(length)
