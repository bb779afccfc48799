"""The demo's story: three organisations, their accounts, and dossiers that each stop at another step.

Everything happens through the same use-cases that the pages call.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from pyramid.registry import Registry
from sqlalchemy.orm import Session

from casework import clock
from casework.access import service as access
from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.cards.press import create_test_seal
from casework.db import writing
from casework.demo.accounts import account_as, identity_as
from casework.demo.people import (
    ACCOUNTS,
    LETTERHEAD,
    NEIGHBOURHOOD,
    ORGANISATIONS,
    OWN_WORDS,
    PASSWORD,
    PERSONS,
    DemoAccount,
    DemoPerson,
)
from casework.dossiers.models import Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import Blank, EvidenceRecord, MovementRecord, ReadBack, StatementRecord
from casework.dossiers.service import changes, issuing, statements
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import take_step
from casework.programmes.service import adopt
from casework.schemes import MovementKind

STEPS = ("submit", "take_up", "propose", "grant", "issue")
READ_BACK = Given(read_back=True, told_back=ReadBack("ca", "none_needed"))
DECIDING = frozenset({"grant", "issue"})


@dataclass(frozen=True)
class IssuedDemo:
    """A paper that was issued: where it is, and what only its maker knows; some papers have no code."""

    card_id: str
    code: str


def found(registry: Registry, began: datetime) -> None:
    """Organisations, accounts and Barcelona's programme, with a seal by a test authority."""
    vault = registry["vault"]
    with writing(registry["sessions"]) as session:
        organisations = {}
        for key, kind, name, unit, theme in ORGANISATIONS:
            organisation = Organisation(key=key, kind=kind, name=name, unit=unit, theme=theme)
            session.add(organisation)
            session.flush()
            vault.keyring.new_epoch(organisation.id)
            organisations[key] = organisation
        for each in ACCOUNTS:
            open_demo_account(session, registry, organisations[each.organisation], each, began)
        adopt(session, organisations["barcelona"], NEIGHBOURHOOD, began.date(), LETTERHEAD)
    keys = registry["settings"].keys_directory
    create_test_seal(keys, "barcelona", ORGANISATIONS[0][2], PASSWORD.encode(), began)


def open_demo_account(
    session: Session, registry: Registry, organisation: Organisation, each: DemoAccount, began: datetime
) -> None:
    """An account of the demo, with its role since a moment."""
    passwords, key = registry["passwords"], registry["sign_in_key"]
    account = access.open_account(session, passwords, key, organisation, each.particulars, each.password)
    session.flush()
    access.give_role(session, account, organisation, each.role, began)


@dataclass(frozen=True)
class Event:
    """Something that happens to a dossier at a moment (aware). Events of one dossier happen in their order."""

    at: datetime
    happen: Callable[[], IssuedDemo | None]


def play(
    registry: Registry,
    today: date,
    tell: Callable[[str], None],
    persons: Sequence[DemoPerson] = PERSONS,
) -> Iterator[IssuedDemo]:
    """Open a dossier for each invented person and take it as far as its story goes."""
    for person in persons:
        tell(f"{person.particulars.full_name}: {person.until}")
        for event in events_of(registry, person, today):
            with clock.pretend(event.at):
                issued = event.happen()
            if issued is not None:
                yield issued


def events_of(registry: Registry, person: DemoPerson, today: date) -> Iterator[Event]:
    """The story of one person, the last step of it two weeks to three days before today."""
    told = _Told(registry, person)
    yield Event(opening(today), told.begin)
    for number, step in enumerate(STEPS[: STEPS.index(person.until) + 1]):
        yield Event(moment(today, number), partial(told.take, step))


@dataclass
class _Told:
    """A person's dossier, while its story is told."""

    registry: Registry
    person: DemoPerson
    dossier_id: str = ""

    def begin(self) -> None:
        with writing(self.registry["sessions"]) as session:
            self.dossier_id = _open(session, self.registry, self.person, clock.today())

    def take(self, step: str) -> IssuedDemo | None:
        now, today = clock.now(), clock.today()
        if step == "issue":
            return _issue(self.registry, self.dossier_id, today)
        role = Role.SIGNATORY if step in DECIDING else Role.CASEWORKER
        with writing(self.registry["sessions"]) as session:
            dossier = whole(session, self.dossier_id)
            given = READ_BACK if step == "propose" else Given()
            take_step(session, identity_as(session, role), dossier, step, given, now, today)
        return None


def _issue(registry: Registry, dossier_id: str, today: date) -> IssuedDemo:
    with writing(registry["sessions"]) as session:
        signatory = identity_as(session, Role.SIGNATORY)
        card_id = issuing.start_issuing(session, signatory, whole(session, dossier_id), "issue", today).id
    issued = make_paper(registry, card_id)
    with writing(registry["sessions"]) as session:
        _grant(session, card_id)
    return issued


def make_paper(registry: Registry, card_id: str) -> IssuedDemo:
    """Issue a reserved card by the very functions that the job calls, so that the code on the paper can be told."""
    with registry["sessions"]() as reading:
        settings = registry["settings"]
        work = issuing.make(reading, registry["press"], settings.base_url, card_id, clock.now())
    assert work is not None, "the card was reserved a moment ago"
    with writing(registry["sessions"]) as session:
        issuing.finish(session, card_id, work)
    return IssuedDemo(card_id, work.code)


def _grant(session: Session, card_id: str) -> None:
    """The person lets the lawyer see the paper."""
    card = session.get_one(Card, card_id)
    lawyer = account_as(session, Role.LAWYER)
    access.give_grant(
        session,
        identity_as(session, Role.CASEWORKER),
        dossier_id=card.dossier_id,
        organisation_id=card.organisation_id,
        object_kind="paper",
        object_id=card.papers[0].id,
        account=lawyer,
        last_day=clock.today() + timedelta(days=60),
        at=clock.now(),
    )


def _open(session: Session, registry: Registry, person: DemoPerson, today: date) -> str:
    identity = identity_as(session, Role.CASEWORKER)
    dossier = open_dossier(
        session, registry["catalogue"], identity, NEIGHBOURHOOD, person.particulars, person.record, today
    )
    session.flush()
    dossier = whole(session, dossier.id)
    _answers_and_register(session, identity, dossier, person, today)
    if person.statements:
        _evidence_and_statements(session, identity, dossier, person)
    return dossier.id


def _answers_and_register(
    session: Session, identity: Identity, dossier: Dossier, person: DemoPerson, today: date
) -> None:
    changes.answer(session, identity, dossier, "explained", "yes", today)
    for what, day, place in (
        (MovementKind.ARRIVAL, person.arrived, person.town_before),
        (MovementKind.DEPARTURE, person.since, person.town_before),
        (MovementKind.ARRIVAL, person.since, "Barcelona"),
    ):
        changes.add_movement(session, identity, dossier, MovementRecord(what.value, day, place))


EVIDENCE = (
    ("padro", "padro_note", "Ajuntament de Barcelona", "register_obtained"),
    ("llengua", "course_certificate", "Escola Mostra de Català", "original_seen"),
    ("social", "membership_letter", "Associació de Veïns de Mostra", "issuer_confirmed"),
    ("laboral", "payslip", "Cuines Exemple, SL", "original_seen"),
)


def _evidence_and_statements(
    session: Session, identity: Identity, dossier: Dossier, person: DemoPerson
) -> None:
    shown = {}
    for category, kind, issuer, how in EVIDENCE:
        issued = dossier.opened_on - timedelta(days=9)
        also = ("habitatge",) if category == "padro" else ()
        record = EvidenceRecord(category, kind, issuer, how, issued, also=also)
        shown[category] = add_evidence(session, identity, dossier, record, clock.now())
    sentences = (
        ("padro", "registered", "padro", {"since": person.since.isoformat()}),
        (
            "habitatge",
            "home",
            "padro",
            {"name": person.particulars.full_name, "address": person.record.address},
        ),
        ("llengua", "level", "llengua", _course(dossier)),
        (
            "social",
            "member",
            "social",
            {"entity": "l’Associació de Veïns de Mostra", "month": "2026-01", "role": "voluntari/ària"},
        ),
        ("laboral", "work", "laboral", {"job": "ajudant de cuina", "month": "2026-02"}),
        ("manifesta", "own_words", "", {"own_words": OWN_WORDS}),
    )
    for category, template, basis, values in sentences[: person.statements]:
        blanks = tuple(Blank(name, value) for name, value in values.items())
        bases = (shown[basis],) if basis else ()
        statements.add_statement(
            session, identity, dossier, StatementRecord(category, template, blanks), bases
        )


def _course(dossier: Dossier) -> dict[str, str]:
    return {
        "level": "bàsic 3",
        "language": "català",
        "entity": "Escola Mostra de Català",
        "hours": "135",
        "date": (dossier.opened_on - timedelta(days=30)).isoformat(),
    }


def whole(session: Session, dossier_id: str) -> Dossier:
    """A dossier of the story, read with all its parts."""
    dossier = whole_dossier(session, dossier_id)
    assert dossier is not None, "the story opened it"
    return dossier


def opening(today: date) -> datetime:
    """When the story's dossiers are opened."""
    return working_hour(today - timedelta(days=20))


def moment(today: date, number: int) -> datetime:
    """When a dossier's step is taken, the first being number 0."""
    return working_hour(today - timedelta(days=15 - 3 * number))


def working_hour(day: date) -> datetime:
    """A working hour of a day."""
    return datetime(day.year, day.month, day.day, 10, 30, tzinfo=UTC)
