"""Frozen bytes to a typed version. Loading a file and reading a dossier's frozen version go this one way."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from .build_rights import build_ends, build_entitlement, build_fee, build_renewal
from .dates import LeapBirthday, Period, WorkingCalendar
from .definition import (
    LETTER,
    DespiteNever,
    Family,
    Group,
    Paper,
    Place,
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
    FirstDay,
    IfEmpty,
    Parameter,
    ParameterType,
    Source,
    StatementTemplate,
    Worth,
    parameters_of,
)
from .facts import FactDefinition, FactType, Subject
from .layering import FORMAT, fingerprint
from .rules import OPEN, Setting, as_tuple, build_rule
from .steps import Action, CardState, DatedBody, Performer, State, Steps
from .terms import Term
from .wording import Texts, blocks_of, frozen, texts_of

Data = Any  # one value of parsed JSON, of a shape that the checker has seen
SAME_STATE: Final = "same"
BLOCKS_FILLED_BY_THE_CASE: Final = frozenset({"missing", "reasons", "remedies"})


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
    facts = {entry["key"]: _fact(entry) for entry in data["facts"]}
    setting = Setting(data["place"]["city"], leap, {category.key: category for category in evidence}, facts)
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
        name=frozen(data["name"]),
        issuer=data["issuer"],
        purpose=frozen(data["purpose"]),
        is_not=frozen(data["is_not"]),
        group=Group(data.get("group", Group.PERSON)),
        leap=leap,
        facts=frozen(facts),
        rules=frozen({entry["key"]: build_rule(entry, setting) for entry in data["rules"]}),
        conditions=frozen({entry["key"]: build_rule(entry, setting) for entry in data.get("conditions", ())}),
        says=frozen({entry["key"]: frozen(entry["says"]) for entry in data["rules"] if "says" in entry}),
        kinds=frozen(kinds),
        evidence=evidence,
        ends=build_ends(data["valid_until"], setting),
        renewal=build_renewal(renewal, setting) if renewal else None,
        entitlements=frozen(
            {entry["key"]: build_entitlement(entry, setting) for entry in data.get("entitlements", ())}
        ),
        fee=build_fee(data["fee"], setting) if "fee" in data else None,
        end_reasons=as_tuple(data.get("end_reasons")),
        certifies=None if data.get("certifies") == OPEN else as_tuple(data.get("certifies")),
        number=data["number"],
        steps=_steps(data),
        papers=_papers(data["papers"]),
        remedies=frozen(data.get("remedies", {})),
        keep=frozen(data["keep"]),
        verify=_verify(data["verify"]),
        statistics=_statistics(data["statistics"]),
        words=frozen({section: frozen(words) for section, words in data.get("words", {}).items()}),
    )


def _fact(data: Data) -> FactDefinition:
    return FactDefinition(
        key=data["key"],
        type=FactType(data["type"]),
        text=frozen(data["text"]),
        subject=Subject(data.get("of", Subject.APPLICANT)),
        told_by=data.get("told_by", "person"),
        choices=as_tuple(data.get("choices")),
    )


def _kind(key: str, data: Data) -> EvidenceKind:
    return EvidenceKind(
        key,
        name=frozen(data.get("name", {})),
        shows=frozenset(data.get("shows", ())),
        expires=data.get("expires") == "yes",
        self_declared=data.get("basis") == "self-declared",
    )


def _category(data: Data, version: Data, kinds: Mapping[str, EvidenceKind]) -> EvidenceCategory:
    accepts = data["accepts"]
    accepted = () if accepts == OPEN else tuple(_spelled_out(entry) for entry in accepts)
    return EvidenceCategory(
        key=data["key"],
        heading=frozen(data.get("heading", {})),
        accepts=None if accepts == OPEN else tuple(kinds[entry["kind"]] for entry in accepted),
        expired=_acceptance(data.get("expired", "no")),
        copies=Copies(data.get("copies", version.get("copies", Copies.SEEN_ONLY))),
        if_empty=IfEmpty(data.get("if_empty", IfEmpty.OMIT)),
        prints=tuple(_template(entry, version["asks"]) for entry in data["prints"]),
        worth=frozen({entry["kind"]: _worth(entry) for entry in accepted if len(entry) > 1}),
        spouse=data.get("spouse"),
    )


def _spelled_out(entry: Data) -> dict[str, Data]:
    return entry if isinstance(entry, dict) else {"kind": entry}


def _acceptance(expired: Data) -> Acceptance:
    within = expired["within"] if isinstance(expired, dict) else None
    return Acceptance(always=expired == "yes", within=Period.parse(within) if within else None)


def _worth(data: Data) -> Worth:
    """`2?` is a placeholder: it counts, and the finding says that it rests on a guess."""
    written, expired = str(data.get("points", 1)), data.get("expired")
    return Worth(
        points=int(written.removesuffix("?")),
        is_placeholder=written.endswith("?"),
        expired=None if expired is None else _acceptance(expired),
        points_if_expired=expired.get("points") if isinstance(expired, dict) else None,
    )


def _template(data: Data, asks: Data) -> StatementTemplate:
    fill = data.get("fill", {})
    parameters = tuple(
        Parameter(key, ParameterType(asks[key]["type"]), frozen(asks[key]["text"]), _fill(fill.get(key)))
        for key in parameters_of(data["text"])
    )
    name, rests_on = frozen(data.get("name", {})), as_tuple(data.get("rests_on"))
    not_with = as_tuple(data.get("not_with"))
    return StatementTemplate(data["key"], name, frozen(data["text"]), parameters, rests_on, not_with)


def _fill(data: Data) -> Source | FirstDay | None:
    if data is None:
        return None
    return FirstDay(data["rule"]) if isinstance(data, dict) else Source(data)


def _steps(data: Data) -> Steps:
    steps, place = data["steps"], data["place"]
    states = {entry["key"]: _state(entry) for entry in steps["states"]}
    return Steps(
        states=frozen(states),
        actions=frozen({entry["key"]: _action(entry) for entry in steps["actions"]}),
        terms=frozen({entry["key"]: _term(entry) for entry in steps["terms"]}),
        handled_by=as_tuple(data["handled_by"]),
        working=WorkingCalendar.of(place.get("calendar", ""), place.get("local_holidays", ())),
        bodies=frozen({key: _body(body["by_date"]) for key, body in steps.get("bodies", {}).items()}),
    )


def _body(by_date: Data) -> tuple[DatedBody, ...]:
    return tuple(
        DatedBody(
            date.fromisoformat(start),
            tuple(_performer(written) for written in as_tuple(entry["who"])),
            entry.get("under", ""),
        )
        for start, entry in sorted(by_date.items())
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
        batch=data.get("batch") == "yes",
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
        pauses=as_tuple(data.get("pauses")),
        opens=as_tuple(data.get("opens")),
        closes=as_tuple(data.get("closes")),
    )


def _papers(entries: Data) -> Mapping[str, Paper]:
    written = {entry["key"]: entry for entry in entries}
    return frozen(
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
        of=data.get("of", "card"),
        coded=data.get("verify", "no" if data["form"] == LETTER else "yes") == "yes",
        languages=tuple(data["languages"]),
        front=as_tuple(data["front"]),
        back=as_tuple(data.get("back")),
        optional=as_tuple(data.get("optional")),
        blocks=blocks,
        despite_never=DespiteNever(as_tuple(despite["fields"]), frozen(despite["because"]))
        if despite
        else None,
        texts=frozen({language: frozen(words) for language, words in texts.items()}),
        draft=as_tuple(data.get("draft")),
    )


def _verify(data: Data) -> Verification:
    answers_for = data.get("answers_for")
    return Verification(
        data["channel"], as_tuple(data.get("tells")), Period.parse(answers_for) if answers_for else None
    )


def _statistics(data: Data) -> Statistics:
    return Statistics(data["small_cell"], as_tuple(data["counts"]), as_tuple(data["by"]))
