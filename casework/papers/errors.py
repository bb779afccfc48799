"""What can go wrong with a paper, said so that the person at the screen knows what to do."""

from typing import Final

from casework.errors import RefusedError
from casework.i18n import _


class PaperError(RefusedError):
    """The paper could not be made as its data say; nothing was signed."""


class MissingGlyphError(PaperError):
    """Letters that none of the shipped fonts has.

    `scripts` names their scripts, never the letters themselves: those come from a person's name.
    """

    def __init__(self, scripts: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "The fonts of this paper have no letters for: ${scripts}. "
                "Leave that line out or write it in another script, and ask the administrator for the font.",
                mapping={"scripts": ", ".join(scripts)},
            )
        )
        self.scripts: Final = scripts


class UnreadableError(PaperError):
    """The bytes are no PDF, or are damaged beyond reading."""

    def __init__(self) -> None:
        super().__init__(_("This file cannot be read as a PDF. Ask for the original file and try again."))
