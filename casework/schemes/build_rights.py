"""Ends, renewal, fees and entitlements of a version, from its checked data."""

from typing import Any

from .dates import Period
from .money import Money
from .rights import Aid, Entitlement, Fee, Reduction
from .rules import OPEN, Rule, Setting, build_rule
from .validity import End, Renewal
from .wording import frozen

Data = Any  # one value of parsed JSON, of a shape that the checker has seen


def build_ends(data: Data, setting: Setting) -> tuple[End, ...]:
    """Ends of validity; a bare `unknown` is one open end."""
    if data == OPEN:
        return (End(),)
    return tuple(_end({"after": entry} if isinstance(entry, str) else entry, setting) for entry in data)


def _end(data: Data, setting: Setting) -> End:
    after = data.get("after")
    return End(
        after=Period.parse(after) if after and after != OPEN else None,
        event=data.get("event"),
        birthday=data.get("birthday"),
        day=data.get("day"),
        when=_when(data.get("when"), setting),
    )


def build_renewal(data: Data, setting: Setting) -> Renewal:
    """The renewal of a version."""
    opens, closes = data.get("opens"), data.get("closes")
    return Renewal(
        opens=Period.parse(opens.removesuffix(" before")) if opens else None,
        reuses=data["reuses"],
        closes=Period.parse(closes.removesuffix(" after")) if closes else None,
        due=build_ends(data.get("due", []), setting),
    )


def _when(data: Data, setting: Setting) -> Rule | None:
    return build_rule(data, setting) if isinstance(data, dict) else None


def _money(data: Data) -> Money | None:
    return None if data in (None, OPEN) else Money.parse(data)


def build_entitlement(data: Data, setting: Setting) -> Entitlement:
    """One thing that a card opens."""
    pays = data.get("pays")
    return Entitlement(
        key=data["key"],
        name=frozen(data["name"]),
        when=_when(data.get("when"), setting),
        is_open=data.get("when") == OPEN,
        pays=Aid(Money.parse(pays["at_most"]), Money.parse(pays["leaves"])) if pays else None,
    )


def build_fee(data: Data, setting: Setting) -> Fee:
    """What a card costs."""
    reduced = tuple(
        Reduction(key, Money.parse(cut["to"]), _when(cut["when"], setting))
        for key, cut in data.get("reduced", {}).items()
    )
    return Fee(_money(data["base"]), _money(data.get("replacement")), reduced)
