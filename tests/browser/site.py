"""A whole installation behind a real server on this machine, and browsers in which somebody is signed in."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from webtest.http import StopableWSGIServer, get_free_port

from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from tests.support.installation import BEGAN, Installation, install, name_of

T = TypeVar("T")

WIDE, NARROW = 1280, 320
DEPEND_ON_WIDTH = ("target-size", "scrollable-region-focusable", "heading-order", "region")
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.violatedDirective} ${event.blockedURI}`))"""


class Server:
    """The installation, served to this machine until it is closed."""

    def __init__(
        self, database_url: str, directory: Path, *, worker: bool = False, began: datetime = BEGAN
    ) -> None:
        port = get_free_port()[1]
        host = f"localhost:{port}"
        self.url = f"http://{host}"
        self.installation: Installation = install(
            database_url, directory, host=host, worker=worker, began=began
        )
        self._server = StopableWSGIServer.create(
            self.installation.app, host="127.0.0.1", port=port, threads=2
        )

    def close(self) -> None:
        self._server.shutdown()
        self.installation.close()


@dataclass
class Browsing:
    """Opens browser windows on one server, and signs each role in once."""

    browser: Browser
    server: Server
    complaints: list[str] = field(default_factory=list)
    _signed_in: dict[Role, Any] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(self, role: Role | None = None, **options: Any) -> Page:
        """A window of somebody with this role, or of nobody. What the browser complains of is collected."""
        if role is not None and role not in self._signed_in:
            self._signed_in[role] = self._sign_in(role)
        state = self._signed_in[role] if role else None
        context = self.browser.new_context(
            base_url=self.server.url, storage_state=state, **{"locale": "en", **options}
        )
        self._contexts.append(context)
        return self._watched(context)

    def _sign_in(self, role: Role) -> Any:
        page = self.visitor()
        sign_in(page, role)
        return page.context.storage_state()

    def _watched(self, context: BrowserContext) -> Page:
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        answered = "the server responded with a status of" in message.text  # a form refused on purpose
        if message.type in {"error", "warning"} and not answered:
            self.complaints.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def apart(function: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Call on a thread of its own: the PDF signer runs a loop, and Playwright runs one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments, **named).result()


def sign_in(page: Page, role: Role) -> None:
    """Sign in as Barcelona's account of this role does."""
    sign_in_as(page, name_of(role))


def sign_in_as(page: Page, name: str) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Main").wait_for()


def end_of_another_session(browsing: Browsing, page: Page) -> str:
    """Where the caseworker ends a session that began in another browser."""
    sign_in(browsing.visitor(), Role.CASEWORKER)
    page.goto("/account")
    return str(page.locator("main a[href*='/sessions/']").first.get_attribute("href"))


def axe_violations(page: Page, *rules: str) -> list[tuple[str, list[Any]]]:
    """What axe finds on the page as it stands: rule and places. By all its rules, or those named."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def fits(page: Page) -> bool:
    """Nothing sticks out at the side."""
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


def take_picture(page: Page, name: str) -> None:
    """A picture of the whole page for the eye, in the folder that CASEWORK_PICTURES names, if it does."""
    folder = os.environ.get("CASEWORK_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
