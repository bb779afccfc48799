"""What the users of the thread do in the browser, step by step. The words are those that they see."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from casework.demo.people import PASSWORD
from tests.support.pages import picture

NATIVE_NAME = "ሰላም ተስፋይ"
ISSUING_TAKES = 30_000  # milliseconds


def fill_date(page: Page, group: str, day: date | tuple[str, str, str]) -> None:
    parts = (str(day.day), str(day.month), str(day.year)) if isinstance(day, date) else day
    fields = page.get_by_role("group", name=group)
    for label, text in zip(("Day", "Month", "Year"), parts, strict=True):
        fields.get_by_label(label).fill(text)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def download(page: Page, link: str) -> Download:
    with page.expect_download() as found:
        page.get_by_role("link", name=re.compile(link)).click()
    return found.value


def message(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def build_dossier(page: Page, family_names: str) -> str:
    """Open a dossier from the list, put everything into it that a decision needs; its address."""
    page.get_by_role("link", name="Open a dossier").first.click()
    _open_dossier(page, family_names)
    address = page.url
    _enter_movements(page)
    page.goto(address)
    follow(page, "Change – Questions of the scheme")
    page.get_by_label("Yes").check()
    press(page, "Save")
    _add_evidence(page, "Registration and stay", "Register certificate (certificat)", "Ajuntament", b"")
    sent = picture().content
    _add_evidence(page, "Languages", "Course or exam certificate with hours and dates", "Escola", sent)
    _compose(page)
    return address


def _open_dossier(page: Page, family_names: str) -> None:
    """A person with one name, known in another script, born in a year."""
    page.get_by_label("Name in its own script").fill(NATIVE_NAME)
    page.get_by_label("Language of that script").select_option("ti")
    fill_date(page, "Birth date", ("31", "2", "1990"))
    page.get_by_label("Address").fill("carrer de l’Exemple, 1")
    press(page, "Open the dossier")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("This month has no such day.")
    expect(page.get_by_role("group", name="Birth date")).to_contain_text("This month has no such day.")
    assert page.get_by_label("Name in its own script").input_value() == NATIVE_NAME
    assert page.get_by_label("Language of that script").input_value() == "ti"
    assert page.get_by_role("group", name="Birth date").get_by_label("Day").input_value() == "31"
    fill_date(page, "Birth date", ("", "", "1990"))
    press(page, "Open the dossier")
    expect(page.get_by_role("alert")).to_contain_text("Give at least one of the two names.")
    page.get_by_label("Family names").fill(family_names)
    press(page, "Open the dossier")
    page.wait_for_load_state()
    somebody_else = page.get_by_label("Somebody else, who is new here")
    if somebody_else.count():  # another test's person has the same name in its own script
        somebody_else.check()
        press(page, "Open the dossier")
    expect(page.get_by_role("heading", level=1)).to_contain_text(family_names)
    expect(page.locator("bdi[lang=ti]").first).to_have_text(NATIVE_NAME)
    expect(page.locator(".cw-finding--unknown")).to_have_count(4)


def _enter_movements(page: Page) -> None:
    follow(page, "Change – Register movements")
    for what, day, town in (
        ("arrival", ("3", "2", "2024"), "L’Hospitalet"),
        ("departure", ("14", "9", "2024"), "L’Hospitalet"),
        ("arrival", ("14", "9", "2024"), "Barcelona"),
    ):
        page.get_by_label("What the register says").select_option(what)
        fill_date(page, "Date", day)
        page.get_by_label("Town of the register").fill(town)
        press(page, "Enter the movement")
        assert message(page) == "The movement is entered."
    expect(page.get_by_role("rowheader")).to_have_count(3)


def _add_evidence(page: Page, category: str, kind: str, issuer: str, kept: bytes) -> None:
    follow(page, category)
    page.get_by_label(kind).check()
    page.get_by_label("Original seen").check()
    page.get_by_label("Issued by").fill(issuer)
    if kept:
        page.get_by_label("Copy of it").set_input_files(
            {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": kept}
        )
    press(page, "Add the evidence")
    assert message(page) == ("The evidence is added." if kept else "The evidence is noted as seen.")


def _compose(page: Page) -> None:
    follow(page, "Compose a statement")
    page.get_by_role("link", name="Unbroken registration").click()
    assert [page.get_by_label(part).input_value() for part in ("Day", "Month", "Year")] == ["14", "9", "2024"]
    page.get_by_label("A1 Register certificate").uncheck()
    press(page, "Print this sentence")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one")
    assert page.get_by_label("Year").input_value() == "2024"
    page.get_by_label("A1 Register certificate").check()
    press(page, "Print this sentence")
    expect(page.get_by_role("blockquote")).to_contain_text("14 de setembre de 2024")


def propose(page: Page, address: str) -> None:
    """The caseworker's part: forgetting to say that the sentences were read back is answered at its box."""
    for step in ("Register the application", "Take up"):
        page.goto(address)
        follow(page, step)
        press(page, step)
        assert message(page).startswith(f"Done: {step}.")
    follow(page, "Propose")
    press(page, "Propose")
    expect(page.get_by_role("alert")).to_contain_text("Tick this box")
    page.get_by_label("Read back in", exact=True).select_option("ti")
    page.get_by_label("Interpreter", exact=True).select_option("professional")
    page.get_by_label("The sentences were read back").check()
    press(page, "Propose")
    expect(page.locator("main").get_by_role("link", name="Grant", exact=True)).to_have_count(0)


def decide_and_issue(page: Page, name: str) -> bytes:
    """The signatory's part, up to the signed file."""
    page.get_by_role("link", name=name).click()
    follow(page, "Grant")
    page.get_by_label("Your password").fill("not my password")
    press(page, "Grant")
    expect(page.get_by_role("alert")).to_contain_text("This is not the password of your account.")
    for step in ("Grant", "Sign and issue"):
        if step != "Grant":
            follow(page, "Back to the dossier")
            follow(page, step)
        page.get_by_label("Your password").fill(PASSWORD)
        press(page, step)
    page.get_by_role("link", name="(PDF)").wait_for(timeout=ISSUING_TAKES)
    return Path(download(page, r"\(PDF\)").path()).read_bytes()
