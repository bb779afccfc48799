"""Two cities that run the same scheme, and an account of each role in the first: what the matrix is asked about.

The first city is the demo's Barcelona. The second has dossiers of its own; on three of them the accounts of the
first hold grants, of which one is in force, one was ended and one has lapsed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import service as access
from casework.access.models import (
    Account,
    AccountParticulars,
    AccountSession,
    Grant,
    Organisation,
)
from casework.access.permissions import Role
from casework.cards.press import create_test_seal
from casework.db import writing
from casework.demo.people import ACCOUNTS, LETTERHEAD, NEIGHBOURHOOD, PASSWORD
from casework.dossiers.models import Dossier
from casework.dossiers.records import AppointmentRecord
from casework.dossiers.service import appointments, notes
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.opening import open_dossier
from casework.programmes.service import adopt
from tests.access.cases import NOTE, PARTICULARS, PLACE, RECORD, Case, add_case, identity_of
from tests.support.installation import BEGAN, Installation, name_of

HOUSEHOLDS = "nantes-carte-blanche"
HOME, ELSEWHERE = "barcelona", "altra-ciutat"


class Relation(StrEnum):
    """How an object stands to the account that asks for it."""

    OWN = "own"
    OTHER = "other"
    GRANTED = "granted"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass
class World:
    """`cases` are issued; `in_study` and `proposed` are dossiers of the first city by relation own and other, and
    `households` ids of the first dossiers of two households.
    """

    installation: Installation
    accounts: dict[Role, str]
    spare: dict[Relation, str]
    cases: dict[Relation, Case]
    in_study: dict[Relation, Case]
    proposed: dict[Relation, Case]
    households: dict[Relation, str]

    def note_in(self, case: Case) -> str:
        """The id of the case's note, which its author writes again if it was deleted."""
        with writing(self.installation.registry["sessions"]) as session:
            dossier = session.get_one(Dossier, case.dossier)
            if not dossier.notes:
                notes.add_note(session, identity_of(session, dossier.owner_id), dossier, NOTE, clock.now())
                session.flush()
            return dossier.notes[0].id

    def appointment_in(self, case: Case) -> str:
        """The id of a planned appointment of the case, agreed anew if what became of it was noted."""
        with writing(self.installation.registry["sessions"]) as session:
            dossier = session.get_one(Dossier, case.dossier)
            if not appointments.planned(dossier):
                owner, record = identity_of(session, dossier.owner_id), AppointmentRecord(PLACE)
                appointments.add_appointment(session, owner, dossier, Purpose.INTERVIEW, clock.now(), record)
            return appointments.planned(dossier)[0].id

    def token(self, role: Role) -> str:
        """Sign the account of a role in; the value of its cookie."""
        return sign_in(self.installation, self.accounts[role])


def sign_in(installation: Installation, account_id: str) -> str:
    """Begin a session by the use-case, past the limits of the page; its token."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        name = session.get_one(Account, account_id).particulars.sign_in_name
        token = access.sign_in(
            session, registry["passwords"], registry["sign_in_key"], name, PASSWORD, clock.now()
        )
    assert token is not None
    return token


def session_id(installation: Installation, token: str) -> str:
    with installation.session() as session:
        return session.scalars(
            select(AccountSession.id).where(AccountSession.token_hash == access.token_hash(token))
        ).one()


def add_account(installation: Installation, organisation_key: str, name: str, *roles: Role) -> str:
    """An account with the demo's password; its id."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        organisation = organisation_of(session, organisation_key)
        account = access.open_account(
            session,
            registry["passwords"],
            registry["sign_in_key"],
            organisation,
            AccountParticulars(name, f"Compte {name}"),
            PASSWORD,
        )
        session.flush()
        for role in roles:
            access.give_role(session, account, organisation, role, BEGAN)
        return account.id


def organisation_of(session: Session, key: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.key == key)).one()


def found_elsewhere(installation: Installation) -> dict[Role, str]:
    """The second city: organisation, programme, seal, and the accounts that take its steps."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        organisation = Organisation(key=ELSEWHERE, kind="city", name="Ajuntament d’una Altra Ciutat")
        session.add(organisation)
        session.flush()
        registry["vault"].keyring.new_epoch(organisation.id)
        adopt(session, organisation, NEIGHBOURHOOD, BEGAN.date(), LETTERHEAD)
    keys = registry["settings"].keys_directory
    create_test_seal(keys, ELSEWHERE, "Ajuntament d’una Altra Ciutat", PASSWORD.encode(), BEGAN)
    return {
        role: add_account(installation, ELSEWHERE, f"{role}@altra.example", role)
        for role in (Role.CASEWORKER, Role.SIGNATORY)
    }


def begin_household(installation: Installation, accounts: dict[Role, str]) -> str:
    """A dossier under a scheme for households, which the city of these accounts runs from now on; its id."""
    registry = installation.registry
    with writing(registry["sessions"]) as session:
        author = identity_of(session, accounts[Role.CASEWORKER])
        organisation = session.get_one(Organisation, author.organisation_id)
        adopt(session, organisation, HOUSEHOLDS, BEGAN.date(), LETTERHEAD)
        catalogue, today = registry["catalogue"], clock.today()
        return open_dossier(session, catalogue, author, HOUSEHOLDS, PARTICULARS, RECORD, today).id


def accounts_at_home(installation: Installation) -> dict[Role, str]:
    """One account of each role in Barcelona: the demo's, and a lawyer whom the city employs."""
    names = {name_of(each.role): each.role for each in ACCOUNTS if each.organisation == HOME}
    with installation.session() as session:
        found = {
            names[each.particulars.sign_in_name]: each.id
            for each in session.scalars(select(Account))
            if each.particulars.sign_in_name in names
        }
    return found | {Role.LAWYER: add_account(installation, HOME, "lletrada@barcelona.example", Role.LAWYER)}


def grant(
    installation: Installation, giver: str, to: str, case: Case, since: datetime, days: int, *, ended: bool
) -> str:
    """Grants on the paper and two pieces of evidence of a case; the id of the grant on the paper."""
    with writing(installation.registry["sessions"]) as session:
        identity = identity_of(session, giver)
        given: list[Grant] = [
            access.give_grant(
                session,
                identity,
                dossier_id=case.dossier,
                organisation_id=identity.organisation_id,
                object_kind=kind,
                object_id=object_id,
                account=session.get_one(Account, to),
                last_day=since.date() + timedelta(days=days),
                at=since,
            )
            for kind, object_id in (
                ("paper", case.paper),
                ("evidence", case.evidence),
                ("evidence", case.scan),
            )
        ]
        if ended:
            for each in given:
                access.end_grant(session, identity, each, clock.now())
        return given[0].id


def make_world(installation: Installation) -> World:
    """Everything that the matrix asks about, through the same use-cases that the pages call."""
    here, there = accounts_at_home(installation), found_elsewhere(installation)
    cases = {Relation.OWN: add_case(installation, here)}
    cases |= {relation: add_case(installation, there) for relation in list(Relation)[1:]}
    now = clock.now()
    for relation, since, days, ended in (
        (Relation.GRANTED, now, 30, False),
        (Relation.ENDED, now - timedelta(days=9), 30, True),
        (Relation.LAPSED, now - timedelta(days=9), 8, False),
    ):
        for account in here.values():
            given = grant(
                installation, there[Role.CASEWORKER], account, cases[relation], since, days, ended=ended
            )
        cases[relation] = replace(cases[relation], grant=given)
    cities = ((Relation.OWN, here), (Relation.OTHER, there))
    for relation, accounts in cities:
        giver = accounts[Role.CASEWORKER]
        given = grant(installation, giver, there[Role.SIGNATORY], cases[relation], now, 30, ended=False)
        cases[relation] = replace(cases[relation], grant=given)
    return World(
        installation,
        here,
        {
            Relation.OWN: add_account(installation, HOME, "reserva@barcelona.example"),
            Relation.OTHER: add_account(installation, ELSEWHERE, "reserva@altra.example"),
        },
        cases,
        {relation: add_case(installation, each, "take_up") for relation, each in cities},
        {relation: add_case(installation, each, "propose") for relation, each in cities},
        {relation: begin_household(installation, each) for relation, each in cities},
    )
