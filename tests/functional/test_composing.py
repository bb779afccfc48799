"""Composing a statement through the pages: what the evidence suggests, one press, and the form of one sentence."""

from datetime import date, timedelta
from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.db import writing
from casework.dossiers.models import Dossier
from casework.dossiers.records import EvidenceRecord, MovementRecord
from casework.dossiers.service import changes, statements
from casework.dossiers.service.evidence import add_evidence
from tests.dossiers.cases import Desk
from tests.functional.test_evidence import row_of
from tests.support.installation import Installation
from tests.support.pages import choose, form_of

SINCE = date(2024, 8, 31)
REGISTERED = "Consta empadronat/ada a Barcelona de manera continuada des del 31 d’agost de 2024."
NOTE = EvidenceRecord("padro", "padro_certificate", "Ajuntament", "register_obtained")
PAYSLIP = EvidenceRecord(
    "laboral", "payslip", "Cuines Mostra", "original_seen", proves_from=date(2024, 10, 5)
)
HOME = EvidenceRecord("habitatge", "padro_note", "Ajuntament", "register_obtained")
COURSE = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")


@pytest.fixture
def dossier(installation: Installation) -> str:
    """The path of a dossier with an entry in the register, its certificate, a payslip and a course."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        opened = desk.open()
        changes.add_movement(session, desk.caseworker, opened, MovementRecord("arrival", SINCE, "Barcelona"))
        for record in (NOTE, PAYSLIP, COURSE):
            add_evidence(session, desk.caseworker, opened, record, desk.at)
        return f"/dossiers/{opened.id}"


def choosing(browser: TestApp, dossier: str) -> Any:
    return browser.get(f"{dossier}/statements/new")


def sentences(installation: Installation, dossier: str) -> list[tuple[str, dict[str, str]]]:
    with installation.session() as session:
        found = session.get_one(Dossier, dossier.rpartition("/")[2]).statements
        return [(each.record.template, each.record.values) for each in found]


def form_at(browser: TestApp, dossier: str, category: str, template: str) -> Any:
    return browser.get(f"{dossier}/statements/new?category={category}&template={template}")


def test_suggestions_stand_first_and_every_sentence_is_read_as_it_is_printed(
    caseworker: TestApp, dossier: str
) -> None:
    page = choosing(caseworker, dossier)
    assert [each.text for each in page.html.select("main h2")] == [
        "Suggested by the evidence",
        "All sentences",
    ]
    ready = page.html.select(".cw-choice")
    assert ready[0].label.text == REGISTERED
    assert ready[0].label.span["lang"] == "ca"
    assert "A1 Register certificate" in ready[0].text
    unfinished = page.html.find(id="suggested").parent.text
    assert "com a [Occupation] des d’octubre de 2024" in unfinished
    everything = page.html.find(id="all").parent.text
    assert "des del [Since which day]" in everything
    assert "El seu domicili consta al padró de Barcelona." in everything


def test_the_ticked_sentences_are_printed_by_one_press(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    form = form_of(choosing(caseworker, dossier))
    assert [each.checked for each in form.fields["checkbox"]] == [True, True]
    for each in form.fields["checkbox"]:
        each.checked = False
    assert "Tick the sentences to be printed." in form.submit(status=400)
    form.fields["checkbox"][0].checked = True
    page = form.submit().follow()
    assert "The sentences will be printed." in page
    assert REGISTERED in page
    form.submit().follow()  # pressed twice
    assert sentences(installation, dossier) == [("registered", {"since": "2024-08-31"})]
    assert [each.label.text for each in choosing(caseworker, dossier).html.select(".cw-choice")] == [
        "Consta la seva estada a l’Estat espanyol, almenys, des del 31 d’agost de 2024."
    ]


def test_what_was_read_is_what_is_printed(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    form = form_of(choosing(caseworker, dossier))
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        opened = desk.whole(dossier.rpartition("/")[2])
        earlier = MovementRecord("arrival", SINCE - timedelta(days=100), "Barcelona")
        changes.add_movement(session, desk.caseworker, opened, earlier)
    refused = form.submit(status=400)
    assert "Choose one of the answers shown." in refused
    assert "23 de maig de 2024" in refused
    assert sentences(installation, dossier) == []


def test_nothing_to_suggest_is_no_form(installation: Installation, caseworker: TestApp) -> None:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        path = f"/dossiers/{desk.open().id}"
    page = choosing(caseworker, path)
    assert [each.text for each in page.html.select("main h2")] == ["All sentences"]
    assert page.html.select("form.cw-form") == []


def test_a_month_is_given_in_two_boxes(installation: Installation, caseworker: TestApp, dossier: str) -> None:
    page = choosing(caseworker, dossier).click("Fill in what is missing", href="template=work")
    form = form_of(page)
    assert (form["month"].value, form["year"].value) == ("10", "2024")
    assert "com a [Occupation] des d’octubre de 2024" in page.html.find("blockquote").text
    assert "day" not in form.fields
    form["blank_job"] = "cuinera"
    for month, year, said in (
        ("13", "2024", "The month is a number from 1 to 12."),
        ("", "2024", "Give the month and the year."),
        ("2", "24", "The year has four digits, for example 1994."),
        ("", "", "Fill in: Since which month"),
    ):
        form["month"], form["year"] = month, year
        refused = form.submit(status=400)
        (link,) = refused.html.select(".cw-errors a")
        assert said in link.text
        assert refused.html.find(id=link["href"][1:])["name"] == "month"
        form = form_of(refused)
        assert (form["month"].value, form["year"].value, form["blank_job"].value) == (month, year, "cuinera")
    form["month"], form["year"] = "2", "2025"
    form.submit().follow()
    assert sentences(installation, dossier) == [("work", {"job": "cuinera", "month": "2025-02"})]


def test_the_evidence_of_the_category_comes_first_and_is_ticked(caseworker: TestApp, dossier: str) -> None:
    page = form_at(caseworker, dossier, "laboral", "work")
    shown = [(each.label.text[:2], each.input.has_attr("checked")) for each in page.html.select(".cw-choice")]
    assert shown == [("A2", True), ("A1", False), ("A3", False)]
    assert [each.text for each in page.html.select(".cw-choices__heading")] == ["Other evidence"]
    page = form_at(caseworker, dossier, "estudis", "degree")
    assert [each.input.has_attr("checked") for each in page.html.select(".cw-choice")] == [False] * 3
    assert page.html.select(".cw-choices__heading") == []


def test_evidence_entered_under_the_wrong_heading_is_put_right(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    page = caseworker.get(dossier).click("^A3 ", index=0)
    form = form_of(page.click("Correct this evidence"))
    choose(form, "cursos")
    page = form.submit().follow()
    assert "Courses and training" in page
    assert "Languages" not in page.html.find("main").text
    listed = caseworker.get(dossier)
    assert "Escola Mostra" in row_of(listed, "Courses and training").text
    assert "Escola Mostra" not in row_of(listed, "Languages").text


def test_evidence_is_not_put_where_its_kind_does_not_count(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    """Housing takes the register's note, and no certificate."""
    form = form_of(caseworker.get(dossier).click("^A1 ", index=0).click("Correct this evidence"))
    choose(form, "habitatge")
    refused = form.submit(status=400)
    (link,) = refused.html.select(".cw-errors a")
    assert "This paper does not count for “Housing”." in link.text
    assert refused.html.find(id=link["href"][1:])["value"] == "padro", "the first of the two headings"
    form = form_of(refused)
    choose(form, "padro_note")
    page = form.submit().follow()
    assert "Housing" in page.html.find("h1").text


def test_a_sentence_keeps_its_words_and_its_basis(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    """A correction does not change what was composed, and says so; what it rests on is not taken out before it."""
    form = form_of(form_at(caseworker, dossier, "laboral", "work"))
    form["blank_job"] = "cuinera"
    payslip = form.submit().follow().click("^A2 ", index=0)
    corrected = form_of(payslip.click("Correct this evidence"))
    corrected.set("month", "11", 1)
    page = corrected.submit().follow()
    assert "A sentence rests on it: see whether it still says what the paper shows." in page
    assert sentences(installation, dossier) == [("work", {"job": "cuinera", "month": "2024-10"})]
    refused = form_of(page.click("Take this evidence out")).submit(status=409)
    assert "A statement rests on this evidence." in refused
    certificate = caseworker.get(dossier).click("^A1 ", index=0)
    page = form_of(certificate.click("Correct this evidence")).submit().follow()
    assert "The evidence is corrected." in page
    assert "A sentence rests on it" not in page


def test_a_day_that_the_register_does_not_show_is_refused_at_its_field(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    form = form_of(form_at(caseworker, dossier, "padro", "registered"))
    for name, value in (("day", "1"), ("month", "1"), ("year", "1950")):
        form[name] = value
    refused = form.submit(status=400)
    assert "The dossier shows it only from 31 August 2024 on." in refused.html.select_one(".cw-error").text
    assert form_of(refused)["year"].value == "1950"
    assert sentences(installation, dossier) == []


def test_a_sentence_that_no_longer_agrees_with_the_register_says_so_to_all_who_read_it(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    form_of(form_at(caseworker, dossier, "padro", "registered")).submit().follow()
    assert caseworker.get(dossier).html.select(".cw-doubt") == []
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        case = desk.whole(dossier.rpartition("/")[2])
        changes.remove_movement(session, desk.caseworker, case, case.movements[0])
        later = MovementRecord("arrival", SINCE + timedelta(days=31), "Barcelona")
        changes.add_movement(session, desk.caseworker, case, later)
        desk.take(case, "submit", "take_up")
    for page in (dossier, f"{dossier}/steps/propose"):
        doubt = caseworker.get(page).html.select_one(".cw-doubt")
        assert "only from 1 October 2024 on" in doubt.text, page


def test_a_protected_address_and_the_address_itself_are_not_printed_without_a_word(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        add_evidence(session, desk.caseworker, desk.whole(dossier.rpartition("/")[2]), HOME, desk.at)
    form_of(form_at(caseworker, dossier, "habitatge", "protected")).submit().follow()
    home = form_of(form_at(caseworker, dossier, "habitatge", "home"))
    home["blank_name"], home["blank_address"] = "Amina Mostrani", "carrer de la Mostra, 3"
    both = [each.text for each in home.submit().follow().html.select(".cw-doubt")]
    gives_away = "It is printed beside a sentence that gives away what the other keeps back."
    assert len([each for each in both if gives_away in each]) == 2
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        case = desk.whole(dossier.rpartition("/")[2])
        printed = next(each for each in case.statements if each.record.template == "home")
        statements.leave_out(session, desk.caseworker, case, printed, left_out=True)
    assert gives_away not in caseworker.get(dossier)


def test_own_words_that_no_paper_can_print_are_said_at_the_field(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    form = form_of(form_at(caseworker, dossier, "manifesta", "own_words"))
    form["blank_own_words"] = "Estic molt content 🙂"
    page = form.submit(status=400)
    assert "signs that are no letters" in page.html.find(attrs={"name": "blank_own_words"}).parent.text
    assert sentences(installation, dossier) == []
    again = form_of(page)
    again["blank_own_words"] = "Estic molt content.\nÉs així."
    again.submit(status=303)
    assert len(sentences(installation, dossier)) == 1
