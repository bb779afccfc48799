"""The thin thread as its users walk it, in a browser: from sign-in to a paper that others can check."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casework import clock
from casework.access.permissions import Role
from casework.cards.press import trusted_roots
from casework.demo.people import PASSWORD
from casework.papers import validate
from tests.browser.site import Browsing, apart, axe_violations, fits, sign_in, take_picture
from tests.browser.walk import (
    build_dossier,
    decide_and_issue,
    download,
    fill_date,
    follow,
    message,
    press,
    propose,
)
from tests.tools.pdfcheck import check

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def caseworker(office: Browsing) -> Page:
    page = office.visitor()
    sign_in(page, Role.CASEWORKER)
    return page


@pytest.fixture(scope="module")
def dossier(caseworker: Page) -> str:
    """The address of a dossier in which everything stands, opened by a caseworker in the browser."""
    return build_dossier(caseworker, "Mostrabaye")


def test_the_dossier_says_where_it_stands(caseworker: Page, dossier: str, office: Browsing) -> None:
    caseworker.goto(dossier)
    expect(caseworker.locator(".cw-finding--met")).to_have_count(5)
    expect(caseworker.locator(".cw-button--primary")).to_have_count(1)
    draft = download(caseworker, "Preview of the paper")
    assert Path(draft.path()).read_bytes().startswith(b"%PDF-")


def test_the_kept_picture_is_shown(caseworker: Page, dossier: str, office: Browsing) -> None:
    caseworker.goto(dossier)
    caseworker.get_by_role("link", name="A2 Course").click()
    shown = caseworker.locator("img.cw-picture")
    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 600


def test_wrong_password_is_refused_in_the_same_words(office: Browsing) -> None:
    page = office.visitor()
    page.goto("/sign-in")
    for name in ("marta@barcelona.example", "nobody@barcelona.example"):
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password").fill("wrong")
        press(page, "Sign in")
        expect(page.get_by_role("alert")).to_contain_text("Name and password do not fit together.")
        assert page.get_by_label("Sign-in name").input_value() == name


@pytest.fixture(scope="module")
def paper(caseworker: Page, dossier: str, office: Browsing) -> bytes:
    """The signed file as the signatory downloads it, after two persons did their part."""
    propose(caseworker, dossier)
    signatory = office.visitor()
    sign_in(signatory, Role.SIGNATORY)
    signed = decide_and_issue(signatory, "Mostrabaye")
    take_picture(signatory, "card-issued-1280")
    return signed


def test_the_paper_is_valid_for_others(
    paper: bytes, office: Browsing, tmp_path: Path, caseworker: Page
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    keys = office.server.installation.settings.keys_directory
    verdict = apart(validate, paper, trusted_roots(keys), at=clock.now())
    assert verdict.genuine
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert check([file]) == []


def code_on(paper: bytes, tmp_path: Path) -> str:
    """The code as a person reads it at the foot of the page."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\b[0-9A-Z*~$=]{7}-[0-9A-Z*~$=]{7}-[0-9A-Z*~$=]{7}", text)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("script", [True, False])
def test_anybody_verifies_by_typing(paper: bytes, office: Browsing, tmp_path: Path, script: bool) -> None:
    page = office.visitor(java_script_enabled=script)
    page.goto("/verify")
    page.get_by_label("Code on the paper").fill(code_on(paper, tmp_path).lower().replace("-", " "))
    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and in force")
    assert "Mostrabaye" not in page.content()
    if script:
        take_picture(page, "verify-genuine-1280")
        assert axe_violations(page) == []
        page.set_viewport_size({"width": 320, "height": 900})
        take_picture(page, "verify-genuine-320")
        assert fits(page)


def test_anybody_verifies_by_the_address_on_the_paper(paper: bytes, office: Browsing, tmp_path: Path) -> None:
    code = code_on(paper, tmp_path)
    page = office.visitor()
    page.goto(f"/verify#{code}")
    expect(page.get_by_label("Code on the paper")).to_have_value(code)
    assert page.url == f"{office.server.url}/verify"
    page.go_back()
    assert code not in page.url
    page.goto(f"/verify#{code}")
    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and in force")
    assert code not in page.url


def test_every_no_is_the_same(office: Browsing) -> None:
    page = office.visitor()
    answers = set()
    for typed in ("0000000-0000000-0000000", "not a code"):
        page.goto("/verify")
        page.get_by_label("Code on the paper").fill(typed)
        press(page, "Check")
        answers.add(page.locator("main").inner_text())
    assert len(answers) == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("No such paper is known here")
    assert axe_violations(page) == []
    take_picture(page, "verify-not-known-1280")


def test_a_lawyer_downloads_what_was_granted(
    paper: bytes, caseworker: Page, dossier: str, office: Browsing
) -> None:
    lawyer = office.visitor(Role.LAWYER)
    lawyer.goto("/granted")
    expect(lawyer.get_by_role("heading", name="Nothing yet")).to_be_visible()

    caseworker.goto(dossier)
    follow(caseworker, "Give a lawyer access")
    caseworker.get_by_label("Lawyer").select_option(label="Clara Mostra Soler, Despatx Mostra i Exemple")
    caseworker.get_by_label("Document municipal de veïnatge").check()
    fill_date(caseworker, "Until", clock.today() + timedelta(days=30))
    caseworker.get_by_label("The person agreed today").check()
    caseworker.get_by_label("Your password").fill(PASSWORD)
    press(caseworker, "Give access")
    assert message(caseworker) == "Access is given."

    lawyer.reload()
    assert Path(download(lawyer, "Document municipal").path()).read_bytes() == paper
    answer = lawyer.goto(dossier)
    assert answer is not None
    assert answer.status == 404


def test_the_journal_shows_who_did_and_read_what(
    paper: bytes, caseworker: Page, dossier: str, office: Browsing
) -> None:
    caseworker.goto(dossier)
    follow(caseworker, "Who did and read what")
    told = caseworker.locator(".cw-journal").inner_text()
    while caseworker.get_by_role("link", name="Next").count():
        follow(caseworker, "Next")
        told += caseworker.locator(".cw-journal").inner_text()
    for sentence in (
        "Marta Mostra Ferrer opened the dossier",
        "Marta Mostra Ferrer added evidence",
        "Núria Mostra Sala read the dossier",
        "Núria Mostra Sala took the step “Grant”",
        "issued the paper",
    ):
        assert sentence in told
    auditor = office.visitor(Role.AUDITOR)
    auditor.goto("/journal")
    expect(
        auditor.get_by_role("row")
        .filter(has_text="Clara Mostra Soler")
        .filter(has_text="downloaded the paper")
    ).not_to_have_count(0)
    assert "Mostrabaye" not in auditor.content()


def test_everything_works_without_script(office: Browsing) -> None:
    caseworker, signatory = (office.visitor(java_script_enabled=False) for _ in range(2))
    sign_in(caseworker, Role.CASEWORKER)
    sign_in(signatory, Role.SIGNATORY)
    address = build_dossier(caseworker, "Mostrasense")
    propose(caseworker, address)
    signatory.reload()
    assert decide_and_issue(signatory, "Mostrasense").startswith(b"%PDF-")


def test_signing_out_ends_the_session(caseworker: Page, dossier: str, office: Browsing) -> None:
    page = office.visitor()
    sign_in(page, Role.REVIEWER)
    page.get_by_text("Pau Mostra Riera").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your city recognises you")
    page.goto(dossier)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
