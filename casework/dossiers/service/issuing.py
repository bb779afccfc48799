"""Issuing, by the protocol of design.md §7: two short transactions round work that holds no lock.

`start_issuing` reserves the number and asks for the work. The work is `make`, which renders, signs and stores,
and `finish`, which registers the paper. A crash between leaves a card that nobody can see or verify, and a job
that takes it up again; `give_up` voids it in the end.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import files, jobs
from casework.access.identity import Identity
from casework.cards import service as cards
from casework.cards.models import Card
from casework.cards.press import Press
from casework.cards.verification.codes import new_code
from casework.db import check_durable
from casework.dossiers.models import AUTHOR, DECIDER, Dossier
from casework.dossiers.papers import CardPaper, Issuing, carries_code, paper_of
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service.changes import lock, note, take_part
from casework.dossiers.service.deciding import agreed_hash
from casework.dossiers.service.evidence import destroy_copies_until_issue
from casework.dossiers.service.findings import facts_in
from casework.dossiers.service.given import Given
from casework.dossiers.service.making import made_paper
from casework.dossiers.service.photo import photo_of
from casework.dossiers.service.renewal import replace_old_card
from casework.dossiers.service.steps import check_step, issues_card, move
from casework.errors import NotFoundError, RefusedError
from casework.i18n import _
from casework.programmes.service import programme_of, version_of
from casework.schemes import NumberPattern, OpenValueError, SchemeVersion, UndecidedError

JOB = "issue"
VERIFY_PATH = "/verify"
PDF = "application/pdf"


def start_issuing(
    session: Session, identity: Identity, dossier: Dossier, action_key: str, today: date
) -> Card:
    """Transaction one: check that what was decided is what stands there, reserve the number, ask for the work.

    Who issues alone, where the scheme lets one person do so, is an author: the after-check is a colleague's.
    Raises NotFoundError for a step that is not this role's, RefusedError when four eyes or a guard stand in the
    way or a card is being made already, ConflictError when the content is not what was decided on.
    """
    check_durable(session)
    lock(session, dossier)
    version = version_of(session, dossier.version_hash)
    if not issues_card(version, version.steps.actions[action_key]):
        raise NotFoundError
    check_step(session, identity, dossier, version, action_key, Given(), today)
    alone = not version.steps.needs_other_person(action_key)
    take_part(session, identity, dossier, AUTHOR if alone else DECIDER)
    _require_agreed(version, dossier)
    pattern, last_day = _settled(version, dossier, today)
    card = cards.reserve(
        session,
        cards.Reservation(
            organisation_id=dossier.organisation_id,
            scheme_key=dossier.scheme_key,
            dossier_id=dossier.id,
            holder_id=dossier.person_id,
            issued_on=today,
            issued_by=identity.account_id,
            action=action_key,
            valid_until=last_day,
        ),
        pattern,
    )
    jobs.add(session, JOB, card.id)
    note(session, identity.account_id, dossier, "card.reserved", {"card": card.id})
    return card


def _require_agreed(version: SchemeVersion, dossier: Dossier) -> None:
    """What was proposed is what is issued. Where a scheme issues over the counter nothing was proposed: what stands
    there when the number is reserved is issued, and nothing in the dossier can change from then on.
    """
    if version.steps.states[dossier.state].frozen:
        agreed_hash(dossier)


def _settled(version: SchemeVersion, dossier: Dossier, today: date) -> tuple[NumberPattern, date | None]:
    """The pattern of the card's number and its last day, none where no day ends it.

    Raises RefusedError where the scheme, or what is known of the person, leaves one of them open.
    """
    try:
        return version.number_pattern, version.last_valid_day(today, facts_in(version, dossier))
    except UndecidedError as error:
        raise RefusedError(
            _(
                "How long the card is valid depends on something that is not entered yet: look at the birth date."
            )
        ) from error
    except OpenValueError as error:
        raise RefusedError(
            _(
                "The scheme does not say yet how its cards are numbered or how long they are valid. "
                "Ask whoever keeps the scheme."
            )
        ) from error


def draft_of(
    session: Session, dossier: Dossier, version: SchemeVersion, base_url: str, today: date
) -> CardPaper:
    """The paper as it would be issued today, without number and code; where its last day is open, without it."""
    try:
        last_day = version.last_valid_day(today, facts_in(version, dossier))
    except (UndecidedError, OpenValueError):
        last_day = None
    return paper_of(
        dossier,
        version,
        programme_of(session, dossier.organisation_id, dossier.scheme_key),
        next(iter(version.papers)),
        f"{base_url}{VERIFY_PATH}",
        photo_of(session, dossier),
        Issuing("", "", today, last_day),
        draft=True,
    )


@dataclass(frozen=True)
class Work:
    """A paper made and stored, which no row knows of yet. Its code is kept nowhere else; some have none."""

    code: str = field(repr=False)
    file: files.SealedFile
    made: cards.MadePaper


def make(session: Session, press: Press, base_url: str, card_id: str, now: datetime) -> Work | None:
    """Between the transactions: render, sign, store. The session only reads. None when there is nothing to do."""
    card = session.get_one(Card, card_id)
    if card.state != "issuing":
        return None
    dossier = whole_dossier(session, card.dossier_id)
    assert dossier is not None, "a card being issued keeps its dossier"
    version = version_of(session, dossier.version_hash)
    _require_agreed(version, dossier)
    programme = programme_of(session, dossier.organisation_id, dossier.scheme_key)
    paper_key = next(iter(version.papers))
    code = new_code() if carries_code(version, paper_key) else ""
    paper = paper_of(
        dossier,
        version,
        programme,
        paper_key,
        f"{base_url}{VERIFY_PATH}",
        photo_of(session, dossier),
        Issuing(card.number, code, card.issued_on, card.valid_until),
    )
    printed = press.print(paper, programme.organisation.key, now)
    made = made_paper(paper_key, paper, printed, card.issued_on, now)
    return Work(code, files.store(card, printed.pdf, PDF), made)


def finish(session: Session, card_id: str, work: Work) -> None:
    """Transaction two: card issued, paper registered, dossier moved on, all journalled. Twice is as good as once."""
    card = session.get_one(Card, card_id, with_for_update=True)
    if card.state != "issuing":
        return
    dossier = session.get_one(Dossier, card.dossier_id)
    lock(session, dossier)
    session.add(work.file)
    paper = cards.register_card_paper(session, card, work.made, work.file.id)
    session.flush()
    version = version_of(session, dossier.version_hash)
    assert card.action is not None, "a card being issued knows its step"
    action = version.steps.actions[card.action]
    assert action.to is not None, "a step that issues leads somewhere"
    move(session, card.issued_by, dossier, action.key, action.to, card.issued_on)
    replace_old_card(session, card.issued_by, dossier, card, card.issued_on)
    destroyed = destroy_copies_until_issue(session, dossier)
    note(
        session,
        card.issued_by,
        dossier,
        "paper.issued",
        {"card": card.id, "paper": paper.id, "copies_destroyed": destroyed},
    )


def give_up(session: Session, card_id: str) -> None:
    """Every attempt failed: void the number, so that the dossier can be issued again with another one."""
    card = session.get_one(Card, card_id, with_for_update=True)
    if card.state != "issuing":
        return
    cards.void(card)
    note(session, card.issued_by, session.get_one(Dossier, card.dossier_id), "card.voided", {"card": card.id})
