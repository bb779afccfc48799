"""The worklist: a page of a ready-made list, of a filter or of a search.

Every list has one order: the nearest term first and those without a term last, then what was opened last.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from casework.access.permissions import Permission, visible
from casework.cards.models import Card
from casework.dossiers.lists import Desk, Wanted, listed, unchecked, waits_for_letter
from casework.dossiers.models import Appointment, Dossier, Letter
from casework.dossiers.service.appointments import AppointmentState
from casework.people.search import matches, words_of

PAGE = 25
MOST_COUNTED = 100
BATCH = 500
_REFERENCE = re.compile(r"(?:(\d{2})-)?(\d{1,5})", re.ASCII)

Place = tuple[date | None, date, str, str]
"""Where a page ends: due day, opening day, reference and id of its last dossier. References of one organisation
differ; the id tells those of two apart.
"""


def page(desk: Desk, wanted: Wanted, after: Place | None = None) -> list[Dossier]:
    """One page of the worklist, and one dossier more to show that there is another page."""
    query = listed(desk, wanted).options(
        joinedload(Dossier.person),
        joinedload(Dossier.owner),
        joinedload(Dossier.deputy),
        selectinload(Dossier.frozen_version),
    )
    query = query.order_by(
        Dossier.due_on.is_(None),
        Dossier.due_on,
        Dossier.opened_on.desc(),
        Dossier.reference.desc(),
        Dossier.id.desc(),
    )
    if not wanted.search:
        return list(desk.session.scalars(_from(query, after).limit(PAGE + 1)))
    if any(each.isdecimal() for each in wanted.search):
        numbered = query.where(_has_number(desk, wanted.search))
        return list(desk.session.scalars(_from(numbered, after).limit(PAGE + 1)))
    return _named(desk.session, query, wanted.search, after)


def place_of(dossier: Dossier) -> Place:
    """Where this dossier stands in the order of every list."""
    return dossier.due_on, dossier.opened_on, dossier.reference, dossier.id


def count(desk: Desk, wanted: Wanted) -> int:
    """How many stand on a list; counting stops at one more than `MOST_COUNTED`. Not for a search."""
    query = listed(desk, wanted).with_only_columns(Dossier.id).limit(MOST_COUNTED + 1)
    return desk.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def handlers_in_use(desk: Desk) -> set[str]:
    """Ids of the accounts that handle a dossier which the account may see: what a filter can offer."""
    dossiers = visible(select(Dossier), desk.identity, Permission.DOSSIER_READ, Dossier)
    owners = dossiers.with_only_columns(Dossier.owner_id)
    deputies = dossiers.where(Dossier.deputy_id.is_not(None)).with_only_columns(Dossier.deputy_id)
    return set(desk.session.scalars(owners.union(deputies)))


def next_appointments(desk: Desk, dossiers: Sequence[Dossier]) -> dict[str, Appointment]:
    """The next planned appointment of each dossier, from today on, by the dossier's id."""
    query = (
        select(Appointment)
        .where(
            Appointment.dossier_id.in_([each.id for each in dossiers]),
            Appointment.state == AppointmentState.PLANNED,
            Appointment.starts_at >= desk.begins(),
        )
        .order_by(Appointment.starts_at.desc())
    )
    return {each.dossier_id: each for each in desk.session.scalars(query)}


def open_checks(desk: Desk, dossiers: Sequence[Dossier]) -> set[str]:
    """The ids of those whose card one person issued and nobody has looked at since."""
    ids = [each.id for each in dossiers]
    return set(desk.session.scalars(select(Dossier.id).where(Dossier.id.in_(ids), unchecked(desk.in_use))))


def letters_on_their_way(desk: Desk, dossiers: Sequence[Dossier]) -> set[str]:
    """The ids of those with a letter from which a term counts, and nobody has noted that the person has it."""
    ids = [each.id for each in dossiers]
    return set(desk.session.scalars(select(Dossier.id).where(Dossier.id.in_(ids), waits_for_letter())))


def past_last_day(desk: Desk, dossiers: Sequence[Dossier]) -> set[str]:
    """The ids of those whose card nobody ended, but its last day has passed."""
    ids = [each.id for each in dossiers]
    return set(
        desk.session.scalars(
            select(Card.dossier_id).where(
                Card.dossier_id.in_(ids), Card.state == "issued", Card.valid_until < desk.today
            )
        )
    )


def _has_number(desk: Desk, search: str) -> ColumnElement[bool]:
    """Its own number, with or without the year and the noughts, or that of a card or a letter, is what was typed."""
    typed = " ".join(search.split())
    numbers = {typed, typed.upper()}
    cards = visible(select(Card.dossier_id), desk.identity, Permission.CARD_READ, Card)
    found: list[ColumnElement[bool]] = [
        Dossier.id.in_(cards.where(Card.number.in_(numbers))),
        Dossier.id.in_(select(Letter.dossier_id).where(Letter.number.in_(numbers))),
    ]
    if parts := _REFERENCE.fullmatch(typed):
        year, number = parts[1], f"{int(parts[2]):05}"
        found.append(
            Dossier.reference == f"{year}-{number}" if year else Dossier.reference.endswith(f"-{number}")
        )
    return or_(*found)


def _named(session: Session, query: Select[Any], search: str, after: Place | None) -> list[Dossier]:
    """Those of whose names every word that was typed begins some part; names are opened in memory."""
    words = words_of(search)
    found: list[Dossier] = []
    for each in _all(session, query, after) if words else ():
        if matches(words, each.person.particulars):
            found.append(each)
            if len(found) > PAGE:
                break
    return found


def _from(query: Select[Any], after: Place | None) -> Select[Any]:
    if after is None:
        return query
    due_on, *rest = after
    later = tuple_(Dossier.opened_on, Dossier.reference, Dossier.id) < tuple_(*rest)
    if due_on is None:
        return query.where(Dossier.due_on.is_(None), later)
    return query.where(
        or_(Dossier.due_on.is_(None), Dossier.due_on > due_on, and_(Dossier.due_on == due_on, later))
    )


def _all(session: Session, query: Select[Any], after: Place | None) -> Iterator[Dossier]:
    """Every dossier of a query in its order, a batch at a time."""
    while batch := session.scalars(_from(query, after).limit(BATCH)).all():
        yield from batch
        after = place_of(batch[-1])
