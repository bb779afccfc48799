"""Which proposal a reviewer looked at, so that the next time only what changed since has to be read again."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Dossier, ProposalSeen, StepTaken
from casework.dossiers.review import Change, changes_between
from casework.programmes.service import version_of


@dataclass(frozen=True)
class LastLook:
    """The proposal before the present one that an account looked at last, and when it first did."""

    proposal: StepTaken
    seen_at: datetime


def proposals(dossier: Dossier) -> list[StepTaken]:
    """The steps by which the content was proposed, oldest first.

    Further steps on the same proposal (a grant) keep the same content again; they are no proposals of their own.
    """
    taken = dossier.steps
    return [
        each
        for before, each in zip((None, *taken), taken, strict=False)
        if each.content_hash_sealed and not (before and before.content_hash_sealed)
    ]


def under_review(session: Session, dossier: Dossier) -> StepTaken | None:
    """The proposal that waits for a decision or for the card; None where nothing is proposed."""
    state = version_of(session, dossier.version_hash).steps.states[dossier.state]
    found = proposals(dossier)
    return found[-1] if found and state.frozen and not state.final else None


def last_seen(session: Session, identity: Identity, dossier: Dossier) -> LastLook | None:
    """What the account saw of the dossier before the present proposal; None if it never looked."""
    earlier = {each.id: each for each in proposals(dossier)[:-1]}
    looks = session.scalars(
        select(ProposalSeen).where(
            ProposalSeen.account_id == identity.account_id, ProposalSeen.step_id.in_(sorted(earlier))
        )
    )
    newest = max(looks, key=lambda each: earlier[each.step_id].position, default=None)
    return LastLook(earlier[newest.step_id], newest.seen_at) if newest else None


def changed_since(look: LastLook, proposal: StepTaken) -> tuple[Change, ...]:
    """What differs between what the account saw and what is proposed now."""
    return changes_between(json.loads(look.proposal.content or ""), json.loads(proposal.content or ""))


def look(session: Session, identity: Identity, proposal: StepTaken, now: datetime) -> None:
    """Note that the account has the proposal before it; the first look counts, further ones change nothing."""
    if session.get(ProposalSeen, (proposal.id, identity.account_id)) is not None:
        return
    try:
        with session.begin_nested():
            session.add(ProposalSeen(step_id=proposal.id, account_id=identity.account_id, seen_at=now))
    except IntegrityError:
        return  # a second window of the same account was quicker
