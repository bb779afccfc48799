"""Beginning again from an old dossier: what the scheme lets be used again, and still holds, is taken over."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import files
from casework.access.identity import Identity
from casework.cards import service as cards
from casework.cards.models import Card
from casework.cards.queries import last_card, live_card
from casework.dossiers.models import Dossier, Evidence, Movement, Statement, StatementBasis
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import CaseRecord
from casework.dossiers.service.changes import inherit_authors, lock, note
from casework.dossiers.service.households import join, renewed_household
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import photo_of
from casework.dossiers.service.steps import move
from casework.errors import ConflictError, NotFoundError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import CardState, Catalogue, SchemeVersion

EVIDENCE = "evidence"
NOTHING = "nothing"


@dataclass(frozen=True)
class Window:
    """When the scheme lets a card be renewed: the first and the last day, inclusive; none where it stays open."""

    opens: date | None
    closes: date | None

    def early(self, today: date) -> bool:
        return self.opens is not None and today < self.opens

    def late(self, today: date) -> bool:
        return self.closes is not None and today > self.closes


@dataclass(frozen=True)
class TakenOver:
    """What a new dossier begins with: parts of the old one that still hold, and how many have run out."""

    movements: tuple[Movement, ...]
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...]
    run_out: int


def may_begin_again(version: SchemeVersion, dossier: Dossier) -> bool:
    """Whether the old case has come to its card or its end; one under way goes on instead."""
    state = version.steps.states[dossier.state]
    return state.final or state.card is not None


def window_of(session: Session, version: SchemeVersion, dossier: Dossier) -> Window:
    """When the card of a dossier may be renewed; without one, or without a last day, at any time."""
    card = last_card(session, dossier.id)
    if card is None or card.valid_until is None or version.renewal is None:
        return Window(None, None)
    return Window(*version.renewal.window(card.valid_until))


def reused(session: Session, version: SchemeVersion, dossier: Dossier, today: date) -> str:
    """What the scheme lets be used again on that day: nothing once its window has closed (schemes.md §8)."""
    if version.renewal is None or window_of(session, version, dossier).late(today):
        return NOTHING
    return version.renewal.reuses


def taken_over(session: Session, version: SchemeVersion, dossier: Dossier, today: date) -> TakenOver:
    """What the old dossier's scheme lets be used again, and holds on that day (schemes.md §2.4).

    A sentence goes over when all that it rests on does: its dates are to be looked at again by whoever proposes.
    """
    if reused(session, version, dossier, today) != EVIDENCE:
        return TakenOver((), (), (), 0)
    holding = tuple(
        each for each in dossier.evidence if each.record.expires is None or each.record.expires >= today
    )
    kept = {each.id for each in holding}
    statements = tuple(
        each for each in dossier.statements if all(basis.evidence_id in kept for basis in each.bases)
    )
    return TakenOver(tuple(dossier.movements), holding, statements, len(dossier.evidence) - len(holding))


def running_renewal(session: Session, dossier: Dossier) -> Dossier | None:
    """The dossier begun from this one that is still under way, if any."""
    for each in session.scalars(select(Dossier).where(Dossier.renews_id == dossier.id)):
        state = version_of(session, each.version_hash).steps.states[each.state]
        if not state.final and state.card is None:
            return each
    return None


def begin_again(
    session: Session, catalogue: Catalogue, identity: Identity, old: Dossier, today: date
) -> Dossier:
    """Open a dossier for the same person from an old one. The old card stays valid until the new one is issued.

    Whoever changed something in the old one is an author where it is used again. A member stays in the household if
    its first dossier was begun again before; else the new one stands alone.

    Raises NotFoundError for a case that is still under way, ConflictError when it was begun again already.
    """
    household = renewed_household(session, old)
    if household is not None:
        lock(session, household)  # before the older one, as when a card replaces another
    lock(session, old)
    version = version_of(session, old.version_hash)
    if not may_begin_again(version, old):
        raise NotFoundError
    if running_renewal(session, old) is not None:
        raise ConflictError(_("A new dossier was begun from this one already. Its link stands on the page."))
    reuses = reused(session, version, old, today) != NOTHING
    record = replace(old.record if reuses else CaseRecord(), answers=())
    particulars, key = old.person.particulars, old.scheme_key
    begun = open_dossier(session, catalogue, identity, key, particulars, record, today, old.person)
    begun.renews_id = old.id
    if household is not None:
        join(session, household, begun)
    _copy(session, begun, taken_over(session, version, old, today))
    if reuses:
        inherit_authors(session, old, begun)
        _copy_photo(session, old, begun)
    note(session, identity.account_id, old, "dossier.begun_again", {"new": begun.id})
    session.flush()
    found = whole_dossier(session, begun.id)
    assert found is not None, "it was opened a moment ago"
    return found


def _copy(session: Session, begun: Dossier, parts: TakenOver) -> None:
    """Seal the parts anew under the new dossier's key. Who saw the evidence, and when, stays what it was."""
    for position, movement in enumerate(parts.movements, 1):
        made = Movement(dossier=begun, position=position)
        session.add(made)
        made.record = movement.record
    copies: dict[str, Evidence] = {}
    for position, evidence in enumerate(parts.evidence, 1):
        copies[evidence.id] = _copied_evidence(session, begun, evidence, position)
    for position, statement in enumerate(parts.statements, 1):
        said = Statement(dossier=begun, position=position)
        session.add(said)
        said.record = statement.record
        said.bases = [StatementBasis(evidence=copies[basis.evidence_id]) for basis in statement.bases]


def _copy_photo(session: Session, old: Dossier, begun: Dossier) -> None:
    photo = photo_of(session, old)
    if photo is not None:
        begun.photo_id = files.keep(session, begun, photo, files.JPEG).id


def _copied_evidence(session: Session, begun: Dossier, evidence: Evidence, position: int) -> Evidence:
    copy = Evidence(
        organisation_id=begun.organisation_id,
        dossier=begun,
        position=position,
        seen_by=evidence.seen_by,
        seen_at=evidence.seen_at,
    )
    session.add(copy)
    copy.record = evidence.record
    if evidence.file_id is not None:
        kept = session.get_one(files.SealedFile, evidence.file_id)
        copy.file_id = files.keep(session, begun, files.read(session, kept), kept.media_type).id
        copy.copy_id = copy.file_id
    return copy


def replace_old_card(session: Session, actor: str, dossier: Dossier, card: Card, today: date) -> None:
    """When a renewed card is issued, the one before it is replaced, and its dossier moves on with it."""
    if dossier.renews_id is None:
        return
    old = session.get_one(Dossier, dossier.renews_id)
    lock(session, old)
    before = live_card(session, old.id)
    if before is None:
        return
    card.replaces_id = before.id
    steps = version_of(session, old.version_hash).steps
    replacing = next(
        (
            action
            for action in steps.actions.values()
            if old.state in action.sources
            and action.to is not None
            and steps.states[action.to].card is CardState.REPLACED
        ),
        None,
    )
    if replacing is None or replacing.to is None:
        cards.end(
            before, CardState.REPLACED
        )  # the scheme has no step for it, the paper is replaced all the same
    else:
        move(session, actor, old, replacing.key, replacing.to, today)
