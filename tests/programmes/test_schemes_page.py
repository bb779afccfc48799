"""The list of schemes and the page of each, as the application gives them."""

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from casework.schemes import Stage
from tests.programmes.test_steps_picture import written
from tests.support.catalogue import shipped
from tests.support.installation import Installation

CATALOGUE = shipped()
KEYS = [scheme.key for scheme in CATALOGUE]


@pytest.fixture(scope="module")
def caseworker(installation: Installation) -> TestApp:
    return installation.signed_in(Role.CASEWORKER)


@pytest.mark.parametrize("key", KEYS)
def test_picture_and_table_hold_the_same_transitions_and_names(caseworker: TestApp, key: str) -> None:
    page = caseworker.get(f"/schemes/{key}").html
    version = CATALOGUE.scheme(key).latest
    listed = [
        (each["data-from"], each["data-action"], each["data-to"]) for each in page.select("table [data-from]")
    ]
    drawn = [
        (each["data-from"], each["data-action"], each["data-to"]) for each in page.select("svg [data-from]")
    ]
    assert set(listed) == set(drawn) == written(version)
    assert len(listed) == len(drawn) == len(written(version))
    actions = {row.th.text: len(row.select("[data-from]")) for row in page.select("table tbody tr")}
    labels = [" ".join(each.text.split()) for each in page.select("svg .cw-steps__label")]
    assert sorted(labels) == sorted(name for name, ways in actions.items() for _ in range(ways))
    states = {
        " ".join(each.text.split()).casefold()
        for each in page.select("svg g[data-state] > text:first-of-type")
    }
    assert {each.text.casefold() for each in page.select("table [data-from]")} <= states


def test_own_schemes_come_first_and_every_scheme_once(installation: Installation) -> None:
    page = installation.signed_in(Role.ADMINISTRATOR).get("/schemes").html
    own, *others = page.select("main table")
    assert [link["href"] for link in own.select("a")] == ["/schemes/bcn-veinatge"]
    links = [link["href"] for table in others for link in table.select("a")]
    assert sorted(links) == sorted(f"/schemes/{key}" for key in KEYS if key != "bcn-veinatge")
    planned = {
        link.th.a["href"] for table in others for link in table.select("tbody tr") if "Planned" in link.text
    }
    settled = {
        row.th.a["href"] for table in others for row in table.select("tbody tr") if "Ready" in row.text
    }
    assert settled == {
        f"/schemes/{key}" for key in ("bcn-padro", "levigan-parrainage", "palermo-anagrafe", "utr-bbb")
    }
    assert planned == {f"/schemes/{each.key}" for each in CATALOGUE if each.stage is Stage.PLANNED}


def test_a_scheme_says_what_is_asked_what_is_open_and_what_is_a_draft(caseworker: TestApp) -> None:
    text = " ".join(caseworker.get("/schemes/nantes-carte-blanche").html.main.text.split())
    for said in (
        "at most €650 times the parts of the household",
        "What settles it: Passport; National identity card; Consular card; Driving licence",
        "12 months from the day of issue",
        "how cards are numbered",
        "for whom this is: Aid for one annual enrolment",
        "pays at most €150 and leaves at least €25",
        "Carte Blanche (French)",
        "Neither an identity document nor a residence permit.",
    ):
        assert said in text


def test_everybody_finds_the_public_pages_of_those_who_run_a_scheme(caseworker: TestApp) -> None:
    page = caseworker.get("/schemes/bcn-veinatge").html.aside
    links = {"/leaflet/barcelona/bcn-veinatge", "/check/barcelona/bcn-veinatge"}
    assert links <= {each["href"] for each in page.select("a")}
    assert "Ajuntament de Barcelona" in page.text
    elsewhere = caseworker.get("/schemes/utr-upas").html.aside
    assert not [each["href"] for each in elsewhere.select("a") if "/leaflet/" in each["href"]]


def test_who_may_adopt_a_scheme_is_led_there(installation: Installation, caseworker: TestApp) -> None:
    administrator = installation.signed_in(Role.ADMINISTRATOR)
    adopt = "a[href='/programmes/adopt/utr-upas']"
    assert administrator.get("/schemes/utr-upas").html.select(adopt)
    assert not caseworker.get("/schemes/utr-upas").html.select(adopt)
    assert "Adopt the scheme" not in administrator.get("/schemes/bcn-veinatge").html.main.text


def test_an_older_version_says_that_it_is_not_in_force(caseworker: TestApp) -> None:
    page = caseworker.get("/schemes/bcn-veinatge?from=2017-12-01").html.main
    assert "not the rules in force" in page.text
    assert "12 months from the day of issue" in page.aside.text
    assert "not the rules in force" not in caseworker.get("/schemes/bcn-veinatge").html.main.text


def test_who_acts_is_said_by_the_day(caseworker: TestApp) -> None:
    text = caseworker.get("/schemes/utr-bbb").html.main.text
    assert "1 January 2019" in text and "mandate decree of 25 March 2019" in text


@pytest.mark.parametrize("address", ["/schemes/no-such-scheme", "/schemes/bcn-veinatge?from=2018-01-01"])
def test_what_there_is_not_is_not_found(caseworker: TestApp, address: str) -> None:
    caseworker.get(address, status=404)


def test_nobody_sees_them_who_is_not_signed_in(installation: Installation) -> None:
    assert installation.browser().get("/schemes").status_int == 303


def test_the_pages_speak_the_languages_of_the_installation(caseworker: TestApp) -> None:
    page = caseworker.get("/schemes/bcn-veinatge", headers={"Accept-Language": "ca"}).html
    assert "24 mesos" in page.main.aside.text
    assert page.select_one("svg .cw-steps__label").text.startswith("Registrar")
