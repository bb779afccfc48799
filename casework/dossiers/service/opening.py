"""Opening a dossier under the scheme version of the day, for a new person or one known already."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.access.permissions import Permission, visible
from casework.cards.service import next_in_series
from casework.dossiers.models import AUTHOR, Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.changes import note, take_part
from casework.errors import NotFoundError
from casework.people.models import Particulars, Person
from casework.people.search import resembles
from casework.programmes.service import freeze, programme_of, version_in_force, version_of
from casework.schemes import Catalogue

BATCH = 500
REGISTER = "register:dossiers"


@dataclass(frozen=True)
class Known:
    """A person known at the organisation, and the dossiers on them, newest first."""

    person: Person
    dossiers: tuple[Dossier, ...]


def persons_alike(session: Session, identity: Identity, particulars: Particulars) -> list[Known]:
    """Persons known at the account's organisation who may be this one (`resembles`), in the order of their ids."""
    dossiers = visible(select(Dossier), identity, Permission.DOSSIER_READ, Dossier).where(
        Dossier.organisation_id == identity.organisation_id
    )
    persons = (
        select(Person)
        .where(Person.id.in_(dossiers.with_only_columns(Dossier.person_id)))
        .order_by(Person.id)
        .execution_options(yield_per=BATCH)
    )
    alike = [each for each in session.scalars(persons) if resembles(particulars, each.particulars)]
    theirs = session.scalars(
        dossiers.where(Dossier.person_id.in_([each.id for each in alike])).order_by(
            Dossier.opened_on.desc(), Dossier.reference.desc()
        )
    ).all()
    return [Known(each, tuple(one for one in theirs if one.person_id == each.id)) for each in alike]


def under_way(session: Session, known: Known, scheme_key: str) -> list[Dossier]:
    """The person's dossiers under a scheme that have not come to their end: no card yet, and not closed."""
    return [each for each in known.dossiers if each.scheme_key == scheme_key and _runs(session, each)]


def _runs(session: Session, dossier: Dossier) -> bool:
    state = version_of(session, dossier.version_hash).steps.states[dossier.state]
    return not state.final and state.card is None


def open_dossier(
    session: Session,
    catalogue: Catalogue,
    identity: Identity,
    scheme_key: str,
    particulars: Particulars,
    record: CaseRecord,
    today: date,
    person: Person | None = None,
) -> Dossier:
    """Open a dossier under the version of the scheme in force today.

    It is for a new person of these `particulars`, or for a `person` known at the organisation, whose own
    particulars stay. Raises NotFoundError when the organisation does not run this scheme, or does not know
    this person.
    """
    programme = programme_of(session, identity.organisation_id, scheme_key)
    if programme.since > today:
        raise NotFoundError
    version = version_in_force(catalogue, programme, today)
    if person is None:
        person = Person(organisation_id=identity.organisation_id)
        session.add(person)
        person.particulars = particulars
    elif person.organisation_id != identity.organisation_id:
        raise NotFoundError
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
    return f"{year % 100:02}-{next_in_series(session, organisation_id, REGISTER, year):05}"
