"""Deciding: on what, by whom, why; and the round that begins when a dossier comes back."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from casework.dossiers.models import AUTHOR, Decision, Dossier, Part, StepTaken
from casework.dossiers.queries import authors_of
from casework.dossiers.records import DecisionRecord
from casework.dossiers.service.findings import facts_in, hash_of
from casework.errors import ConflictError
from casework.i18n import _
from casework.schemes import Finding, SchemeVersion


def agreed_hash(dossier: Dossier) -> str:
    """The hash of what was proposed last. Raises ConflictError when the content is another one now."""
    proposed = next((each.content_hash for each in reversed(dossier.steps) if each.content_hash_sealed), None)
    if proposed is None or proposed != hash_of(dossier):
        raise ConflictError(_("The dossier is not the one that was proposed. Send it back and look again."))
    return proposed


def _decided_on(version: SchemeVersion, dossier: Dossier) -> str:
    """What was proposed; where nothing is (closing for want of papers, ending a card), what stands there now."""
    if version.steps.states[dossier.state].frozen:
        return agreed_hash(dossier)
    return hash_of(dossier)


def decision_on(
    version: SchemeVersion, dossier: Dossier, reasons: str, findings: tuple[Finding, ...]
) -> DecisionRecord:
    """What is decided as the dossier stands now: the reasons, and the facts and findings of the day.

    Raises ConflictError when the content is not what was proposed.
    """
    return DecisionRecord(
        reasons=reasons.strip(),
        content_hash=_decided_on(version, dossier),
        facts=json.dumps(facts_in(version, dossier).to_data(), ensure_ascii=False, sort_keys=True),
        findings=json.dumps(
            [{"rule": each.rule, "verdict": each.verdict.value, "reason": each.reason} for each in findings]
        ),
    )


def keep_decision(
    session: Session, step: StepTaken, round_: int, record: DecisionRecord, now: datetime
) -> None:
    """Keep what was decided with the step that it brought about, by who took that, in the round of its authors."""
    decision = Decision(
        dossier=step.dossier,
        step=step,
        round=round_,
        decided_by=step.taken_by,
        action=step.action,
        decided_at=now,
    )
    session.add(decision)
    decision.record = record


def next_round(session: Session, dossier: Dossier) -> None:
    """After a decision, or when a dossier comes back, a new round begins: its authors stay authors, its deciders are
    free again.
    """
    authors = authors_of(session, dossier.id, dossier.round)
    dossier.round += 1
    session.add_all(
        Part(dossier_id=dossier.id, round=dossier.round, account_id=each, part=AUTHOR) for each in authors
    )
