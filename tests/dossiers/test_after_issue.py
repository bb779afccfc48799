"""What happens after the signature: handing over, closing, appeals, beginning again."""

from datetime import date, timedelta

import pytest

from casework import clock
from casework.cards.models import Card
from casework.cards.verification.queries import Standing, by_file
from casework.db import writing
from casework.dossiers.models import Dossier
from casework.dossiers.records import Appeal, EvidenceRecord, HandOver
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import NOTHING, Given
from casework.dossiers.service.photo import photo_of, set_photo
from casework.dossiers.service.renewal import begin_again, taken_over
from casework.dossiers.service.steps import open_steps, take_step
from casework.errors import ConflictError, NotFoundError, RefusedError
from casework.files import remake_photo
from casework.programmes.service import version_of
from tests.access.cases import png
from tests.dossiers.cases import STEPS, Desk, prepare_case, reserve
from tests.support.installation import Installation

HANDED = HandOver(date(2026, 9, 21), "person", "am", "professional")


def step(desk: Desk, dossier: Dossier, action: str, given: Given = NOTHING, *, signed: bool = False) -> None:
    me = desk.signatory if signed else desk.caseworker
    take_step(desk.session, me, dossier, action, given, desk.at, desk.today)


def issued(installation: Installation) -> tuple[str, str]:
    """Ids of a dossier whose card is issued, and of the card."""
    dossier_id = prepare_case(installation.registry, *STEPS)
    card_id = reserve(installation.registry, dossier_id)
    while installation.run_jobs():
        pass
    return dossier_id, card_id


def desk_at(installation: Installation, session: object) -> Desk:
    return Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))  # type: ignore[arg-type]  # any session will do


def test_handing_over_keeps_the_day_whose_hands_and_the_language_of_the_limits(
    installation: Installation,
) -> None:
    dossier_id, card_id = issued(installation)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        with pytest.raises(RefusedError):
            step(desk, dossier, "hand_over")
        step(desk, dossier, "hand_over", Given(hand_over=HANDED))
    with installation.session() as session:
        dossier = session.get_one(Dossier, dossier_id)
        assert dossier.state == "handed_over"
        assert dossier.steps[-1].hand_over == HANDED
        assert session.get_one(Card, card_id).state == "issued", "handing over changes nothing in force"


def test_a_case_no_longer_needed_closes_without_a_word_and_its_card_stays_what_it_is(
    installation: Installation,
) -> None:
    dossier_id, card_id = issued(installation)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        step(desk, desk.whole(dossier_id), "close")
    with installation.session() as session:
        dossier = session.get_one(Dossier, dossier_id)
        assert (dossier.state, dossier.due_on) == ("closed", None)
        assert [each.action for each in dossier.decisions] == ["grant"], "nothing is decided, nothing is said"
        paper = session.get_one(Card, card_id).papers[0]
        answer = by_file(session, paper.revisions[0].sha256)
        assert answer is not None
        assert answer.standing(clock.today()) is Standing.IN_FORCE, "a stranger learns nothing of it"


def test_an_appeal_is_noted_on_a_refusal_and_moves_nothing(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    step(desk, dossier, "refuse", Given(reasons="No consta."), signed=True)
    with pytest.raises(RefusedError):
        step(desk, dossier, "note_appeal")
    appeal = Appeal("Recurs d’alçada", date(2026, 9, 30))
    step(desk, dossier, "note_appeal", Given(appeal=appeal))
    assert (dossier.state, dossier.steps[-1].appeal) == ("refused", appeal)


@pytest.mark.parametrize("after", [(), ("submit",), ("submit", "take_up"), ("submit", "take_up", "propose")])
def test_the_person_can_take_it_back_at_any_time_before_the_card(desk: Desk, after: tuple[str, ...]) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, *after, "take_back")
    assert dossier.state == "withdrawn"


def old_dossier(desk: Desk) -> Dossier:
    """Refused long ago; a passport has run out since, a photo and a sentence are there."""
    dossier = desk.open()
    desk.fill(dossier)
    passport = EvidenceRecord(
        "ident", "passport", "Consolat", "original_seen", expires=desk.today + timedelta(days=30)
    )
    add_evidence(desk.session, desk.caseworker, dossier, passport, desk.at)
    set_photo(desk.session, desk.caseworker, dossier, remake_photo(png()))
    desk.take(dossier, "submit", "take_up", "propose")
    step(desk, dossier, "refuse", Given(reasons="No consta."), signed=True)
    desk.today += timedelta(days=400)
    return dossier


def test_beginning_again_takes_over_what_still_holds_and_leaves_the_old_dossier_as_it_is(desk: Desk) -> None:
    old = old_dossier(desk)
    new = begin_again(desk.session, desk.catalogue, desk.caseworker, old, desk.today)
    assert (new.person_id, new.renews_id, new.state) == (old.person_id, old.id, "draft")
    assert [each.record.kind for each in new.evidence] == ["padro_certificate", "course_certificate"]
    assert len(new.movements) == len(old.movements) == 3
    assert [each.record for each in new.statements] == [each.record for each in old.statements]
    assert new.statements[0].bases[0].evidence in new.evidence
    assert new.record.answers == (), "the person is asked again"
    assert photo_of(desk.session, new) == photo_of(desk.session, old) is not None
    assert new.photo_id != old.photo_id, "sealed anew under the key of its own dossier"
    assert old.state == "refused"
    version = version_of(desk.session, old.version_hash)
    assert taken_over(desk.session, version, old, desk.today).run_out == 1
    with pytest.raises(ConflictError):
        begin_again(desk.session, desk.catalogue, desk.caseworker, old, desk.today)


def test_a_case_under_way_goes_on_and_does_not_begin_again(desk: Desk) -> None:
    dossier = desk.open()
    with pytest.raises(NotFoundError):
        begin_again(desk.session, desk.catalogue, desk.caseworker, dossier, desk.today)


def test_a_renewed_card_replaces_the_one_before_when_it_is_issued_and_not_earlier(
    installation: Installation,
) -> None:
    old_id, old_card = issued(installation)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        new = begin_again(session, desk.catalogue, desk.caseworker, desk.whole(old_id), desk.today)
        new_id = new.id
        desk.fill(new)
        desk.take(new, *STEPS)
        assert session.get_one(Card, old_card).state == "issued"
    new_card = reserve(installation.registry, new_id)
    while installation.run_jobs():
        pass
    with installation.session() as session:
        before, after = session.get_one(Card, old_card), session.get_one(Card, new_card)
        assert (before.state, after.state, after.replaces_id) == ("replaced", "issued", old_card)
        assert session.get_one(Dossier, old_id).state == "replaced"
        answer = by_file(session, before.papers[0].revisions[0].sha256)
        assert answer is not None
        assert answer.standing(clock.today()) is Standing.REPLACED


@pytest.mark.parametrize("action", ["take_back", "close"])
def test_nothing_moves_the_dossier_while_its_card_is_being_made(
    installation: Installation, action: str
) -> None:
    """Otherwise the paper would be signed, and the dossier gone from where it is registered."""
    dossier_id = prepare_case(installation.registry, *STEPS)
    while installation.run_jobs():
        pass
    card_id = reserve(installation.registry, dossier_id)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        with pytest.raises(RefusedError):
            step(desk, dossier, action)
    installation.run_jobs()
    with installation.session() as session:
        assert session.get_one(Dossier, dossier_id).state == "issued"
        assert session.get_one(Card, card_id).state == "issued"


def test_a_false_card_can_be_ended_though_its_case_was_closed(installation: Installation) -> None:
    """Otherwise one caseworker who closes a case could shield its card from ever being ended."""
    dossier_id, card_id = issued(installation)
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        step(desk, dossier, "close")
        step(desk, dossier, "end", Given(reasons="El paper mostrat era fals."), signed=True)
    with installation.session() as session:
        assert session.get_one(Card, card_id).state == "over"


def test_where_no_card_came_of_it_there_is_none_to_end(desk: Desk) -> None:
    dossier = desk.open()
    step(desk, dossier, "close")
    assert open_steps(desk.session, desk.signatory, dossier, desk.today) == ()
    with pytest.raises(NotFoundError):
        step(desk, dossier, "end", Given(reasons="El paper mostrat era fals."), signed=True)
