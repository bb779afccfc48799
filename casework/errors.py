"""Errors named for the domain. What HTTP makes of them is decided in `casework.web.errors`, nowhere else."""

from typing import Final


class CaseworkError(Exception):
    """Base of every error that the house raises on purpose.

    `message` is a sentence for the person at the screen, translatable, without personal data.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message: Final = message


class ConfigurationError(CaseworkError):
    """The installation is set up wrongly; the message names the setting and how to mend it."""


class NotFoundError(CaseworkError):
    """Missing, foreign and forbidden look the same (design.md §5)."""


class RefusedError(CaseworkError):
    """A rule of the house forbids this step now; the message says which and what would help."""


class ConflictError(CaseworkError):
    """Somebody else changed the same thing since it was shown."""


class LimitError(CaseworkError):
    """Too many attempts; the message says when to come back."""
