"""Languages of the interface. Words of schemes are not here: they are scheme data (design.md §6)."""

import re
from abc import ABC, abstractmethod
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pyramid.config import Configurator
from pyramid.i18n import Localizer, Translations, TranslationString, TranslationStringFactory
from pyramid.interfaces import ILocalizer
from pyramid.request import Request

DOMAIN = "casework"
_ = TranslationStringFactory(DOMAIN)

LANGUAGE_COOKIE = "language"
LONG_DATES = {"ca": "d MMMM 'de' y"}
"""How a date is written out where it differs from the locale data: as on the papers, in every year `de`."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})


class InReadersWords(ABC):
    """What fills a gap of a message and is itself said in the reader's language."""

    @abstractmethod
    def said(self, localizer: Localizer) -> str: ...

    def __str__(self) -> str:
        return self.said(Localizer("en", None))


class _Localizer(Localizer):  # type: ignore[misc]  # pyramid has no types
    """Says a message together with what fills its gaps."""

    def translate(
        self, tstring: str, domain: str | None = None, mapping: dict[str, object] | None = None
    ) -> str:
        gaps = {**(getattr(tstring, "mapping", None) or {}), **(mapping or {})}
        said = {name: each.said(self) for name, each in gaps.items() if isinstance(each, InReadersWords)}
        return str(super().translate(tstring, domain, {**(mapping or {}), **said}))


def plain(message: str) -> str:
    """A message in English with its gaps filled, for the command line."""
    return str(message.interpolate()) if isinstance(message, TranslationString) else message


def load_localizer(language: str) -> Localizer:
    """The localizer of one language, read from its .po file, so that nothing compiled is kept in the tree."""
    source = files("casework") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalogue = Catalog(locale=language, domain=DOMAIN)
    if source.is_file():
        with source.open("rb") as po:
            catalogue = read_po(po, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _Localizer(language, Translations(compiled, domain=DOMAIN))


def negotiate_language(request: Request) -> str:
    """The language chosen by cookie, else the browser's wish, else the first one of the installation."""
    languages: tuple[str, ...] = request.registry["settings"].languages
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in languages:
        return str(chosen)
    wished = (
        request.accept_language.lookup(languages, default=languages[0]) if request.accept_language else None
    )
    return str(wished or languages[0])


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def _locale(language: str) -> Locale:
    """English dates go day, month, year, as all others do (looks.md §10)."""
    return Locale("en", "GB") if language == "en" else Locale.parse(language, sep="-")


def long_date(day: date, language: str) -> str:
    """A day with its month in words, Latin digits in every language (looks.md §5)."""
    return _ordinal(format_date(day, LONG_DATES.get(language, "long"), locale=_locale(language)), language)


def short_date(day: date, language: str) -> str:
    """A day for a dense table: its month in words that may be cut short."""
    return _ordinal(format_date(day, "medium", locale=_locale(language)), language)


def _ordinal(words: str, language: str) -> str:
    """French alone writes the first day of a month as an ordinal number."""
    return re.sub(r"^1(?= )", "1er", words) if language == "fr" else words


def long_moment(moment: datetime, language: str, time_zone: str) -> str:
    """A moment at a place, with its month in words."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{long_date(local.date(), language)}, {local:%H:%M}"


def includeme(config: Configurator) -> None:
    """Load every language at start; a language without a catalogue speaks English."""
    for language in config.registry["settings"].languages:
        config.registry.registerUtility(load_localizer(language), ILocalizer, name=language)
    config.set_locale_negotiator(negotiate_language)
