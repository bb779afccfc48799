"""Adopting schemes, and freezing the versions that dossiers rest on."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.models import Organisation
from casework.errors import NotFoundError
from casework.programmes.models import FrozenVersion, Programme
from casework.schemes import SchemeVersion, version_from_canonical


def adopt(
    session: Session,
    organisation: Organisation,
    scheme_key: str,
    since: date,
    letterhead: Mapping[str, str | list[str]],
) -> Programme:
    """Let an organisation run a scheme from a day on, with what its papers say of it."""
    programme = Programme(
        organisation=organisation, scheme_key=scheme_key, since=since, letterhead=dict(letterhead)
    )
    session.add(programme)
    return programme


def adopted(session: Session, organisation_id: str, on: date) -> tuple[str, ...]:
    """Keys of the schemes that an organisation runs on a day."""
    query = (
        select(Programme.scheme_key)
        .where(Programme.organisation_id == organisation_id, Programme.since <= on)
        .order_by(Programme.scheme_key)
    )
    return tuple(session.scalars(query))


def programmes_of(session: Session, organisation_id: str) -> tuple[Programme, ...]:
    """All programmes of an organisation, also those that have still to begin."""
    query = (
        select(Programme).where(Programme.organisation_id == organisation_id).order_by(Programme.scheme_key)
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
