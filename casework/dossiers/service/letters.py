"""Letters: written with the step that sends them, made by a job, registered like every paper (design.md §7).

`begin` fixes the words, gives the number and asks for the work, in the transaction of the step itself: a step
without its letter, or a letter without its step, cannot be. `make` renders, signs and stores between the
transactions; `finish` registers.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import files, jobs, papers
from casework.cards import service as cards
from casework.cards.models import Card
from casework.cards.press import Press
from casework.cards.verification.codes import new_code
from casework.db import check_durable
from casework.dossiers.models import Dossier, Letter, StepTaken
from casework.dossiers.papers import (
    CardPaper,
    Contents,
    Entered,
    Issuing,
    certificate,
    letter_languages,
    paper_of,
    printed_letter,
    write_letter,
)
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import LetterRecord
from casework.dossiers.service.changes import note
from casework.dossiers.service.making import made_paper
from casework.dossiers.service.photo import photo_of
from casework.dossiers.service.terms import done_in
from casework.errors import ConflictError
from casework.programmes.service import programme_of, version_of
from casework.schemes import Action, Done, Finding, SchemeVersion, Term, term_ends
from casework.schemes import Paper as PaperDefinition
from casework.schemes.definition import LETTER, PROCEDURE

JOB = "letter"
REGISTER = "register:letters"
PDF = "application/pdf"
VERIFY_PATH = "/verify"
ANY_CODE = "0000000-0000000-0000000"


@dataclass(frozen=True)
class Asked:
    """What somebody gives a letter: which rules to settle; what else to bring, and the reasons, in each language."""

    missing: tuple[Finding, ...] = ()
    also: Mapping[str, tuple[str, ...]] | None = None
    reasons: Mapping[str, str] | None = None


def letter_of(version: SchemeVersion, action: Action) -> PaperDefinition | None:
    """The paper that a step writes; None where the scheme has no such paper."""
    return version.papers.get(action.letter) if action.letter else None


def languages_of(dossier: Dossier, definition: PaperDefinition) -> tuple[str, ...]:
    """The languages in which a letter to this person is written."""
    contact = dossier.person.contact
    return letter_languages(definition, contact.reads if contact else ())


def compose(
    session: Session, dossier: Dossier, version: SchemeVersion, action: Action, asked: Asked, today: date
) -> LetterRecord:
    """The words of the letter that a step would write today; a certificate has none of its own. Changes nothing."""
    definition = letter_of(version, action)
    assert definition is not None, "asked only for steps that write one"
    if definition.form != LETTER:
        return LetterRecord()
    done = (*done_in(dossier), Done(action.key, today))
    term = _term_that(version, "starts", action)
    contents = Contents(
        gaps=_gaps(session, dossier, version, action, done, today),
        shown=_shown(dossier),
        missing=asked.missing,
        also=asked.also,
        reasons=asked.reasons,
        deadline=term_ends(version.steps, term.key, done) if term else None,
        term=term.lasts if term else None,
    )
    return write_letter(version, definition, languages_of(dossier, definition), contents)


def _shown(dossier: Dossier) -> tuple[str, ...]:
    """The kinds of paper that the person showed; what the office obtained itself is none."""
    records = (each.record for each in dossier.evidence)
    return tuple(each.kind for each in records if each.how_checked != "register_obtained")


def _gaps(
    session: Session,
    dossier: Dossier,
    version: SchemeVersion,
    action: Action,
    done: tuple[Done, ...],
    today: date,
) -> dict[str, str | date]:
    letterhead = programme_of(session, dossier.organisation_id, dossier.scheme_key).letterhead
    gaps: dict[str, str | date] = {
        "issued_on": today,
        "received_on": dossier.reference_on or today,
        "reference": dossier.reference,
        "count": str(len(dossier.evidence)),
        "telephone": str(letterhead["telephone"]),
        "hours": str(letterhead["hours"]),
        "card_number": _card_number(session, dossier.id),
    }
    waited = _term_that(version, "opens", action)
    if waited is not None:
        gaps["asked_on"] = next(each.on for each in reversed(done) if each.action in waited.starts)
        gaps["awaited_until"] = term_ends(version.steps, waited.key, done) or ""
    return gaps


def _term_that(version: SchemeVersion, how: str, action: Action) -> Term | None:
    return next((term for term in version.steps.terms.values() if action.key in getattr(term, how)), None)


def _card_number(session: Session, dossier_id: str) -> str:
    """The number of the card that the dossier led to; empty before there is one."""
    issued = select(Card.number).where(Card.dossier_id == dossier_id, Card.state.not_in(("issuing", "void")))
    return session.scalar(issued.order_by(Card.issued_on.desc())) or ""


def begin(
    session: Session,
    actor: str,
    dossier: Dossier,
    kind: str,
    record: LetterRecord,
    today: date,
    replaces: Letter | None = None,
    term_step: StepTaken | None = None,
) -> Letter:
    """Give a letter its number in the organisation's register of the year, and ask for the work.

    A letter's words are fixed already; of a certificate, what it prints today. `replaces` could not be made. The term
    of `term_step` counts from the day on which the person has it.
    """
    check_durable(session)
    sequence = cards.next_in_series(session, dossier.organisation_id, REGISTER, today.year)
    number = f"{today.year}/{sequence:07}"
    version = version_of(session, dossier.version_hash)
    if version.papers[kind].form != LETTER:
        said = _all_said(session, dossier, version, kind, record, Entered(number, today))
        record = replace(record, printed=said)
    letter = Letter(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        position=len(dossier.letters) + 1,
        kind=kind,
        number=number,
        written_on=today,
        written_by=actor,
        replaces_id=replaces.id if replaces else None,
        term_step=term_step,
    )
    session.add(letter)
    letter.record = record
    session.flush()
    jobs.add(session, JOB, letter.id)
    note(session, actor, dossier, "letter.begun", {"letter": letter.id, "kind": kind})
    return letter


@dataclass(frozen=True)
class Work:
    """A letter made and stored, which no row knows of yet."""

    file: files.SealedFile
    made: cards.MadePaper


def make(session: Session, press: Press, base_url: str, letter_id: str, now: datetime) -> Work | None:
    """Between the transactions: render, sign, store. The session only reads. None when there is nothing to do.

    Raises ConflictError when a certificate would say today what the dossier did not hold on the day it bears.
    """
    letter = session.get_one(Letter, letter_id)
    if letter.state != "writing":
        return None
    dossier = whole_dossier(session, letter.dossier_id)
    assert dossier is not None, "a letter keeps its dossier"
    version = version_of(session, dossier.version_hash)
    record, entered = letter.record, Entered(letter.number, letter.written_on)
    if record.printed and record.printed != _all_said(
        session, dossier, version, letter.kind, record, entered
    ):
        raise ConflictError
    code = new_code() if version.papers[letter.kind].coded else ""
    entered = replace(entered, code=code)
    paper = paper_by(session, dossier, version, letter.kind, record, base_url, entered)
    programme = programme_of(session, dossier.organisation_id, dossier.scheme_key)
    printed = press.print(paper, programme.organisation.key, now)
    made = made_paper(letter.kind, paper, printed, letter.written_on, now)
    return Work(files.store(dossier, printed.pdf, PDF), made)


def _all_said(
    session: Session,
    dossier: Dossier,
    version: SchemeVersion,
    kind: str,
    record: LetterRecord,
    entered: Entered,
) -> str:
    """SHA-256 (hex) of everything that a certificate would say now, but for the code, which nobody knows yet."""
    entered = replace(entered, code=ANY_CODE if version.papers[kind].coded else "")
    paper = paper_by(session, dossier, version, kind, record, "", entered)
    return hashlib.sha256(repr(paper).encode()).hexdigest()


def paper_by(
    session: Session,
    dossier: Dossier,
    version: SchemeVersion,
    kind: str,
    record: LetterRecord,
    base_url: str,
    entered: Entered,
    *,
    draft: bool = False,
) -> papers.Letter | papers.Procedure | CardPaper:
    """A letter says the words fixed for it; a certificate what the dossier holds: of the procedure, or of the entry."""
    programme = programme_of(session, dossier.organisation_id, dossier.scheme_key)
    verify_url, definition = f"{base_url}{VERIFY_PATH}", version.papers[kind]
    if definition.form == LETTER:
        return printed_letter(dossier, version, programme, kind, record, verify_url, entered, draft=draft)
    if definition.of == PROCEDURE:
        return certificate(dossier, version, programme, kind, record, verify_url, entered)
    issuing = Issuing(entered.number, entered.code, entered.on, None)
    photo = photo_of(session, dossier)
    return paper_of(dossier, version, programme, kind, verify_url, photo, issuing, draft=draft)


def finish(session: Session, letter_id: str, work: Work) -> None:
    """Transaction two: the paper registered, the letter written, journalled. Twice is as good as once."""
    letter = session.get_one(Letter, letter_id, with_for_update=True)
    if letter.state != "writing":
        return
    session.add(work.file)
    paper = cards.register_paper(session, letter.organisation_id, letter.dossier_id, work.made, work.file.id)
    session.flush()
    letter.paper = paper
    letter.state = "written"
    note(
        session, letter.written_by, letter.dossier, "letter.written", {"letter": letter.id, "paper": paper.id}
    )


def give_up(session: Session, letter_id: str) -> None:
    """Every attempt failed: the number stays unused, and the page says that the letter has to be written anew."""
    letter = session.get_one(Letter, letter_id, with_for_update=True)
    if letter.state == "writing":
        letter.state = "void"
        note(session, letter.written_by, letter.dossier, "letter.voided", {"letter": letter.id})
