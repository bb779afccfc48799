"""Deciding: on what, by whom, why; and the round that begins when a dossier comes back."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import AUTHOR, Decision, Dossier, Part
from casework.dossiers.queries import authors_of
from casework.dossiers.records import DecisionRecord
from casework.dossiers.rules import frozen
from casework.dossiers.service.findings import facts_in, hash_of
from casework.errors import ConflictError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import Finding, SchemeVersion


def agreed_hash(dossier: Dossier) -> str:
    """The hash of what was proposed last. Raises ConflictError when the content is another one now."""
    proposed = next((each.content_hash for each in reversed(dossier.steps) if each.content_hash_sealed), None)
    if proposed is None or proposed != hash_of(dossier):
        raise ConflictError(_("The dossier is not the one that was proposed. Send it back and look again."))
    return proposed


def _decided_on(version: SchemeVersion, dossier: Dossier) -> str:
    """What was proposed; where nothing is (closing for want of papers), what stands there now."""
    if frozen(version, dossier.state):
        return agreed_hash(dossier)
    return hash_of(dossier)


def decide(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    action_key: str,
    reasons: str,
    findings: tuple[Finding, ...],
    now: datetime,
) -> None:
    """Keep the decision with its reasons, and the facts and findings of the day.

    Raises ConflictError when the content is not what was proposed.
    """
    version = version_of(session, dossier.version_hash)
    decision = Decision(
        dossier=dossier,
        round=dossier.round,
        decided_by=identity.account_id,
        action=action_key,
        decided_at=now,
    )
    session.add(decision)
    decision.record = DecisionRecord(
        reasons=reasons.strip(),
        content_hash=_decided_on(version, dossier),
        facts=json.dumps(facts_in(version, dossier).to_data(), ensure_ascii=False, sort_keys=True),
        findings=json.dumps(
            [{"rule": each.rule, "verdict": each.verdict.value, "reason": each.reason} for each in findings]
        ),
    )


def next_round(session: Session, dossier: Dossier) -> None:
    """A dossier that comes back begins a new round: its authors stay authors, its deciders are free again."""
    authors = authors_of(session, dossier.id, dossier.round)
    dossier.round += 1
    session.add_all(
        Part(dossier_id=dossier.id, round=dossier.round, account_id=each, part=AUTHOR) for each in authors
    )
