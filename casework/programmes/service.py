"""Adopting schemes, and freezing the versions that dossiers rest on."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.models import Organisation
from casework.errors import NotFoundError
from casework.programmes.models import FrozenVersion, Programme
from casework.schemes import Catalogue, SchemeVersion, fitting, settled, version_from_canonical

NOTHING_SETTLED: Final[Mapping[str, str]] = MappingProxyType({})


def adopt(
    session: Session,
    organisation: Organisation,
    scheme_key: str,
    since: date,
    letterhead: Mapping[str, str | list[str]],
    local_values: Mapping[str, str] = NOTHING_SETTLED,
) -> Programme:
    """Let an organisation run a scheme from a day on, with what its papers say of it and what it settles itself."""
    programme = Programme(
        organisation=organisation,
        scheme_key=scheme_key,
        since=since,
        letterhead=dict(letterhead),
        local_values=dict(local_values),
    )
    session.add(programme)
    return programme


def programmes_of(session: Session, organisation_id: str) -> tuple[Programme, ...]:
    """All programmes of an organisation, also those that have still to begin."""
    query = (
        select(Programme).where(Programme.organisation_id == organisation_id).order_by(Programme.scheme_key)
    )
    return tuple(session.scalars(query))


def running(session: Session, organisation_id: str, on: date) -> tuple[Programme, ...]:
    """The programmes of an organisation that have begun by a day, in the order of their schemes' keys."""
    return tuple(each for each in programmes_of(session, organisation_id) if each.since <= on)


def running_under(session: Session, scheme_key: str, on: date) -> tuple[Programme, ...]:
    """The programmes of every organisation under a scheme that have begun by a day, in the order of their names."""
    query = (
        select(Programme)
        .join(Programme.organisation)
        .where(Programme.scheme_key == scheme_key, Programme.since <= on)
        .order_by(Organisation.name)
    )
    return tuple(session.scalars(query))


def programme_of(session: Session, organisation_id: str, scheme_key: str) -> Programme:
    """The organisation's programme. Raises NotFoundError when it does not run the scheme."""
    query = select(Programme).where(
        Programme.organisation_id == organisation_id, Programme.scheme_key == scheme_key
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError
    return found


def version_in_force(catalogue: Catalogue, programme: Programme, on: date) -> SchemeVersion:
    """The version of its scheme under which a programme works on a day: the file's, with the local values in it.

    A value that the file has settled since, or that it does not take any more, is left out: the file wins.
    Raises UnknownSchemeError when the scheme's file is gone, or the scheme begins later.
    """
    return with_local_values(catalogue.scheme(programme.scheme_key).version_on(on), programme)


def with_local_values(version: SchemeVersion, programme: Programme | None) -> SchemeVersion:
    """A version with what a programme has settled in it."""
    return settled(version, fitting(version, programme.local_values)) if programme else version


def freeze(session: Session, version: SchemeVersion) -> str:
    """Keep a resolved version for ever, once per hash; its hash."""
    if session.get(FrozenVersion, version.sha256) is None:
        session.add(
            FrozenVersion(hash=version.sha256, scheme_key=version.scheme, canonical=version.canonical)
        )
        session.flush()
    return version.sha256


def version_of(session: Session, version_hash: str) -> SchemeVersion:
    """The frozen version of a hash, as it was on the day it was frozen."""
    return _rebuilt(session.get_one(FrozenVersion, version_hash).canonical)


@lru_cache(maxsize=256)
def _rebuilt(canonical: bytes) -> SchemeVersion:
    return version_from_canonical(canonical)
