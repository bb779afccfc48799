"""What the person at the screen gives with a step, beside what the dossier holds."""

from dataclasses import dataclass

from casework.dossiers.records import Appeal, HandOver, ReadBack
from casework.schemes.steps import APPEAL, HAND_OVER, READ_BACK, REASONS


@dataclass(frozen=True)
class Given:
    """What the person at the screen gives with a step.

    `reasons` go into the decision, or stay with a step that is none; `reasons_beside` say the same in the second
    language of the letter, where it has one. `missing` are keys of rules that the letter asks for, `also` lines of
    what else it asks for, `also_beside` the same in the second language.
    """

    reasons: str = ""
    reasons_beside: str = ""
    read_back: bool = False
    told_back: ReadBack | None = None
    hand_over: HandOver | None = None
    appeal: Appeal | None = None
    missing: frozenset[str] | None = None
    also: tuple[str, ...] = ()
    also_beside: tuple[str, ...] = ()

    @property
    def guards(self) -> frozenset[str]:
        """The needs of a step that are given with it."""
        given = {
            READ_BACK: self.read_back,
            REASONS: bool(self.reasons.strip()),
            HAND_OVER: self.hand_over is not None,
            APPEAL: self.appeal is not None,
        }
        return frozenset(need for need, there in given.items() if there)


NOTHING = Given()
