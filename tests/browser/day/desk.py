"""Somebody at a desk: finds everything by the words on it, as a person does, and counts what it costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from casework.demo.people import PASSWORD
from tests.browser.day.guide import shot

TAKES = 30_000  # milliseconds that a paper may take

KEY, POINT, HAND, THINK, READ = 0.28, 1.1, 0.4, 1.35, 8.0
"""Seconds: the keystroke-level model (Card, Moran and Newell 1980), for who types slowly; and to take in a page."""


@dataclass
class Effort:
    """What a piece of work takes: pages looked at, clicks, fields filled in, keys pressed."""

    pages: int = 0
    clicks: int = 0
    fields: int = 0
    keys: int = 0

    @property
    def seconds(self) -> float:
        """The time of somebody who sees the pages for the first time."""
        acts = self.clicks + self.fields
        return self.pages * READ + acts * (THINK + POINT) + self.fields * 2 * HAND + self.keys * KEY

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.pages + other.pages,
            self.clicks + other.clicks,
            self.fields + other.fields,
            self.keys + other.keys,
        )

    def __str__(self) -> str:
        return (
            f"{self.pages} pages, {self.clicks} clicks, {self.fields} fields, {self.keys} keys: "
            f"about {self.seconds / 60:.1f} minutes"
        )


@dataclass(frozen=True)
class Desk:
    """A window with somebody before it, and what was done there so far."""

    page: Page
    effort: Effort
    shown: set[str] = field(default_factory=set)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, address: str) -> None:
        """Go back to a page that was left open, or that a colleague named."""
        self.page.goto(address)
        self.effort.pages += 1

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Click a link of the page by its words."""
        self._click(self.main.get_by_role("link", name=name, exact=True))

    def menu(self, name: str) -> None:
        """Click an item of the main menu."""
        self._click(self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name))

    def press(self, name: str) -> None:
        self._click(self.main.get_by_role("button", name=name, exact=True))

    def _click(self, control: Locator) -> None:
        control.first.click()
        self.effort.clicks += 1
        self.effort.pages += 1

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).or_(
            self.page.get_by_label(f"{label} (optional)", exact=True)
        ).fill(text)
        self.effort.fields += 1
        self.effort.keys += len(text)

    def choose(self, label: str, option: str) -> None:
        """One of a menu."""
        self.page.get_by_label(label, exact=True).or_(
            self.page.get_by_label(f"{label} (optional)", exact=True)
        ).select_option(label=option)
        self.effort.fields += 1

    def tick(self, label: str) -> None:
        """A box, or one of a group."""
        self.main.get_by_label(label).first.check()
        self.effort.clicks += 1

    def day(self, group: str, day: date | Sequence[str]) -> None:
        parts = (str(day.day), str(day.month), str(day.year)) if isinstance(day, date) else day
        fields = self.page.get_by_role("group", name=group)
        for label, text in zip(("Day", "Month", "Year"), parts, strict=True):
            if text:
                fields.get_by_label(label).fill(text)
                self.effort.fields += 1
                self.effort.keys += len(text)

    def retype_password(self) -> None:
        self.write("Your password", PASSWORD)

    def told(self, sentence: str) -> None:
        """After an act the page says what happened."""
        expect(self.page.get_by_role("status").first).to_contain_text(sentence)

    def download(self, name: str | re.Pattern[str]) -> bytes:
        """A file that the page offers; one that is being made is waited for, as the page itself does."""
        link = self.main.get_by_role("link", name=name).first
        link.wait_for(timeout=TAKES)
        with self.page.expect_download() as found:
            link.click()
        self.effort.clicks += 1
        return Path(found.value.path()).read_bytes()

    def shows(self, name: str) -> None:
        """This page stands in the guides, as it is when somebody at this desk sees it for the first time."""
        if name not in self.shown:
            self.shown.add(name)
            shot(self.page, name)

    def look_up(self, name: str) -> None:
        """From the worklist into a dossier, by a search for the name."""
        self.menu("Dossiers")
        self.write("Name or number", name)
        self.press("Show")
        self.follow(re.compile(name))
