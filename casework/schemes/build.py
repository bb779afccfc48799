"""Frozen bytes to a typed version. Loading a file and reading a dossier's frozen version go this one way."""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from .dates import LeapBirthday, Period, WorkingCalendar
from .definition import (
    DespiteNever,
    Family,
    Paper,
    Place,
    Renewal,
    SchemeVersion,
    Stage,
    Statistics,
    Verification,
)
from .errors import SchemeError
from .evidence import (
    Acceptance,
    Copies,
    EvidenceCategory,
    EvidenceKind,
    IfEmpty,
    Parameter,
    ParameterType,
    StatementTemplate,
    parameters_of,
)
from .facts import FactDefinition, FactType, Subject
from .layering import FORMAT, fingerprint
from .rules import OPEN, Setting, as_tuple, build_rule
from .steps import Action, CardState, Performer, State, Steps, Term
from .validity import End
from .wording import Texts, blocks_of, texts_of

Data = Any  # one value of parsed JSON, of a shape that the checker has seen
Value = TypeVar("Value")
SAME_STATE: Final = "same"
LETTER: Final = "letter"
BLOCKS_FILLED_BY_THE_CASE: Final = frozenset({"missing", "reasons", "remedies"})
"""The form of a paper that prints no statement and, unless it says `verify`, no code."""


def version_from_canonical(canonical: bytes) -> SchemeVersion:
    """The version that was frozen as these bytes; no scheme file is needed.

    Raises:
        SchemeError: the bytes are no frozen version, or one of a format that this program does not read.
    """
    try:
        data = json.loads(canonical)
        if data["format"] != FORMAT:
            raise SchemeError(
                f"this frozen version has the format {data['format']}; this program reads {FORMAT}"
            )
        return _version(data, canonical)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SchemeError("these bytes are no frozen version of a scheme") from error


def _version(data: Data, canonical: bytes) -> SchemeVersion:
    kinds = {key: _kind(key, kind) for key, kind in data["kinds"].items()}
    evidence = tuple(_category(entry, data, kinds) for entry in data["evidence"])
    leap = LeapBirthday(data.get("leap_birthday", LeapBirthday.FEBRUARY_28))
    setting = Setting(data["place"]["city"], leap, {category.key: category for category in evidence})
    renewal = data.get("renewal")
    return SchemeVersion(
        canonical=canonical,
        sha256=fingerprint(canonical),
        scheme=data["scheme"],
        start=date.fromisoformat(data["from"]),
        family=Family(data["family"]),
        stage=Stage(data["stage"]),
        place=Place(data["place"]["city"], data["place"]["country"], data["place"]["time_zone"]),
        languages=tuple(data["languages"]),
        name=_frozen(data["name"]),
        issuer=data["issuer"],
        purpose=_frozen(data["purpose"]),
        is_not=_frozen(data["is_not"]),
        facts=_frozen({entry["key"]: _fact(entry) for entry in data["facts"]}),
        rules=_frozen({entry["key"]: build_rule(entry, setting) for entry in data["rules"]}),
        says=_frozen({entry["key"]: _frozen(entry["says"]) for entry in data["rules"] if "says" in entry}),
        kinds=_frozen(kinds),
        evidence=evidence,
        ends=_ends(data["valid_until"]),
        renewal=_renewal(renewal) if renewal else None,
        number=data["number"],
        steps=_steps(data),
        papers=_papers(data["papers"]),
        remedies=_frozen(data.get("remedies", {})),
        keep=_frozen(data["keep"]),
        verify=_verify(data["verify"]),
        statistics=_statistics(data["statistics"]),
        words=_frozen({section: _frozen(words) for section, words in data.get("words", {}).items()}),
    )


def _frozen(mapping: Mapping[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType(dict(mapping))


def _fact(data: Data) -> FactDefinition:
    return FactDefinition(
        key=data["key"],
        type=FactType(data["type"]),
        text=_frozen(data["text"]),
        subject=Subject(data.get("of", Subject.APPLICANT)),
        told_by=data.get("told_by", "person"),
        choices=as_tuple(data.get("choices")),
    )


def _kind(key: str, data: Data) -> EvidenceKind:
    return EvidenceKind(
        key,
        name=_frozen(data.get("name", {})),
        shows=frozenset(data.get("shows", ())),
        expires=data.get("expires") == "yes",
        self_declared=data.get("basis") == "self-declared",
    )


def _category(data: Data, version: Data, kinds: Mapping[str, EvidenceKind]) -> EvidenceCategory:
    accepts, expired = data["accepts"], data.get("expired", "no")
    within = expired["within"] if isinstance(expired, dict) else None
    return EvidenceCategory(
        key=data["key"],
        heading=_frozen(data.get("heading", {})),
        accepts=None if accepts == OPEN else tuple(kinds[kind] for kind in accepts),
        expired=Acceptance(always=expired == "yes", within=Period.parse(within) if within else None),
        copies=Copies(data.get("copies", version.get("copies", Copies.SEEN_ONLY))),
        if_empty=IfEmpty(data.get("if_empty", IfEmpty.OMIT)),
        prints=tuple(_template(entry, version["asks"]) for entry in data["prints"]),
    )


def _template(data: Data, asks: Data) -> StatementTemplate:
    parameters = tuple(
        Parameter(key, ParameterType(asks[key]["type"]), _frozen(asks[key]["text"]))
        for key in parameters_of(data["text"])
    )
    return StatementTemplate(data["key"], _frozen(data.get("name", {})), _frozen(data["text"]), parameters)


def _ends(data: Data) -> tuple[End, ...]:
    if data == OPEN:
        return (End(),)
    return tuple(_end({"after": entry} if isinstance(entry, str) else entry) for entry in data)


def _end(data: Data) -> End:
    after = data.get("after")
    return End(Period.parse(after) if after and after != OPEN else None, data.get("event"))


def _renewal(data: Data) -> Renewal:
    opens = data.get("opens")
    return Renewal(Period.parse(opens.removesuffix(" before")) if opens else None, data["reuses"])


def _steps(data: Data) -> Steps:
    steps, place = data["steps"], data["place"]
    states = {entry["key"]: _state(entry) for entry in steps["states"]}
    return Steps(
        states=_frozen(states),
        actions=_frozen({entry["key"]: _action(entry) for entry in steps["actions"]}),
        terms=_frozen({entry["key"]: _term(entry) for entry in steps["terms"]}),
        handled_by=as_tuple(data["handled_by"]),
        working=WorkingCalendar.of(place.get("calendar", ""), place.get("local_holidays", ())),
    )


def _state(data: Data) -> State:
    card = data.get("card")
    return State(
        data["key"],
        start=data.get("start") == "yes",
        final=data.get("final") == "yes",
        frozen=data.get("frozen") == "yes",
        card=CardState(card) if card else None,
    )


def _action(data: Data) -> Action:
    return Action(
        key=data["key"],
        sources=as_tuple(data["from"]),
        to=None if data["to"] == SAME_STATE else data["to"],
        by=tuple(_performer(written) for written in as_tuple(data["by"])),
        needs=as_tuple(data.get("needs")),
        letter=data.get("letter"),
    )


def _performer(written: str) -> Performer:
    role, _, org_kind = written.partition(" at ")
    return Performer(role, org_kind or None)


def _term(data: Data) -> Term:
    return Term(
        key=data["key"],
        lasts=None if data["lasts"] == OPEN else Period.parse(data["lasts"]),
        starts=as_tuple(data["starts"]),
        stops=as_tuple(data.get("stops")),
        opens=as_tuple(data.get("opens")),
        closes=as_tuple(data.get("closes")),
    )


def _papers(entries: Data) -> Mapping[str, Paper]:
    written = {entry["key"]: entry for entry in entries}
    return _frozen(
        {
            key: _paper(entry, texts_of(entry, written), blocks_of(entry, written))
            for key, entry in written.items()
        }
    )


def _paper(data: Data, texts: Mapping[str, Texts], blocks: tuple[str, ...]) -> Paper:
    despite = data.get("despite_never")
    return Paper(
        key=data["key"],
        form=data["form"],
        coded=data.get("verify", "no" if data["form"] == LETTER else "yes") == "yes",
        languages=tuple(data["languages"]),
        front=as_tuple(data["front"]),
        back=as_tuple(data.get("back")),
        optional=as_tuple(data.get("optional")),
        blocks=blocks,
        despite_never=DespiteNever(as_tuple(despite["fields"]), _frozen(despite["because"]))
        if despite
        else None,
        texts=_frozen({language: _frozen(words) for language, words in texts.items()}),
        draft=as_tuple(data.get("draft")),
    )


def _verify(data: Data) -> Verification:
    answers_for = data.get("answers_for")
    return Verification(
        data["channel"], as_tuple(data.get("tells")), Period.parse(answers_for) if answers_for else None
    )


def _statistics(data: Data) -> Statistics:
    return Statistics(data["small_cell"], as_tuple(data["counts"]), as_tuple(data["by"]))
