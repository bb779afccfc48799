"""An office adopts a scheme that leaves number and validity open, settles them in the page, and issues under them."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.db import writing
from casework.demo.accounts import account_as
from casework.demo.people import PASSWORD
from casework.dossiers.models import Dossier
from casework.errors import RefusedError
from casework.journal import JournalEntry
from casework.programmes.adopting import adopt_scheme
from casework.programmes.models import Programme
from casework.programmes.service import adopt, version_of
from casework.schemes import Period
from tests.access.closing import closed_journal
from tests.support.catalogue import shipped
from tests.support.installation import Installation
from tests.support.pages import fill, form_of, picture

MADRID = "madrid-tarjeta-vecindad"
OFFICE = {
    "units": "Área de Muestra",
    "telephone": "91 000 00 00",
    "hours": "l–j 10–13 h",
    "signatory_name": "Lucía Muestra",
    "signatory_office": "Jefa de Unidad",
}
SETTLED = {"number": "MV{yy}{seq:5}", "valid_until": "24"}


def send(administrator: TestApp, key: str, status: int, **settled: str) -> Any:
    page = administrator.get(f"/programmes/adopt/{key}")
    return fill(page, (("1", "3", "2026"),), ("true",), status=status, **OFFICE, retyped=PASSWORD, **settled)


def programme(installation: Installation, key: str) -> Programme | None:
    with installation.session() as session:
        return session.scalar(select(Programme).filter_by(scheme_key=key))


def details(installation: Installation, action: str) -> list[dict[str, Any]]:
    with installation.session() as session:
        entries = session.scalars(select(JournalEntry).filter_by(action=action).order_by(JournalEntry.seq))
        return [json.loads(each.content or "")["detail"] for each in entries]


@pytest.mark.parametrize(
    ("settled", "field", "said"),
    [
        ({"number": ""}, "number", "Fill in: How cards are numbered"),
        ({"number": "MV{yy}"}, "number", "Write letters and digits, and one sequence"),
        (
            {"number": "V{seq:7}"},
            "number",
            "These numbers look like those of Document municipal de veïnatge.",
        ),
        ({"valid_until": "0"}, "valid_until", "Write a whole number from 1 to 600."),
        ({"valid_until": "two years"}, "valid_until", "Write a whole number from 1 to 600."),
    ],
)
def test_a_value_that_cannot_be_taken_is_said_at_its_field(
    installation: Installation, administrator: TestApp, settled: dict[str, str], field: str, said: str
) -> None:
    answer = send(administrator, MADRID, 400, **{**SETTLED, **settled})
    at_field = answer.html.select_one(f"[name={field}]").parent
    assert said in at_field.text
    form = form_of(answer)
    assert {name: form[name].value for name in SETTLED} == {**SETTLED, **settled}
    assert form["signatory_name"].value == OFFICE["signatory_name"]
    assert programme(installation, MADRID) is None


def test_the_page_lists_what_an_office_settles(administrator: TestApp) -> None:
    text = " ".join(administrator.get("/programmes").html.get_text(" ").split())
    assert "Your office settles: how cards are numbered; how long a card is valid" in text


def test_what_decides_on_a_person_is_left_to_a_file(administrator: TestApp) -> None:
    page = administrator.get("/programmes/adopt/utr-upas")
    assert "What only a file settles" in page.text
    assert "a value in: " in page.text
    assert "What only a file settles" not in administrator.get(f"/programmes/adopt/{MADRID}").text


@pytest.fixture(scope="module")
def adopted(installation: Installation, administrator: TestApp) -> Programme:
    send(administrator, MADRID, 303, **SETTLED)
    found = programme(installation, MADRID)
    assert found is not None
    return found


def test_it_is_adopted_with_its_values(
    installation: Installation, administrator: TestApp, adopted: Programme
) -> None:
    assert adopted.local_values == {"number": "MV{yy}{seq:5}", "valid_until": "24 months"}
    assert adopted.languages == ["es", "en"]
    (entry,) = details(installation, "programme.adopted")
    assert entry["settled"] == ["number", "valid_until"]
    page = administrator.get("/programmes")
    year = clock.today("Europe/Madrid").year
    assert f"MV{{yy}}{{seq:5}}, the first of a year is MV{year % 100:02}00001" in page.text
    assert "how long a card is valid: 24 months" in page.text
    for path in (f"/schemes/{MADRID}", f"/leaflet/barcelona/{MADRID}", f"/check/barcelona/{MADRID}"):
        assert path in {each["href"] for each in page.html.select("main a")}
        administrator.get(path)
    assert "24 months" in installation.browser().get(f"/leaflet/barcelona/{MADRID}").text
    scheme = administrator.get(f"/schemes/{MADRID}").text
    assert f"the first of a year is MV{year % 100:02}00001" in scheme
    assert "24 months" in scheme
    assert "not settled yet" not in scheme
    assert "Refusal" not in scheme, "a letter that the scheme has no paper for is not promised"


@pytest.fixture(scope="module")
def dossier(adopted: Programme, caseworker: TestApp) -> str:
    """The path of a dossier that meets the scheme's rules."""
    page = caseworker.get(f"/dossiers/new?scheme={MADRID}")
    opened = fill(page, (("2", "5", "1980"),), given_names="Abril", family_names="Muestra", address="Calle 1")
    path = str(opened.follow().request.path)
    fill(caseworker.get(f"{path}/questions"), choices=("yes",)).follow()
    fill(caseworker.get(f"{path}/register"), (("1", "2", "2020"),), what="arrival", place="Madrid").follow()
    seen = caseworker.get(f"{path}/evidence/new?category=identity")
    dates = (("1", "1", "2020"), ("1", "1", "2099"))
    fill(seen, dates, ("passport", "original_seen"), issuer="Consulado").follow()
    return path


def version_hash(installation: Installation, path: str) -> str:
    with installation.session() as session:
        return session.get_one(Dossier, path.rsplit("/", 1)[1]).version_hash


def test_a_dossier_has_the_version_with_these_values(installation: Installation, dossier: str) -> None:
    with installation.session() as session:
        version = version_of(session, version_hash(installation, dossier))
    known = shipped().scheme(MADRID).latest
    assert (version.number, version.ends[0].after) == ("MV{yy}{seq:5}", Period.parse("24 months"))
    assert version.rules.keys() == known.rules.keys()
    (entry,) = details(installation, "programme.adopted")
    assert entry["version"] == version.sha256


def test_its_card_follows_the_local_pattern(
    installation: Installation, caseworker: TestApp, dossier: str
) -> None:
    fill(caseworker.get(f"{dossier}/steps/apply")).follow()
    fill(caseworker.get(f"{dossier}/photo"), photo=picture())
    fill(caseworker.get(f"{dossier}/steps/issue"), status=400, retyped="not my password")
    with installation.session() as session:
        failed = session.scalars(select(JournalEntry).filter_by(action="retyping.failed")).one()
        assert failed.actor_id == account_as(session, Role.CASEWORKER).id
        assert session.scalars(select(Card).filter_by(scheme_key=MADRID)).all() == []
    answer = fill(caseworker.get(f"{dossier}/steps/issue"), retyped=PASSWORD)
    assert installation.run_jobs() == 1
    year = clock.today("Europe/Madrid").year
    assert f"MV{year % 100:02}00001" in answer.follow().text
    with installation.session() as session:
        card = session.scalars(select(Card).filter_by(scheme_key=MADRID)).one()
        assert (card.number, card.state) == (f"MV{year % 100:02}00001", "issued")
        assert card.valid_until == Period.parse("24 months").after(card.issued_on)


def change(administrator: TestApp, adopted: Programme, status: int = 303, **values: str) -> Any:
    page = administrator.get(f"/programmes/{adopted.id}/values")
    return fill(page, status=status, retyped=PASSWORD, **values)


def test_a_changed_value_is_for_dossiers_opened_from_then_on(
    installation: Installation, administrator: TestApp, caseworker: TestApp, adopted: Programme, dossier: str
) -> None:
    before = version_hash(installation, dossier)
    assert change(administrator, adopted, number="MX{yy}{seq:5}").follow().text.count("MX{yy}{seq:5}") == 1
    assert version_hash(installation, dossier) == before
    page = caseworker.get(f"/dossiers/new?scheme={MADRID}")
    opened = fill(page, (("3", "6", "1981"),), given_names="Blai", family_names="Exemple", address="Calle 2")
    with installation.session() as session:
        version = version_of(session, version_hash(installation, str(opened.follow().request.path)))
        assert (version.number, version.ends[0].after) == ("MX{yy}{seq:5}", Period.parse("24 months"))
    (entry,) = details(installation, "programme.changed")
    assert (entry["version"], entry["settled"]) == (version.sha256, ["number", "valid_until"])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"number": "V{yy}{seq:5}"}, "These numbers look like those of"),
        ({"number": "MV{seq:7}"}, "Such numbers may have been given already."),
        ({"number": ""}, "Fill in: How cards are numbered"),
    ],
)
def test_a_change_that_cannot_be_taken_is_said_and_changes_nothing(
    installation: Installation, administrator: TestApp, adopted: Programme, values: dict[str, str], said: str
) -> None:
    before, entries = programme(installation, MADRID), details(installation, "programme.changed")
    answer = change(administrator, adopted, 400, **values)
    assert said in answer.html.select_one("[name=number]").parent.text
    after = programme(installation, MADRID)
    assert before is not None
    assert after is not None
    assert after.local_values == before.local_values
    assert details(installation, "programme.changed") == entries


def test_without_its_entry_in_the_journal_no_value_changes(
    installation: Installation, administrator: TestApp, adopted: Programme
) -> None:
    before = programme(installation, MADRID)
    page = administrator.get(f"/programmes/{adopted.id}/values")
    with closed_journal(installation.registry["engine"]):
        fill(page, valid_until="7", retyped=PASSWORD, status=500)
    after = programme(installation, MADRID)
    assert before is not None
    assert after is not None
    assert after.local_values == before.local_values


def test_two_who_change_the_values_compare(administrator: TestApp, adopted: Programme) -> None:
    first, second = (administrator.get(f"/programmes/{adopted.id}/values") for _ in range(2))
    fill(first, valid_until="12", retyped=PASSWORD).follow()
    compared = fill(second, valid_until="36", retyped=PASSWORD, status=409)
    assert "What was changed meanwhile" in compared.text
    assert PASSWORD not in compared.text


def test_terms_may_stay_open_and_are_counted_as_the_office_says(
    installation: Installation, administrator: TestApp
) -> None:
    page = administrator.get("/programmes/adopt/utr-upas")
    form = form_of(page)
    form["number"] = "U{yyyy}-{seq:4}"
    form.set("count", "10", 0)
    answer = fill(page, (("1", "3", "2026"),), ("true",), status=400, **OFFICE, retyped=PASSWORD)
    assert "Choose what it is counted in." in answer.text
    form_of(answer).set("unit", "working day", 0)
    page = fill(answer, retyped=PASSWORD).follow()
    kept = programme(installation, "utr-upas")
    assert kept is not None
    assert kept.local_values == {"number": "U{yyyy}-{seq:4}", "steps.terms.complete.lasts": "10 working days"}
    assert "how long this lasts: Time to complete: 10 working days" in page.text
    assert "how long this lasts: Time to appeal: not settled yet" in page.text


def test_a_scheme_that_leaves_nothing_open_has_nothing_to_change(
    installation: Installation, administrator: TestApp
) -> None:
    whole = programme(installation, "bcn-veinatge")
    assert whole is not None
    page = administrator.get(f"/programmes/{whole.id}/values")
    assert "The scheme leaves nothing open" in page.text
    assert page.html.find_all("button", attrs={"name": "__language__"}) == [], "there is no form to press for"
    assert f"/programmes/{whole.id}/values" not in administrator.get("/programmes").text
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    administrator.post(f"/programmes/{whole.id}/values", {"csrf_token": token}, status=409)


def test_without_number_and_validity_it_is_not_adopted_by_any_way(installation: Installation) -> None:
    catalogue, today = installation.registry["catalogue"], clock.today("Europe/Madrid")
    with installation.session() as session, pytest.raises(RefusedError) as refused:
        identity = installation.identity(session, Role.ADMINISTRATOR)
        scheme = catalogue.scheme("oakland-id")
        adopt_scheme(session, catalogue, identity, scheme, today, {}, {"number": "OK{seq:6}"}, today)
    assert "No card can be issued while it is open" in str(refused.value.message)


def test_a_scheme_whose_file_is_gone_keeps_nobody_from_the_others(
    installation: Installation, caseworker: TestApp, adopted: Programme
) -> None:
    with writing(installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        adopt(session, city, "gone-card", date(2026, 1, 1), {})
    links = caseworker.get("/dossiers/new").html.select("main a")
    assert f"/dossiers/new?scheme={MADRID}" in {each["href"] for each in links}
    caseworker.get("/dossiers/new?scheme=gone-card", status=404)
