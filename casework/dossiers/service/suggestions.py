"""Sentences that the evidence suggests: filled as far as the dossier knows, with what each of them rests on.

A suggestion is worked out anew each time and kept nowhere; a sentence stands in the dossier once somebody composed
it (docs/decisions/0016-fill.md).
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.doubts import Known
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.records import Blank, EvidenceRecord, StatementRecord
from casework.dossiers.service.changes import lock
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.statements import add_statement
from casework.errors import ConflictError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import EvidenceCategory, FirstDay, Source, StatementTemplate, typed

DIGITS = 16

Shown = Sequence[tuple[Evidence, EvidenceRecord]]


@dataclass(frozen=True)
class Suggestion:
    """A sentence of the scheme with the gaps that are known filled, and the evidence that bears it out."""

    category: EvidenceCategory
    template: StatementTemplate
    values: Mapping[str, str]
    bases: tuple[Evidence, ...]

    @property
    def complete(self) -> bool:
        """Whether it can be printed as it stands."""
        return bool(self.bases) and len(self.values) == len(self.template.parameters)

    @property
    def record(self) -> StatementRecord:
        blanks = tuple(Blank(name, value) for name, value in self.values.items())
        return StatementRecord(self.category.key, self.template.key, blanks)

    @property
    def key(self) -> str:
        """A digest of all that would be printed: when a part of it changes, it is another suggestion."""
        said = [self.category.key, self.template.key, sorted(self.values.items()), [b.id for b in self.bases]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:DIGITS]


def suggestions_of(session: Session, dossier: Dossier, today: date) -> tuple[Suggestion, ...]:
    """What could be said and is not said yet: in the order of the paper, and within a category of the evidence.

    One sentence for each piece of evidence where it tells what stands on it, else one on all that bears it out; also
    one that a register fills while there is nothing yet to rest it on. A sentence without gaps is never suggested:
    nothing but a person's choice tells it from its neighbour. Nor is one that still lacks a word, once its evidence
    bears out another sentence of the category.
    """
    known, shown = known_of(session, dossier, today), _shown(dossier)
    said = [(each.record, {basis.evidence_id for basis in each.bases}) for each in dossier.statements]
    return tuple(
        each
        for category in version_of(session, dossier.version_hash).evidence
        if not category.self_declared
        for each in sorted(_suggested(category, known, shown), key=_place)
        if not _is_said(each, said)
    )


def suggestion_for(
    session: Session,
    dossier: Dossier,
    category: EvidenceCategory,
    template: StatementTemplate,
    today: date,
    evidence_id: str = "",
) -> Suggestion:
    """One sentence with what is known of it; of several pieces of evidence, the named one fills it, or none."""
    known, shown = known_of(session, dossier, today), _bearing(category, template, _shown(dossier))
    if template.of_one_item and len(shown) > 1:
        shown = [each for each in shown if each[0].id == evidence_id]
    return _filled(category, template, known, shown)


def compose_suggested(
    session: Session, identity: Identity, dossier: Dossier, keys: Collection[str], today: date
) -> None:
    """Compose the complete suggestions of these keys, each as `add_statement` does.

    Raises ConflictError when one of them is none any more: what it would say, or rests on, has changed.
    """
    lock(session, dossier)
    session.expire(dossier, ("movements", "evidence", "statements"))
    chosen = [each for each in suggestions_of(session, dossier, today) if each.complete and each.key in keys]
    if len(chosen) != len(set(keys)):
        raise ConflictError(_("The dossier has moved on since this page was shown."))
    for each in chosen:
        add_statement(session, identity, dossier, each.record, each.bases)


def known_of(session: Session, dossier: Dossier, today: date) -> Known:
    """What the dossier tells of the person, and the first days that its rules found."""
    found: dict[Source | FirstDay, str | date] = {
        Source.NAME: dossier.person.particulars.full_name,
        Source.ADDRESS: dossier.record.address,
    }
    for finding in findings_of(session, dossier, today):
        since = finding.values.get("since")
        if isinstance(since, date):
            found[FirstDay(finding.rule)] = since
    return found


def _shown(dossier: Dossier) -> Shown:
    return [(each, each.record) for each in dossier.evidence]  # opened once: each time costs


def _bearing(category: EvidenceCategory, template: StatementTemplate, shown: Shown) -> Shown:
    return [
        (each, record)
        for each, record in shown
        if category.key in record.categories and category.bears_out(template, record.kind)
    ]


def _suggested(category: EvidenceCategory, known: Known, shown: Shown) -> Iterator[Suggestion]:
    for template in category.prints:
        bearing = _bearing(category, template, shown) if template.parameters else []
        found = {each.fill for each in template.parameters if isinstance(each.fill, FirstDay)}
        if template.of_one_item:
            yield from (_filled(category, template, known, [each]) for each in bearing)
        elif bearing or not found.isdisjoint(known):
            yield _filled(category, template, known, bearing)


def _place(each: Suggestion) -> int:
    return min((basis.position for basis in each.bases), default=0)


def _filled(
    category: EvidenceCategory, template: StatementTemplate, known: Known, shown: Shown
) -> Suggestion:
    told = {**known, **_on_it(shown[0][1])} if len(shown) == 1 else known
    written = {
        parameter.key: typed(parameter, told[parameter.fill])
        for parameter in template.parameters
        if parameter.fill is not None and parameter.fill in told
    }
    values = {name: value for name, value in written.items() if value}
    return Suggestion(category, template, values, tuple(each for each, _record in shown))


def _on_it(record: EvidenceRecord) -> Known:
    """What is noted of a piece of evidence; a gap that it leaves open is asked."""
    noted = {
        Source.ISSUER: record.issuer,
        Source.ISSUED: record.issued,
        Source.FROM: record.proves_from,
        Source.TO: record.proves_to,
    }
    return {source: value for source, value in noted.items() if value}


def _is_said(each: Suggestion, said: Sequence[tuple[StatementRecord, set[str]]]) -> bool:
    bases = {basis.id for basis in each.bases}
    for record, rests_on in said:
        if record.category != each.category.key:
            continue
        same = record.template == each.template.key
        if bases & rests_on and (same or not each.complete):
            return True
        if same and not each.template.of_one_item:
            return True
    return False
