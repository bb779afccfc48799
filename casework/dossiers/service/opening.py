"""Opening a dossier under the scheme version of the day."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.cards.service import next_in_series
from casework.dossiers.models import AUTHOR, Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.changes import note, take_part
from casework.errors import NotFoundError
from casework.people.models import Particulars, Person
from casework.programmes.service import adopted, freeze
from casework.schemes import Catalogue


def open_dossier(
    session: Session,
    catalogue: Catalogue,
    identity: Identity,
    scheme_key: str,
    particulars: Particulars,
    record: CaseRecord,
    today: date,
) -> Dossier:
    """Open a dossier for a new person, under the version of the scheme in force today.

    Raises NotFoundError when the organisation does not run this scheme.
    """
    if scheme_key not in adopted(session, identity.organisation_id, today):
        raise NotFoundError
    version = catalogue.scheme(scheme_key).version_on(today)
    person = Person(organisation_id=identity.organisation_id)
    session.add(person)
    person.particulars = particulars
    dossier = Dossier(
        organisation_id=identity.organisation_id,
        scheme_key=scheme_key,
        version_hash=freeze(session, version),
        person=person,
        reference=_reference(session, identity.organisation_id, today.year),
        state=version.steps.start.key,
        owner_id=identity.account_id,
        opened_on=today,
    )
    session.add(dossier)
    dossier.record = record
    session.flush()
    take_part(session, identity, dossier, AUTHOR)
    note(session, identity.account_id, dossier, "dossier.opened", {"scheme": scheme_key})
    return dossier


def _reference(session: Session, organisation_id: str, year: int) -> str:
    """What the staff call the dossier among themselves: year and number, nothing of the person."""
    return f"{year % 100:02}-{next_in_series(session, organisation_id, 'dossier', year):05}"
