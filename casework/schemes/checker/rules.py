"""Do the rules of a version say one thing each, of facts and evidence that there are, and can anybody meet
them?
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from ..nearest import did_you_mean
from ..remarks import Severity
from ..rules import KINDS, OPEN, as_tuple, spelled_out
from ..tree import Data, Place

Said = tuple[Place, str, Severity]
MISTAKE = Severity.MISTAKE


@dataclass
class Vocabulary:
    """What rules may speak of, and which facts they did speak of."""

    facts: Mapping[str, Data]
    evidence: Mapping[str, Data]
    kinds: Mapping[str, Data]
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, version: Data) -> Self:
        """The vocabulary of a whole version."""
        return cls(version["facts"], version["evidence"], version["kinds"])


def rule_remarks(rule: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    """Everything to say about one rule and the rules inside it."""
    kinds = [key for key in rule if key in KINDS]
    if len(kinds) != 1:
        said = ", ".join(kinds) or "none"
        text = f"a rule says exactly one thing; this says {len(kinds)} ({said}): split it with 'all' or 'any'"
        yield place, text, MISTAKE
        return
    kind = kinds[0]
    params = spelled_out(kind, rule[kind])
    match kind:
        case "is":
            yield from _is(params, place, vocabulary)
        case "age":
            yield from _age(params, place, vocabulary)
        case "lived" if params["for"] == OPEN:
            yield (
                place,
                "how long somebody must have lived here is unknown; the rule cannot be met yet",
                Severity.NOTE,
            )
        case "shown":
            yield from _shown(params, place, vocabulary)
        case "all" | "any":
            if not params:
                yield place, f"{kind!r} needs at least one rule in its list", MISTAKE
            for part in params:
                yield from rule_remarks(part, place, vocabulary)
    if "unless" in rule:
        yield from rule_remarks(rule["unless"], place, vocabulary)


def _is(params: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    if len(params) != 1:
        yield (
            place,
            f"'is' asks one thing; this one asks {len(params)}: split it with 'all' or 'any'",
            MISTAKE,
        )
        return
    ((name, wanted),) = params.items()
    vocabulary.used.add(name)
    fact = vocabulary.facts.get(name)
    if fact is None:
        yield place, _no_fact(name, vocabulary), MISTAKE
        return
    if fact["type"] == "number":
        if not isinstance(wanted, dict):
            yield place, f"{name!r} is a number; write {name}: {{at_least: 1}}", MISTAKE
        return
    answers = {"yes_no": ["yes", "no"], "choice": fact.get("choices", [])}.get(fact["type"])
    if answers is None:
        yield place, f"{name!r} is no question with answers; another kind of rule must read it", MISTAKE
    elif isinstance(wanted, dict):
        yield place, f"{name!r} is no number; write one of its answers: {', '.join(answers)}", MISTAKE
    else:
        for answer in as_tuple(wanted):
            if answer not in answers:
                text = (
                    f"{name!r} can be {', '.join(answers)}, never {answer!r}{did_you_mean(answer, answers)}"
                )
                yield place, text, MISTAKE


def _age(params: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    name = params.get("of", "birth_date")
    vocabulary.used.add(name)
    if name not in vocabulary.facts:
        yield place, _no_fact(name, vocabulary), MISTAKE
    if "at_least" not in params and "below" not in params:
        yield place, "'age' lacks its limit; add 'at_least' or 'below'", MISTAKE
    elif params.get("at_least", 0) >= params.get("below", 1_000):
        yield place, "nobody is that old and that young; 'at_least' must be less than 'below'", MISTAKE


def _shown(params: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    source = params["from"]
    columns = (
        [key for keys in source.values() for key in keys] if isinstance(source, dict) else as_tuple(source)
    )
    for column in columns:
        if column not in vocabulary.evidence:
            near = did_you_mean(column, vocabulary.evidence)
            yield (
                place,
                f"the rule wants evidence from {column!r}, which this scheme does not list{near}",
                MISTAKE,
            )
    if isinstance(source, dict) != ("groups" in params) or ("count" in params and "groups" in params):
        yield place, "groups belong together with 'groups: 1'; count with a plain 'from'", MISTAKE
        return
    accepted = [vocabulary.evidence[column]["accepts"] for column in columns if column in vocabulary.evidence]
    if OPEN in accepted or len(accepted) < len(columns):
        return
    best = len(source) if isinstance(source, dict) else sum(len(set(kinds)) for kinds in accepted)
    need = params.get("groups", params.get("count", 1))
    if best < need:
        text = f"nobody can meet this: it wants {need}, and all accepted evidence together gives {best}"
        yield place, text, MISTAKE
    shows = {
        thing
        for kinds in accepted
        for kind in kinds
        for thing in vocabulary.kinds.get(kind, {}).get("shows", [])
    }
    for thing in as_tuple(params.get("with")):
        if thing not in shows:
            yield place, f"nobody can meet this: no accepted evidence shows {thing!r}", MISTAKE


def _no_fact(name: str, vocabulary: Vocabulary) -> str:
    near = did_you_mean(name, vocabulary.facts)
    return f"the rule asks for {name!r}, which is no fact of this scheme{near}; declare it under 'facts'"
