"""Do the rules of a version say one thing each, of facts and evidence that there are, and can anybody meet
them?
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self

from ..nearest import did_you_mean
from ..remarks import Severity
from ..rules import KINDS, OPEN, as_tuple, spelled_out
from ..tree import Data, Place

Said = tuple[Place, str, Severity]
MISTAKE = Severity.MISTAKE
UNITS = ("count", "points", "groups")


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
    if kind in ("all", "any"):
        yield from _joined(kind, params, place, vocabulary)
    elif kind in _BY_KIND:
        yield from _BY_KIND[kind](params, place, vocabulary)
    if "unless" in rule:
        yield from rule_remarks(rule["unless"], place, vocabulary)


def _joined(kind: str, parts: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    if not parts:
        yield place, f"{kind!r} needs at least one rule in its list", MISTAKE
    for part in parts:
        yield from rule_remarks(part, place, vocabulary)


def _lived(params: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    if params["for"] == OPEN:
        text = "how long somebody must have lived here is unknown; the rule cannot be met yet"
        yield place, text, Severity.NOTE


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
    if isinstance(source, dict) != ("groups" in params):
        yield place, "groups belong together with 'groups: 1'; count with a plain 'from'", MISTAKE
        return
    units = [unit for unit in UNITS if unit in params]
    if len(units) > 1:
        yield place, f"a rule counts in one unit; this one counts in {' and '.join(units)}: keep one", MISTAKE
        return
    accepted = [vocabulary.evidence[column]["accepts"] for column in columns if column in vocabulary.evidence]
    if OPEN in accepted or len(accepted) < len(columns):
        return
    best = len(source) if isinstance(source, dict) else sum(_most(kinds, params) for kinds in accepted)
    need = params[units[0]] if units else 1
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


def _most(accepts: Data, params: Data) -> int:
    """What all accepted kinds of a category give together."""
    if "points" not in params or not isinstance(accepts, dict):
        return len(set(accepts))
    written = (worth.get("points", 1) if isinstance(worth, dict) else worth for worth in accepts.values())
    return sum(int(str(points).removesuffix("?")) for points in written)


def _income(params: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    parts = params.get("parts")
    read = [(params["of"], "money"), *([(parts["by"], "number")] if parts else [])]
    for name, wanted in read:
        vocabulary.used.add(name)
        fact = vocabulary.facts.get(name)
        if fact is None:
            yield place, _no_fact(name, vocabulary), MISTAKE
        elif fact["type"] != wanted:
            yield (
                place,
                f"{name!r} is no fact of the type {wanted!r}; give it that type, or name another",
                MISTAKE,
            )
    limit = params["at_most"]
    dated = limit["by_date"] if isinstance(limit, dict) else {"": limit}
    for start in dated:
        if start and not is_day(start):
            yield place, f"there is no day {start}; mend the date of the ceiling", MISTAKE
    if OPEN in dated.values():
        yield place, "the highest income is unknown; the rule cannot be met by income yet", Severity.NOTE
    if len({amount.rpartition(" ")[2] for amount in dated.values() if amount != OPEN}) > 1:
        yield place, "the ceilings stand in two currencies; write one", MISTAKE


def is_day(text: str) -> bool:
    """Whether a text is a day that exists, as 2024-02-29."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _no_fact(name: str, vocabulary: Vocabulary) -> str:
    near = did_you_mean(name, vocabulary.facts)
    return f"the rule asks for {name!r}, which is no fact of this scheme{near}; declare it under 'facts'"


_BY_KIND: Final[Mapping[str, Callable[[Data, Place, Vocabulary], Iterator[Said]]]] = {
    "is": _is,
    "age": _age,
    "lived": _lived,
    "shown": _shown,
    "income": _income,
}
