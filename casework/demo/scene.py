"""Who acts in a dossier of the town, on which day; and that they read it first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from casework.access.guards import record_read
from casework.access.identity import Identity
from casework.access.models import Account
from casework.access.permissions import Guarded, Role
from casework.demo.accounts import identity_of, name_of
from casework.demo.careers import Career
from casework.demo.people import ACCOUNTS
from casework.dossiers.models import Dossier

CASEWORKERS = tuple(
    each.name for each in ACCOUNTS if each.role is Role.CASEWORKER and each.organisation == "barcelona"
)
_BY = {
    "return": Role.REVIEWER,
    "look": Role.REVIEWER,
    "grant": Role.SIGNATORY,
    "refuse": Role.SIGNATORY,
    "issue": Role.SIGNATORY,
    "desist": Role.SIGNATORY,
    "end": Role.SIGNATORY,
}


@dataclass
class Scene:
    """A career that is being lived. `today` is the day on which the town is looked at, not that of an act."""

    registry: Registry
    staff: Mapping[str, str]
    """Ids of the accounts by their names for signing in."""
    career: Career
    today: date
    dossier_id: str = ""

    @property
    def owner(self) -> str:
        """The name for signing in of who handles the dossier; the caseworkers share them evenly."""
        return CASEWORKERS[self.career.number % len(CASEWORKERS)]

    @property
    def deputy(self) -> str | None:
        """Who stands in, if anybody does."""
        number = self.career.number
        return CASEWORKERS[(number + 1) % len(CASEWORKERS)] if number % 2 else None

    def account(self, session: Session, name: str) -> Account:
        return session.get_one(Account, self.staff[name])

    def caseworker(self, session: Session) -> Identity:
        return identity_of(self.account(session, self.owner))

    def actor(self, session: Session, act: str, dossier: Dossier) -> Identity:
        """The account that does something; a proposal is sent back by who reviews it."""
        role = Role.REVIEWER if act == "ask_for_more" and dossier.state == "proposed" else _BY.get(act)
        return identity_of(self.account(session, name_of(role))) if role else self.caseworker(session)


def read(session: Session, reader: Identity, what: Guarded, dossier: Dossier, page: str) -> None:
    """Enter into the journal that an account opened a page, by the function that stands round every view."""
    request = Request.blank("/")
    request.dbsession = session
    request.set_property(lambda _request: reader, "identity")
    record_read(request, what, dossier.id, page)
