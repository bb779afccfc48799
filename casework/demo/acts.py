"""What happens to the town's dossiers: each act by the use-cases that the pages call, and read first as there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from casework import clock
from casework.access import service as access
from casework.access.permissions import Guarded, Role
from casework.access.queries import grants_of_dossier
from casework.cards.queries import live_card
from casework.demo.accounts import identity_of, name_of
from casework.demo.giving import given_with
from casework.demo.scene import Scene, read
from casework.demo.shown import interpreter_of
from casework.dossiers.models import Dossier
from casework.dossiers.records import AppointmentRecord, Blank, EvidenceRecord, StatementRecord
from casework.dossiers.service import (
    appointments,
    certificates,
    changes,
    evidence,
    handling,
    issuing,
    renewal,
    review,
    statements,
)
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.notifying import Way, note_received
from casework.dossiers.service.steps import take_step
from casework.dossiers.service.terms import to_notify
from casework.programmes.service import version_of

Act = Callable[[Session, Scene, Dossier], None]

_FIRST_HOUR = 9
"""What was agreed for a day is over when something else happens on it."""
_OFFICE = "Oficina d’Exemple, taulell 3"
_SAID = (
    "Explica com va arribar i amb qui viu. Entén els límits del document i el vol. Portarà el títol original."
)
_LOOKED_AT_FIRST = frozenset({"return", "grant", "refuse"})


def _step(action: str, session: Session, scene: Scene, dossier: Dossier) -> None:
    actor, today = scene.actor(session, action, dossier), clock.today()
    read(session, actor, dossier, dossier, "dossier")
    if action in _LOOKED_AT_FIRST:
        _look(session, scene, dossier, action)
    if action == "issue":
        issuing.start_issuing(session, actor, dossier, action, today)
        return
    needs = version_of(session, dossier.version_hash).steps.actions[action].needs
    given = given_with(action, needs, scene.career, today)
    take_step(session, actor, dossier, action, given, clock.now(), today)


def _take_up(session: Session, scene: Scene, dossier: Dossier) -> None:
    """With the step it is settled who stands in."""
    _step("take_up", session, scene, dossier)
    if scene.deputy is None:
        return
    owner, deputy = (scene.account(session, name) for name in (scene.owner, scene.deputy))
    handling.hand_to(session, scene.caseworker(session), dossier, owner.id, deputy.id)


def _look(session: Session, scene: Scene, dossier: Dossier, act: str = "look") -> None:
    """Open the review page, which notes the proposal that was looked at."""
    actor = scene.actor(session, act, dossier)
    proposal = review.under_review(session, dossier)
    assert proposal is not None, "only what was proposed is looked at"
    read(session, actor, dossier, dossier, "dossier_review")
    review.look(session, actor, proposal, clock.now())


def _agree(purpose: Purpose, day: date, hour: int, session: Session, scene: Scene, dossier: Dossier) -> None:
    starts_at = datetime.combine(day, time(hour), appointments.time_zone_of(dossier))
    interpreted = interpreter_of(scene.career.number) == "professional"
    record = AppointmentRecord(_OFFICE, "Intèrpret d’Exemple" if interpreted else "")
    appointments.add_appointment(session, scene.caseworker(session), dossier, purpose, starts_at, record)


def _invite(purpose: Purpose, days: int, session: Session, scene: Scene, dossier: Dossier) -> None:
    """Agree an hour some days after the act."""
    day = working_day(clock.today() + timedelta(days=days))
    _agree(purpose, day, _FIRST_HOUR, session, scene, dossier)


def _expect(purpose: Purpose, days: int, session: Session, scene: Scene, dossier: Dossier) -> None:
    """Agree an hour some days after the day on which the town is looked at."""
    _agree(purpose, scene.today + timedelta(days=days), 10 + scene.career.number % 3, session, scene, dossier)


def _hold(session: Session, scene: Scene, dossier: Dossier) -> None:
    (appointment,) = appointments.planned(dossier)
    appointments.hold(session, scene.caseworker(session), appointment, _SAID, clock.today())


def _meet(session: Session, scene: Scene, dossier: Dossier) -> None:
    """The interview; some persons wish that a sentence is left out."""
    _hold(session, scene, dossier)
    if scene.career.number % 4 == 3:
        last = dossier.statements[-1]
        statements.leave_out(session, scene.caseworker(session), dossier, last, left_out=True)


def _miss(session: Session, scene: Scene, dossier: Dossier) -> None:
    (appointment,) = appointments.planned(dossier)
    appointments.miss(session, scene.caseworker(session), appointment, clock.today())


def _call_off(session: Session, scene: Scene, dossier: Dossier) -> None:
    (appointment,) = appointments.planned(dossier)
    appointments.call_off(session, scene.caseworker(session), appointment)


def _hand_over(session: Session, scene: Scene, dossier: Dossier) -> None:
    _hold(session, scene, dossier)
    _step("hand_over", session, scene, dossier)


def _bring(session: Session, scene: Scene, dossier: Dossier) -> None:
    """The person brings what was asked for, and a sentence rests on it."""
    caseworker, today = scene.caseworker(session), clock.today()
    record = EvidenceRecord(
        "social", "membership_letter", "Associació de Veïns de Mostra", "issuer_confirmed", today
    )
    brought = evidence.add_evidence(session, caseworker, dossier, record, clock.now())
    month = f"{today - timedelta(days=200):%Y-%m}"
    values = (
        ("entity", "l’Associació de Veïns de Mostra"),
        ("month", month),
        ("role", "voluntari/ària"),
    )
    said = StatementRecord("social", "member", tuple(Blank(*each) for each in values))
    statements.add_statement(session, caseworker, dossier, said, (brought,))


def _notify(session: Session, scene: Scene, dossier: Dossier) -> None:
    """The person has the letter that was written last: most fetch it at the counter."""
    letter = to_notify(version_of(session, dossier.version_hash), dossier)
    assert letter is not None, "a term counts from it"
    ways = (Way.COUNTER, Way.POST, Way.COUNTER, Way.ELECTRONIC)
    way, today = ways[scene.career.number % len(ways)], clock.today()
    note_received(session, scene.caseworker(session), letter, today, way, today)


def _correct(session: Session, scene: Scene, dossier: Dossier) -> None:
    """What the reviewer asked for: an issuer named in full, and one sentence less."""
    caseworker = scene.caseworker(session)
    item = dossier.evidence[-1]
    record = replace(item.record, issuer=f"{item.record.issuer}, seu de Mostra")
    evidence.correct_evidence(session, caseworker, dossier, item, record, clock.now())
    statements.remove_statement(session, caseworker, dossier, dossier.statements[-1])


def _certify(session: Session, scene: Scene, dossier: Dossier) -> None:
    version, acting = version_of(session, dossier.version_hash), dossier.representative
    through = acting.name if acting else ""
    for kind in certificates.certificates_open(version, dossier):
        certificates.write_certificate(
            session, scene.caseworker(session), dossier, kind, through, clock.today()
        )


def _lend(session: Session, scene: Scene, dossier: Dossier) -> None:
    """The person lets the lawyer see the paper and one piece of evidence, who opens the latter at once."""
    card = live_card(session, dossier.id)
    assert card is not None, "it was issued"
    lawyer = scene.account(session, name_of(Role.LAWYER))
    lent: tuple[Guarded, ...] = (card.papers[0], dossier.evidence[0])
    for each in lent:
        access.give_grant(
            session,
            scene.caseworker(session),
            dossier_id=dossier.id,
            organisation_id=dossier.organisation_id,
            object_kind=each.guarded_kind,
            object_id=each.id,
            account=lawyer,
            last_day=clock.today() + timedelta(days=60),
            at=clock.now(),
        )
    read(session, identity_of(lawyer), dossier.evidence[0], dossier, "evidence")


def _end_loan(session: Session, scene: Scene, dossier: Dossier) -> None:
    for grant in grants_of_dossier(session, dossier.id):
        access.end_grant(session, scene.caseworker(session), grant, clock.now())


def _renew(session: Session, scene: Scene, dossier: Dossier) -> None:
    """From here on the scene is that of the new dossier."""
    caseworker, today = scene.caseworker(session), clock.today()
    begun = renewal.begin_again(session, scene.registry["catalogue"], caseworker, dossier, today)
    changes.answer(session, caseworker, begun, "explained", "yes", today)
    scene.dossier_id = begun.id


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend: the office is closed then."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


_PLAIN = (
    *("submit", "ask_for_more", "complete", "desist", "take_back", "propose", "return", "recall", "grant"),
    *("refuse", "issue", "end", "note_appeal", "close"),
)
"""Steps with nothing round them."""

ACTS: dict[str, Act] = {action: partial(_step, action) for action in _PLAIN} | {
    "take_up": _take_up,
    "hand_over": _hand_over,
    "invite": partial(_invite, Purpose.INTERVIEW, 7),
    "invite_to_collect": partial(_invite, Purpose.HAND_OVER, 5),
    "expect_today": partial(_expect, Purpose.INTERVIEW, 0),
    "expect_tomorrow": partial(_expect, Purpose.INTERVIEW, 1),
    "expect_next_week": partial(_expect, Purpose.INTERVIEW, 7),
    "expect_to_collect": partial(_expect, Purpose.HAND_OVER, 1),
    "meet": _meet,
    "miss": _miss,
    "call_off": _call_off,
    "look": _look,
    "notify": _notify,
    "bring": _bring,
    "correct": _correct,
    "certify": _certify,
    "lend": _lend,
    "end_loan": _end_loan,
    "renew": _renew,
}
"""What a way is made of (`casework.demo.careers`)."""
