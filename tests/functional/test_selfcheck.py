"""The public pages of a programme, asked for by a visitor without cookies."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import structlog
from sqlalchemy import select
from webtest import TestApp
from webtest.forms import Checkbox, Radio

from casework import clock
from casework.access.models import Organisation
from casework.db import writing
from casework.demo.people import LETTERHEAD
from casework.i18n import LANGUAGE_COOKIE
from casework.programmes.models import Programme
from casework.programmes.service import adopt
from tests.support.catalogue import shipped
from tests.support.installation import Installation
from tests.support.pages import choose

KEYS = tuple(scheme.key for scheme in shipped())
NEIGHBOURHOOD = "/check/barcelona/bcn-veinatge"
TOWN = "Canaripolis-Exemple"
FIGURES = {"year": "1990"}


@pytest.fixture(scope="module")
def all_adopted(installation: Installation) -> Installation:
    """Barcelona runs every scheme, those that leave something open too: a public page must bear them all."""
    with writing(installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        run = set(session.scalars(select(Programme.scheme_key)))
        for key in set(KEYS) - run:
            adopt(session, city, key, date(2025, 1, 7), LETTERHEAD)
    return installation


@pytest.fixture(scope="module")
def addresses() -> Iterator[int]:
    return iter(range(1, 255))


@pytest.fixture
def visitor(installation: Installation, addresses: Iterator[int]) -> Iterator[TestApp]:
    """Whoever comes by, each from another address; nothing may have been kept of them when they leave."""
    browser = installation.browser()
    browser.extra_environ["REMOTE_ADDR"] = f"192.0.2.{next(addresses)}"
    yield browser
    assert dict(browser.cookies) == {}


def in_force(key: str) -> bool:
    return shipped().scheme(key).versions[0].start <= date.today()  # noqa: DTZ011  (the pages' own day)


def form_in(page: Any) -> Any:
    return page.forms[max(page.forms, key=str)]


@pytest.mark.parametrize("key", KEYS)
def test_a_leaflet_and_a_self_check_for_every_scheme(
    all_adopted: Installation, visitor: TestApp, key: str
) -> None:
    if not in_force(key):
        visitor.get(f"/leaflet/barcelona/{key}", status=404)
        visitor.get(f"/check/barcelona/{key}", status=404)
        return
    version = shipped().scheme(key).latest
    for language in ("en", "ar", *version.languages):
        leaflet = visitor.get(f"/leaflet/barcelona/{key}?lang={language}")
        assert version.is_not.get(language, version.is_not["en"]) in leaflet.html.get_text()
        assert LETTERHEAD["telephone"] in leaflet.text


@pytest.mark.parametrize("key", [key for key in KEYS if in_force(key)])
def test_an_empty_answer_leaves_everything_unknown(
    all_adopted: Installation, visitor: TestApp, key: str
) -> None:
    page = visitor.get(f"/check/barcelona/{key}")
    answer = form_in(page).submit(status=200) if page.forms else page
    assert "There is still something that we do not know" in answer.text
    assert answer.text.count("cw-finding--unknown") == len(shipped().scheme(key).latest.rules)
    assert "refused" not in answer.text.lower()


@pytest.mark.parametrize("key", [key for key in KEYS if in_force(key)])
def test_a_full_answer_is_answered(all_adopted: Installation, visitor: TestApp, key: str) -> None:
    page = visitor.get(f"/check/barcelona/{key}")
    if not page.forms:
        return
    form = form_in(page)
    for name, fields in form.fields.items():
        for field in fields:
            if isinstance(field, Checkbox) and name == "checkbox":
                field.checked = True
            elif isinstance(field, Radio):
                field.value = "yes"
            elif name in FIGURES or (name or "").startswith("fact_"):
                field.value = FIGURES.get(name, "3")
    answer = form.submit(status=200)
    assert "cw-finding--met" in answer.text
    assert answer.text.count('<li class="cw-finding ') == len(shipped().scheme(key).latest.rules)


def ask(visitor: TestApp, *entries: tuple[str, tuple[str, str, str], str], language: str = "en") -> Any:
    """The neighbourhood document's self-check with these entries in registers, of an adult with one tie."""
    page = visitor.get(f"{NEIGHBOURHOOD}?lang={language}")
    for _entry in entries:
        page = form_in(page).submit("add-row", status=200)
    form = form_in(page)
    form.set("year", "1990", 0)
    what = [name for name, fields in form.fields.items() if isinstance(fields[0], Radio)]
    for index, (kind, day, place) in enumerate(entries):
        for part, text in zip(("day", "month", "year"), day, strict=True):
            form.set(part, text, index + 1)
        form.set("place", place, index)
        form[what[index]] = kind
    choose(form, "course_certificate")
    return form.submit(status=200)


def test_a_town_stands_without_its_country_and_the_page_says_so_in_its_language(
    all_adopted: Installation, visitor: TestApp
) -> None:
    page = visitor.get(f"{NEIGHBOURHOOD}?lang=ca")
    form = form_in(form_in(page).submit("add-row", status=200))
    form["place"] = "París, França"
    answer = form.submit(status=400)
    assert "sense coma" in answer.html.find(attrs={"name": "place"}).parent.text


def test_the_answer_says_from_when(all_adopted: Installation, visitor: TestApp) -> None:
    today = date.today()  # noqa: DTZ011  (the pages' own day)
    arrived = today.replace(day=1)
    entry = ("arrival", (str(arrived.day), str(arrived.month), str(arrived.year)), "")
    answer = ask(visitor, ("arrival", ("1", "2", "2020"), TOWN), entry)
    heading = answer.html.h1.get_text()
    assert "By what you told us: from" in heading
    assert "6 months in the register of Barcelona: met from" in answer.text
    assert "12 months lived in the country: met since" in answer.text
    assert answer.text.count("cw-finding--later") == 1


def test_nothing_typed_stands_in_address_log_or_table(all_adopted: Installation, visitor: TestApp) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = ask(visitor, ("arrival", ("1", "2", "2020"), TOWN))
    assert TOWN not in answer.request.url
    assert TOWN not in repr(logged)
    assert answer.request.method == "POST"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_arabic_reads_from_right_to_left(all_adopted: Installation, visitor: TestApp) -> None:
    for path in ("/leaflet/barcelona/levigan-parrainage?lang=ar", f"{NEIGHBOURHOOD}?lang=ar"):
        page = visitor.get(path)
        assert page.html.find("div", lang="ar", dir="rtl") is not None
        assert page.html.html["lang"] == "en"
    answer = ask(visitor, language="ar")
    assert answer.html.find("div", lang="ar", dir="rtl").h1 is not None
    assert re.search(r'href="/leaflet/barcelona/bcn-veinatge\?lang=ar"', answer.text)


@pytest.mark.parametrize(("language", "year"), [("ar", "السنة"), ("ca", "Any"), ("en", "Year")])
def test_the_boxes_speak_the_language_of_the_page(
    all_adopted: Installation, visitor: TestApp, language: str, year: str
) -> None:
    asked = visitor.get(f"{NEIGHBOURHOOD}?lang={language}").html.find("form", class_="cw-form")
    labels = {label.text for label in asked.select(".cw-dates label")}
    assert year in labels
    assert len(labels) == 3
    assert asked.select(".cw-optional") == [], "that all may stay empty is said once, above"


def test_a_language_of_the_interface_is_taken_for_the_whole_page(
    all_adopted: Installation, visitor: TestApp
) -> None:
    page = visitor.get("/leaflet/barcelona/bcn-veinatge?lang=ca")
    assert page.html.html["lang"] == "ca"
    assert "Què cal portar" in page.text


def test_a_mistake_comes_back_with_what_was_typed(all_adopted: Installation, visitor: TestApp) -> None:
    form = form_in(visitor.get(NEIGHBOURHOOD))
    form.set("year", "2199", 0)
    page = form.submit(status=400)
    assert "This day is still to come." in page.text
    assert form_in(page).fields["year"][0].value == "2199"


@pytest.mark.parametrize(
    "path",
    [
        "/leaflet/barcelona/no-such-scheme",
        "/leaflet/mostra-ngo/bcn-veinatge",
        "/leaflet/nobody/bcn-veinatge",
        "/check/mostra-ngo/bcn-veinatge",
    ],
)
def test_what_nobody_runs_is_not_there(all_adopted: Installation, visitor: TestApp, path: str) -> None:
    visitor.get(path, status=404)


def test_who_asks_too_often_waits(all_adopted: Installation, visitor: TestApp) -> None:
    with clock.pretend(clock.now()):  # a minute of its own, however slow the machine
        answers = [visitor.post(NEIGHBOURHOOD, expect_errors=True).status_int for _attempt in range(31)]
    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize(
    ("wish", "spoken"),
    [("ar-MA,ar;q=0.9,fr;q=0.5", "ar"), ("fr-FR,ar;q=0.5", "fr"), ("so,nl;q=0.3", "nl"), ("so", "en")],
)
def test_the_browser_is_asked_for_the_persons_language(
    all_adopted: Installation, visitor: TestApp, wish: str, spoken: str
) -> None:
    for path in ("/leaflet/barcelona/bcn-veinatge", NEIGHBOURHOOD):
        page = visitor.get(path, headers={"Accept-Language": wish})
        assert page.html.find("h1").find_parent(lang=True)["lang"] == spoken
        chosen = visitor.get(f"{path}?lang=ca", headers={"Accept-Language": wish})
        assert chosen.html.find("h1").find_parent(lang=True)["lang"] == "ca"


def test_who_chose_a_language_of_the_interface_keeps_it(all_adopted: Installation, visitor: TestApp) -> None:
    chosen = {"Accept-Language": "ar", "Cookie": f"{LANGUAGE_COOKIE}=es"}
    page = visitor.get("/leaflet/barcelona/bcn-veinatge", headers=chosen)
    assert page.html.find("h1").find_parent(lang=True)["lang"] == "es"
