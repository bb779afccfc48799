"""The house's words for schemes, one file for each language beside this one, and how a language writes
values.

They are data of the schemes and not messages of the pages, since papers and public pages need them too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from .dates import Period, Unit
from .money import Money
from .source import read_source

LANGUAGES: Final = ("en", "ca", "es", "fr", "nl", "it", "de", "ar")
FALLBACK: Final = "en"
_NO_CENTS: Final = re.compile(r"[.,]00(?!\d)")
_GAP: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Words:
    """The words of one language. `data` has sections: title, state, reason, review, and one for each kind
    of name.
    """

    language: str
    data: Mapping[str, Any]

    def named(self, section: str, key: str) -> str | None:
        """The house's word for a key, for example `("kinds", "passport")`; none if it has no word for it."""
        found = self.data.get(section, {}).get(key)
        return str(found) if found is not None else None

    def phrase(self, section: str, key: str, voice: str = "caseworker") -> str:
        """A phrase with gaps; where the two voices differ, the one asked for."""
        found = self.data[section][key]
        return str(found[voice] if isinstance(found, dict) else found)

    def filled(self, phrase: str, values: Mapping[str, str]) -> str:
        """A phrase with its gaps filled by ready words, then mended where this language joins words."""
        return self.mended(fill(phrase, values))

    def mended(self, text: str) -> str:
        """The text with the joins of this language: in Catalan `del 11 de` becomes `de l’11 de`."""
        for rule in self.data.get("joins", ()):
            text = re.sub(rule["from"], rule["to"], text)
        return text

    def day(self, day: date) -> str:
        """A day with its month in words, Latin digits (looks.md §5)."""
        return self.mended(format_date(day, self.data["formats"]["day"], locale=self.locale))

    def weekday_and_day(self, day: date) -> str:
        """A last day, with the name of its weekday: `Dimecres 11 de novembre de 2026`."""
        weekday = format_date(day, "EEEE", locale=self.locale)
        return f"{weekday[:1].upper()}{weekday[1:]} {self.day(day)}"

    def month(self, month: date) -> str:
        """A month in words and its year, as it stands after a preposition."""
        return format_date(month, self.data["formats"]["month"], locale=self.locale)

    def month_alone(self, month: date) -> str:
        """A month in words and its year, by themselves: `maig de 1990` and not `de maig de 1990`."""
        return format_date(month, self.data["formats"]["month"].replace("MMMM", "LLLL"), locale=self.locale)

    def number(self, number: int) -> str:
        """A number as this language writes it."""
        return format_decimal(number, locale=self.locale)

    def money(self, money: Money) -> str:
        """An amount as this language writes it, without cents where there are none."""
        text = format_currency(money.amount, money.currency, locale=self.locale)
        return _NO_CENTS.sub("", text)

    def period(self, period: Period) -> str:
        """A length: `6 months`."""
        if period.unit is Unit.WORKING_DAY:
            form = "one" if period.count == 1 else "other"
            return fill(self.data["working_days"][form], {"count": str(period.count)})
        own = self.data["formats"].get("periods", {}).get(str(period.unit))
        if own:  # where the locale data have no words for a unit
            return fill(own[self.locale.plural_form(period.count)], {"count": self.number(period.count)})
        return format_unit(period.count, f"duration-{period.unit}", "long", locale=self.locale)

    def either(self, words: list[str]) -> str:
        """`a, b or c`."""
        return format_list(words, style="or", locale=self.locale)

    def all_of(self, words: list[str]) -> str:
        """`a, b and c`."""
        return format_list(words, locale=self.locale)

    @property
    def locale(self) -> Locale:
        """Whose dates, numbers and lists these are."""
        return Locale.parse(self.data["formats"]["locale"])


@lru_cache(maxsize=len(LANGUAGES))
def words_of(language: str) -> Words:
    """The words of a language; of English where the house has none in it."""
    known = language if language in LANGUAGES else FALLBACK
    file = f"{known}.yaml"
    return Words(known, read_source((files(__package__) / "sentences" / file).read_bytes(), file).data)


def fill(phrase: str, values: Mapping[str, str]) -> str:
    """A phrase with each `{gap}` filled once; a value with braces in it stays as it is.

    Raises:
        KeyError: the phrase has a gap for which there is no value.
    """
    return _GAP.sub(lambda found: values[found[1]], phrase)
