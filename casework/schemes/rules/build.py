"""Rules from the checked data of a scheme: each kind's words become one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ..dates import LeapBirthday, Period
from ..evidence import EvidenceCategory
from ..facts import FactDefinition
from ..money import Money
from .base import Rule
from .income import Income, Parts
from .joined import AllOf, AnyOf, Unless
from .person import Age, Is
from .residence import Basis, Lived, Registered, Scope
from .shown import Shown

OPEN: Final = "unknown"
RECORDS: Final = ("record", "register")
"""Who tells a fact where nobody is asked: an own record of the program, or a register."""
Data = Any  # one parsed YAML value, of a shape that the checker has seen


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule must know of its scheme: the town, the birthday rule, the evidence, the facts."""

    city: str
    leap: LeapBirthday
    evidence: Mapping[str, EvidenceCategory]
    facts: Mapping[str, FactDefinition] = field(default_factory=dict)


def build_rule(data: Mapping[str, Data], setting: Setting) -> Rule:
    """The rule that a block says. The block has passed the checker."""
    kind = kind_of(data)
    rule = _BUILD[kind](spelled_out(kind, data[kind]), setting)
    return Unless(rule, build_rule(data["unless"], setting)) if "unless" in data else rule


def kind_of(data: Mapping[str, Data]) -> str:
    """Which kind of rule a block is."""
    return next(key for key in data if key in KINDS)


def spelled_out(kind: str, params: Data) -> Data:
    """`lived: 15 days` is short for `lived: {for: 15 days}`."""
    main = _MAIN_WORD.get(kind)
    return {main: params} if main and not isinstance(params, dict) else params


def as_tuple(value: Data) -> tuple[Data, ...]:
    """One value or a list of values, as a tuple; nothing gives an empty one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _is(params: Data, setting: Setting) -> Rule:
    ((fact, wanted),) = params.items()
    on_record = fact in setting.facts and setting.facts[fact].told_by in RECORDS
    if isinstance(wanted, dict):
        return Is(fact, at_least=wanted["at_least"], on_record=on_record)
    return Is(fact, as_tuple(wanted), on_record=on_record)


def _age(params: Data, setting: Setting) -> Rule:
    return Age(params.get("of", "birth_date"), params.get("at_least"), params.get("below"), setting.leap)


def _registered(params: Data, setting: Setting) -> Rule:
    period = None if params["for"] == "now" else Period.parse(params["for"])
    return Registered(setting.city, period)


def _lived(params: Data, setting: Setting) -> Rule:
    period = None if params["for"] == OPEN else Period.parse(params["for"])
    return Lived(
        setting.city, period, Scope(params.get("in", "city")), Basis(params.get("basis", "evidence"))
    )


def _shown(params: Data, setting: Setting) -> Rule:
    source = params["from"]
    grouped = source if isinstance(source, dict) else {}
    within = params.get("dated_within")
    return Shown(
        columns=() if grouped else tuple(setting.evidence[key] for key in as_tuple(source)),
        groups={
            group: tuple(setting.evidence[key] for key in as_tuple(keys)) for group, keys in grouped.items()
        },
        need=params.get("groups", params.get("points", params.get("count", 1))),
        showing=as_tuple(params.get("with")),
        dated_within=Period.parse(within) if within else None,
        in_points="points" in params,
    )


def _income(params: Data, setting: Setting) -> Rule:
    limit = params["at_most"]
    dated = limit["by_date"] if isinstance(limit, dict) else {date.min.isoformat(): limit}
    parts = params.get("parts")
    return Income(
        params["of"],
        {
            date.fromisoformat(start): None if amount == OPEN else Money.parse(amount)
            for start, amount in sorted(dated.items())
        },
        Parts(parts["by"], tuple(Decimal(str(factor)) for factor in parts["are"])) if parts else None,
    )


def _all(params: Data, setting: Setting) -> Rule:
    return AllOf(tuple(build_rule(part, setting) for part in params))


def _any(params: Data, setting: Setting) -> Rule:
    return AnyOf(tuple(build_rule(part, setting) for part in params))


_MAIN_WORD: Final = {"registered": "for", "lived": "for", "shown": "from"}
_BUILD: Final[Mapping[str, Callable[[Data, Setting], Rule]]] = {
    "is": _is,
    "age": _age,
    "registered": _registered,
    "lived": _lived,
    "shown": _shown,
    "income": _income,
    "all": _all,
    "any": _any,
}
KINDS: Final = frozenset(_BUILD)
