"""What Barcelona's day shows of no page: cards over the counter, questions of every type, a register, adopting,
and the pages for everybody. Three offices, each with a dossier that somebody began before.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from casework import clock
from casework.access.permissions import Role
from casework.demo.casting import Part
from tests.browser.day import elsewhere, work
from tests.browser.day.desk import TAKES, Desk, Effort
from tests.browser.day.elsewhere import COUNTER, HOUSEHOLD
from tests.browser.site import Browsing, Server, apart, sign_in_as
from tests.support.databases import Databases
from tests.support.installation import name_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(
    chromium: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsing]:
    """An installation with its worker, in which only these offices work."""
    server = Server(databases.copy("sqlite"), tmp_path_factory.mktemp("elsewhere"), worker=True)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


@pytest.fixture(scope="module")
def today() -> date:
    return clock.today("Europe/Madrid")


@pytest.fixture(scope="module")
def offices(office: Browsing, today: date) -> dict[str, Part]:
    return apart(elsewhere.open_offices, office.server.installation.registry, today)


def at_desk(office: Browsing, name: str) -> Desk:
    page = office.visitor()
    sign_in_as(page, name)
    return Desk(page, Effort())


@pytest.fixture(scope="module")
def femke(office: Browsing, offices: dict[str, Part]) -> Desk:
    """The caseworker of the household's card."""
    return at_desk(office, elsewhere.signs_in_as(offices[HOUSEHOLD], Role.CASEWORKER))


@pytest.fixture(scope="module")
def denise(office: Browsing, offices: dict[str, Part]) -> Desk:
    """The caseworker at the counter."""
    return at_desk(office, elsewhere.signs_in_as(offices[COUNTER], Role.CASEWORKER))


@pytest.fixture(scope="module")
def hector(office: Browsing, offices: dict[str, Part]) -> Desk:
    """Who signs there, and looks afterwards at what one person issued."""
    return at_desk(office, elsewhere.signs_in_as(offices[COUNTER], Role.SIGNATORY))


@pytest.fixture(scope="module")
def marta(office: Browsing, offices: dict[str, Part]) -> Desk:
    return at_desk(office, name_of(Role.CASEWORKER))


def test_an_answer_that_is_taken_back_leaves_its_rule_unknown(femke: Desk) -> None:
    femke.look_up("Voorbeeldle")
    femke.shows("rights")
    expect(femke.main).to_contain_text("or a valid BBB card: met")
    femke.follow("Change – Questions of the scheme")
    femke.shows("answers")
    femke.page.get_by_role("group", name="BBB card").get_by_label("Not known yet").check()
    femke.press("Save")
    expect(femke.main).to_contain_text("or a valid BBB card: not known yet")


@pytest.fixture(scope="module")
def over_the_counter(denise: Desk) -> str:
    """The address of a dossier whose card one person issued alone."""
    denise.look_up("Samplecruz")
    address = denise.page.url
    denise.follow(re.compile("^Change – Address"))
    denise.write("Organ donor", "yes")
    denise.shows("details")
    denise.press("Save")
    work.step(denise, "Papers checked")
    denise.follow("Sign and issue")
    denise.retype_password()
    denise.shows("counter")
    denise.press("Sign and issue")
    denise.main.get_by_role("link", name=work.PDF).first.wait_for(timeout=TAKES)
    return address


def test_what_one_person_issued_waits_until_a_colleague_has_looked(
    hector: Desk, over_the_counter: str
) -> None:
    hector.menu("Dossiers")
    hector.follow(re.compile("^To check afterwards"))
    hector.shows("to-check")
    hector.follow(re.compile("Samplecruz"))
    expect(hector.page).to_have_url(over_the_counter)
    hector.follow("Check afterwards")
    hector.retype_password()
    hector.shows("after-check")
    hector.press("Check afterwards")
    hector.told("Done: Check afterwards.")
    hector.menu("Dossiers")
    hector.follow(re.compile("^To check afterwards"))
    expect(hector.main).to_contain_text("No card waits to be checked")


def test_a_card_is_renewed_from_the_first_day_of_its_window(denise: Desk, over_the_counter: str) -> None:
    denise.open(over_the_counter)
    denise.follow("Begin again from this dossier")
    expect(denise.main).to_contain_text("This card can be renewed from")
    denise.shows("renew-early")


def test_an_entry_is_certified_again_whenever_somebody_asks(marta: Desk) -> None:
    marta.look_up("Mostrafall")
    address = marta.page.url
    marta.follow("Enter")
    marta.retype_password()
    marta.shows("enter")
    marta.press("Enter")
    marta.main.get_by_role("link", name=work.PDF).first.wait_for(timeout=TAKES)
    marta.open(address)
    marta.shows("entry")
    marta.follow("Certify")
    marta.retype_password()
    marta.shows("certify")
    marta.press("Certify")
    assert "Mostrafall Exemplar" in work.words_on(work.fetch_letter(marta, "Certificat"))


def test_an_administrator_adopts_a_scheme_and_changes_its_values(office: Browsing, today: date) -> None:
    laia = at_desk(office, name_of(Role.ADMINISTRATOR))
    laia.menu("Programmes")
    laia.follow("Neighbourhood card")
    laia.write("How cards are numbered", "TV{yy}{seq:5}")
    laia.write("For how many months a card is valid", "24")
    laia.tick("I have read the notes above")
    laia.shows("adopt")
    laia.retype_password()
    laia.press("Adopt the scheme")
    laia.told("The scheme is adopted.")
    laia.shows("programmes")
    laia.follow(re.compile("^Change the values"))
    laia.write("For how many months a card is valid", "36")
    laia.shows("values")
    laia.retype_password()
    laia.press("Save")
    laia.told("The values are changed.")
    expect(laia.main).to_contain_text("36 months")
    expect(laia.main).to_contain_text(f"TV{today:%y}00001")


def test_anybody_reads_the_leaflet_and_checks_what_is_missing(office: Browsing) -> None:
    anybody = Desk(office.visitor(), Effort())
    anybody.open("/leaflet/barcelona/bcn-veinatge")
    anybody.shows("leaflet")
    anybody.follow("See what you would still need")
    anybody.shows("self-check")
    anybody.press("See the answer")
    anybody.shows("self-check-answer")
    expect(anybody.main).to_contain_text("A person decides")
