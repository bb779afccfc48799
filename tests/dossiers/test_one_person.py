"""One person with several dossiers: what is known of the person is content of each, and four eyes hold in each."""

from dataclasses import replace

import pytest

from casework import clock
from casework.cards.models import Card
from casework.db import writing
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.models import AUTHOR, Dossier, Part
from casework.dossiers.records import EvidenceRecord
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.deciding import agreed_hash
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.renewal import begin_again
from casework.dossiers.service.steps import take_step
from casework.errors import RefusedError
from tests.dossiers.cases import PARTICULARS, RECORD, STEPS, Desk, prepare_case, reserve
from tests.support.installation import Installation

OTHER_NAME = replace(PARTICULARS, family_names="Corregida")


def beside(desk: Desk, dossier: Dossier) -> Dossier:
    """Another dossier of the same person."""
    opened = open_dossier(
        desk.session,
        desk.catalogue,
        desk.caseworker,
        NEIGHBOURHOOD,
        PARTICULARS,
        RECORD,
        desk.today,
        dossier.person,
    )
    return desk.whole(opened.id)


def test_whoever_changes_the_name_in_one_dossier_is_an_author_in_the_others(
    desk: Desk, dossier: Dossier
) -> None:
    other, signatory = beside(desk, dossier), desk.signatory
    changes.change_particulars(desk.session, signatory, other, OTHER_NAME, other.record)
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="cannot decide on it"):
        desk.take(dossier, "grant")


def test_the_first_that_is_over_gets_no_more_authors(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "submit", "take_back")
    other = beside(desk, dossier)
    changes.change_particulars(desk.session, desk.signatory, other, OTHER_NAME, other.record)
    assert desk.session.get(Part, (dossier.id, dossier.round, desk.signatory.account_id)) is None


@pytest.mark.parametrize("steps", [STEPS[:3], STEPS])
def test_the_name_stays_while_another_dossier_is_decided_on(
    desk: Desk, dossier: Dossier, steps: tuple[str, ...]
) -> None:
    other = beside(desk, dossier)
    desk.take(dossier, *steps)
    with pytest.raises(RefusedError) as refused, desk.session.begin_nested():
        changes.change_particulars(desk.session, desk.caseworker, other, OTHER_NAME, other.record)
    assert refused.value.message.mapping == {"reference": dossier.reference}  # type: ignore[attr-defined]  # a TranslationString
    assert agreed_hash(desk.whole(dossier.id)) == hash_of(dossier)


def test_what_the_scheme_asks_beyond_the_person_concerns_one_dossier(desk: Desk, dossier: Dossier) -> None:
    other = beside(desk, dossier)
    desk.take(dossier, *STEPS)
    moved = replace(other.record, address="carrer Nou, 7")
    changes.change_particulars(desk.session, desk.signatory, other, PARTICULARS, moved)
    assert other.record.address == "carrer Nou, 7"
    part = desk.session.get_one(Part, (other.id, other.round, desk.signatory.account_id))
    assert part.part == AUTHOR


def test_the_name_stays_while_a_card_is_made_of_another_dossier(installation: Installation) -> None:
    registry = installation.registry
    dossier_id = prepare_case(registry, *STEPS)
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        other_id = beside(desk, desk.whole(dossier_id)).id
    card_id = reserve(registry, dossier_id)
    with registry["sessions"]() as session:
        work = issuing.make(session, registry["press"], registry["settings"].base_url, card_id, clock.now())
    assert work is not None
    with pytest.raises(RefusedError, match="is being decided on"), writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        other = desk.whole(other_id)
        changes.change_particulars(session, desk.caseworker, other, OTHER_NAME, other.record)
    with writing(registry["sessions"]) as session:
        issuing.finish(session, card_id, work)
    with installation.session() as session:
        assert session.get_one(Card, card_id).state == "issued"
    while installation.run_jobs():
        pass


def test_a_card_that_stands_is_ended_after_the_name_was_corrected_in_its_renewal(
    installation: Installation,
) -> None:
    registry = installation.registry
    dossier_id = prepare_case(registry, *STEPS)
    card_id = reserve(registry, dossier_id)
    while installation.run_jobs():
        pass
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        old = desk.whole(dossier_id)
        new = begin_again(session, desk.catalogue, desk.caseworker, old, desk.today)
        changes.change_particulars(session, desk.caseworker, new, OTHER_NAME, new.record)
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        old = desk.whole(dossier_id)
        take_step(session, desk.signatory, old, "end", Given(reasons="Marxa"), desk.at, desk.today)
        ended = old.decisions[-1]
        assert (old.state, session.get_one(Card, card_id).state) == ("ended", "over")
        assert ended.record.content_hash == hash_of(old)


def test_whoever_entered_what_goes_over_is_an_author_of_the_new_dossier(desk: Desk, dossier: Dossier) -> None:
    signatory = desk.signatory
    shown = EvidenceRecord("ident", "passport", "Consolat", "original_seen")
    add_evidence(desk.session, signatory, dossier, shown, desk.at)
    desk.take(dossier, "submit", "take_back")
    new = begin_again(desk.session, desk.catalogue, desk.caseworker, dossier, desk.today)
    assert signatory.account_id in {each.seen_by for each in new.evidence}
    changes.answer(desk.session, desk.caseworker, new, "explained", "yes", desk.today)
    desk.take(new, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="cannot decide on it"):
        desk.take(new, "grant")
