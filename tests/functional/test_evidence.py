"""Evidence on the pages, without script: several requirements, corrections, and PDFs that are only ever drawn."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from webtest import TestApp, Upload

from casework import clock
from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from tests.support.installation import Installation
from tests.support.pages import choose, fill, form_of, picture
from tests.support.scans import pdf

LONG_AGO = (("1", "2", "2024"),)


def scan(data: bytes | None = None, name: str = "scan.pdf") -> Upload:
    return Upload(name, pdf(2) if data is None else data, "application/pdf")


def add(browser: TestApp, dossier: str, category: str = "llengua", **values: Any) -> Any:
    page = browser.get(f"{dossier}/evidence/new?category={category}")
    choices = ("course_certificate", "original_seen", *values.pop("also", ()))
    return fill(page, choices=choices, **values)


def evidence_of(browser: TestApp, dossier: str) -> Any:
    """The page of the newest piece of evidence."""
    return browser.get(re.findall(r'href="(/evidence/[^"]+)"', browser.get(dossier).text)[-1])


def row_of(page: Any, heading: str) -> Any:
    return next(
        each for each in page.html.select("li.cw-task") if each.select_one(".cw-task__name").text == heading
    )


def test_one_item_stands_under_each_requirement(caseworker: TestApp, dossier: str) -> None:
    page = add(caseworker, dossier, also=("cursos",), issuer="Escola Mostra").follow()
    languages, courses = row_of(page, "Languages"), row_of(page, "Courses and training")
    assert "also for Courses and training" in languages.text
    assert "Escola Mostra" in courses.text
    assert "also for" not in courses.text
    assert "Optional" in row_of(page, "Work").text
    assert "Courses and training" in evidence_of(caseworker, dossier).text


def test_several_items_stand_under_one_requirement(caseworker: TestApp, dossier: str) -> None:
    for issuer in ("Escola Mostra", "Escola Exemple"):
        page = add(caseworker, dossier, issuer=issuer).follow()
    assert [each.text.split()[0] for each in row_of(page, "Languages").select(".cw-task__kept a")] == [
        "A1",
        "A2",
    ]


def test_only_requirements_that_take_the_paper_are_offered(caseworker: TestApp, dossier: str) -> None:
    assert "cursos" in caseworker.get(f"{dossier}/evidence/new?category=llengua").text
    assert "Shown also for" not in caseworker.get(f"{dossier}/evidence/new?category=estudis").text


def test_a_paper_that_another_requirement_does_not_take_is_answered_at_its_field(
    caseworker: TestApp, dossier: str
) -> None:
    """Housing takes the register's note, and no certificate."""
    page = caseworker.get(f"{dossier}/evidence/new?category=padro")
    choices = ("padro_certificate", "register_obtained", "habitatge")
    refused = fill(page, choices=choices, status=400, issuer="Ajuntament Exemple")
    assert "This paper does not count for" in refused.html.select_one(".cw-error").text
    assert form_of(refused)["issuer"].value == "Ajuntament Exemple"
    fill(page, choices=("padro_note", *choices[1:]), issuer="Ajuntament Exemple").follow()


def test_evidence_is_corrected_in_the_form_it_was_entered_in(caseworker: TestApp, dossier: str) -> None:
    add(caseworker, dossier, also=("cursos",), dates=LONG_AGO, issuer="Escola Mostra", copy=picture())
    page = evidence_of(caseworker, dossier)
    address = page.request.path
    form = form_of(page.click("Correct this evidence"))
    filled = {
        name: form[name].value for name in ("issuer", "day", "month", "year") if len(form.fields[name]) == 1
    }
    assert filled == {"issuer": "Escola Mostra"}
    assert [each.value for each in form.fields["year"]][:1] == ["2024"]
    assert form.fields["checkbox"][0].checked
    form["issuer"] = "Escola Exemple"
    form.fields["checkbox"][0].checked = False
    page = form.submit().follow()
    assert page.request.path == address
    assert "The evidence is corrected." in page
    assert "Escola Exemple" in page
    assert "Shown also for" not in page
    assert caseworker.get(f"{address}/picture").content_type == "image/jpeg"
    assert "corrected evidence" in caseworker.get(f"{dossier}/journal")


def test_a_pdf_is_seen_as_pictures_and_never_sent(caseworker: TestApp, dossier: str) -> None:
    add(caseworker, dossier, copy=scan())
    page = evidence_of(caseworker, dossier)
    address, seen = page.request.path, [each["src"] for each in page.html.select("main img.cw-picture")]
    assert seen == [f"{address}/pages/1", f"{address}/pages/2"]
    answer = caseworker.get(seen[1])
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    drawn = Image.open(BytesIO(answer.body))
    assert drawn.size == (1240, 1755)
    pixel = drawn.getpixel((600, 900))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 240 > 20 > pixel[1]
    for path in ("/picture", "/pages/3", "/pages/0", "/pages/100", "/pages/x", "/pages/1/2"):
        caseworker.get(address + path, status=404)


def test_a_pdf_takes_the_place_of_a_picture(caseworker: TestApp, dossier: str) -> None:
    add(caseworker, dossier, copy=picture())
    page = evidence_of(caseworker, dossier)
    address = page.request.path
    fill(page.click("Correct this evidence"), copy=scan()).follow()
    assert caseworker.get(f"{address}/pages/1").content_type == "image/jpeg"
    caseworker.get(f"{address}/picture", status=404)


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (scan(pdf(31)), "more than 30 pages"),
        (scan(pdf(encryption=pikepdf.Encryption(owner="a", user="b"))), "locked with a password"),
        (scan(pdf()[:300]), "This PDF cannot be read"),
        (scan(b"<script>alert(1)</script>"), "neither a picture nor a PDF"),
        (Upload("scan.pdf", b"\x89PNG\r\n\x1a\n", "image/png"), "cannot be read as a picture"),
        (Upload("scan.pdf", pdf(), "text/html"), "This kind of file cannot be kept"),
    ],
    ids=["too long", "locked", "cut off", "no PDF", "no PNG", "declared as a page"],
)
def test_a_hostile_file_is_answered_at_its_field(
    caseworker: TestApp, dossier: str, sent: Upload, answer: str
) -> None:
    page = caseworker.get(f"{dossier}/evidence/new?category=llengua")
    choices = ("course_certificate", "original_seen")
    refused = fill(page, choices=choices, status=400, issuer="Escola Mostra", copy=sent)
    assert answer in refused.html.select_one(".cw-error").text
    assert form_of(refused)["issuer"].value == "Escola Mostra"
    assert "One of these is needed" in row_of(caseworker.get(dossier), "Languages").text


def test_what_it_is_counts_and_not_its_name(caseworker: TestApp, dossier: str) -> None:
    """A PDF that calls itself a picture is kept as the PDF that it is."""
    add(caseworker, dossier, copy=Upload("photo.png", pdf(), "image/png"))
    address = evidence_of(caseworker, dossier).request.path
    assert caseworker.get(f"{address}/pages/1").content_type == "image/jpeg"


def test_a_lawyer_sees_the_pages_of_what_was_granted_and_nothing_else(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    for issuer in ("Escola Mostra", "Escola Exemple"):
        add(caseworker, dossier, issuer=issuer, copy=scan())
    first, second = dict.fromkeys(re.findall(r'href="(/evidence/[^"]+)"', caseworker.get(dossier).text))
    form = form_of(caseworker.get(f"{dossier}/grants/new"))
    form["account"].select(text="Clara Mostra Soler, Despatx Mostra i Exemple")
    choose(form, "evidence:" + first.rpartition("/")[2])
    last = clock.today() + timedelta(days=30)
    form.set("day", str(last.day)), form.set("month", str(last.month)), form.set("year", str(last.year))
    choose(form, "true")
    form["retyped"] = PASSWORD
    form.submit().follow()
    lawyer = installation.signed_in(Role.LAWYER)
    assert len(lawyer.get(first).html.select("main img.cw-picture")) == 2
    assert lawyer.get(f"{first}/pages/2").content_type == "image/jpeg"
    assert "Correct this evidence" not in lawyer.get(first)
    for path in (second, f"{second}/pages/1", f"{dossier}{first}/edit", dossier):
        lawyer.get(path, status=404)
    officer = installation.signed_in(Role.AUDITOR).get("/journal").text
    assert "looked at evidence" in officer


def test_a_file_that_is_too_large_is_answered_at_its_field_and_what_was_typed_stays(
    caseworker: TestApp, dossier: str
) -> None:
    large = pdf() + b"%" + bytes(16 * 1024 * 1024)
    page = add(caseworker, dossier, issuer="Escola Mostra", copy=scan(large), status=400)
    assert "at most 15 MB" in page.html.select_one("[data-error-summary]").text
    assert form_of(page)["issuer"].value == "Escola Mostra"


def test_the_page_says_who_saw_it_and_when(caseworker: TestApp, dossier: str) -> None:
    add(caseworker, dossier)
    text = " ".join(evidence_of(caseworker, dossier).html.main.text.split())
    assert re.search(rf"Seen by ?Marta Mostra Ferrer Seen on ?\d+ \w+ {clock.today().year}", text)


def test_the_town_that_it_proves_stands_without_its_country(caseworker: TestApp, dossier: str) -> None:
    answer = add(caseworker, dossier, issuer="Escola Mostra", proves_place="Barcelona, Spain", status=400)
    assert "Write one town" in answer.html.find(attrs={"name": "proves_place"}).parent.text
    form = form_of(answer)
    form["proves_place"] = "Barcelona"
    form.submit(status=303)
