"""A card follows its dossier: ended or replaced, it is no longer in force from that moment on."""

import pytest
from sqlalchemy import select

from casework import clock
from casework.cards.models import Card
from casework.cards.verification.queries import Standing, by_file
from casework.db import writing
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import might_take, open_steps, take_step
from casework.errors import NotFoundError
from tests.dossiers.cases import STEPS, Desk, prepare_case, reserve
from tests.support.installation import Installation


def desk_at(installation: Installation, session: object) -> Desk:
    return Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))  # type: ignore[arg-type]  # any session will do


def test_a_step_takes_the_card_out_of_force(installation: Installation) -> None:
    dossier_id = prepare_case(installation.registry, *STEPS)
    card_id = reserve(installation.registry, dossier_id)
    installation.run_jobs()
    with installation.session() as session:
        card = session.get_one(Card, card_id)
        sha256 = card.papers[0].revisions[0].sha256
        answer = by_file(session, sha256)
        assert answer is not None
        assert answer.standing(clock.today()) is Standing.IN_FORCE
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        given = Given(reasons="The paper rested on a false register entry.")
        take_step(session, desk.signatory, desk.whole(dossier_id), "end", given, desk.at, desk.today)
    with installation.session() as session:
        assert session.scalar(select(Card.state).where(Card.id == card_id)) == "over"
        answer = by_file(session, sha256)
        assert answer is not None
        assert answer.standing(clock.today()) is Standing.OVER


def test_nobody_calls_a_card_replaced_by_hand(installation: Installation) -> None:
    """Only issuing the later card does: else /verify told of a paper that does not exist."""
    dossier_id = prepare_case(installation.registry, *STEPS)
    card_id = reserve(installation.registry, dossier_id)
    installation.run_jobs()
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        offered = {each.key for each in open_steps(session, desk.signatory, dossier, desk.today)}
        assert offered == {"end"}
        with pytest.raises(NotFoundError):
            take_step(session, desk.signatory, dossier, "replace", Given(), desk.at, desk.today)
        assert not might_take(session, desk.signatory, dossier, "replace", desk.today)
    with installation.session() as session:
        assert session.scalar(select(Card.state).where(Card.id == card_id)) == "issued"


def test_a_card_comes_to_life_by_issuing_only(installation: Installation) -> None:
    dossier_id = prepare_case(installation.registry, *STEPS)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        with pytest.raises(NotFoundError):
            take_step(session, desk.signatory, dossier, "issue", Given(), desk.at, desk.today)
        assert dossier.state == "granted"
