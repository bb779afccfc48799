"""Filters of the templates: dates in words, names apart from the text around them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from casework.web.templating import day, isolated, moment, partial_day, short_day, short_moment


def context(language: str) -> Any:
    return {"request": SimpleNamespace(locale_name=language)}


@pytest.mark.parametrize(
    ("language", "born", "words"),
    [
        ("en", {"year": 1994, "month": None, "day": None}, "1994"),
        ("en", {"year": 1994, "month": 5, "day": None}, "May 1994"),
        ("nl", {"year": 1994, "month": 5, "day": 3}, "3 mei 1994"),
        ("ca", {"year": 1994, "month": 8, "day": 14}, "14 d\u2019agost de 1994"),
        ("fr", {"year": 1994, "month": 8, "day": 1}, "1er août 1994"),
    ],
)
def test_a_birth_date_is_said_as_far_as_it_is_known(language: str, born: dict[str, Any], words: str) -> None:
    assert partial_day(context(language), born).replace("'", "\u2019") == words


def test_days_and_moments_carry_their_machine_form() -> None:
    assert day(context("fr"), date(2026, 11, 21)) == '<time datetime="2026-11-21">21 novembre 2026</time>'
    assert (
        short_day(context("ca"), date(2026, 11, 21)) == '<time datetime="2026-11-21">21 de nov. 2026</time>'
    )
    assert short_day(context("en"), date(2026, 11, 2)) == '<time datetime="2026-11-02">2 Nov 2026</time>'
    when = moment(context("en"), datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "Europe/Madrid")
    assert ">22 November 2026, 00:30<" in when
    dense = short_moment(context("en"), datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "Europe/Madrid")
    assert dense == '<time datetime="2026-11-21T23:30+00:00">22 Nov 2026, 00:30</time>'


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ca", "1 de novembre de 2026, 00:30"),
        ("es", "1 de noviembre de 2026, 00:30"),
        ("fr", "1er novembre 2026, 00:30"),
        ("nl", "1 november 2026, 00:30"),
    ],
)
def test_a_moment_begins_with_its_day_as_that_is_said_elsewhere(language: str, words: str) -> None:
    at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert f">{words}<" in moment(context(language), at, "Europe/Madrid")


def test_names_are_isolated_and_escaped() -> None:
    assert isolated("يوسف", "ar") == '<bdi lang="ar" dir="rtl">يوسف</bdi>'
    assert isolated("<b>&", "vi") == '<bdi lang="vi" dir="ltr">&lt;b&gt;&amp;</bdi>'
    assert isolated("<b>") == "<bdi>&lt;b&gt;</bdi>"
