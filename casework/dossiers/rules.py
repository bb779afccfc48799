"""Pure functions over the values of a case: the facts that the scheme's rules read, and the hash of its content."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from casework.dossiers.records import Answer, CaseRecord, EvidenceRecord, MovementRecord, StatementRecord
from casework.people.models import BirthDate, Particulars
from casework.schemes import (
    Action,
    Document,
    FactDefinition,
    Facts,
    FactType,
    Family,
    Movement,
    MovementKind,
    PartialDate,
    Presence,
    SchemeVersion,
    Term,
)
from casework.schemes.definition import LETTER
from casework.schemes.facts import DatedAnswer


def partial_date(birth: BirthDate) -> PartialDate:
    return PartialDate(birth.year, birth.month, birth.day)


def facts_of(
    definitions: Mapping[str, FactDefinition],
    birth: BirthDate,
    record: CaseRecord,
    movements: Sequence[MovementRecord],
    evidence: Mapping[str, EvidenceRecord],
) -> Facts:
    """What the rules may know; `evidence` by its label. Where nothing was entered nobody has looked yet: unknown,
    never unmet.
    """
    told = {each.fact: each for each in record.answers if each.fact in definitions}
    days = {key for key in told if definitions[key].type is FactType.DATE}
    born = {"birth_date": partial_date(birth)}
    return Facts(
        dates=born | {key: PartialDate.parse(told[key].answer) for key in days},
        answers={
            key: (DatedAnswer(each.since, definitions[key].parse(each.answer)),)
            for key, each in told.items()
            if key not in days
        },
        movements=tuple(
            Movement(MovementKind(each.what), each.day, each.place, each.notified) for each in movements
        )
        or None,
        presence=tuple(
            Presence(each.proves_from, each.proves_to, each.proves_place or None)
            for each in evidence.values()
            if each.proves_from
        )
        or None,
        documents=tuple(_documents(evidence)) or None,
    )


def _documents(evidence: Mapping[str, EvidenceRecord]) -> Iterator[Document]:
    """Each piece of evidence, once for each category that it was shown for."""
    for label, each in evidence.items():
        for category in each.categories:
            yield Document(
                each.kind, each.issued, each.expires, category=category, of_spouse=each.of_spouse, label=label
            )


def readable(definitions: Mapping[str, FactDefinition], record: CaseRecord) -> CaseRecord:
    """A record without the answers that these definitions cannot read: it was written under another version."""
    return replace(record, answers=tuple(each for each in record.answers if _reads(definitions, each)))


def _reads(definitions: Mapping[str, FactDefinition], told: Answer) -> bool:
    definition = definitions.get(told.fact)
    if definition is None:
        return False
    try:
        if definition.type is FactType.DATE:
            PartialDate.parse(told.answer)
        else:
            definition.parse(told.answer)
    except ValueError:
        return False
    return True


def frozen(version: SchemeVersion, state: str) -> bool:
    """Whether the content may not change now: it is being decided on, decided, or a card stands on it.

    The entry in a register goes on living: people move, and what is certified is how it stands on that day.
    """
    found = version.steps.states[state]
    lives_on = version.family is Family.REGISTER
    return found.frozen or found.final or (found.card is not None and not lives_on)


def term_by_letter(version: SchemeVersion, action: Action) -> Term | None:
    """The term that counts from the day after the person has the letter of a step (schemes.md §1.3).

    It is one that the letter announces, or that opens or closes a step. A term of the office's own counts from the
    step, as does one whose scheme has no letter for it: then the step is taken when the person is told.
    """
    paper = version.papers.get(action.letter) if action.letter else None
    if paper is None or paper.form != LETTER:
        return None
    announced = "deadline" in paper.blocks
    return next(
        (
            term
            for term in version.steps.terms.values()
            if action.key in term.starts and term.lasts and (announced or term.opens or term.closes)
        ),
        None,
    )


@dataclass(frozen=True)
class Shown:
    """Evidence as it is decided on: what is noted of it, who saw it and when (aware), and the id of the copy's file.

    The id stays when the copy is destroyed: it says what was decided on, not what is kept.
    """

    record: EvidenceRecord
    seen_by: str
    seen_at: datetime
    copy: str


@dataclass(frozen=True)
class ToldOnce:
    """What stands in the first dossier of a household and is decided on in a member's; `None` is no part of it."""

    birth_date: BirthDate | None
    answers: tuple[Answer, ...]
    movements: Mapping[str, MovementRecord]
    evidence: Mapping[str, Shown]


def content_of(
    version_hash: str,
    particulars: Particulars,
    record: CaseRecord,
    photo: str,
    movements: Mapping[str, MovementRecord],
    evidence: Mapping[str, Shown],
    statements: Mapping[str, tuple[StatementRecord, Sequence[str]]],
    told_once: ToldOnce | None = None,
) -> str:
    """Everything that is proposed, as canonical JSON. Parts go by their ids, in their order; `photo` is a file's id.

    A member's has what its household told once, under a key that no other dossier's has.
    """
    content: dict[str, Any] = {
        "version": version_hash,
        "person": asdict(particulars),
        "record": asdict(record),
        "photo": photo,
        "movements": _rows(movements),
        "evidence": _shown(evidence),
        "statements": [
            {"id": key, **asdict(each), "rests_on": sorted(labels)}
            for key, (each, labels) in statements.items()
        ],
    }
    if told_once is not None:
        content["household"] = {
            "birth_date": asdict(told_once.birth_date) if told_once.birth_date else None,
            "answers": [asdict(each) for each in told_once.answers],
            "movements": _rows(told_once.movements),
            "evidence": _shown(told_once.evidence),
        }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)


def _rows(movements: Mapping[str, MovementRecord]) -> list[dict[str, Any]]:
    return [{"id": key, **asdict(each)} for key, each in movements.items()]


def _shown(evidence: Mapping[str, Shown]) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            **asdict(each.record),
            "copy": each.copy,
            "seen_by": each.seen_by,
            "seen_at": each.seen_at.astimezone(UTC).isoformat(),
        }
        for key, each in evidence.items()
    ]


def content_hash(content: str) -> str:
    """SHA-256 (hex) of what is proposed: what was decided on is what is issued."""
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
