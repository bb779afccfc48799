"""Amounts of money: an exact decimal and its currency, never a floating-point number."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

_WRITTEN: Final = re.compile(r"(\d{1,9}(?:\.\d{2})?) ([A-Z]{3})")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217): `650 EUR`, `0.75 USD`."""

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `650 EUR`.

        Raises:
            ValueError: the text is no amount.
        """
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no amount; write for example '650 EUR' or '0.75 USD'")
        return cls(Decimal(found[1]), found[2])

    def times(self, factor: Decimal) -> "Money":
        """The amount so many times."""
        return Money(self.amount * factor, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
