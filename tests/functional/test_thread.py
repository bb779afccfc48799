"""The thin thread through the pages, without script: from sign-in to a verified paper."""

import re
from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.cards.press import trusted_roots
from casework.demo.people import PASSWORD
from casework.papers import validate
from tests.support.installation import Installation
from tests.support.pages import choose, fill, form_of, picture


@pytest.fixture(scope="module")
def dossier(caseworker: TestApp) -> str:
    """The path of a dossier that is ready to be proposed."""
    page = fill(
        caseworker.get("/dossiers/new"),
        (("", "", "1990"),),
        family_names="Mostrabaye",
        native_name="ሰላም",
        native_language="ti",
        address="carrer de l’Exemple, 1",
    ).follow()
    path = str(page.request.path)
    for what, date, place in (
        ("arrival", ("3", "2", "2024"), "L’Hospitalet"),
        ("departure", ("14", "9", "2024"), "L’Hospitalet"),
        ("arrival", ("14", "9", "2024"), "Barcelona"),
    ):
        fill(caseworker.get(f"{path}/register"), (date,), what=what, place=place).follow()
    fill(caseworker.get(f"{path}/questions"), choices=("yes",)).follow()
    seen = caseworker.get(f"{path}/evidence/new?category=padro")
    fill(seen, choices=("padro_certificate", "original_seen"), issuer="Ajuntament").follow()
    kept = caseworker.get(f"{path}/evidence/new?category=llengua")
    fill(kept, choices=("course_certificate", "original_seen"), issuer="Escola", copy=picture()).follow()
    return path


def test_the_findings_are_sentences(caseworker: TestApp, dossier: str) -> None:
    text = caseworker.get(dossier).text
    assert "6 months in the register of Barcelona" in text
    assert text.count("cw-finding--met") == 5


def test_a_statement_rests_on_evidence(caseworker: TestApp, dossier: str) -> None:
    page = caseworker.get(f"{dossier}/statements/new?category=padro&template=registered")
    form = form_of(page)
    assert [form[part].value for part in ("day", "month", "year")] == ["14", "9", "2024"], (
        "the register said so"
    )
    assert [each.checked for each in form.fields["checkbox"]] == [True, False]
    form.fields["checkbox"][0].checked = False
    refused = form.submit(status=400)
    assert "Choose at least one" in refused.text
    assert form_of(refused)["year"].value == "2024"
    form.fields["checkbox"][0].checked = True
    page = form.submit().follow()
    assert "14 de setembre de 2024" in page.text


def test_the_preview_is_marked_as_a_draft(caseworker: TestApp, dossier: str) -> None:
    answer = caseworker.get(f"{dossier}/preview")
    assert answer.content_type == "application/pdf"
    assert answer.body.startswith(b"%PDF-")


def take(browser: TestApp, dossier: str, kind: str, action: str, **values: Any) -> Any:
    return fill(browser.get(f"{dossier}/{kind}/{action}"), **values)


def test_propose_decide_issue_download_verify(
    installation: Installation, caseworker: TestApp, signatory: TestApp, dossier: str
) -> None:
    take(caseworker, dossier, "steps", "submit").follow()
    take(caseworker, dossier, "steps", "take_up").follow()
    page = caseworker.get(f"{dossier}/steps/propose")
    assert "Tick this box" in fill(page, status=400).text
    told = {"language": "ti", "interpreter": "professional", "taken_out": "La feina."}
    fill(page, choices=("true",), **told).follow()
    decision = signatory.get(f"{dossier}/decisions/grant").text
    assert "Tigrinya" in decision
    assert "La feina." in decision
    assert caseworker.get(f"{dossier}/decisions/grant", status=404)
    assert signatory.get(f"{dossier}/person", status=404)

    wrong = take(signatory, dossier, "decisions", "grant", retyped="not my password", status=400)
    assert "not the password of your account" in wrong.text
    take(signatory, dossier, "decisions", "grant", retyped=PASSWORD).follow()
    card = take(signatory, dossier, "decisions", "issue", retyped=PASSWORD).follow()
    assert "being made" in card.text
    assert installation.run_jobs() == 3, "the receipt, the letter of the grant, the paper"
    card = signatory.get(card.request.path)
    number = re.search(r"V\d{7}", card.text)
    assert number is not None
    download = card.click(href=r"/papers/.*/download")
    verdict = validate(download.body, trusted_roots(installation.settings.keys_directory), at=clock.now())
    assert verdict.genuine
    assert verdict.attachment is not None
    assert verdict.attachment["number"] == number[0]


def test_a_lawyer_with_a_grant_downloads(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    lawyer = installation.signed_in(Role.LAWYER)
    assert "Nothing yet" in lawyer.get("/granted").text
    page = caseworker.get(f"{dossier}/grants/new")
    form = form_of(page)
    form["account"].select(text="Clara Mostra Soler, Despatx Mostra i Exemple")
    choose(form, re.findall(r'value="(paper:[^"]+)"', page.text)[0])
    last = clock.today() + timedelta(days=30)
    form.set("day", str(last.day)), form.set("month", str(last.month)), form.set("year", str(last.year))
    choose(form, "true")
    form["retyped"] = PASSWORD
    form.submit().follow()
    page = lawyer.get("/granted")
    download = page.click(href=r"/papers/.*/download")
    assert download.body.startswith(b"%PDF-")
    assert lawyer.get(dossier, status=404)


def test_the_journal_shows_who_did_and_read_what(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    newest = caseworker.get(f"{dossier}/journal")
    text = newest.text + newest.click(href="before=").text
    for words in (
        "opened the dossier",
        "added evidence",
        "read the dossier",
        "issued the paper",
        "gave access",
    ):
        assert words in text
    assert re.search(r"read the dossier\s+\d+ times", newest.html.main.text), "looks in a row are one line"
    officer = installation.signed_in(Role.AUDITOR).get("/journal").text
    assert "downloaded the paper" in officer or "was refused" in officer
    assert "Mostrabaye" not in officer
