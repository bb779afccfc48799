"""How to reach the person and who acts for them: journalled, nobody's authorship, until the dossier is closed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select, text

from casework.db import writing
from casework.dossiers.models import Dossier, Part
from casework.dossiers.records import Representative
from casework.dossiers.service import contact
from casework.errors import RefusedError
from casework.journal import JournalEntry
from casework.people.models import Contact
from tests.dossiers.cases import Desk, prepare_case
from tests.dossiers.conftest import TODAY
from tests.support.installation import Installation

REACHED = Contact(("ar", "fr"), ("fr",), "professional", "+34 600 000 000", "amina@exemple.example")
LAWYER = Representative(
    "Clara Mostra", "Despatx Exemple", "lawyer", date(2026, 9, 1), ("submit_papers", "be_summoned")
)

Change = Callable[[Desk, Dossier], None]
CHANGES: dict[str, Change] = {
    "contact_changed": lambda desk, dossier: contact.change_contact(
        desk.session, desk.caseworker, dossier, REACHED
    ),
    "representative_noted": lambda desk, dossier: contact.note_representative(
        desk.session, desk.caseworker, dossier, LAWYER
    ),
}


def act(installation: Installation, dossier_id: str, change: Change) -> list[str]:
    """Change something and commit; the actions that stand in the dossier's journal by now, oldest first."""
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], TODAY)
        change(desk, desk.whole(dossier_id))
    with installation.session() as session:
        entries = select(JournalEntry).where(JournalEntry.object_id == dossier_id).order_by(JournalEntry.seq)
        return [str(each.action) for each in session.scalars(entries)]


def take_out(desk: Desk, dossier: Dossier) -> None:
    contact.remove_representative(desk.session, desk.caseworker, dossier)


def test_what_was_noted_is_there_again(desk: Desk) -> None:
    dossier = desk.open()
    assert (dossier.person.contact, dossier.representative) == (None, None)
    for change in CHANGES.values():
        change(desk, dossier)
    desk.session.flush()
    desk.session.expire_all()
    found = desk.whole(dossier.id)
    assert (found.person.contact, found.representative) == (REACHED, LAWYER)


def test_nothing_of_it_rests_in_clear(desk: Desk) -> None:
    dossier = desk.open()
    for change in CHANGES.values():
        change(desk, dossier)
    desk.session.flush()
    rows = desk.session.execute(
        text("SELECT contact_sealed, representative_sealed FROM person JOIN dossier ON person.id = person_id")
    ).all()
    sealed = b"".join(bytes(value) for row in rows for value in row)
    assert len(sealed) > 100
    for value in (REACHED.telephone, REACHED.mail, LAWYER.name, LAWYER.organisation, "professional"):
        assert value.encode() not in sealed


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_journalled_and_makes_nobody_an_author(installation: Installation, what: str) -> None:
    dossier_id = prepare_case(installation.registry)
    with writing(installation.registry["sessions"]) as session:
        session.execute(delete(Part).where(Part.dossier_id == dossier_id))
    assert act(installation, dossier_id, CHANGES[what])[-1] == f"dossier.{what}"
    with installation.session() as session:
        assert session.scalars(select(Part).where(Part.dossier_id == dossier_id)).all() == []


@pytest.mark.parametrize("what", CHANGES)
def test_it_can_change_while_the_content_is_fixed_but_not_after_the_end(desk: Desk, what: str) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    CHANGES[what](desk, dossier)
    desk.take(dossier, "refuse", reasons="Falta el padró.")
    with pytest.raises(RefusedError):
        CHANGES[what](desk, dossier)
    with pytest.raises(RefusedError):
        take_out(desk, dossier)


def test_a_proposal_stands_when_the_contact_changes(desk: Desk) -> None:
    """The hash of what was proposed knows nothing of it, so it can be granted."""
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    for change in CHANGES.values():
        change(desk, dossier)
    desk.take(dossier, "grant")
    assert dossier.state == "granted"


def test_a_representative_is_taken_out_once(installation: Installation) -> None:
    dossier_id = prepare_case(installation.registry)
    act(installation, dossier_id, CHANGES["representative_noted"])
    actions = act(installation, dossier_id, take_out)
    assert actions[-1] == "dossier.representative_removed"
    with installation.session() as session:
        assert session.get_one(Dossier, dossier_id).representative is None
    assert act(installation, dossier_id, take_out) == actions
