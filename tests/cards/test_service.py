"""Numbers and cards: given once, one live card for a holder, and what strangers learn of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access.models import Account, Organisation
from casework.cards import service
from casework.cards.models import Card, Paper
from casework.cards.verification.queries import Answer, Standing, by_code, by_file
from casework.db import new_id
from casework.errors import RefusedError
from casework.people.models import BirthDate, Particulars, Person
from casework.schemes import NumberPattern

YEARLY = NumberPattern.parse("V{yy}{seq:5}")
FOR_EVER = NumberPattern.parse("VM/{seq:4}")
DAY = date(2026, 11, 20)
SIGNED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def barcelona(session: Session) -> Organisation:
    return session.scalars(select(Organisation).filter_by(key="barcelona")).one()


def person(session: Session, organisation: Organisation) -> Person:
    found = Person(organisation_id=organisation.id)
    session.add(found)
    found.particulars = Particulars("Amina", "Mostrani", BirthDate(1990))
    session.flush()
    return found


def reservation(session: Session, organisation: Organisation, **other: Any) -> service.Reservation:
    """For a new person and a new dossier, unless said."""
    account = session.scalars(select(Account).filter_by(organisation_id=organisation.id)).first()
    assert account is not None
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "scheme_key": "bcn-veinatge",
        "dossier_id": new_id(),
        "issued_on": DAY,
        "issued_by": account.id,
        "action": "issue",
        "valid_until": date(2028, 11, 20),
    }
    if "holder_id" not in other:
        values["holder_id"] = person(session, organisation).id
    return service.Reservation(**values | other)


def reserve(session: Session, organisation: Organisation, **other: Any) -> Card:
    pattern = other.pop("pattern", YEARLY)
    return service.reserve(session, reservation(session, organisation, **other), pattern)


def test_numbers_count_on(session: Session, barcelona: Organisation) -> None:
    numbers = [reserve(session, barcelona).number for _ in range(3)]
    assert numbers == ["V2600001", "V2600002", "V2600003"]


def test_a_year_begins_anew_and_a_sequence_without_one_goes_on(
    session: Session, barcelona: Organisation
) -> None:
    for day in (DAY, date(2027, 1, 1), DAY):
        yearly = reserve(session, barcelona, issued_on=day).number
        endless = reserve(session, barcelona, issued_on=day, scheme_key="other", pattern=FOR_EVER).number
    assert (yearly, endless) == ("V2600002", "VM/0003")


def test_organisations_and_schemes_count_apart(session: Session, barcelona: Organisation) -> None:
    other = session.scalars(select(Organisation).filter_by(key="mostra-ngo")).one()
    numbers = [
        reserve(session, barcelona).number,
        reserve(session, other).number,
        reserve(session, barcelona, scheme_key="other").number,
    ]
    assert numbers == ["V2600001"] * 3


def test_a_voided_number_is_never_given_again(session: Session, barcelona: Organisation) -> None:
    first = reserve(session, barcelona)
    service.void(first)
    second = reserve(session, barcelona, dossier_id=first.dossier_id, holder_id=first.holder_id)
    assert (first.state, first.number, second.number) == ("void", "V2600001", "V2600002")


def test_an_issued_card_is_not_voided(session: Session, barcelona: Organisation) -> None:
    card = reserve(session, barcelona)
    register(session, card)
    service.void(card)
    assert card.state == "issued"


@pytest.mark.parametrize("state", ["issuing", "issued"])
def test_a_holder_has_one_live_card_in_a_dossier(
    session: Session, barcelona: Organisation, state: str
) -> None:
    card = reserve(session, barcelona)
    card.state = state
    session.flush()
    same = {"dossier_id": card.dossier_id, "holder_id": card.holder_id}
    with pytest.raises(RefusedError, match="already has a card"):
        reserve(session, barcelona, **same)
    assert reserve(session, barcelona, dossier_id=card.dossier_id), "another holder of the same dossier"


@pytest.mark.parametrize("state", ["over", "replaced", "void"])
def test_after_a_card_there_may_be_another(session: Session, barcelona: Organisation, state: str) -> None:
    card = reserve(session, barcelona)
    card.state = state
    session.flush()
    assert reserve(session, barcelona, dossier_id=card.dossier_id, holder_id=card.holder_id)


def test_a_pattern_that_comes_back_to_numbers_given_before_goes_on_after_them(
    session: Session, barcelona: Organisation
) -> None:
    for on in (DAY, DAY):
        reserve(session, barcelona, issued_on=on)
    endless = NumberPattern.parse("V26{seq:5}")
    assert reserve(session, barcelona, pattern=endless).number == "V2600003"
    assert reserve(session, barcelona, pattern=endless).number == "V2600004"


def test_numbers_that_are_used_up_are_said_so(session: Session, barcelona: Organisation) -> None:
    short = NumberPattern.parse("V{seq:1}")
    for _ in range(9):
        reserve(session, barcelona, pattern=short)
    with pytest.raises(RefusedError, match="Every number"):
        reserve(session, barcelona, pattern=short)


def test_the_database_itself_refuses_a_number_twice(session: Session, barcelona: Organisation) -> None:
    first, second = reserve(session, barcelona), reserve(session, barcelona)
    with pytest.raises(IntegrityError), session.begin_nested():
        second.number = first.number


def test_the_database_itself_refuses_a_state_that_nobody_knows(
    session: Session, barcelona: Organisation
) -> None:
    card = reserve(session, barcelona)
    with pytest.raises(IntegrityError), session.begin_nested():
        card.state = "lost"


def register(session: Session, card: Card) -> Paper:
    made = service.MadePaper(
        kind="document",
        number=card.number,
        issued_on=card.issued_on,
        title="Document municipal de veïnatge",
        language="ca",
        code_hash=card.number.encode().ljust(32, b"\1"),
        pages=2,
        revisions=(card.number.encode().ljust(32, b"\2"), card.number.encode().ljust(32, b"\3")),
        signed_at=SIGNED,
    )
    paper = service.register_card_paper(session, card, made, new_id())
    session.flush()
    return paper


def test_a_stranger_learns_what_the_page_says_and_no_more(session: Session, barcelona: Organisation) -> None:
    card = reserve(session, barcelona)
    paper = register(session, card)
    latest = paper.revisions[1].sha256
    assert by_code(session, paper.code_hash) == Answer(
        title="Document municipal de veïnatge",
        language="ca",
        issuer="Ajuntament de Barcelona",
        issued_on=DAY,
        valid_until=date(2028, 11, 20),
        pages=2,
        sha256=latest.hex(),
        signed_at=SIGNED,
        time_zone="Europe/Madrid",
        state="issued",
    )


def test_every_revision_counts_as_issued(session: Session, barcelona: Organisation) -> None:
    paper = register(session, reserve(session, barcelona))
    for revision in paper.revisions:
        answer = by_file(session, revision.sha256)
        assert answer is not None
        assert answer.sha256 == revision.sha256.hex()
    assert by_file(session, bytes(32)) is None
    assert by_code(session, bytes(32)) is None


@pytest.mark.parametrize("state", ["issuing", "void"])
def test_what_was_never_issued_is_not_known(session: Session, barcelona: Organisation, state: str) -> None:
    card = reserve(session, barcelona)
    paper = register(session, card)
    card.state = state
    session.flush()
    assert by_code(session, paper.code_hash) is None
    assert by_file(session, paper.revisions[0].sha256) is None
    known = session.scalars(text("SELECT count(*) FROM verification")).one()
    assert known == 0


@pytest.mark.parametrize(
    ("state", "valid_until", "today", "standing"),
    [
        ("issued", date(2028, 11, 20), date(2028, 11, 20), Standing.IN_FORCE),
        ("issued", date(2028, 11, 20), date(2028, 11, 21), Standing.OVER),
        ("issued", None, date(2999, 1, 1), Standing.IN_FORCE),
        ("over", date(2028, 11, 20), DAY, Standing.OVER),
        ("replaced", date(2028, 11, 20), DAY, Standing.REPLACED),
        ("replaced", date(2028, 11, 20), date(2029, 1, 1), Standing.REPLACED),
    ],
)
def test_how_a_paper_stands(
    session: Session,
    barcelona: Organisation,
    state: str,
    valid_until: date | None,
    today: date,
    standing: Standing,
) -> None:
    card = reserve(session, barcelona, valid_until=valid_until)
    paper = register(session, card)
    card.state = state
    session.flush()
    answer = by_code(session, paper.code_hash)
    assert answer is not None
    assert answer.standing(today) is standing
