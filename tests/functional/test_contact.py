"""How to reach the person and who acts for them, through the pages."""

from typing import Any

import pytest
from webtest import TestApp

from casework import clock
from casework.access.permissions import Role
from casework.dossiers.models import Dossier
from tests.dossiers.cases import prepare_case
from tests.support.installation import Installation
from tests.support.pages import choose, fill, form_of

SIGNED = (("1", "9", "2026"),)


@pytest.fixture
def dossier(installation: Installation) -> str:
    return f"/dossiers/{prepare_case(installation.registry)}"


REACH = "How to reach the person"


def panel(browser: TestApp, dossier: str, heading: str) -> str:
    """The text of one panel of the dossier's page."""
    page = browser.get(dossier).html
    (found,) = [each for each in page.select(".cw-panel") if each.h2 and each.h2.text == heading]
    return " ".join(found.get_text(" ").split())


def press(page: Any, value: str) -> Any:
    """Press a button for rows, as a browser without script does."""
    form = form_of(page)
    button = next(each for each in form.fields["add-row"] if each._value == value)
    return form.submit("add-row", index=form.fields["add-row"].index(button), status=200)


def represent(page: Any, status: int = 303, scope: str = "be_summoned", **values: str) -> Any:
    values = {"name": "Clara Mostra Soler", "kind": "lawyer", **values}
    return fill(page, SIGNED, (scope,) if scope else (), status, **values)


def test_nothing_is_asked_yet(caseworker: TestApp, dossier: str) -> None:
    shown = panel(caseworker, dossier, REACH)
    assert "No telephone and no mail noted." in shown
    assert "Nobody but the person." in shown
    assert "Speaks" not in caseworker.get(dossier).html.select_one(".cw-facts").text


def test_languages_are_noted_in_their_order_each_once(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    page = press(press(caseworker.get(f"{dossier}/contact"), "speaks"), "speaks")
    form = form_of(page)
    for index, language in enumerate(("wo", "fr", "wo")):
        form.set("language", language, index)
    form["interpreter"] = "trusted"
    form["telephone"] = "+34 600 000 000"
    choose(form, "no_telephone")
    form.submit(status=303)
    shown = panel(caseworker, dossier, REACH)
    assert "Telephone +34 600 000 000 Do not telephone" in shown
    head = caseworker.get(dossier).html.select_one(".cw-facts").text
    assert "Speaks Wolof, French" in head
    catalan = {"Accept-Language": "ca"}
    assert (
        "Parla wòlof, francès" in caseworker.get(dossier, headers=catalan).html.select_one(".cw-facts").text
    )
    offered = (
        caseworker.get(f"{dossier}/contact", headers=catalan).html.select_one("select").find_all("option")
    )
    assert [each.text for each in offered][1:5] == ["Alemany", "Amhàric", "Anglès", "Àrab"]
    assert "Interpreter: Somebody whom the person trusts" in head
    with installation.session() as session:
        contact = session.get_one(Dossier, dossier.rpartition("/")[2]).person.contact
        assert contact is not None
        assert (contact.speaks, contact.reads) == (("wo", "fr"), ())
    back = form_of(caseworker.get(f"{dossier}/contact"))
    assert [each.value for each in back.fields["language"]] == ["wo", "fr", ""]


def test_no_contact_leaves_no_way_to_reach_the_person(caseworker: TestApp, dossier: str) -> None:
    page = fill(
        caseworker.get(f"{dossier}/contact"),
        choices=("no_contact",),
        telephone="600 000 000",
        mail="amina@exemple.example",
        status=400,
    )
    for words in ("Take the telephone out", "Take the mail address out"):
        assert page.text.count(f"The person wants no contact at all. {words}") == 2  # summary and field
    assert form_of(page)["telephone"].value == "600 000 000"
    fill(page, telephone="", mail="").follow()
    shown = panel(caseworker, dossier, REACH)
    assert "No contact" in shown
    assert "Telephone" not in shown


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("telephone", "ask Amina", "Write the number in figures"),
        ("mail", "amina at exemple", "Write the address in full"),
    ],
)
def test_what_is_no_number_or_address_is_said_at_its_field(
    caseworker: TestApp, dossier: str, name: str, typed: str, message: str
) -> None:
    page = fill(caseworker.get(f"{dossier}/contact"), status=400, **{name: typed})
    control = page.html.select_one(f"input[name={name}]")
    assert control["aria-invalid"] == "true"
    assert message in page.html.select_one(f"#{control['aria-describedby']}").text
    assert control["value"] == typed


def test_a_mandate_is_noted_changed_and_taken_out(caseworker: TestApp, dossier: str) -> None:
    represent(caseworker.get(f"{dossier}/representative"), organisation="Despatx Mostra").follow()
    shown = panel(caseworker, dossier, REACH)
    assert "Represented by Clara Mostra Soler" in caseworker.get(dossier).html.select_one(".cw-facts").text
    for words in ("Clara Mostra Soler", "Despatx Mostra", "Lawyer", "1 September 2026", "Be summoned"):
        assert words in shown
    assert "Collect the card" not in shown
    page = caseworker.get(f"{dossier}/representative")
    represent(page, scope="collect_card", kind="relative").follow()
    shown = panel(caseworker, dossier, REACH)
    assert "Relative" in shown
    assert "Collect the card" in shown
    question = caseworker.get(f"{dossier}/representative").click("Take the representative out")
    assert "Clara" in panel(caseworker, dossier, REACH)
    form_of(question).submit().follow()
    assert "Nobody but the person." in panel(caseworker, dossier, REACH)


def test_only_a_mandate_to_be_summoned_is_offered_to_the_certificate(
    caseworker: TestApp, dossier: str
) -> None:
    fill(caseworker.get(f"{dossier}/steps/submit"))
    page = represent(caseworker.get(f"{dossier}/representative"), scope="receive_letters").follow()
    certificate = page.click("Certificate of the state of procedure")
    assert form_of(certificate)["summoned_through"].value == ""
    represent(caseworker.get(f"{dossier}/representative"), scope="be_summoned")
    certificate = caseworker.get(dossier).click("Certificate of the state of procedure")
    assert form_of(certificate)["summoned_through"].value == "Clara Mostra Soler"


def test_a_mandate_of_tomorrow_or_for_nothing_is_refused(caseworker: TestApp, dossier: str) -> None:
    page = represent(caseworker.get(f"{dossier}/representative"), 400, scope="")
    assert "Choose at least one thing that the mandate allows." in page.text
    year = str(clock.today().year + 1)
    page = fill(page, (("1", "1", year),), ("collect_card",), 400)
    assert "This day is still to come." in page.text
    assert form_of(page)["name"].value == "Clara Mostra Soler"


def test_two_colleagues_get_a_comparison(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    colleague = installation.signed_in(Role.CASEWORKER)
    for path, mine, theirs in (
        ("contact", {"telephone": "600 000 001"}, {"telephone": "600 000 002"}),
        ("representative", {"name": "Clara Mostra"}, {"name": "Biel Mostra"}),
    ):
        page, first = caseworker.get(f"{dossier}/{path}"), colleague.get(f"{dossier}/{path}")
        send = represent if path == "representative" else fill
        send(first, **theirs)
        compared = send(page, status=409, **mine)
        for value in (*mine.values(), *theirs.values()):
            assert value in compared.text


def test_a_closed_dossier_keeps_what_was_noted(installation: Installation, caseworker: TestApp) -> None:
    dossier_id = prepare_case(installation.registry, "submit")
    path = f"/dossiers/{dossier_id}"
    page = caseworker.get(f"{path}/contact")
    steps = caseworker.get(path).html.select("aside .cw-list a[href*='/steps/']")
    assert steps
    fill(caseworker.get(steps[0]["href"])).follow()
    assert "The dossier is closed" in fill(page, telephone="600 000 000", status=400).text
    assert f"{path}/contact" not in caseworker.get(path).text


def test_a_reviewer_reads_it_and_cannot_change_it(installation: Installation, dossier: str) -> None:
    reviewer = installation.signed_in(Role.REVIEWER)
    assert "No telephone and no mail noted." in panel(reviewer, dossier, REACH)
    assert f"{dossier}/contact" not in reviewer.get(dossier).text
    reviewer.get(f"{dossier}/contact", status=404)
