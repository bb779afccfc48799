"""Sentences as the caseworker arranges them, through the pages: changed, left out, moved."""

from typing import Any

import pytest
from webtest import TestApp

from casework.access.permissions import Role
from casework.dossiers.models import Dossier
from tests.access.cases import OWN_WORDS, Case
from tests.support.installation import Installation
from tests.support.pages import form_of

NEW_WORDS = "Faig pa cada nit al forn d’exemple."


def page_of(case: Case) -> str:
    return f"/dossiers/{case.dossier}"


def work_on(page: Any, statement_id: str) -> Any:
    """The form with the buttons of one sentence."""
    return next(form for form in page.forms.values() if form.action.endswith(f"/{statement_id}/place"))


def main(page: Any) -> str:
    """The words between the page's head and foot, on one line."""
    return " ".join(page.html.find("main").get_text(" ").split())


def test_a_sentence_is_changed_where_it_stands(browsers: dict[Role, TestApp], case: Case) -> None:
    caseworker = browsers[Role.CASEWORKER]
    dossier = caseworker.get(page_of(case))
    form = form_of(dossier.click(href=f"/statements/{case.statement}/edit"))
    assert form["blank_own_words"].value == OWN_WORDS
    form["blank_own_words"] = ""
    refused = form.submit(status=400)
    assert "Fill in:" in refused.text
    form["blank_own_words"] = NEW_WORDS
    changed = form.submit().follow()
    assert NEW_WORDS in changed.text
    assert OWN_WORDS not in changed.text


def test_the_form_of_a_sentence_shows_its_dates_and_its_basis(
    installation: Installation, browsers: dict[Role, TestApp], case: Case
) -> None:
    with installation.session() as session:
        registered = session.get_one(Dossier, case.dossier).statements[0]
        since, basis = registered.record.values["since"], registered.bases[0].evidence_id
        address = f"{page_of(case)}/statements/{registered.id}/edit"
    form = form_of(browsers[Role.CASEWORKER].get(address))
    shown = "-".join(f"{int(form[part].value):02}" for part in ("year", "month", "day"))
    assert shown == since
    assert [each._value for each in form.fields["checkbox"] if each.checked] == [basis]
    for each in form.fields["checkbox"]:
        each.checked = False
    assert "Choose at least one" in form.submit(status=400).text


def test_leaving_out_and_putting_in_again(browsers: dict[Role, TestApp], case: Case) -> None:
    caseworker = browsers[Role.CASEWORKER]
    form = work_on(caseworker.get(page_of(case)), case.statement)
    dossier = form.submit("to", value="out").follow()
    assert "Left out at the person's wish" in main(dossier)
    assert OWN_WORDS in main(dossier), "it stays in the dossier"
    propose = main(caseworker.get(f"{page_of(case)}/steps/propose"))
    printed, left_out = propose.split("Left out at the person's wish")
    assert OWN_WORDS not in printed
    assert OWN_WORDS in left_out
    form.submit("to", value="out").follow()  # the page before, sent again
    dossier = work_on(caseworker.get(page_of(case)), case.statement).submit("to", value="in").follow()
    assert "Left out" not in main(dossier).replace("Leave out at the person's wish", "")


def test_sentences_move_by_buttons(browsers: dict[Role, TestApp], case: Case) -> None:
    caseworker = browsers[Role.CASEWORKER]
    form = form_of(caseworker.get(f"{page_of(case)}/statements/new?category=manifesta&template=own_words"))
    form["blank_own_words"] = NEW_WORDS
    dossier = form.submit().follow()
    assert dossier.text.index(OWN_WORDS) < dossier.text.index(NEW_WORDS)
    form = work_on(dossier, case.statement)
    assert [each._value for each in form.fields["to"]] == ["1", "out"], "the first can only go down"
    for _twice in range(2):
        form.submit("to", value="1", status=303)
        dossier = caseworker.get(page_of(case))
        assert dossier.text.index(NEW_WORDS) < dossier.text.index(OWN_WORDS)


@pytest.mark.parametrize("to", ["", "-1", "up", "١", "99999", "1.5"])
def test_a_place_that_no_button_names(browsers: dict[Role, TestApp], case: Case, to: str) -> None:
    form = work_on(browsers[Role.CASEWORKER].get(page_of(case)), case.statement)
    token = form["csrf_token"].value
    before = browsers[Role.CASEWORKER].get(page_of(case)).html.find(id="statements").parent.get_text()
    browsers[Role.CASEWORKER].post(form.action, {"csrf_token": token, "to": to}, status=400)
    after = browsers[Role.CASEWORKER].get(page_of(case)).html.find(id="statements").parent.get_text()
    assert OWN_WORDS in after
    assert after == before


def test_whoever_comes_back_to_a_button_after_sign_in_finds_the_dossier(
    browsers: dict[Role, TestApp], case: Case
) -> None:
    answer = browsers[Role.CASEWORKER].get(f"{page_of(case)}/statements/{case.statement}/place", status=303)
    assert answer.location.endswith(f"{page_of(case)}#statements")
