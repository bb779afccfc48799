"""Evidence that a scheme accepts: kinds of paper, categories in the order of print, and the sentences they
carry.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .dates import Period
from .wording import Texts

PARAMETER = re.compile(r"\{([a-z_]+)\}")


class Copies(StrEnum):
    """Whether the office keeps a copy of what it saw."""

    SEEN_ONLY = "seen only"
    UNTIL_ISSUE = "until issue"
    KEPT = "kept"


class IfEmpty(StrEnum):
    """What a paper prints for a category in which nothing was shown. Never a negative (schemes.md §2.3)."""

    OMIT = "omit"
    NEUTRAL = "neutral"


class ParameterType(StrEnum):
    """What a form asks for to fill one gap of a statement."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONTH = "month"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of paper: what it shows, whether it expires, and whether it is only the person's own word."""

    key: str
    name: Texts
    shows: frozenset[str] = frozenset()
    expires: bool = False
    self_declared: bool = False


class Source(StrEnum):
    """What a dossier holds already and a gap may be filled with (docs/decisions/0016-fill.md)."""

    NAME = "name"
    ADDRESS = "address"
    ISSUER = "issuer"
    ISSUED = "issued"
    FROM = "from"
    TO = "to"


OF_EVIDENCE: Final = frozenset({Source.ISSUER, Source.ISSUED, Source.FROM, Source.TO})
"""What stands on one piece of evidence, and not on the next."""


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The first day that a rule on the register or on living here found: the day it counts from."""

    rule: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One gap of a statement: the type of value it takes, its label for the form, and what fills it unasked."""

    key: str
    type: ParameterType
    text: Texts
    fill: Source | FirstDay | None = None


@dataclass(frozen=True, slots=True)
class StatementTemplate:
    """A sentence that a paper may print, in the paper's languages; `parameters` in the order of their use.

    `rests_on` are the kinds of paper that bear it out; none named: all that its category accepts. `not_with` are
    sentences of its category that give away what it keeps back: no paper should say both.
    """

    key: str
    name: Texts
    text: Texts
    parameters: tuple[Parameter, ...]
    rests_on: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()

    @property
    def of_one_item(self) -> bool:
        """Whether it says what stands on one piece of evidence: of two there would be two sentences."""
        return any(parameter.fill in OF_EVIDENCE for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which papers count although they have lapsed: never, always, or within a period of their last day."""

    always: bool = False
    within: Period | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """What one kind of paper counts in a category: one, or so many points.

    `is_placeholder` marks points that nobody has confirmed yet; `expired` and `points_if_expired` say what a
    lapsed paper of this kind counts, where that differs from the category.
    """

    points: int = 1
    is_placeholder: bool = False
    expired: Acceptance | None = None
    points_if_expired: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceCategory:
    """One section of evidence. `accepts` is none while the office has not settled what counts.

    `worth` holds the kinds that do not simply count one; `spouse` is the kind of paper that lets papers in the
    spouse's name count, if the scheme takes those at all.
    """

    key: str
    heading: Texts
    accepts: tuple[EvidenceKind, ...] | None
    expired: Acceptance
    copies: Copies
    if_empty: IfEmpty
    prints: tuple[StatementTemplate, ...]
    worth: Mapping[str, Worth] = field(default_factory=dict)
    spouse: str | None = None

    @property
    def self_declared(self) -> bool:
        """Whether everything here is the person's own word, printed apart and under their responsibility."""
        return bool(self.accepts) and all(kind.self_declared for kind in self.accepts or ())

    def kind(self, key: str) -> EvidenceKind | None:
        """The accepted kind of that key, or none."""
        return next((kind for kind in self.accepts or () if kind.key == key), None)

    def worth_of(self, kind: str) -> Worth:
        """What a paper of that kind counts here."""
        return self.worth.get(kind, Worth())

    def expired_of(self, kind: str) -> Acceptance:
        """Which lapsed papers of that kind count here."""
        return self.worth_of(kind).expired or self.expired

    def bears_out(self, template: StatementTemplate, kind: str) -> bool:
        """Whether a paper of that kind, shown in this category, bears the sentence out."""
        return kind in template.rests_on if template.rests_on else self.kind(kind) is not None

    def against(self, template: StatementTemplate, printed: Collection[str]) -> tuple[StatementTemplate, ...]:
        """Of the sentences of this category that are printed, by key, those that this one should not stand with,
        whichever of the two says so.
        """
        others = (each for each in self.prints if each.key in printed and each.key != template.key)
        return tuple(
            each for each in others if each.key in template.not_with or template.key in each.not_with
        )

    def template(self, key: str) -> StatementTemplate:
        """The statement template of that key.

        Raises:
            KeyError: this category has no such template.
        """
        return {template.key: template for template in self.prints}[key]


def parameters_of(texts: Texts) -> tuple[str, ...]:
    """The gaps named in a sentence, in the order of the first language that has them."""
    named = [name for text in texts.values() for name in PARAMETER.findall(text)]
    return tuple(dict.fromkeys(named))
