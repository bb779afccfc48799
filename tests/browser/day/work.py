"""What caseworkers and signatories do with a dossier, page by page. The words are those that they see."""

import re
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.day.desk import Desk
from tests.support.pages import picture

PDF = re.compile(r"\(PDF\)")


@dataclass(frozen=True)
class Person:
    """Somebody invented. Known in a second script, or not."""

    given: str
    family: str
    year: str
    native: str = ""
    native_language: str = ""
    address: str = "carrer de l’Exemple, 12, 3r 1a"


def take_in(marta: Desk, person: Person) -> str:
    """From the worklist to the open dossier; its address."""
    marta.menu("Dossiers")
    marta.shows("list")
    marta.follow("Open a dossier")
    describe(marta, person)
    marta.shows("intake")
    marta.press("Open the dossier")
    marta.told("The dossier is open.")
    marta.shows("dossier")
    expect(marta.page.get_by_role("heading", level=1)).to_contain_text(person.family)
    return marta.page.url


def describe(marta: Desk, person: Person) -> None:
    marta.write("Given names", person.given)
    marta.write("Family names", person.family)
    if person.native:
        marta.write("Name in its own script", person.native)
        marta.choose("Language of that script", person.native_language)
    marta.day("Birth date", ("", "", person.year))
    marta.write("Address", person.address)


def note_contact(marta: Desk) -> None:
    marta.follow("Change how to reach the person")
    marta.choose("Interpreter", "A professional interpreter")
    marta.write("Telephone", "+34 600 000 000")
    marta.tick("Send no")
    marta.shows("contact")
    marta.press("Save")
    expect(marta.main).to_contain_text("+34 600 000 000")


def interview(marta: Desk, today: date) -> None:
    """Agreed and held on one day."""
    marta.follow("Appointments and interview notes")
    marta.choose("What for", "Interview")
    marta.day("Day", today)
    marta.write("Hour", "9:30")
    marta.write("Where", "Sala Mostra")
    marta.shows("appointment")
    marta.press("Agree the appointment")
    marta.told("The appointment is agreed.")
    marta.follow(re.compile("^Held"))
    marta.write("Note", "Portarà el certificat.")
    marta.shows("held")
    marta.press("Keep the note")
    marta.told("It is noted that the appointment was held.")
    marta.follow("Back to the dossier")


def enter_register(marta: Desk, arrived: date) -> None:
    """The movements of somebody who came from elsewhere straight to Barcelona."""
    marta.follow("Change – Register movements")
    marta.choose("What the register says", "Registered (arrival)")
    marta.day("Date", arrived)
    marta.write("Town of the register", "Barcelona")
    marta.shows("register")
    marta.press("Enter the movement")
    marta.told("The movement is entered.")
    marta.follow("Back to the dossier")


def answer_questions(marta: Desk) -> None:
    marta.follow("Change – Questions of the scheme")
    marta.tick("Yes")
    marta.shows("questions")
    marta.press("Save")


def add_evidence(marta: Desk, category: str, kind: str, issuer: str, *, photographed: bool = False) -> None:
    marta.follow(category)
    marta.tick(kind)
    marta.write("Issued by", issuer)
    marta.tick("Original seen")
    marta.shows("evidence")
    if photographed:
        marta.page.get_by_label("Copy of it").set_input_files(
            {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": picture().content}
        )
        marta.effort.clicks += 2
    marta.press("Add the evidence")
    marta.told("The evidence is added." if photographed else "The evidence is noted as seen.")


def add_certificate(marta: Desk) -> None:
    add_evidence(marta, "Registration and stay", "Register certificate (certificat)", "Ajuntament")


def add_course(marta: Desk) -> None:
    kind = "Course or exam certificate with hours and dates"
    add_evidence(marta, "Languages", kind, "Escola Mostra", photographed=True)


def compose(marta: Desk) -> None:
    """The sentences that the register bears out, as they are suggested."""
    marta.follow("Compose a statement")
    marta.shows("sentence")
    marta.press("Print the ticked sentences")
    marta.told("The sentences will be printed.")


def register(marta: Desk) -> None:
    """Register the application, and go on while the receipt is being made."""
    step(marta, "Register the application")
    marta.follow("Back to the dossier")


def receive(marta: Desk) -> bytes:
    """Register the application; the receipt, ready to print; back on the dossier."""
    step(marta, "Register the application")
    return fetch_letter(marta, "Receipt")


def step(marta: Desk, name: str) -> None:
    marta.follow(name)
    marta.press(name)


def fetch_letter(desk: Desk, kind: str) -> bytes:
    """The page of a letter that a step wrote: it renews itself until the letter is there."""
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(kind)
    signed = desk.download("Download to print (PDF)")
    desk.shows("letter")
    desk.follow("Back to the dossier")
    return signed


def fill_dossier(marta: Desk, today: date) -> None:
    """All that a grant needs, for somebody who came two years ago."""
    since = today - timedelta(days=700)
    enter_register(marta, since)
    answer_questions(marta)
    add_certificate(marta)
    add_course(marta)
    compose(marta)


def propose(marta: Desk, language: str = "Arabic") -> None:
    marta.follow("Propose")
    marta.choose("Read back in", language)
    marta.choose("Interpreter", "A professional interpreter")
    marta.tick("The sentences were read back")
    marta.shows("propose")
    marta.press("Propose")
    marta.told("Next comes the decision. It is for: signatory")


def propose_without_sentences(marta: Desk) -> None:
    """Nothing is to be printed, so nothing was read back: to be refused."""
    marta.follow("Propose")
    marta.tick("No sentence is to be printed")
    marta.press("Propose")
    marta.told("Next comes the decision. It is for: signatory")


def to_proposal(marta: Desk, person: Person, today: date) -> str:
    """A whole dossier from intake to the proposal; its address."""
    address = take_in(marta, person)
    fill_dossier(marta, today)
    receive(marta)
    step(marta, "Take up")
    marta.told("Done: Take up. The dossier is now: being studied.")
    propose(marta)
    return address


def decide(nuria: Desk, name: str) -> None:
    """A decision that asks for nothing but the password."""
    nuria.follow(name)
    nuria.retype_password()
    nuria.press(name)


def grant(nuria: Desk, address: str) -> None:
    """Review and grant; ends at the letter that says so."""
    nuria.open(address)
    nuria.follow("Review and decide")
    nuria.shows("decide")
    decide(nuria, "Grant")
    nuria.told("Done: Grant. The dossier is now: granted. Next comes: Sign and issue.")


def issue(nuria: Desk) -> bytes:
    """From the letter of the grant on: sign the paper and wait for it."""
    nuria.follow("Back to the dossier")
    nuria.shows("granted")
    decide(nuria, "Sign and issue")
    signed = nuria.download(PDF)
    nuria.shows("card")
    nuria.follow("Go on in the dossier")
    return signed


def hand_over(marta: Desk, today: date, language: str = "Arabic") -> None:
    marta.follow("Hand the paper over")
    marta.day("Handed over on", today)
    marta.choose("Into whose hands", "The person")
    marta.choose("Limits explained in", language)
    marta.choose("Interpreter", "A professional interpreter")
    marta.tick("I said aloud what the paper is")
    marta.shows("hand-over")
    marta.press("Hand the paper over")
    marta.told("Done: Hand the paper over.")


def write_reasons(nuria: Desk, catalan: str, spanish: str) -> None:
    nuria.write("Reasons, in Catalan", catalan)
    nuria.write("The same reasons, in Spanish", spanish)


def standing(desk: Desk) -> str:
    """The state of the dossier that is shown."""
    panel = desk.page.get_by_role("heading", name="Where it stands").locator("..")
    return panel.locator(".cw-state").first.inner_text().strip().lower()


def words_on(letter: bytes) -> str:
    """The words of a printed letter, as a reader sees them."""
    shown = subprocess.run(["pdftotext", "-", "-"], input=letter, capture_output=True, check=True)
    return " ".join(shown.stdout.decode().split())


def code_on(paper: bytes) -> str:
    """The code as a person reads it at the foot of the page."""
    found = re.search(r"\b[0-9A-Z*~$=]{7}-[0-9A-Z*~$=]{7}-[0-9A-Z*~$=]{7}", words_on(paper))
    assert found is not None
    return found[0]
