"""What a card opens and what it costs: entitlements with their own conditions, aids by formula, fees.

They read the same conditions as the rules, and are three-valued like them: what nobody has looked at is offered
as *unknown*, never refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .errors import OpenValueError
from .facts import Facts
from .money import Money
from .rules import Rule, next_change
from .truth import Verdict
from .wording import Texts


@dataclass(frozen=True, slots=True)
class Aid:
    """A payment towards a price: at most so much, and so much is always left to pay (schemes.md §6)."""

    at_most: Money
    leaves: Money

    def of(self, price: Decimal) -> Decimal:
        """What is paid of a price in the same currency, never below 0."""
        return max(Decimal(0), min(self.at_most.amount, price - self.leaves.amount))


@dataclass(frozen=True)
class Entitlement:
    """One thing that a card opens. `when` is none for everybody with the card; `is_open` while nobody has
    settled for whom it is.
    """

    key: str
    name: Texts
    when: Rule | None = None
    is_open: bool = False
    pays: Aid | None = None


@dataclass(frozen=True, slots=True)
class Entitled:
    """Whether a holder has an entitlement on a day, and the day on which that changes by itself."""

    key: str
    verdict: Verdict
    changes_on: date | None


@dataclass(frozen=True, slots=True)
class Reduction:
    """A lower amount for some; `when` is none while nobody has settled for whom."""

    key: str
    to: Money
    when: Rule | None


@dataclass(frozen=True)
class Fee:
    """What a card costs, and a replacement of it; none where that is not settled."""

    base: Money | None
    replacement: Money | None
    reduced: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeDue:
    """The amount for one person, the reduction it rests on, and those that an answer could still open."""

    amount: Money
    reduction: str | None
    could_be: tuple[str, ...]


def entitled(entitlement: Entitlement, facts: Facts, on: date) -> Entitled:
    """Whether a holder with these facts has it on that day."""
    if entitlement.is_open:
        return Entitled(entitlement.key, Verdict.UNKNOWN, None)
    if entitlement.when is None:
        return Entitled(entitlement.key, Verdict.MET, None)
    verdict = entitlement.when.outcome(facts, on).verdict
    return Entitled(entitlement.key, verdict, next_change(entitlement.when, facts, on))


def entitlements_on(entitlements: Mapping[str, Entitlement], facts: Facts, on: date) -> tuple[Entitled, ...]:
    """All that a scheme's card opens, in its order."""
    return tuple(entitled(each, facts, on) for each in entitlements.values())


def fee_due(fee: Fee | None, facts: Facts, on: date, *, replacement: bool = False) -> FeeDue | None:
    """What the counter asks: the lowest amount whose condition is met. None where the scheme names no fee.

    A reduction that nothing is known of is offered, never counted; one that would not lower the amount is left
    out.

    Raises:
        OpenValueError: the scheme leaves the amount open.
    """
    if fee is None:
        return None
    due = fee.replacement if replacement else fee.base
    if due is None:
        raise OpenValueError("the scheme does not say what this costs; settle 'fee' first")
    reduction, could_be = None, []
    for cut in fee.reduced:
        verdict = cut.when.outcome(facts, on).verdict if cut.when else Verdict.UNKNOWN
        if verdict is Verdict.MET and cut.to.amount < due.amount:
            due, reduction = cut.to, cut.key
        elif verdict is Verdict.UNKNOWN:
            could_be.append((cut.key, cut.to.amount))
    return FeeDue(due, reduction, tuple(key for key, amount in could_be if amount < due.amount))
