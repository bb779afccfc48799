"""What the rules say about a dossier today."""

from datetime import date

from sqlalchemy.orm import Session

from casework.dossiers.models import Dossier
from casework.dossiers.rules import content_hash, content_of, facts_of
from casework.programmes.service import version_of
from casework.schemes import Facts, Finding, SchemeVersion, findings


def facts_in(version: SchemeVersion, dossier: Dossier) -> Facts:
    """The facts of a dossier, opened, as its version defines them."""
    return facts_of(
        version.facts,
        dossier.person.particulars.birth_date,
        dossier.record,
        [each.record for each in dossier.movements],
        [each.record for each in dossier.evidence],
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
        {each.id: each.record for each in dossier.evidence},
        {
            each.id: (each.record, [basis.evidence.label for basis in each.bases])
            for each in dossier.statements
        },
    )


def hash_of(dossier: Dossier) -> str:
    """The hash of everything that is proposed and decided on."""
    return content_hash(content_in(dossier))
