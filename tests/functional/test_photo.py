"""The photo of the person on the pages: added, looked at, replaced, taken out."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from webtest import TestApp, Upload

from casework.access.permissions import Role
from tests.support.installation import Installation
from tests.support.pages import fill, picture
from tests.support.scans import pdf


def colour_of(browser: TestApp, dossier: str) -> tuple[int, ...]:
    answer = browser.get(f"{dossier}/photo/picture")
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    photo = Image.open(BytesIO(answer.body))
    assert photo.size == (700, 900)
    pixel = photo.getpixel((350, 450))
    assert isinstance(pixel, tuple)
    return tuple(round(each / 51) * 51 for each in pixel)


def pictures_printed(browser: TestApp, dossier: str) -> set[tuple[int, int]]:
    with pikepdf.open(BytesIO(browser.get(f"{dossier}/preview").body)) as paper:
        return {
            (int(each.Width), int(each.Height)) for page in paper.pages for each in page.get_images().values()
        }


def test_a_photo_is_added_shown_printed_replaced_and_taken_out(caseworker: TestApp, dossier: str) -> None:
    assert "not taken yet" in caseworker.get(dossier)
    caseworker.get(f"{dossier}/photo/picture", status=404)
    caseworker.get(f"{dossier}/photo/remove", status=404)
    assert (700, 900) not in pictures_printed(caseworker, dossier)

    page = fill(caseworker.get(dossier).click(href="/photo$"), photo=picture("#cc0000")).follow()
    assert page.html.select_one(".cw-person__photo")["src"] == f"{dossier}/photo/picture"
    assert colour_of(caseworker, dossier) == (204, 0, 0)
    assert (700, 900) in pictures_printed(caseworker, dossier)

    fill(caseworker.get(f"{dossier}/photo"), photo=picture("#0000cc")).follow()
    assert colour_of(caseworker, dossier) == (0, 0, 204)

    question = caseworker.get(f"{dossier}/photo").click("Take the photo out")
    assert colour_of(caseworker, dossier) == (0, 0, 204), "asking takes nothing out"
    assert "not taken yet" in fill(question).follow()
    caseworker.get(f"{dossier}/photo/picture", status=404)
    journal = caseworker.get(f"{dossier}/journal").text
    assert journal.count("added a photo") == 2
    assert journal.count("took the photo out") == 1


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (Upload("me.pdf", pdf(), "application/pdf"), "Choose a JPEG or PNG picture"),
        (Upload("me.png", pdf(), "image/png"), "cannot be read as a picture"),
        (Upload("me.jpg", b"", "image/jpeg"), "cannot be read as a picture"),
    ],
    ids=["a PDF", "a PDF by another name", "empty"],
)
def test_what_is_no_photo_is_answered_at_its_field(
    caseworker: TestApp, dossier: str, sent: Upload, answer: str
) -> None:
    refused = fill(caseworker.get(f"{dossier}/photo"), photo=sent, status=400)
    assert answer in refused.html.select_one(".cw-error").text
    caseworker.get(f"{dossier}/photo/picture", status=404)


def test_no_file_is_answered_at_its_field(caseworker: TestApp, dossier: str) -> None:
    assert "Fill in: Photo" in fill(caseworker.get(f"{dossier}/photo"), status=400)


def test_a_reviewer_sees_it_and_cannot_change_it(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    fill(caseworker.get(f"{dossier}/photo"), photo=picture())
    reviewer = installation.signed_in(Role.REVIEWER)
    assert reviewer.get(f"{dossier}/photo/picture").content_type == "image/jpeg"
    reviewer.get(f"{dossier}/photo", status=404)
    reviewer.get(f"{dossier}/photo/remove", status=404)
