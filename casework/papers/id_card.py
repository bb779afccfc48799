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

NAME_SIZES: Final = (13.0, 11.0, 9.5, 8.0, 6.8)
"""Points, the largest first."""
MM_PER_POINT: Final = 0.3528
NAME_LEADING: Final = 1.25
NAME_HEIGHT: Final = 13.5
"""Millimetres that the holder's names may take."""
WIDE_LETTERS: Final = {"am": 0.78, "ti": 0.78, "ka": 0.7}
LETTER: Final = 0.62
"""Mean width of a bold letter in parts of its size, rounded up; Ethiopic and Georgian are wider."""
WIDTH: Final = {True: 52.0, False: 77.6}
"""Millimetres beside a photo, and without one."""
LONG_VALUE: Final = 22
"""Characters in half a line; a longer value has the whole line."""
LONGEST_LINE: Final = 44
FRONT_LINES: Final = 4
"""Lines of fields below the name."""


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

    @property
    def wide(self) -> bool:
        """Whether it needs a line of its own."""
        return len(self.value) > LONG_VALUE

    @property
    def lines(self) -> int:
        """How many lines it needs where it has each to itself."""
        return max(1, ceil(len(self.value) / LONGEST_LINE))


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

    def _room(self) -> int:
        lines, half = 0, False
        for count, field in enumerate(self.fields):
            fills_up = half and not field.wide
            lines += 0 if fills_up else field.lines
            half = not field.wide and not fills_up
            if lines > FRONT_LINES:
                return count
        return len(self.fields)

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
