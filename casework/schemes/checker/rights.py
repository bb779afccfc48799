"""Do the ends, renewals, fees and entitlements of a version, and its named conditions, make sense?"""

from collections.abc import Iterator
from datetime import date

from ..nearest import did_you_mean
from ..remarks import Severity
from ..rules import OPEN, as_tuple
from ..tree import Data, Place
from .rules import Vocabulary, rule_remarks

Said = tuple[Place, str, Severity]
MISTAKE, NOTE = Severity.MISTAKE, Severity.NOTE
END_WORDS = ("after", "event", "birthday", "day")


def rights_remarks(version: Data, vocabulary: Vocabulary) -> Iterator[Said]:
    """Everything to say about them; the facts that their conditions read count as used."""
    for name, condition in version.get("conditions", {}).items():
        yield from _condition(name, condition, version, vocabulary)
    yield from _ends(version["valid_until"], ("valid_until",), vocabulary)
    if "due" in version.get("renewal", {}):
        yield from _ends(version["renewal"]["due"], ("renewal", "due"), vocabulary)
    for name, entitlement in version.get("entitlements", {}).items():
        yield from _entitlement(name, entitlement, vocabulary)
    if "fee" in version:
        yield from _fee(version["fee"], vocabulary)
    for kind in as_tuple(version.get("certifies")):
        if kind == OPEN:
            yield (
                ("certifies",),
                "what this register certifies is unknown; no other scheme can rest on it",
                NOTE,
            )
        elif kind not in version["kinds"]:
            near = did_you_mean(kind, version["kinds"])
            yield ("certifies",), f"{kind!r} is certified, but is no known kind of evidence{near}", MISTAKE


def _condition(name: str, condition: Data, version: Data, vocabulary: Vocabulary) -> Iterator[Said]:
    place = ("conditions", name)
    if name in version["rules"]:
        yield place, f"{name!r} is a rule and a condition; give one of them another name", MISTAKE
    actions = version["steps"].get("actions", {}).values()
    if not any(name in action.get("needs", []) for action in actions):
        yield place, f"no action needs the condition {name!r}; name it under 'needs', or remove it", MISTAKE
    yield from rule_remarks(condition, place, vocabulary)


def _ends(ends: Data, place: Place, vocabulary: Vocabulary) -> Iterator[Said]:
    """A bare `unknown` is one open end."""
    for end in ends if isinstance(ends, list) else [{"after": ends}]:
        if not isinstance(end, dict):
            continue
        if sum(word in end for word in END_WORDS) != 1:
            yield place, "an end is one of 'after', 'event', 'birthday' and 'day'; write exactly one", MISTAKE
        if end.get("after") == OPEN:
            yield place, "how long the card is valid is unknown; settle it before issuing", NOTE
        if "day" in end and not is_day_of_year(end["day"]):
            yield (
                place,
                f"no year has a day {end['day']}; mend it, and take 02-28 for the end of February",
                MISTAKE,
            )
        if "birthday" in end:
            vocabulary.used.add("birth_date")
        if "when" in end:
            yield from rule_remarks(end["when"], place, vocabulary)


def _entitlement(name: str, entitlement: Data, vocabulary: Vocabulary) -> Iterator[Said]:
    place = ("entitlements", name)
    when, pays = entitlement.get("when"), entitlement.get("pays")
    if when == OPEN:
        yield place, f"for whom {name!r} is, is unknown; it is offered to nobody until it is settled", NOTE
    elif when is not None:
        yield from rule_remarks(when, place, vocabulary)
    if pays and _currency(pays["at_most"]) != _currency(pays["leaves"]):
        yield place, f"{name!r} pays in one currency and leaves another; write the same one twice", MISTAKE


def _fee(fee: Data, vocabulary: Vocabulary) -> Iterator[Said]:
    place = ("fee",)
    amounts = {key: fee[key] for key in ("base", "replacement") if key in fee}
    for key, amount in amounts.items():
        if amount == OPEN:
            yield (*place, key), f"the amount {key!r} is unknown; the counter cannot ask it", NOTE
    reduced = fee.get("reduced", {})
    written = [amount for amount in amounts.values() if amount != OPEN]
    written += [cut["to"] for cut in reduced.values()]
    if len({_currency(amount) for amount in written}) > 1:
        yield place, "the fee stands in two currencies; write one", MISTAKE
        return
    highest = max((_amount(amount) for amount in amounts.values() if amount != OPEN), default=None)
    for name, cut in reduced.items():
        if cut["when"] == OPEN:
            yield (
                (*place, "reduced", name),
                f"who pays the reduced fee {name!r} is unknown; it is only offered",
                NOTE,
            )
        else:
            yield from rule_remarks(cut["when"], (*place, "reduced", name), vocabulary)
        if highest is not None and _amount(cut["to"]) >= highest:
            text = f"the reduced fee {name!r} is not lower than the fee; lower it or remove it"
            yield (*place, "reduced", name), text, MISTAKE


def is_day_of_year(text: str) -> bool:
    """Whether every year has this day (`06-30`)."""
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


def _currency(amount: str) -> str:
    return amount.rpartition(" ")[2]


def _amount(amount: str) -> float:
    return float(amount.partition(" ")[0])
