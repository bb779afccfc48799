"""Evidence: entering what was seen, correcting it, taking it out."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework import files
from casework.access import service as access
from casework.access.identity import Identity
from casework.dossiers.households import SHOWN, told_elsewhere
from casework.dossiers.models import Dossier, Evidence, Statement
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service.changes import change, next_position, require_told_here
from casework.errors import ConflictError, RefusedError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import Copies


def add_evidence(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    record: EvidenceRecord,
    seen_at: datetime,
    kept: files.SealedFile | None = None,
) -> Evidence:
    """Add evidence that was seen, and the copy of it where the scheme lets one be kept.

    Raises RefusedError in a member's dossier where evidence is shown once for the household.
    """
    require_told_here(session, dossier, SHOWN)
    change(session, identity, dossier, "evidence_added", facts=SHOWN)
    evidence = Evidence(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        position=next_position(dossier.evidence),
        file_id=kept.id if kept else None,
        copy_id=kept.id if kept else None,
        seen_by=identity.account_id,
        seen_at=seen_at,
    )
    session.add(evidence)
    evidence.record = record
    session.flush()
    return evidence


def correct_evidence(
    session: Session,
    identity: Identity,
    dossier: Dossier,
    evidence: Evidence,
    record: EvidenceRecord,
    seen_at: datetime,
    kept: files.SealedFile | None = None,
) -> None:
    """Correct what is noted of evidence. A new copy takes the place of the old one, which is destroyed.

    Whoever mends a word has not seen the paper: only a new copy changes who saw it, and when. Raises ConflictError
    when the evidence was taken out meanwhile.
    """
    change(session, identity, dossier, "evidence_changed", evidence.id, facts=SHOWN)
    _require_there(dossier, evidence)
    evidence.record = record
    if kept is not None:
        _destroy_copy(session, evidence)
        evidence.file_id = evidence.copy_id = kept.id
        evidence.seen_by, evidence.seen_at = identity.account_id, seen_at


def remove_evidence(
    session: Session, identity: Identity, dossier: Dossier, evidence: Evidence, at: datetime
) -> None:
    """Take evidence out, destroy a copy of it, and take back the grants that name it.

    Raises RefusedError while a statement rests on it, ConflictError when it was taken out meanwhile.
    """
    change(session, identity, dossier, "evidence_removed", evidence.id, facts=SHOWN)
    _require_there(dossier, evidence)
    if sentences_on(dossier, evidence):
        raise RefusedError(_("A statement rests on this evidence. Change or remove the statement first."))
    dossier.evidence.remove(evidence)
    session.delete(evidence)
    _destroy_copy(session, evidence)
    access.end_grants_on(session, identity, Evidence.guarded_kind, evidence.id, at)


def sentences_on(dossier: Dossier, evidence: Evidence) -> list[Statement]:
    """The dossier's sentences that rest on this evidence, also those that are left out."""
    return [each for each in dossier.statements if evidence.id in (basis.evidence_id for basis in each.bases)]


def _require_there(dossier: Dossier, evidence: Evidence) -> None:
    if evidence not in dossier.evidence:
        raise ConflictError(_("That evidence is not in this dossier any more."))


def _destroy_copy(session: Session, evidence: Evidence) -> None:
    if evidence.file_id:
        files.destroy(session, session.get_one(files.SealedFile, evidence.file_id))


def destroy_copies_until_issue(session: Session, dossier: Dossier) -> int:
    """Destroy the copies that the scheme lets be kept no longer than to the issue, or to where there will be none;
    how many there were.

    The copies in the first dossier of a household stay as long as one for which they count waits for its card. That
    the paper was seen, by whom and when, stays for good.
    """
    done = (each for each in (dossier, dossier.first) if each is not None and not _awaited(session, each))
    return sum(_destroy_until_issue(session, each) for each in done)


def _awaited(session: Session, dossier: Dossier) -> bool:
    """Whether the dossier, or a member's for which what was shown in it counts, has no card yet and is not over."""
    counts_for = select(Dossier).where(or_(Dossier.id == dossier.id, Dossier.household_id == dossier.id))
    for each in session.scalars(counts_for):
        version = version_of(session, each.version_hash)
        state = version.steps.states[each.state]
        counts = each.id == dossier.id or told_elsewhere(version, each, SHOWN)
        if counts and state.card is None and not state.final:
            return True
    return False


def _destroy_until_issue(session: Session, dossier: Dossier) -> int:
    version = version_of(session, dossier.version_hash)
    due = [
        each
        for each in dossier.evidence
        if each.file_id and version.category(each.record.category).copies is Copies.UNTIL_ISSUE
    ]
    for each in due:
        _destroy_copy(session, each)
        each.file_id = None
    return len(due)
