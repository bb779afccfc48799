"""A scheme as frozen, typed values. A version is whole: everything that governs a dossier opened under it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from .dates import LeapBirthday, Period, card_year
from .errors import OpenValueError, UnknownSchemeError
from .evidence import EvidenceCategory, EvidenceKind
from .facts import FactDefinition, Facts
from .numbers import NumberPattern
from .rights import Entitlement, Fee
from .rules import Rule
from .steps import Steps
from .validity import End, Renewal, last_valid_day
from .wording import Texts, in_language

INTERNAL: Final = "internal"
LETTER: Final = "letter"
PROCEDURE: Final = "procedure"
HOUSE_NUMBER: Final = "{seq:8}"


class Family(StrEnum):
    """Whom a scheme is made for (schemes.md §1.2)."""

    TARGETED = "targeted"
    INCLUSIVE = "inclusive"
    REGISTER = "register"


class Group(StrEnum):
    """Whom one dossier is about: one person, or a household whose members each have an own card."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Stage(StrEnum):
    """How far a scheme is: shipped ones may issue, examples show, planned ones print a sample mark."""

    SHIPPED = "shipped"
    EXAMPLE = "example"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Place:
    """The town of a scheme; `country` is ISO 3166, `time_zone` an IANA name."""

    city: str
    country: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class DespiteNever:
    """Fields that are printed although the house forbids them, and why, in every language (schemes.md
    §1.5).
    """

    fields: tuple[str, ...]
    because: Texts


@dataclass(frozen=True)
class Paper:
    """One paper of a scheme: its form, what stands on it, and its own words in each language of print.

    `blocks` are what a letter says, one after the other: each has its heading (`NAME_heading`) and its words
    (`NAME`, a line for each paragraph) among the texts. Four are filled by the case: `missing` lists what is
    missing, `reasons` gives those of the decision, `remedies` the scheme's, `deadline` the last day in a box.

    `texts` has the same keys in every language; `draft` names the languages that no native reader has
    reviewed. A letter carries number and date, and a code only if it says `verify`; other forms always do.
    A sheet is `of` the card (the right itself, or an entry in a register), of the procedure (how it stands before
    there is a decision), or of an act that others sign.
    """

    key: str
    form: str
    of: str
    coded: bool
    languages: tuple[str, ...]
    front: tuple[str, ...]
    back: tuple[str, ...]
    optional: tuple[str, ...]
    blocks: tuple[str, ...]
    despite_never: DespiteNever | None
    texts: Mapping[str, Texts]
    draft: tuple[str, ...]

    def text(self, key: str, language: str) -> str:
        """One wording of the paper.

        Raises:
            KeyError: the paper has no such text in that language.
        """
        return self.texts[language][key]


@dataclass(frozen=True, slots=True)
class Verification:
    """How a stranger may check a paper, what the answer tells, and for how long it is given."""

    channel: str
    tells: tuple[str, ...]
    answers_for: Period | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What may be counted, by what, and below which number a cell is hidden."""

    small_cell: int
    counts: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class SchemeVersion:
    """One dated version of a scheme, whole and frozen.

    `canonical` are the bytes it was built from: JSON with sorted keys, no spaces, UTF-8; `sha256` is their
    hash. Two versions are the same if and only if these bytes are.
    """

    canonical: bytes
    sha256: str
    scheme: str
    start: date
    family: Family
    stage: Stage
    place: Place
    languages: tuple[str, ...]
    name: Texts
    issuer: str
    purpose: Texts
    is_not: Texts
    group: Group
    leap: LeapBirthday
    facts: Mapping[str, FactDefinition]
    rules: Mapping[str, Rule]
    conditions: Mapping[str, Rule]
    says: Mapping[str, Texts]
    kinds: Mapping[str, EvidenceKind]
    evidence: tuple[EvidenceCategory, ...]
    ends: tuple[End, ...]
    renewal: Renewal | None
    entitlements: Mapping[str, Entitlement]
    fee: Fee | None
    end_reasons: tuple[str, ...]
    certifies: tuple[str, ...] | None
    number: str
    steps: Steps
    papers: Mapping[str, Paper]
    remedies: Texts
    keep: Mapping[str, str]
    verify: Verification
    statistics: Statistics
    words: Mapping[str, Mapping[str, Texts]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchemeVersion) and self.canonical == other.canonical

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        return f"SchemeVersion({self.scheme!r}, {self.start.isoformat()}, {self.sha256[:12]})"

    @property
    def number_pattern(self) -> NumberPattern:
        """The pattern of its numbers; that of the house where they are internal and never printed.

        Raises:
            OpenValueError: the scheme leaves its numbers open.
        """
        try:
            return NumberPattern.parse(HOUSE_NUMBER if self.number == INTERNAL else self.number)
        except ValueError as error:
            raise OpenValueError(
                "the scheme does not say how its cards are numbered; settle 'number' first"
            ) from error

    def last_valid_day(self, issued: date, facts: Facts | None = None) -> date | None:
        """The last day, inclusive, of a card issued that day to somebody with these facts; none if it has no
        dated end.

        Raises:
            OpenValueError: the scheme leaves an end open.
            UndecidedError: it depends on a fact that is not there.
        """
        return last_valid_day(self.ends, issued, facts, self.leap)

    def renewal_due(self, confirmed: date, facts: Facts) -> date | None:
        """The last day on which an entry confirmed that day must be renewed; none where nothing is due.

        Raises:
            OpenValueError, UndecidedError: as for `last_valid_day`.
        """
        return last_valid_day(self.renewal.due, confirmed, facts, self.leap) if self.renewal else None

    def card_year(self, on: date) -> tuple[date, date] | None:
        """The card year, first and last day, in which a date lies; none if the scheme's cards know none."""
        days = [end.day for end in self.ends if end.day]
        return card_year(days[0], on) if days else None

    @property
    def certificates(self) -> tuple[str, ...]:
        """Keys of the papers that tell how a procedure stands."""
        return tuple(key for key, paper in self.papers.items() if paper.of == PROCEDURE)

    def category(self, key: str) -> EvidenceCategory:
        """The evidence category of that key.

        Raises:
            KeyError: this version has no such category.
        """
        return {category.key: category for category in self.evidence}[key]

    def name_in(self, language: str) -> str:
        """The scheme's name in a language, or in the nearest that there is."""
        return in_language(self.name, language)


@dataclass(frozen=True)
class Scheme:
    """A kind of card: its versions, oldest first. The head (name, issuer …) is that of the latest version."""

    key: str
    versions: tuple[SchemeVersion, ...]

    @property
    def latest(self) -> SchemeVersion:
        """The version that starts last."""
        return self.versions[-1]

    @property
    def stage(self) -> Stage:
        """How far the scheme is."""
        return self.latest.stage

    @property
    def family(self) -> Family:
        """Whom the scheme is made for."""
        return self.latest.family

    @property
    def place(self) -> Place:
        """The town of the scheme."""
        return self.latest.place

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its file is written in, the town's own first."""
        return self.latest.languages

    def name_in(self, language: str) -> str:
        """The scheme's name in a language, or in the nearest that there is."""
        return self.latest.name_in(language)

    def version_on(self, day: date) -> SchemeVersion:
        """The version in force on that day.

        Raises:
            UnknownSchemeError: the scheme did not exist yet.
        """
        begun = [version for version in self.versions if version.start <= day]
        if not begun:
            raise UnknownSchemeError(f"the scheme {self.key!r} has no version on {day.isoformat()}")
        return begun[-1]
