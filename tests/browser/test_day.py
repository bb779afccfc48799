"""The whole day of the service, by its pages alone: three accounts, ten dossiers, every letter once.

Each fixture is the story of one dossier; the tests say how it ended. What no page does is let time pass: what
happened before the day is in `day/before.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from casework import clock
from casework.access.permissions import Role
from tests.browser.day import before, work
from tests.browser.day.before import AWAITED, ENDED, RENEWED, Before
from tests.browser.day.desk import Desk, Effort
from tests.browser.day.work import Person
from tests.browser.site import Browsing, Server, apart, sign_in
from tests.support.databases import Databases

pytestmark = pytest.mark.browser

SIMPLE = Person("Selam", "Mostrabaye", "1990", "ሰላም", "Tigrinya")
COMES_BACK = Person("Olena", "Mostrachuk", "1985", "Олена", "Ukrainian")
REFUSED = Person("Thị Mai", "Nguyễn Mostra", "1972")
TAKES_BACK = Person("Yasmin", "Mostrami", "1994", "ياسمين", "Arabic")
CLOSED = Person("Giorgi", "Mostrashvili", "1969", "გიორგი", "Georgian")


@pytest.fixture(scope="module")
def office(
    chromium: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsing]:
    """An installation with its worker, in which only this day happens."""
    server = Server(databases.copy("sqlite"), tmp_path_factory.mktemp("day"), worker=True)
    browsing = Browsing(chromium, server)
    yield browsing
    browsing.close()
    server.close()


@pytest.fixture(scope="module")
def today() -> date:
    return clock.today("Europe/Madrid")


@pytest.fixture(scope="module")
def earlier(office: Browsing, today: date) -> Before:
    return apart(before.let_happen, office.server.installation, today)


def at_desk(office: Browsing, role: Role) -> Desk:
    page = office.visitor()
    sign_in(page, role)
    return Desk(page, Effort())


@pytest.fixture(scope="module")
def marta(office: Browsing, earlier: Before) -> Desk:
    return at_desk(office, Role.CASEWORKER)


@pytest.fixture(scope="module")
def pau(office: Browsing, earlier: Before) -> Desk:
    return at_desk(office, Role.REVIEWER)


@pytest.fixture(scope="module")
def nuria(office: Browsing, earlier: Before) -> Desk:
    return at_desk(office, Role.SIGNATORY)


@pytest.fixture(scope="module")
def desisted(marta: Desk, nuria: Desk, today: date) -> bytes:
    """Papers were asked for and never came, though the person had the letter by post two days later."""
    marta.menu("Dossiers")
    marta.follow(re.compile("^Letters to hand over"))
    marta.follow(re.compile(AWAITED.particulars.family_names))
    marta.follow("Record when the person got the letter")
    marta.day("The day on which the person got it", today - before.TERM + timedelta(days=2))
    marta.tick("By registered post")
    marta.shows("received")
    marta.press("Save")
    marta.told("It is noted when the person got the letter.")
    nuria.menu("Dossiers")
    nuria.follow(re.compile("^Late"))
    nuria.shows("late")
    nuria.follow(re.compile(AWAITED.particulars.family_names))
    nuria.follow("Close because nothing more came")
    work.write_reasons(nuria, "Els papers no han arribat.", "Los papeles no han llegado.")
    nuria.retype_password()
    nuria.shows("close")
    nuria.press("Close because nothing more came")
    nuria.told("Done: Close because nothing more came.")
    return work.fetch_letter(nuria, "Closing for want of papers")


@pytest.fixture(scope="module")
def came_back(marta: Desk, today: date) -> dict[str, bytes]:
    """More is asked for; a lawyer needs a certificate meanwhile; the person comes back with the papers."""
    work.take_in(marta, COMES_BACK)
    letters = {"receipt": work.receive(marta)}
    work.note_contact(marta)
    work.interview(marta, today)
    marta.follow("Ask for what is missing")
    marta.write("What else it asks for", "Una fotografia recent")
    marta.shows("ask")
    marta.press("Ask for what is missing")
    marta.told("Done: Ask for what is missing.")
    letters["missing"] = work.fetch_letter(marta, "Request for what is missing")
    marta.follow(re.compile("Certificate of the state of procedure"))
    marta.write("Through whom the person can be summoned", "Clara Mostra Soler, 600 000 001")
    marta.retype_password()
    marta.shows("certificate")
    marta.press("Sign the certificate")
    letters["certificate"] = work.fetch_letter(marta, "Certificate of the state of procedure")
    work.add_certificate(marta)
    work.step(marta, "Now complete")
    marta.told("Done: Now complete.")
    return letters


@pytest.fixture(scope="module")
def refused(marta: Desk, nuria: Desk, today: date) -> bytes:
    """Refused with reasons in two languages; the person appeals."""
    address = work.take_in(marta, REFUSED)
    work.register(marta)
    work.step(marta, "Take up")
    work.propose_without_sentences(marta)
    nuria.open(address)
    nuria.follow("Review and decide")
    nuria.follow("Refuse")
    work.write_reasons(nuria, "Encara no consta al padró.", "Todavía no consta en el padrón.")
    nuria.retype_password()
    nuria.shows("refuse")
    nuria.press("Refuse")
    nuria.told("Done: Refuse.")
    letter = work.fetch_letter(nuria, "Refusal")
    marta.open(address)
    marta.follow("Note an appeal")
    marta.write("Which remedy", "Recurs d’alçada")
    marta.day("Lodged on", today)
    marta.shows("appeal")
    marta.press("Note an appeal")
    marta.told("Done: Note an appeal.")
    return letter


@pytest.fixture(scope="module")
def renewed(marta: Desk, nuria: Desk) -> bytes:
    """The card of last year is renewed with what still holds."""
    marta.look_up(RENEWED.particulars.family_names)
    marta.follow("Begin again from this dossier")
    marta.shows("renew")
    marta.press("Open a new dossier")
    marta.told("A new dossier is open.")
    address = marta.page.url
    work.answer_questions(marta)
    work.register(marta)
    work.step(marta, "Take up")
    work.propose(marta, "English")
    work.grant(nuria, address)
    return work.issue(nuria)


@pytest.fixture(scope="module")
def taken_back(marta: Desk) -> None:
    work.take_in(marta, TAKES_BACK)
    work.register(marta)
    work.step(marta, "The person takes it back")
    marta.told("Done: The person takes it back.")


@pytest.fixture(scope="module")
def known(marta: Desk, pau: Desk, nuria: Desk, today: date, taken_back: None) -> bytes:
    """The same person is back: known at intake, proposed, sent back, proposed, withdrawn, proposed again."""
    marta.menu("Dossiers")
    marta.follow("Open a dossier")
    work.describe(marta, TAKES_BACK)
    marta.press("Open the dossier")
    expect(marta.page.get_by_role("alert")).to_contain_text("Somebody like this is known already.")
    expect(marta.page.get_by_role("heading", name="Possibly the same person")).to_be_visible()
    marta.shows("known")
    marta.tick("known from")
    marta.press("Open the dossier")
    marta.told("The dossier is open.")
    address = marta.page.url
    work.fill_dossier(marta, today)
    work.register(marta)
    work.step(marta, "Take up")
    work.propose(marta)
    pau.menu("Dossiers")
    pau.shows("review-list")
    pau.follow(re.compile("^Review – "))
    expect(pau.main).to_contain_text("You have not looked at this dossier before.")
    work.step(pau, "Send back")
    marta.open(address)
    marta.follow(re.compile("^Change – Address"))
    marta.write("Address", "carrer de la Prova, 7")
    marta.press("Save")
    work.propose(marta)
    work.step(marta, "Withdraw the proposal")
    marta.told("Done: Withdraw the proposal.")
    work.propose(marta)
    pau.menu("Dossiers")
    pau.follow(re.compile("^Review – "))
    expect(pau.main.locator("del")).to_contain_text("carrer de l’Exemple")
    expect(pau.main.locator("ins")).to_contain_text("carrer de la Prova, 7")
    pau.shows("review")
    work.grant(nuria, address)
    return work.fetch_letter(nuria, "Grant")


@pytest.fixture(scope="module")
def closed(marta: Desk) -> None:
    work.take_in(marta, CLOSED)
    work.step(marta, "Close without comment")
    marta.told("Done: Close without comment.")


@dataclass(frozen=True)
class Simple:
    """One simple person's dossier: where it is, the signed paper, and what it cost the two who made it."""

    address: str
    paper: bytes
    effort: Effort


@pytest.fixture(scope="module")
def simple(marta: Desk, nuria: Desk, today: date) -> Simple:
    """From the counter to the paper in the person's hands."""
    at_counter, signing = Desk(marta.page, Effort()), Desk(nuria.page, Effort())
    address = work.to_proposal(at_counter, SIMPLE, today)
    work.grant(signing, address)
    signed = work.issue(signing)
    at_counter.open(address)
    work.hand_over(at_counter, today)
    return Simple(address, signed, at_counter.effort + signing.effort)


@pytest.fixture(scope="module")
def ended(nuria: Desk) -> bytes:
    """A card ends, with reasons and remedies."""
    nuria.look_up(ENDED.particulars.family_names)
    nuria.follow("End")
    work.write_reasons(nuria, "Un paper mostrat era fals.", "Un papel mostrado era falso.")
    nuria.retype_password()
    nuria.shows("end")
    nuria.press("End")
    nuria.told("Done: End.")
    return work.fetch_letter(nuria, "End of the card")


@pytest.fixture(scope="module")
def whole_day(
    desisted: bytes,
    came_back: dict[str, bytes],
    refused: bytes,
    renewed: bytes,
    known: bytes,
    closed: None,
    simple: Simple,
    ended: bytes,
) -> None:
    """Everything that happened."""


ENDINGS = {
    "Mostraouni": {"Closed without decision on the matter"},
    "Mostrachuk": {"Being studied"},
    "Nguyễn Mostra": {"Refused"},
    "Mostraceesay": {"Replaced", "Issued"},
    "Mostrami": {"Withdrawn by the person", "Granted"},
    "Mostrashvili": {"Closed"},
    "Mostrabaye": {"Handed over"},
    "Mostradze": {"Ended"},
}
"""By family name, the states of the person's dossiers: ten in all."""


def test_ten_dossiers_have_come_where_they_belong(marta: Desk, whole_day: None) -> None:
    marta.menu("Dossiers")
    marta.follow(re.compile("^All"))
    found: dict[str, set[str]] = {}
    marta.main.get_by_role("row").nth(10).wait_for()
    for row in marta.main.get_by_role("row").all()[1:]:
        shown = row.inner_text()
        name = next(each for each in ENDINGS if each in shown)
        found.setdefault(name, set()).add(row.locator(".cw-state").first.inner_text().strip())
    assert found == ENDINGS
    assert marta.main.get_by_role("row").count() == 1 + 10


def test_every_letter_says_what_it_is_for(
    desisted: bytes, came_back: dict[str, bytes], refused: bytes, known: bytes, ended: bytes
) -> None:
    for letter, words in (
        (came_back["receipt"], "Hem rebut la vostra sol·licitud"),
        (came_back["missing"], "Una fotografia recent"),
        (came_back["certificate"], "Clara Mostra Soler, 600 000 001"),
        (refused, "Todavía no consta en el padrón."),
        (desisted, "Los papeles no han llegado."),
        (known, "Us concedim el document de veïnatge"),
        (ended, "Un papel mostrado era falso."),
    ):
        assert words in work.words_on(letter)


def test_an_appeal_stands_in_the_course_of_the_procedure(marta: Desk, refused: bytes) -> None:
    marta.look_up(REFUSED.family)
    expect(marta.main).to_contain_text("Recurs d’alçada")


def test_anybody_learns_how_a_card_stands(
    office: Browsing, earlier: Before, simple: Simple, renewed: bytes, ended: bytes
) -> None:
    anybody = Desk(office.visitor(), Effort())
    anybody.open("/verify")
    for code, verdict in (
        (work.code_on(simple.paper), "Genuine and in force"),
        (work.code_on(renewed), "Genuine and in force"),
        (earlier.renewed_code, "Genuine, replaced by a later paper"),
        (earlier.ended_code, "Genuine, no longer in force"),
    ):
        anybody.write("Code on the paper", code)
        anybody.shows("verify")
        anybody.press("Check")
        expect(anybody.page.get_by_role("heading", level=1)).to_have_text(verdict)
        anybody.shows("verified")
        anybody.follow("Check another code")


def test_a_lawyer_downloads_what_the_person_lets_her_see(
    office: Browsing, marta: Desk, simple: Simple, today: date
) -> None:
    marta.open(simple.address)
    marta.follow("Give a lawyer access")
    marta.choose("Lawyer", "Clara Mostra Soler, Despatx Mostra i Exemple")
    marta.tick("Document municipal de veïnatge")
    marta.day("Until", today + timedelta(days=30))
    marta.tick("The person agreed today")
    marta.retype_password()
    marta.shows("access")
    marta.press("Give access")
    marta.told("Access is given.")
    clara = at_desk(office, Role.LAWYER)
    clara.menu("Given to you")
    clara.shows("given")
    assert clara.download(re.compile("Document municipal")) == simple.paper


def test_the_auditor_reads_who_did_what_and_no_name_of_a_person(office: Browsing, whole_day: None) -> None:
    joan = at_desk(office, Role.AUDITOR)
    joan.menu("Journal")
    joan.shows("journal")
    expect(joan.main).to_contain_text("took the step “End”")
    assert not [name for name in ENDINGS if name in joan.main.inner_text()]


def test_the_administrator_ends_the_sessions_of_an_account(office: Browsing, pau: Desk, known: bytes) -> None:
    laia = at_desk(office, Role.ADMINISTRATOR)
    laia.menu("Accounts")
    laia.shows("accounts")
    laia.follow(re.compile("^End all sessions – Pau"))
    laia.shows("end-sessions")
    laia.retype_password()
    laia.press("End all sessions")
    pau.open("/dossiers")
    expect(pau.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_everybody_sees_where_they_are_signed_in(office: Browsing, marta: Desk) -> None:
    sign_in(office.visitor(), Role.CASEWORKER)
    marta.open("/account")
    marta.shows("sessions")
    expect(marta.main.get_by_role("link", name="End this session")).not_to_have_count(0)


def test_a_new_user_needs_less_than_ten_minutes(simple: Simple) -> None:
    """From intake to a handed-over paper; `-s` shows what it took."""
    print(f"\none simple dossier: {simple.effort}")
    assert simple.effort.seconds < 600
