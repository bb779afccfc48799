"""A card of ID-1 size (85.60 × 53.98 mm, ISO/IEC 7810): front and back, two pages of one signed file.

One plain layout for every scheme: who the holder is comes first and largest, then the scheme's fields in their
order. What the front has no room for stands on the back; nothing is ever cut.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import ClassVar, Final

from casework.papers.issued import Direction, Issued, IssuedLabels
from casework.papers.sheet import Length, Words

NAME_SIZES: Final = (16.0, 13.0, 11.0, 9.5, 8.0, 6.8)
"""Points, the largest first."""
MM_PER_POINT: Final = 0.3528
NAME_LEADING: Final = 1.25
NAME_HEIGHT: Final = 14.2
"""Millimetres that the holder's names may take."""
WIDE_LETTERS: Final = {"am": 0.78, "ti": 0.78, "ka": 0.7}
LETTER: Final = 0.62
"""Mean width of a bold letter in parts of its size, rounded up; Ethiopic and Georgian are wider."""
WIDTH: Final = {True: 50.6, False: 77.6}
"""Millimetres beside a photo, and without one."""
VALUE_LETTER: Final = 1.4
"""Mean width of a letter of a value in millimetres."""
VALUE_DIGIT: Final = 1.5
"""Width of a digit: a short value is often nothing else."""
BETWEEN: Final = 1.2
"""Millimetres between two values on one line."""
FRONT_LINES: Final = 4
"""Lines of fields below the name."""
FEW_LINES: Final = 3
"""So many are set further apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLabels(IssuedLabels):
    """The fixed words of a card in its language."""

    photo: str
    telephone: str
    holder_signature: str


@dataclass(frozen=True, slots=True)
class CardField:
    """One field and its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCard(Issued):
    """A card. `names` are the holder's, each in its script, the Latin one first; `fields` come in the scheme's order.

    `pictured` cards have a place for the photo, empty without a `photo` (JPEG); `signed_by_holder` ones a line to
    sign on the back. `notes` stand on the back: how long it is valid, what it is not. `valid_until` is the last
    day, inclusive, none where no day ends the card. A card may go without code: its scheme says how it is checked.

    :raises ValueError: a card without a name, or as for any paper
    """

    template: ClassVar[str] = "id_card"
    version: ClassVar[int] = 1
    code_optional: ClassVar[bool] = True
    page_count: ClassVar[int | None] = 2

    labels: CardLabels
    names: tuple[Words, ...]
    fields: tuple[CardField, ...]
    back_fields: tuple[CardField, ...] = ()
    notes: tuple[str, ...] = ()
    pictured: bool = False
    photo: bytes | None = None
    signed_by_holder: bool = False
    valid_until: date | None = None
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        Issued.__post_init__(self)  # super() without arguments does not find a class with slots
        if not any(name.text for name in self.names):
            raise ValueError("a card needs the name of its holder")

    @property
    def name_size(self) -> float:
        """The size of the names in points: the largest at which they have room, the smallest otherwise."""
        return next((size for size in NAME_SIZES if self._height(size) <= NAME_HEIGHT), NAME_SIZES[-1])

    def _height(self, size: float) -> float:
        width = WIDTH[self.pictured]
        lines = sum(ceil(_length(name) * size * MM_PER_POINT / width) for name in self.names)
        return lines * size * NAME_LEADING * MM_PER_POINT

    @property
    def on_front(self) -> tuple[CardField, ...]:
        """The fields that have room below the name, without passing over any."""
        return self.fields[: self._room()]

    @property
    def on_back(self) -> tuple[CardField, ...]:
        """The other fields, and those that the scheme puts there."""
        return self.fields[self._room() :] + self.back_fields

    @property
    def is_airy(self) -> bool:
        """Whether the front has so few lines that they can stand further apart."""
        return self._lines(self.on_front) <= FEW_LINES

    def is_wide(self, field: CardField) -> bool:
        """Whether a field needs a line of its own."""
        return len(field.value) * VALUE_DIGIT > WIDTH[self.pictured] / 2 - BETWEEN

    def _room(self) -> int:
        counts = range(len(self.fields), 0, -1)
        return next((each for each in counts if self._lines(self.fields[:each]) <= FRONT_LINES), 0)

    def _lines(self, fields: tuple[CardField, ...]) -> int:
        """How many lines these need, two short ones beside each other."""
        lines, half = 0, False
        for field in fields:
            fills_up = half and not self.is_wide(field)
            half = not self.is_wide(field) and not fills_up
            if not fills_up:
                lines += max(1, ceil(len(field.value) * VALUE_LETTER / WIDTH[self.pictured]))
        return lines

    def canonical_json(self) -> bytes:
        """The attached data: kind, number, issuer and dates. Nothing of the person, not even the name."""
        return self.canonical(
            language=self.language,
            last_valid_day=self.valid_until.isoformat() if self.valid_until else None,
        )

    @classmethod
    def sample(cls, length: Length = "normal") -> "IdCard":
        """An invented person's card with the specimen mark: bare, with photo and code, or full of fields."""
        from casework.papers.samples import id_card

        return id_card(length)


def _length(name: Words) -> float:
    return len(name.text) * WIDE_LETTERS.get(name.language, LETTER)
