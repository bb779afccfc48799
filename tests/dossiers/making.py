"""Cards and letters of an office made as the jobs make them, within a session that is rolled back."""

from sqlalchemy.orm import Session

from casework import clock
from casework.access.identity import Identity
from casework.cards.press import SEALS, Press, create_test_seal
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.service import issuing, letters
from tests.dossiers.offices import Office
from tests.support.installation import Installation

BASE_URL = "https://casework.example.org"


def press_of(installation: Installation, office: Office) -> Press:
    """The press, with a seal for the office."""
    keys, issuer = installation.settings.keys_directory, office.organisation
    if not (keys / SEALS / f"{issuer.key}.p12").exists():
        create_test_seal(keys, issuer.key, issuer.name, b"a test", clock.now())
    press: Press = installation.registry["press"]
    return press


def issue(installation: Installation, office: Office, dossier: Dossier, step: str, who: Identity) -> Dossier:
    """The dossier after its card was issued by a step."""
    card = issuing.start_issuing(office.session, who, dossier, step, office.on)
    work = issuing.make(office.session, press_of(installation, office), BASE_URL, card.id, clock.now())
    assert work is not None
    issuing.finish(office.session, card.id, work)
    return office.whole(dossier.id)


def write(installation: Installation, office: Office, letter: Letter) -> Letter:
    """A letter that was begun, signed and registered."""
    press_of(installation, office)
    return sign(installation, office.session, letter)


def sign(installation: Installation, session: Session, letter: Letter) -> Letter:
    """A letter that was begun, signed and registered; its office has a seal."""
    work = letters.make(session, installation.registry["press"], BASE_URL, letter.id, clock.now())
    assert work is not None
    letters.finish(session, letter.id, work)
    return letter
