"""An organisation begins to run a scheme: what stands in the way, what it must have seen, who did it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import journal
from casework.access.identity import Identity
from casework.access.models import Organisation
from casework.errors import RefusedError
from casework.i18n import _
from casework.programmes import service
from casework.programmes.models import Programme
from casework.schemes import Catalogue, Remark, Scheme, SchemeVersion, UnknownSchemeError
from casework.schemes.rules import OPEN

Letterhead = Mapping[str, str | list[str]]

NUMBER: Final = "number"
VALID_UNTIL: Final = "valid_until"
NEEDED_TO_ISSUE: Final = {
    NUMBER: _("how its cards are numbered (“number”)"),
    VALID_UNTIL: _("how long its cards are valid (“valid_until”)"),
}
"""What no card can be issued without, by the word of the scheme file."""


def open_to_issue(version: SchemeVersion) -> tuple[str, ...]:
    """What the version leaves open and issuing needs, by the word of the scheme file."""
    is_open = {NUMBER: version.number == OPEN, VALID_UNTIL: any(end.is_open for end in version.ends)}
    return tuple(word for word, left_open in is_open.items() if left_open)


def notes_on(catalogue: Catalogue, scheme: Scheme) -> tuple[Remark, ...]:
    """What the checker notes on a scheme's files: values left open, words that nobody has reviewed."""
    return tuple(note for note in catalogue.notes if note.file.partition(".")[0] == scheme.key)


def not_adopted(catalogue: Iterable[Scheme], programmes: Iterable[Programme]) -> tuple[Scheme, ...]:
    """The schemes that are not among the programmes, in the order of the catalogue."""
    run = {each.scheme_key for each in programmes}
    return tuple(scheme for scheme in catalogue if scheme.key not in run)


def adopt_scheme(
    session: Session, identity: Identity, scheme: Scheme, since: date, letterhead: Letterhead
) -> Programme:
    """Let the account's organisation run a scheme from a day on, with what its papers say of the office.

    Raises RefusedError when the organisation runs it already, when the scheme begins later, and when it leaves
    open what issuing needs.
    """
    _require_ready(scheme, since)
    organisation = session.get_one(Organisation, identity.organisation_id)
    already = RefusedError(_("Your organisation runs this scheme already. Change its letterhead instead."))
    known = select(Programme.id).filter_by(organisation_id=organisation.id, scheme_key=scheme.key)
    if session.scalar(known) is not None:
        raise already
    try:
        with session.begin_nested():
            programme = service.adopt(session, organisation, scheme.key, since, letterhead)
            session.flush()
    except IntegrityError:  # somebody else was quicker
        raise already from None
    _enter(session, identity, programme, "programme.adopted", {"scheme": scheme.key, "since": since})
    return programme


def change_letterhead(
    session: Session, identity: Identity, programme: Programme, letterhead: Letterhead
) -> None:
    """What its papers say of the office from now on; papers that were issued keep what they say."""
    changed = {**programme.letterhead, **letterhead}
    if changed == programme.letterhead:
        return
    programme.letterhead = changed
    _enter(session, identity, programme, "programme.changed", {"scheme": programme.scheme_key})


def _require_ready(scheme: Scheme, since: date) -> None:
    try:
        version = scheme.version_on(since)
    except UnknownSchemeError:
        begins = {"day": scheme.versions[0].start.isoformat()}
        raise RefusedError(
            _("The scheme begins on ${day}. Choose that day or a later one.", mapping=begins)
        ) from None
    if open_to_issue(version):
        raise RefusedError(
            _("The scheme leaves open what no card can be issued without. Settle it in a file of your own.")
        )


def _enter(
    session: Session, identity: Identity, programme: Programme, action: str, detail: dict[str, Any]
) -> None:
    journal.record(
        session,
        actor=identity.account_id,
        organisation=identity.organisation_id,
        action=action,
        object_kind="programme",
        object_id=programme.id,
        detail=detail,
    )
