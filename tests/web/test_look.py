"""The pages in a real browser: no violation of the policy, none of axe, no sideways scroll, with and without
script. Pictures land in the folder that CASEWORK_PICTURES names, for the eye."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from webtest.http import StopableWSGIServer, get_free_port

from casework.db import Base
from casework.web.logs import configure_logs
from tests.web.app import ACCOUNT_HEADER, RECEIVED, make_config, settings_for

pytestmark = pytest.mark.browser
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = ["/", "/nothing", "/fail/bug", "/fail/refused", "/patterns", "/confirm", "/intake", "/upload"]


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    configure_logs(strict=True)
    directory = tmp_path_factory.mktemp("web")
    port = get_free_port()[1]
    config = make_config(
        settings_for(f"sqlite:///{directory / 'web.sqlite'}", f"http://localhost:{port}", directory)
    )
    Base.metadata.create_all(config.registry["engine"])
    server = StopableWSGIServer.create(config.make_wsgi_app(), host="localhost", port=port)
    yield f"http://localhost:{port}"
    server.shutdown()
    config.registry["engine"].dispose()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    options = getattr(request, "param", {})
    context = chromium.new_context(extra_http_headers={ACCOUNT_HEADER: "yes"}, **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if "status of" not in text] == []


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("CASEWORK_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def check(page: Page) -> None:
    """Axe finds nothing and nothing sticks out at the side."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_in_wide_and_narrow(page: Page, base_url: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base_url + path)
    picture(page, f"{path.strip('/').replace('/', '-') or 'home'}-{width}")
    check(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_errors_take_the_focus_and_lead_to_their_fields(page: Page, base_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base_url + "/intake")
    page.get_by_role("button", name="Save").click()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    picture(page, f"intake-errors-{width}")
    check(page)
    page.get_by_role("link", name="Fill in: Name").click()
    assert page.evaluate("document.activeElement.name") == "name"


@pytest.mark.parametrize(
    "page", [{"java_script_enabled": True}, {"java_script_enabled": False}], indirect=True
)
def test_rows_come_and_go_with_and_without_script(page: Page, base_url: str) -> None:
    page.goto(base_url + "/intake")
    page.get_by_label("Name").fill("سلام")
    page.get_by_role("button", name="Add a stay").click()
    page.get_by_role("button", name="Remove Stay 2").wait_for()
    assert page.get_by_label("Place").count() == 2
    assert page.get_by_label("Name").input_value() == "سلام"
    page.get_by_label("Place").nth(1).fill("Terrassa")
    page.get_by_role("button", name="Remove Stay 1").click()
    page.get_by_role("button", name="Remove Stay 2").wait_for(state="detached")
    assert page.get_by_label("Place").input_value() == "Terrassa"


def test_enter_in_a_field_sends_the_form(page: Page, base_url: str) -> None:
    RECEIVED.clear()
    page.goto(base_url + "/secret")
    page.get_by_label("Account").fill("marta")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(base_url + "/")
    assert RECEIVED[0]["account"] == "marta"


def test_menus_close_by_escape_and_elsewhere(page: Page, base_url: str) -> None:
    page.goto(base_url + "/")
    menu = page.locator("details.cw-menu").first
    menu.locator("summary").click()
    picture(page, "menu-open")
    check(page)
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_axe_bites(page: Page, base_url: str) -> None:
    page.goto(base_url + "/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')")
    assert Axe().run(page).violations_count > 0
    page.evaluate("document.querySelector('main > img').remove()")
