"""Typed facts about a person: what the rules read.

A fact that is absent has not been looked at: every rule that needs it is then *unknown*, never *unmet*.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from .dates import PartialDate
from .register import Movement
from .wording import Texts

Answer = str | int | Decimal
Told = TypeVar("Told")


SPOUSE: Final = "spouse"
YES_NO: Final = ("yes", "no")
NUMBER: Final = re.compile(r"[0-9]{1,9}")
AMOUNT: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


class FactType(StrEnum):
    """The sort of value a fact has."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOVEMENTS = "movements"
    PERIODS = "periods"
    DOCUMENTS = "documents"


class Subject(StrEnum):
    """Whose fact it is."""

    APPLICANT = "applicant"
    MEMBER = "member"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact that a scheme asks for: its question in each language, who tells it, and whose it is."""

    key: str
    type: FactType
    text: Texts
    subject: Subject = Subject.APPLICANT
    told_by: str = "person"
    choices: tuple[str, ...] = ()

    def parse(self, written: str) -> Answer:
        """An answer from its plain form: `yes`, one of the choices, `3`, or `1300.50` without a currency.

        Raises:
            ValueError: no answer to this question.
        """
        if self.type is FactType.NUMBER and NUMBER.fullmatch(written):
            return int(written)
        if self.type is FactType.MONEY and AMOUNT.fullmatch(written):
            return Decimal(written)
        words = YES_NO if self.type is FactType.YES_NO else self.choices
        if written not in words:
            raise ValueError(f"no answer to '{self.key}'")
        return written


@dataclass(frozen=True, slots=True)
class Presence:
    """A dated proof of living somewhere; without a place, in the scheme's own town."""

    start: date
    end: date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that was shown: its kind, and the category it was filed under (none: wherever its kind
    counts).

    `of_spouse` marks a paper in the name of the spouse with whom the person lives. `label` is what the office calls
    this paper (`A3`); it is no fact, so that two papers which differ in nothing else are equal.
    """

    kind: str
    issued: date | None = None
    expires: date | None = None
    never_expires: bool = False
    category: str | None = None
    of_spouse: bool = False
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """An answer and the day from which it holds."""

    start: date
    answer: Answer


@dataclass(frozen=True)
class Facts:
    """Everything known about one person under one scheme; `None` means that nobody has looked yet."""

    dates: Mapping[str, PartialDate] = field(default_factory=dict)
    answers: Mapping[str, tuple[DatedAnswer, ...]] = field(default_factory=dict)
    movements: tuple[Movement, ...] | None = None
    presence: tuple[Presence, ...] | None = None
    documents: tuple[Document, ...] | None = None

    def answer_on(self, name: str, day: date) -> Answer | None:
        """The answer that holds on that day, or none if nobody gave one."""
        told = [a for a in self.answers.get(name, ()) if a.start <= day]
        return max(told, key=lambda a: a.start).answer if told else None

    def without(self, name: str) -> Self:
        """The same facts with one of them not looked at yet."""
        return replace(
            self,
            dates={key: value for key, value in self.dates.items() if key != name},
            answers={key: value for key, value in self.answers.items() if key != name},
            movements=None if name == "movements" else self.movements,
            presence=None if name == "presence" else self.presence,
            documents=None if name == "documents" else self.documents,
        )

    def of_member(self, own: "Facts", names: Collection[str]) -> "Facts":
        """These facts of a household with those named taken from one member's own; what the member's own lack is
        not looked at yet.
        """
        return Facts(
            dates=_taken(self.dates, own.dates, names),
            answers=_taken(self.answers, own.answers, names),
            movements=own.movements if "movements" in names else self.movements,
            presence=own.presence if "presence" in names else self.presence,
            documents=own.documents if "documents" in names else self.documents,
        )

    def to_data(self) -> dict[str, Any]:
        """The JSON form that `parse_facts` reads back into equal facts."""
        data: dict[str, Any] = {key: str(value) for key, value in self.dates.items()}
        for key, told in self.answers.items():
            always = len(told) == 1 and told[0].start == date.min
            data[key] = (
                _plain(told[0].answer)
                if always
                else [{"from": a.start.isoformat(), "is": _plain(a.answer)} for a in told]
            )
        if self.movements is not None:
            data["movements"] = [
                _known(what=str(m.what), date=m.day, place=m.place, notified=m.notified)
                for m in self.movements
            ]
        if self.presence is not None:
            data["presence"] = [
                {"from": p.start.isoformat(), **_known(to=p.end, place=p.place)} for p in self.presence
            ]
        if self.documents is not None:
            data["documents"] = [_document_data(d) for d in self.documents]
        return data


def _taken(shared: Mapping[str, Told], own: Mapping[str, Told], names: Collection[str]) -> dict[str, Told]:
    kept = {name: told for name, told in shared.items() if name not in names}
    return kept | {name: told for name, told in own.items() if name in names}


def _document_data(document: Document) -> dict[str, Any]:
    data = _known(
        kind=document.kind, issued=document.issued, expires=document.expires, category=document.category
    )
    if document.of_spouse:
        data["of"] = SPOUSE
    return {**data, "expires": None} if document.never_expires else data


def _plain(answer: Answer) -> str | int:
    """An amount of money as text, exact to the cent; other answers as they are."""
    return str(answer) if isinstance(answer, Decimal) else answer


def _known(**values: str | date | None) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }
