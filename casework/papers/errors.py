"""What can go wrong with a paper, said so that the person at the screen knows what to do."""

from typing import Final

from babel import Locale
from pyramid.i18n import Localizer

from casework.errors import RefusedError
from casework.i18n import InReadersWords, _

NO_LETTERS: Final = "Zyyy"
"""The code of signs that belong to no script, such as pictures."""

_PLAINER: Final = {"Hani": _("Chinese characters"), NO_LETTERS: _("signs that are no letters")}
"""Where CLDR's name of a script says little to a reader."""


class PaperError(RefusedError):
    """The paper could not be made as its data say; nothing was signed."""


class Scripts(InReadersWords):
    """Scripts by their codes (ISO 15924), named as the reader's language names them (CLDR)."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self._codes: Final = codes

    def said(self, localizer: Localizer) -> str:
        names = Locale.parse(localizer.locale_name, sep="-").scripts
        return ", ".join(
            localizer.translate(_PLAINER[code]) if code in _PLAINER else names.get(code, code)
            for code in self._codes
        )


class MissingGlyphError(PaperError):
    """Letters that none of the shipped fonts has.

    `scripts` are the codes of their scripts (ISO 15924), never the letters themselves: those come from a person's
    name.
    """

    def __init__(self, scripts: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "The fonts of the papers lack letters of this script: ${scripts}. "
                "Write it in another script, or leave it out.",
                mapping={"scripts": Scripts(scripts)},
            )
        )
        self.scripts: Final = scripts


class UnreadableError(PaperError):
    """The bytes are no PDF, or are damaged beyond reading."""

    def __init__(self) -> None:
        super().__init__(_("This file cannot be read as a PDF. Ask for the original file and try again."))
