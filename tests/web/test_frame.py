import pytest
from webtest import TestApp

from casework.web.routing import local_path
from tests.web.app import KNOWN


def test_the_menu_shows_what_the_account_may_open(marta: TestApp) -> None:
    nav = marta.get("/rooms/" + KNOWN).html.find("nav", class_="cw-nav")
    links = nav.find_all("a")
    assert [link.text for link in links] == ["Rooms"]
    assert links[0]["aria-current"] == "page"
    assert marta.get("/").html.find("nav", class_="cw-nav").a.get("aria-current") is None


def test_a_visitor_has_no_menu_and_a_way_in(visitor: TestApp) -> None:
    page = visitor.get("/").html
    assert page.find("nav", class_="cw-nav") is None
    assert page.find("a", string="Sign in")["href"] == "/sign-in"
    assert "themes/" not in str(page.head)


def test_the_organisation_speaks_with_its_name_and_colours(marta: TestApp) -> None:
    page = marta.get("/").html
    assert page.title.text.endswith("Ajuntament de Barcelona")
    assert page.find(class_="cw-brand__unit").text == "Immigration and Refuge Services"
    assert any("themes/barcelona.css" in link["href"] for link in page.find_all("link"))


def test_a_message_is_shown_once(marta: TestApp) -> None:
    first = marta.get("/flash").follow()
    assert first.html.find(role="status").text.strip() == "Kept <once>."
    assert marta.get("/rooms/" + KNOWN).html.find(role="status") is None


def test_a_language_is_kept_and_leads_back(visitor: TestApp) -> None:
    link = visitor.get("/patterns").html.find("a", hreflang="nl")["href"]
    answer = visitor.get(link, status=303)
    assert answer.headers["Location"].endswith("/patterns")
    assert visitor.get("/intake").html.html["lang"] == "nl"
    visitor.get("/language/xx", status=404)


@pytest.mark.parametrize(
    "wish", ["//evil.test", "https://evil.test", "/\\evil.test", "/a\nb", "evil", "", "/a\\b"]
)
def test_a_next_address_stays_on_this_host(visitor: TestApp, wish: str) -> None:
    assert local_path(wish) is None
    answer = visitor.get("/language/ca", {"next": wish}, expect_errors=True)
    assert answer.status_int == 400 or answer.headers["Location"] == "https://cards.test/"


def test_help_stands_only_where_there_is_some(visitor: TestApp) -> None:
    assert visitor.get("/").html.find(class_="cw-help") is not None
    assert visitor.get("/intake").html.find(class_="cw-help") is None
