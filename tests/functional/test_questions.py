"""The pages that ask what a scheme asks and what its papers print, and show what it costs and opens."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import LETTERHEAD
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.opening import open_dossier
from casework.i18n import long_date
from casework.people.models import BirthDate, Particulars
from casework.programmes.service import adopt
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

SCHEMES = ("nantes-carte-blanche", "utr-upas", "utr-bbb", "richmond-id", "nyc-idnyc", "newhaven-elm-city")
PERSON = Particulars("Iria", "Mostra", BirthDate(1990, 5, 2), birth_place="Exemplet")
CHILD = Particulars("Ona", "Mostra", BirthDate(2016, 1, 31))


@pytest.fixture(scope="module")
def town(installation: Installation) -> Installation:
    """The city runs the schemes that these tests are about."""
    with writing(installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        for key in SCHEMES:
            adopt(session, city, key, date(2025, 1, 7), LETTERHEAD)
    return installation


@pytest.fixture(scope="module")
def caseworker(town: Installation) -> TestApp:
    return town.signed_in(Role.CASEWORKER)


def today() -> date:
    return clock.today("Europe/Madrid")


def opened(town: Installation, scheme: str, person: Particulars = PERSON) -> str:
    """The address of a new dossier in which nothing was entered yet."""
    with writing(town.registry["sessions"]) as session:
        me, catalogue = town.identity(session, Role.CASEWORKER), town.registry["catalogue"]
        return f"/dossiers/{open_dossier(session, catalogue, me, scheme, person, CaseRecord(), today()).id}"


def radio(page: Any, question: str) -> str:
    """The name of the radio buttons under a question."""
    (found,) = [each for each in page.html.select("fieldset") if question in each.legend.text]
    return str(found.select_one("input[type=radio]")["name"])


def finding(page: Any, words: str) -> str:
    """How the rule stands that begins with these words: met, later, unknown or none."""
    (found,) = [each for each in page.html.select("li.cw-finding") if each.strong.text.startswith(words)]
    return str(found["class"][1]).removeprefix("cw-finding--")


def rights(page: Any, heading: str = "Card") -> str:
    """The panel of what the person pays and gets, on one line."""
    (panel,) = [each for each in page.html.select("aside section") if each.h2.text == heading]
    return " ".join(panel.get_text(" ").split()).replace(" .", ".")


def test_an_amount_and_the_children_settle_what_nantes_asks(town: Installation, caseworker: TestApp) -> None:
    """Two children: 1950 a month is the limit and still inside it (schemes.md §6)."""
    dossier = opened(town, "nantes-carte-blanche")
    rule = "Household income"
    assert finding(caseworker.get(dossier), rule) == "unknown"
    questions = caseworker.get(f"{dossier}/questions")
    assert "An amount in EUR" in questions.text
    page = fill(questions, fact_monthly_income="1950,00", fact_children="2").follow()
    assert finding(page, rule) == "met"
    form = form_of(caseworker.get(f"{dossier}/questions"))
    assert (form["fact_monthly_income"].value, form["fact_children"].value) == ("1950.00", "2")
    form["fact_monthly_income"] = "1950,01"
    assert finding(form.submit().follow(), rule) == "none"


def test_a_card_that_prints_no_sentence_asks_for_none(town: Installation, caseworker: TestApp) -> None:
    page = caseworker.get(opened(town, "nantes-carte-blanche"))
    assert "Statements to be printed" not in page.text
    draft = page.click("Preview of the paper")
    assert draft.body.startswith(b"%PDF-")


def test_who_decides_reads_what_was_answered_and_shown(town: Installation, caseworker: TestApp) -> None:
    dossier = opened(town, "nantes-carte-blanche")
    fill(caseworker.get(f"{dossier}/questions"), fact_monthly_income="1300,5", fact_children="1").follow()
    seen = caseworker.get(f"{dossier}/evidence/new?category=income")
    fill(seen, choices=("payslip", "original_seen"), issuer="Cantine Exemple").follow()
    for step, told in (("submit", {}), ("take_up", {}), ("propose", {"language": "fr"})):
        step_page = caseworker.get(f"{dossier}/steps/{step}")
        choices = ("true",) if step == "propose" else ()
        extra = {**told, "interpreter": "none_needed"} if told else {}
        fill(step_page, choices=choices, **extra).follow()
    page = town.signed_in(Role.SIGNATORY).get(f"{dossier}/review")
    text = " ".join(page.html.find("main").get_text(" ").split())
    assert "Household income for each month 1,300.50" in text
    assert "Dependent children 1" in text
    assert "Cantine Exemple" in text
    assert "sentence rests" not in text


def test_an_answer_is_taken_back(town: Installation, caseworker: TestApp) -> None:
    """What is empty again nobody knows: it counts neither for the person nor against them."""
    dossier = opened(town, "nantes-carte-blanche")
    fill(
        caseworker.get(f"{dossier}/questions"),
        fact_monthly_income="9000",
        fact_children="0",
        choices=("yes",),
    )
    page = caseworker.get(dossier)
    assert (finding(page, "Household income"), finding(page, "You are not a student")) == ("none", "none")
    questions = caseworker.get(f"{dossier}/questions")
    form = form_of(questions)
    form["fact_monthly_income"] = ""
    form[radio(questions, "Are you a student")] = ""
    page = form.submit().follow()
    assert (finding(page, "Household income"), finding(page, "You are not a student")) == (
        "unknown",
        "unknown",
    )
    assert "?." not in page.html.get_text(), "a question ends as a question does"
    journal = " ".join(caseworker.get(f"{dossier}/journal").html.get_text().split())
    assert "took an answer back 2 times" in journal
    assert form_of(caseworker.get(f"{dossier}/questions"))["fact_children"].value == "0"


def test_assistance_and_the_register_open_the_card_of_utrecht(
    town: Installation, caseworker: TestApp
) -> None:
    dossier = opened(town, "utr-upas")
    rule = "Registered in Utrecht"
    fill(
        caseworker.get(f"{dossier}/register"),
        (("1", "2", str(today().year - 1)), ("", "", "")),
        what="arrival",
        place="Utrecht",
    )
    questions = caseworker.get(f"{dossier}/questions")
    form = form_of(questions)
    assert finding(caseworker.get(dossier), rule) == "unknown"
    form[radio(questions, "social assistance")] = "yes"
    form.set("year", "1980", 0)
    page = form.submit().follow()
    assert (finding(page, rule), finding(page, "At least 18")) == ("met", "met")


def test_a_question_says_who_knows_the_answer(town: Installation, caseworker: TestApp) -> None:
    utrecht = caseworker.get(f"{opened(town, 'utr-upas')}/questions").html
    hints = {each.legend.text: each.get_text() for each in utrecht.select("fieldset")}
    (register,) = [each for legend, each in hints.items() if "social assistance" in legend]
    (record,) = [each for legend, each in hints.items() if "BBB" in legend]
    (person,) = [each for legend, each in hints.items() if "full-time student" in legend]
    assert "Looked up in the register." in register
    assert "Looked up in the office's own records." in record
    assert "Looked up" not in person
    assert "No longer valid" in record
    new_york = caseworker.get(f"{opened(town, 'nyc-idnyc')}/questions")
    assert "Answered by: caseworker." in new_york.text


def test_what_cannot_be_read_comes_back_at_its_question(town: Installation, caseworker: TestApp) -> None:
    dossier = opened(town, "nantes-carte-blanche")
    sent = {"fact_monthly_income": "1.950,00", "fact_children": "two"}
    page = fill(caseworker.get(f"{dossier}/questions"), status=400, **sent)
    assert {name: form_of(page)[name].value for name in sent} == sent
    wrong = [each.select_one("input[type=text]")["name"] for each in page.html.select(".cw-field--invalid")]
    assert wrong == list(sent)
    assert "A whole number, for example 2." in page.html.select(".cw-error")[-1].text
    future = fill(caseworker.get(f"{opened(town, 'utr-upas')}/questions"), (("", "", "2199"),), status=400)
    assert "This day is still to come." in future.text
    assert form_of(future).fields["year"][0].value == "2199"


def test_what_the_card_prints_is_noted_with_the_person(town: Installation, caseworker: TestApp) -> None:
    dossier = opened(town, "richmond-id")
    page = caseworker.get(f"{dossier}/person")
    details = {"hair": "grey", "eyes": "green", "height": "1.70 m", "weight": "66 kg"}
    assert {"nationality", "gender", "medical"}.isdisjoint(form_of(page).fields)
    fill(page, **details, address="1 Sample Street").follow()
    form = form_of(caseworker.get(f"{dossier}/person"))
    assert {name: form[name].value for name in details} == details
    form["weight"] = ""
    form.submit(status=303)
    form = form_of(caseworker.get(f"{dossier}/person"))
    assert (form["weight"].value, form["hair"].value) == ("", "grey")
    fill(caseworker.get(f"{dossier}/questions"), choices=("yes",)).follow()
    assert form_of(caseworker.get(f"{dossier}/person"))["hair"].value == "grey"
    with town.session() as session:
        kept = session.get_one(Dossier, dossier.rpartition("/")[2])
        assert kept.person.particulars == PERSON, "its birth place too, which this form does not ask"
    choice = caseworker.get(f"{opened(town, 'nyc-idnyc')}/person")
    assert choice.text.count("Only if the person wants it on the paper.") == 5


def test_a_paper_in_the_name_of_the_spouse_counts_beside_the_bond(
    town: Installation, caseworker: TestApp
) -> None:
    dossier = opened(town, "richmond-id")
    new = f"{dossier}/evidence/new?category="
    assert "of_spouse" not in form_of(caseworker.get(f"{new}primary")).fields
    page = caseworker.get(f"{new}residence")
    assert "A paper of the spouse counts once this is entered too: Marriage certificate." in page.text
    page = fill(page, choices=("original_seen",), kind="utility_bill", of_spouse=True).follow()
    assert "in the name of the spouse" in page.text
    rule = "A paper that shows where you live"
    assert finding(page, rule) == "none"
    shown = page.click("in the name of the spouse")
    assert "It is in the name of the spouse" in shown.text
    assert form_of(shown.click("Correct this evidence"))["of_spouse"].checked
    page = fill(
        caseworker.get(f"{new}residence"), choices=("original_seen",), kind="marriage_certificate"
    ).follow()
    assert finding(page, rule) == "met"


def test_the_dossier_says_what_the_card_costs_and_how_long_it_lasts(
    town: Installation, caseworker: TestApp
) -> None:
    year_on = today() + timedelta(days=1)
    while (year_on.month, year_on.day) != (6, 30):
        year_on += timedelta(days=1)
    utrecht = rights(caseworker.get(opened(town, "utr-upas")))
    assert f"Valid until, if issued today {long_date(year_on, 'en')}" in utrecht
    assert "Fee nothing to pay" in utrecht
    assert "Fee for a replacement €5" in utrecht
    assert "Own credit Yes" in utrecht
    assert "pooled in the family No" in utrecht
    richmond = opened(town, "richmond-id")
    before = rights(caseworker.get(richmond))
    assert "Valid until, if issued today not settled yet" in before
    assert "Fee US$15 not known yet: reduced to US$10 for: Is your income low" in before
    after = rights(fill(caseworker.get(f"{richmond}/questions"), choices=("yes",)).follow())
    assert "Fee US$10 reduced to US$10 for: Is your income low" in after
    assert "not known yet" not in after


def test_what_the_card_opens_goes_by_the_rules_of_each_thing(town: Installation, caseworker: TestApp) -> None:
    """Nobody has settled for whom Nantes's aid is: it is offered as not known, never refused (schemes.md §6)."""
    nantes = rights(caseworker.get(opened(town, "nantes-carte-blanche")))
    assert "Discounts Yes for everybody with the card" in nantes
    assert "Aid for one annual enrolment Not known yet" in nantes
    assert "pays at most €150 and leaves at least €25" in nantes
    child = rights(caseworker.get(opened(town, "utr-upas", CHILD)))
    assert "pooled in the family Yes" in child
    assert "This changes on 31 January 2034." in child
    assert "Own credit No" in child
    year = rights(caseworker.get(opened(town, "newhaven-elm-city", CHILD)))
    assert "Fee US$5 reduced to US$5 for:" in year


def test_a_scheme_that_ends_by_an_event_says_so(town: Installation, caseworker: TestApp) -> None:
    """Its card has no date, and costs nothing anybody names; the words are those of the scheme's own page."""
    page = caseworker.get(opened(town, "utr-bbb"))
    assert "ends with the end of the stay" in rights(page)
    assert "Fee" not in rights(page)
    visitor = town.signed_in(Role.CASEWORKER)
    visitor.get("/language/nl")
    dutch = rights(visitor.get(page.request.path), "Kaart")
    assert "Activiteiten voor kinderen Nee" in dutch
    assert "Diensten als met de U-pas Ja" in dutch
