"""Pages for everybody: enlarged, from right to left, printed, without a mouse. Each page is opened once for all.

`test_pages` looks at each at full width and at 320 px; here is what is left of design.md §8 and looks.md §13.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.access.permissions import Role
from tests.browser.examples import EXAMPLES
from tests.browser.site import DEPEND_ON_WIDTH, NARROW, Browsing, axe_violations, fits, take_picture
from tests.browser.town import Town
from tests.browser.walk import message

pytestmark = pytest.mark.browser

HALF = 640
"""CSS pixels that are left of 1280 when a page is enlarged to 200 %."""
PRINTED_NOT = ".cw-header__tools, .cw-nav, .cw-breadcrumb, .cw-actions, .cw-help, .cw-skip, .cw-filters"
CUT = """() => [...document.querySelectorAll(
  "main :is(p, li, td, th, dd, dt, h1, h2, h3, label, legend, a, button, span)"
)].filter((each) => {
    const style = getComputedStyle(each);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    return hides && !each.closest(".cw-hidden") && each.scrollWidth > each.clientWidth + 1;
  }).map((each) => each.outerHTML.slice(0, 120))"""
SHOWN = """(names) => [...document.querySelectorAll(names)]
  .filter((each) => each.checkVisibility()).map((each) => each.className)"""


@pytest.fixture(scope="module")
def windows(town: Browsing) -> dict[Role | None, Page]:
    return {role: town.visitor(role) for role in {each.role for each in EXAMPLES}}


def enlarged(page: Page, name: str) -> None:
    """The whole page at 200 % (WCAG 1.4.10), then the text alone (1.4.4), which may push a table to the side."""
    page.set_viewport_size({"width": HALF, "height": 450})
    assert fits(page), "200 %"
    assert page.evaluate(CUT) == []
    page.set_viewport_size({"width": 2 * HALF, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    take_picture(page, f"{name}-text-200")
    assert fits(page) or page.locator("main table").count(), "text at 200 %"
    assert page.evaluate(CUT) == []
    page.evaluate("document.documentElement.style.fontSize = ''")


def from_right_to_left(page: Page, name: str) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert fits(page), "right to left, wide"
    page.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(page, f"{name}-rtl")
    assert fits(page), "right to left, 320 px"
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().left") >= 0
    assert page.evaluate(CUT) == []
    page.evaluate("document.documentElement.dir = 'ltr'")


def printed(page: Page, name: str) -> None:
    """What leads elsewhere or is pressed is not printed."""
    page.emulate_media(media="print")
    take_picture(page, f"{name}-print")
    assert page.evaluate(SHOWN, PRINTED_NOT) == []
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: str(each.name))
def test_a_page_bears_enlarging_turning_and_printing(
    town: Browsing, settled: Town, windows: dict[Role | None, Page], example: Any
) -> None:
    page = windows[example.role]
    page.set_viewport_size({"width": 2 * HALF, "height": 900})
    example.show(page, settled.addresses)
    enlarged(page, example.name)
    from_right_to_left(page, example.name)
    printed(page, example.name)


def test_notes_are_not_printed(town: Browsing, settled: Town, windows: dict[Role | None, Page]) -> None:
    page = windows[Role.CASEWORKER]
    page.goto(settled.addresses["take_up"] + "/notes")
    note = page.get_by_text("Torna dijous.")
    expect(note).to_be_visible()
    expect(page.get_by_text("Notes are not printed.")).to_be_hidden()
    page.emulate_media(media="print")
    expect(note).to_be_hidden()
    expect(page.get_by_role("textbox")).to_be_hidden()
    expect(page.get_by_text("Notes are not printed.")).to_be_visible()
    page.emulate_media(media="screen")


def test_a_comparison_is_accessible_and_fits(town: Browsing, settled: Town) -> None:
    page, colleague = (town.visitor(Role.CASEWORKER) for _ in range(2))
    for window in (page, colleague):
        window.goto(settled.addresses["long_name"] + "/person")
    for window, words in ((colleague, "carrer Segon, 2"), (page, "carrer Tercer, 3")):
        window.get_by_label("Address").fill(words)
        window.locator("form.cw-form .cw-button--primary").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#meanwhile")).to_be_focused()
    assert page.title().startswith("Error:")
    assert axe_violations(page) == []
    take_picture(page, "person-compared-1280")
    page.set_viewport_size({"width": NARROW, "height": 900})
    take_picture(page, "person-compared-320")
    assert axe_violations(page, *DEPEND_ON_WIDTH) == []
    assert fits(page)


def tab_to(page: Page, name: str, role: str = "") -> None:
    """Press Tab until the control with this name has the focus, as long as a patient person would."""
    passed: list[str] = []
    for _press in range(80):
        page.keyboard.press("Tab")
        named: str = page.evaluate(
            """() => { const at = document.activeElement, group = at.closest("fieldset")?.querySelector("legend");
              const own = at.labels?.[0]?.textContent ?? at.textContent;
              return [own, at.tagName.toLowerCase(), group?.textContent ?? ""].join("|") }"""
        )
        passed.append(named)
        words, tag, group = (each.strip() for each in named.split("|"))
        if name in {words.partition(" (")[0], f"{group.partition(' (')[0]}: {words}"} and tag.startswith(
            role
        ):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"no way to {name!r} by Tab at {page.url}: {passed}")


def go_on(page: Page) -> None:
    """Enter, and the page to which it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_dossier_is_opened_and_its_person_saved_by_keyboard_alone(town: Browsing, settled: Town) -> None:
    page = town.visitor(Role.CASEWORKER)
    page.goto("/dossiers")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    tab_to(page, "Open a dossier", "a")
    go_on(page)
    tab_to(page, "Neighbourhood document", "a")
    go_on(page)
    tab_to(page, "Given names", "input")
    page.keyboard.type("Teclat")
    tab_to(page, "Family names", "input")
    page.keyboard.type("Mostra")
    tab_to(page, "Open the dossier", "button")
    go_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "Fill in: Birth date", "a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Birth date").get_by_label("Day")).to_be_focused()
    tab_to(page, "Birth date: Year", "input")
    page.keyboard.type("1990")
    go_on(page)
    assert message(page) == "The dossier is open."
    address = page.url.partition("#")[0]
    page.goto(f"{address}/person")
    tab_to(page, "Address", "input")
    page.keyboard.type("carrer del Teclat, 1")
    tab_to(page, "Save", "button")
    go_on(page)
    assert message(page) == "What is known of the person is changed."
