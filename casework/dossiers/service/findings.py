"""What the rules say about a dossier today."""

from datetime import date

from sqlalchemy.orm import Session, object_session

from casework.dossiers.households import BIRTH, REGISTER, SHOWN, answers_of_household, told_elsewhere
from casework.dossiers.models import Dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.rules import Shown, ToldOnce, content_hash, content_of, facts_of, readable
from casework.programmes.service import version_of
from casework.schemes import Facts, Finding, SchemeVersion, findings, told_by_members


def facts_in(version: SchemeVersion, dossier: Dossier) -> Facts:
    """The facts of a dossier, opened, as its version defines them; a member's with what its household told once."""
    own = _told_in(version, dossier, dossier.record)
    if dossier.first is None:
        return own
    shared = _told_in(version, dossier.first, readable(version.facts, dossier.first.record))
    return shared.of_member(own, told_by_members(version))


def _told_in(version: SchemeVersion, dossier: Dossier, record: CaseRecord) -> Facts:
    return facts_of(
        version.facts,
        dossier.person.particulars.birth_date,
        record,
        [each.record for each in dossier.movements],
        {each.label: each.record for each in dossier.evidence},
    )


def reference_day(dossier: Dossier, today: date) -> date:
    """The day the rules are asked about: when the application was registered, until then today (schemes.md §1.3)."""
    return dossier.reference_on or today


def findings_of(
    session: Session, dossier: Dossier, today: date, what_if: date | None = None
) -> tuple[Finding, ...]:
    """One finding for each rule of the dossier's own version, in the scheme's order.

    `what_if` asks how the rules would stand on another day; nothing may be decided on that.
    """
    version = version_of(session, dossier.version_hash)
    return findings(version, facts_in(version, dossier), what_if or reference_day(dossier, today))


def content_in(dossier: Dossier) -> str:
    """Everything that is proposed and decided on."""
    return content_of(
        dossier.version_hash,
        dossier.person.particulars,
        dossier.record,
        dossier.photo_id or "",
        {each.id: each.record for each in dossier.movements},
        _shown(dossier),
        {
            each.id: (each.record, [basis.evidence.label for basis in each.bases])
            for each in dossier.statements
        },
        _told_once(dossier),
    )


def _told_once(dossier: Dossier) -> ToldOnce | None:
    """What holds for a member and stands in the first dossier of its household."""
    first, session = dossier.first, object_session(dossier)
    if first is None:
        return None
    assert session is not None, "a dossier that was read has its session"
    version = version_of(session, dossier.version_hash)
    return ToldOnce(
        birth_date=first.person.particulars.birth_date if told_elsewhere(version, dossier, BIRTH) else None,
        answers=answers_of_household(version, dossier),
        movements={each.id: each.record for each in first.movements}
        if told_elsewhere(version, dossier, REGISTER)
        else {},
        evidence=_shown(first) if told_elsewhere(version, dossier, SHOWN) else {},
    )


def _shown(dossier: Dossier) -> dict[str, Shown]:
    return {
        each.id: Shown(each.record, each.seen_by, each.seen_at, each.copy_id or "")
        for each in dossier.evidence
    }


def hash_of(dossier: Dossier) -> str:
    """The hash of everything that is proposed and decided on."""
    return content_hash(content_in(dossier))
