"""An organisation begins to run a scheme: what stands in the way, what it settles itself, who did it."""

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
from casework.programmes.models import FrozenVersion, Programme
from casework.schemes import (
    Catalogue,
    LocalValueError,
    NumberPattern,
    Remark,
    Scheme,
    SchemeVersion,
    UnknownSchemeError,
    mistakes,
    settled,
)
from casework.schemes.rules import OPEN

Letterhead = Mapping[str, str | list[str]]
LocalValues = Mapping[str, str]

NUMBER: Final = "number"
VALID_UNTIL: Final = "valid_until"


def open_to_issue(version: SchemeVersion) -> tuple[str, ...]:
    """What the version leaves open and issuing needs, by the word of the scheme file."""
    is_open = {NUMBER: version.number == OPEN, VALID_UNTIL: any(end.is_open for end in version.ends)}
    return tuple(word for word, left_open in is_open.items() if left_open)


def notes_on(catalogue: Catalogue, scheme: Scheme) -> tuple[Remark, ...]:
    """What the checker notes on a scheme's files: values left open, words that nobody has reviewed."""
    return tuple(note for note in catalogue.notes if note.file.partition(".")[0] == scheme.key)


def lacking_words(catalogue: Catalogue, scheme: Scheme, languages: Iterable[str] = ()) -> tuple[Remark, ...]:
    """The texts that a scheme has not in a language in which an organisation runs it: the checker's mistakes.

    `languages` are those that it had when it was adopted; without any, those that it has now.
    """
    return mistakes(catalogue.remarks(scheme.key, tuple(languages) or scheme.languages))


def languages_run(session: Session) -> dict[str, set[str]]:
    """The languages that each adopted scheme had when organisations adopted it, by its key."""
    found: dict[str, set[str]] = {}
    for programme in session.scalars(select(Programme)):
        found.setdefault(programme.scheme_key, set()).update(programme.languages)
    return found


def not_adopted(catalogue: Iterable[Scheme], programmes: Iterable[Programme]) -> tuple[Scheme, ...]:
    """The schemes that are not among the programmes, in the order of the catalogue."""
    run = {each.scheme_key for each in programmes}
    return tuple(scheme for scheme in catalogue if scheme.key not in run)


def first_version(scheme: Scheme, on: date) -> SchemeVersion:
    """The version in force on a day; of a scheme that has still to begin, the first that will be."""
    return scheme.version_on(max(on, scheme.versions[0].start))


def adopt_scheme(
    session: Session,
    catalogue: Catalogue,
    identity: Identity,
    scheme: Scheme,
    since: date,
    letterhead: Letterhead,
    local_values: LocalValues,
    today: date,
) -> Programme:
    """Let the account's organisation run a scheme from a day on, with what its papers say and what it settles.

    Raises RefusedError when the organisation runs it already, when the scheme begins later, lacks words in one of
    its languages, or is left without what issuing needs; LocalValueError for a value that cannot be taken.
    """
    if lacking_words(catalogue, scheme):
        raise RefusedError(
            _("The scheme lacks words in one of its languages. Add them to its file, then adopt it.")
        )
    organisation = session.get_one(Organisation, identity.organisation_id, with_for_update=True)
    version = _settled_version(scheme, max(since, today), local_values)
    _require_own_numbers(session, catalogue, organisation.id, version, local_values, today)
    already = RefusedError(_("Your organisation runs this scheme already. Change its letterhead instead."))
    known = select(Programme.id).filter_by(organisation_id=organisation.id, scheme_key=scheme.key)
    if session.scalar(known) is not None:
        raise already
    try:
        with session.begin_nested():
            programme = service.adopt(session, organisation, scheme.key, since, letterhead, local_values)
            programme.languages = list(scheme.languages)
            session.flush()
    except IntegrityError:  # somebody else was quicker
        raise already from None
    _enter(session, identity, programme, "programme.adopted", {"since": since, "version": version.sha256})
    return programme


def change_letterhead(
    session: Session, identity: Identity, programme: Programme, letterhead: Letterhead
) -> None:
    """What its papers say of the office from now on; papers that were issued keep what they say."""
    changed = {**programme.letterhead, **letterhead}
    if changed == programme.letterhead:
        return
    programme.letterhead = changed
    _enter(session, identity, programme, "programme.changed")


def change_local_values(
    session: Session,
    catalogue: Catalogue,
    identity: Identity,
    programme: Programme,
    local_values: LocalValues,
    today: date,
) -> None:
    """What the organisation settles from now on; dossiers that were opened keep the version they have.

    Raises RefusedError and LocalValueError as `adopt_scheme`.
    """
    if local_values == programme.local_values:
        return
    session.get_one(Organisation, programme.organisation_id, with_for_update=True)
    scheme = catalogue.scheme(programme.scheme_key)
    version = _settled_version(scheme, max(programme.since, today), local_values)
    _require_own_numbers(session, catalogue, programme.organisation_id, version, local_values, today)
    programme.local_values = dict(local_values)
    _enter(session, identity, programme, "programme.changed", {"version": version.sha256})


def _settled_version(scheme: Scheme, on: date, local_values: LocalValues) -> SchemeVersion:
    """The version under which a programme's first dossiers would be opened, ready to issue."""
    try:
        version = settled(scheme.version_on(on), local_values)
    except UnknownSchemeError:
        begins = {"day": scheme.versions[0].start.isoformat()}
        raise RefusedError(
            _("The scheme begins on ${day}. Choose that day or a later one.", mapping=begins)
        ) from None
    if open_to_issue(version):
        raise RefusedError(
            _("No card can be issued while it is open how cards are numbered and how long they are valid.")
        )
    return version


def _require_own_numbers(
    session: Session,
    catalogue: Catalogue,
    organisation_id: str,
    version: SchemeVersion,
    local_values: LocalValues,
    today: date,
) -> None:
    """A number tells of which card it is, and is never given twice: also after its pattern was changed."""
    if NUMBER not in local_values:
        return
    own = version.number_pattern
    for other in service.programmes_of(session, organisation_id):
        if other.scheme_key != version.scheme and other.scheme_key in catalogue:
            theirs = service.version_in_force(catalogue, other, max(today, other.since))
            pattern = _printed(theirs)
            if pattern and own.looks_like(pattern):
                name = {"scheme": theirs.name_in(theirs.languages[0])}
                message = _(
                    "These numbers look like those of ${scheme}. Begin the pattern with other letters.",
                    mapping=name,
                )
                raise LocalValueError(NUMBER, message)
    for before in _patterns_before(session, version.scheme):
        if before.text != own.text and own.looks_like(before):
            raise LocalValueError(
                NUMBER,
                _("Such numbers may have been given already. Begin the pattern with other letters."),
            )


def _patterns_before(session: Session, scheme_key: str) -> list[NumberPattern]:
    """The patterns under which dossiers of a scheme were opened."""
    hashes = session.scalars(select(FrozenVersion.hash).filter_by(scheme_key=scheme_key))
    patterns = (_printed(service.version_of(session, each)) for each in hashes)
    return [each for each in patterns if each]


def _printed(version: SchemeVersion) -> NumberPattern | None:
    """The pattern of the numbers on a version's cards; none where they are open or internal."""
    return NumberPattern.parse(version.number) if "{" in version.number else None


def _enter(
    session: Session,
    identity: Identity,
    programme: Programme,
    action: str,
    detail: Mapping[str, Any] = service.NOTHING_SETTLED,
) -> None:
    """The journal says which words were settled, and by the version's hash how; it takes no free text."""
    journal.record(
        session,
        actor=identity.account_id,
        organisation=identity.organisation_id,
        action=action,
        object_kind="programme",
        object_id=programme.id,
        detail={"scheme": programme.scheme_key, "settled": sorted(programme.local_values), **detail},
    )
