"""What a paper has to offer to be rendered, and what a city may choose about its look."""

import re
from dataclasses import astuple, dataclass
from datetime import date
from typing import ClassVar, Final, Protocol

HEX_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


class Paper(Protocol):
    """Data that a template of `templates/papers` can print: attestations, letters, certificates, cards.

    `template` names both the template and its style sheet. What else the template reads is between the two.
    `page_count` is the number of pages that the paper must have, where its form fixes it.
    """

    template: ClassVar[str]
    version: ClassVar[int]
    page_count: ClassVar[int | None]

    @property
    def number(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    def canonical_json(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Theme:
    """A city's colours, as `#RRGGBB`. It can move or resize nothing.

    Text colours keep 7 : 1 on white, so that they survive a grey copy (papers.md §4).

    :raises ValueError: not a colour, or a text colour too pale to read
    """

    accent: str = "#8C1D2F"
    ink: str = "#1B2027"
    soft: str = "#4F5863"
    rule: str = "#B4BAC1"

    def __post_init__(self) -> None:
        if not all(HEX_COLOUR.fullmatch(colour) for colour in astuple(self)):
            raise ValueError("a colour is written #RRGGBB")
        if min(map(contrast_on_white, (self.accent, self.ink, self.soft))) < 7:
            raise ValueError("text needs a contrast of 7 to 1 on white")

    def css(self) -> str:
        return f":root{{--accent:{self.accent};--ink:{self.ink};--soft:{self.soft};--rule:{self.rule}}}"


def contrast_on_white(colour: str) -> float:
    """Contrast ratio of `#RRGGBB` on white paper (WCAG 2.2, "contrast ratio")."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
