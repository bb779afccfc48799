"""Jinja2 for every page: strict about missing names, escaping, translated; the filters of the house."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from pyramid.config import Configurator
from pyramid.threadlocal import get_current_request

from casework.i18n import DOMAIN, direction, long_date, long_moment, short_date


def translate(message: Any) -> str:
    """A TranslationString in the language of the request; other text stays as it is.

    It finds the request as pyramid_jinja2's own `_` does, so that macros need no context and are kept.
    """
    return str(get_current_request().localizer.translate(message))


@pass_context
def day(context: Context, value: date) -> Markup:
    """A day in words inside `<time>`."""
    return _time(value, long_date(value, context["request"].locale_name))


@pass_context
def short_day(context: Context, value: date) -> Markup:
    """A day for a dense table inside `<time>`."""
    return _time(value, short_date(value, context["request"].locale_name))


@pass_context
def moment(context: Context, value: datetime, time_zone: str = "") -> Markup:
    """An aware moment in words at a place, inside `<time>`; `time_zone` is an IANA name, the organisation's without."""
    time_zone = time_zone or context["frame"].time_zone
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(timespec="minutes"), long_moment(value, context["request"].locale_name, time_zone)
    )


@pass_context
def short_moment(context: Context, value: datetime, time_zone: str) -> Markup:
    """An aware moment at a place for a dense table, inside `<time>`; `time_zone` is an IANA name."""
    there = value.astimezone(ZoneInfo(time_zone))
    words = f"{short_date(there.date(), context['request'].locale_name)}, {there:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(timespec="minutes"), words)


@pass_context
def hour(context: Context, value: datetime) -> str:
    """The hour and minute of an aware moment at the organisation's place."""
    return f"{value.astimezone(ZoneInfo(context['frame'].time_zone)):%H:%M}"


@pass_context
def partial_day(context: Context, value: Mapping[str, int | None]) -> str:
    """A birth date of which the day, or day and month, may be unknown."""
    year, month, known_day = value["year"], value.get("month"), value.get("day")
    assert year is not None
    if not month:
        return str(year)
    language = context["request"].locale_name
    if known_day:
        return long_date(date(year, month, known_day), language)
    return str(format_date(date(year, month, 1), "MMMM y", locale=Locale.parse(language, sep="-")))


def isolated(text: str, language: str | None = None) -> Markup:
    """A name as its owner writes it, kept apart from the direction of the text around it."""
    if not language:
        return Markup("<bdi>{}</bdi>").format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(language, direction(language), escape(text))


def _time(value: date, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def includeme(config: Configurator) -> None:
    """Configure pyramid_jinja2 on the folder of templates that is installed as casework.templates."""

    def static(path: str) -> str:
        return f"{config.registry['static_prefix']}{path}"

    config.add_settings(
        {
            "jinja2.directories": str(files("casework.templates")),
            "jinja2.undefined": "strict",
            "jinja2.trim_blocks": True,
            "jinja2.lstrip_blocks": True,
            "jinja2.i18n.domain": DOMAIN,
            "jinja2.filters": {
                "tr": translate,
                "day": day,
                "short_day": short_day,
                "moment": moment,
                "short_moment": short_moment,
                "hour": hour,
                "partial_day": partial_day,
                "bdi": isolated,
            },
            "jinja2.globals": {"static": static},
        }
    )
    config.include("pyramid_jinja2")
