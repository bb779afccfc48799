"""What can go wrong with a scheme, each with a sentence for whoever has to mend it."""

from typing import Final

from casework.errors import CaseworkError, RefusedError


class SchemeError(CaseworkError):
    """A scheme file, or a frozen version, cannot be used; the message names the file, the line and the
    mending.
    """


class UnknownSchemeError(SchemeError):
    """No scheme has this key, or the scheme has no version on this day."""


class OpenValueError(SchemeError):
    """The scheme marks a value as `unknown`; an office must settle it before a card can rest on it."""


class UndecidedError(SchemeError):
    """A value depends on something about the person that nobody has entered; the message says what to enter."""


class FactsError(CaseworkError):
    """Facts that cannot be read. `path` says where (`movements[0].date`); no value is ever repeated."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path: Final = path


class NumberError(CaseworkError):
    """No number can be made: the pattern has no place for it, or its sequence is used up."""


class StatementError(CaseworkError):
    """A statement cannot be written: `parameter` names what is missing or not readable."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter: Final = parameter


class NotAllowed(RefusedError):  # noqa: N818 - the engine's own word: everything that is not allowed raises this
    """A step that the scheme does not allow. `reason` is a key, `detail` what the sentence for it needs.

    Reasons: no_such_action, no_such_state, not_from_here, not_your_role, other_person, needs,
    term_not_started, term_unknown, not_notified, term_runs, term_over.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Final = reason
        self.detail: Final = detail
