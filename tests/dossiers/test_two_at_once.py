"""Two who change one dossier at the same moment: the second reads again what the first left, under its lock.

On PostgreSQL, whose transactions read beside each other; SQLite lets one writer in after the other.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.db import writing
from casework.demo.people import NEIGHBOURHOOD
from casework.dossiers.models import Dossier
from casework.dossiers.records import EvidenceRecord, MovementRecord
from casework.dossiers.service import changes, notes, statements
from casework.dossiers.service.evidence import add_evidence, correct_evidence, remove_evidence
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.opening import open_dossier
from casework.errors import ConflictError, RefusedError
from casework.journal.models import JournalEntry
from tests.dossiers.cases import PARTICULARS, RECORD, Desk, prepare_case
from tests.dossiers.test_concurrency import at_once
from tests.support.databases import Databases
from tests.support.installation import Installation, install

PASSPORT = EvidenceRecord("ident", "passport", "Consolat", "original_seen")
Change = Callable[[Desk, Dossier], object]


@pytest.fixture(scope="module")
def town(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = install(databases.copy("postgresql"), tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def desk_at(installation: Installation, session: Session) -> Desk:
    return Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))


def meanwhile(installation: Installation, dossier_id: str, theirs: Change, mine: Change) -> None:
    """`mine` is done in a session that read the whole dossier before `theirs` was done and committed."""
    with writing(installation.registry["sessions"]) as session:
        desk = desk_at(installation, session)
        dossier = desk.whole(dossier_id)
        read = [*dossier.movements, *dossier.evidence, *dossier.statements, *dossier.notes, dossier.person]
        with writing(installation.registry["sessions"]) as other:
            colleague = desk_at(installation, other)
            theirs(colleague, colleague.whole(dossier_id))
        assert read
        mine(desk, dossier)


def add_passport(desk: Desk, dossier: Dossier) -> None:
    add_evidence(desk.session, desk.caseworker, dossier, PASSPORT, desk.at)


another = count(1)


def add_departure(desk: Desk, dossier: Dossier) -> None:
    """From another town each time: the very same entry would be refused."""
    movement = MovementRecord("departure", desk.today, f"Vila {next(another)}")
    changes.add_movement(desk.session, desk.caseworker, dossier, movement)


def take_out_movement(desk: Desk, dossier: Dossier) -> None:
    changes.remove_movement(desk.session, desk.caseworker, dossier, dossier.movements[0])


def take_out_statement(desk: Desk, dossier: Dossier) -> None:
    statements.remove_statement(desk.session, desk.caseworker, dossier, dossier.statements[0])


def take_out_evidence(desk: Desk, dossier: Dossier) -> None:
    remove_evidence(desk.session, desk.caseworker, dossier, dossier.evidence[1], desk.at)


def take_out_note(desk: Desk, dossier: Dossier) -> None:
    notes.remove_note(desk.session, desk.caseworker, dossier, dossier.notes[0])


def let_statement_rest_on_the_course(desk: Desk, dossier: Dossier) -> None:
    statement = dossier.statements[0]
    statements.change_statement(
        desk.session, desk.caseworker, dossier, statement, statement.record, (dossier.evidence[1],)
    )


def compose_on_the_course(desk: Desk, dossier: Dossier) -> None:
    record, bases = dossier.statements[0].record, (dossier.evidence[1],)
    statements.add_statement(desk.session, desk.caseworker, dossier, record, bases)


def leave_out_statement(desk: Desk, dossier: Dossier) -> None:
    statements.leave_out(desk.session, desk.caseworker, dossier, dossier.statements[0], left_out=True)


def correct_name(desk: Desk, dossier: Dossier) -> None:
    named = replace(PARTICULARS, family_names="Corregida")
    changes.change_particulars(desk.session, desk.caseworker, dossier, named, dossier.record)


def correct_first_evidence(desk: Desk, dossier: Dossier) -> None:
    shown = dossier.evidence[0]
    record = replace(shown.record, issuer="Una altra oficina")
    correct_evidence(desk.session, desk.caseworker, dossier, shown, record, desk.at)


def propose(desk: Desk, dossier: Dossier) -> None:
    desk.take(dossier, "propose")


@pytest.mark.parametrize("change", [add_passport, add_departure])
def test_what_two_add_at_once_has_a_place_each(town: Installation, change: Change) -> None:
    dossier_id = prepare_case(town.registry)
    meanwhile(town, dossier_id, change, change)
    with town.session() as session:
        dossier = desk_at(town, session).whole(dossier_id)
        for rows in (dossier.movements, dossier.evidence):
            assert [each.position for each in rows] == list(range(1, len(rows) + 1))
        assert (len(dossier.movements), len(dossier.evidence)) in {(3, 4), (5, 2)}


def test_steps_of_two_at_once_have_a_place_each(town: Installation) -> None:
    dossier_id = prepare_case(town.registry, "submit")

    def look_at(desk: Desk, dossier: Dossier) -> None:
        desk.take(dossier, "take_up")

    meanwhile(town, dossier_id, look_at, propose)
    with town.session() as session:
        steps = desk_at(town, session).whole(dossier_id).steps
        assert [(each.position, each.action) for each in steps] == [
            (1, "submit"),
            (2, "take_up"),
            (3, "propose"),
        ]


@pytest.mark.parametrize(
    "change",
    [
        leave_out_statement,
        correct_first_evidence,
        correct_name,
        add_departure,
        take_out_movement,
        take_out_statement,
        let_statement_rest_on_the_course,
    ],
)
def test_what_is_proposed_is_what_a_colleague_left(town: Installation, change: Change) -> None:
    dossier_id = prepare_case(town.registry, "submit", "take_up")
    meanwhile(town, dossier_id, change, propose)
    with town.session() as session:
        dossier = desk_at(town, session).whole(dossier_id)
        assert dossier.state == "proposed"
        assert dossier.steps[-1].content_hash == hash_of(dossier)


@pytest.mark.parametrize(
    ("take_out", "action"),
    [
        (take_out_movement, "dossier.movement_removed"),
        (take_out_statement, "dossier.statement_removed"),
        (take_out_evidence, "dossier.evidence_removed"),
        (take_out_note, "dossier.note_removed"),
    ],
)
def test_what_two_take_out_is_taken_out_once(town: Installation, take_out: Change, action: str) -> None:
    dossier_id = prepare_case(town.registry)
    with writing(town.registry["sessions"]) as session:
        desk = desk_at(town, session)
        notes.add_note(session, desk.caseworker, desk.whole(dossier_id), "Una nota", desk.at)
    with pytest.raises(ConflictError):
        meanwhile(town, dossier_id, take_out, take_out)
    with town.session() as session:
        entries = select(func.count()).select_from(JournalEntry).where(JournalEntry.object_id == dossier_id)
        assert session.scalar(entries.where(JournalEntry.action == action)) == 1


@pytest.mark.parametrize("change", [compose_on_the_course, let_statement_rest_on_the_course])
def test_a_sentence_that_comes_to_rest_on_evidence_keeps_it_there(town: Installation, change: Change) -> None:
    with pytest.raises(RefusedError, match="A statement rests on this evidence"):
        meanwhile(town, prepare_case(town.registry), change, take_out_evidence)


@pytest.mark.parametrize("change", [compose_on_the_course, let_statement_rest_on_the_course])
def test_no_sentence_comes_to_rest_on_what_was_taken_out(town: Installation, change: Change) -> None:
    with pytest.raises(ConflictError, match="That evidence is not in this dossier any more"):
        meanwhile(town, prepare_case(town.registry), take_out_evidence, change)


def test_a_sentence_that_was_taken_out_is_not_changed(town: Installation) -> None:
    with pytest.raises(ConflictError):
        meanwhile(town, prepare_case(town.registry), take_out_statement, let_statement_rest_on_the_course)


def test_a_name_is_corrected_in_two_dossiers_at_once_while_both_are_worked_on(town: Installation) -> None:
    """All who hold several dossiers go the same way round: nobody waits for one who waits for them."""
    first = prepare_case(town.registry, "submit", "take_up")
    with writing(town.registry["sessions"]) as session:
        desk = desk_at(town, session)
        person, today = desk.whole(first).person, desk.today
        me = desk.caseworker
        opened = open_dossier(session, desk.catalogue, me, NEIGHBOURHOOD, PARTICULARS, RECORD, today, person)
        desk.fill(desk.whole(opened.id))
        second = opened.id

    def task(dossier_id: str, change: Change) -> str:
        with writing(town.registry["sessions"]) as session:
            desk = desk_at(town, session)
            try:
                change(desk, desk.whole(dossier_id))
            except RefusedError:
                return "refused"
            return "done"

    work = [(first, propose)] + [
        (each, change)
        for each in (first, second)
        for change in (correct_name, correct_name, correct_first_evidence)
    ]
    answers = at_once([lambda each=each: task(*each) for each in work])
    assert answers[0] == "done"
    assert set(answers) <= {"done", "refused"}
    assert task(second, correct_name) == "refused", "the other one is proposed"
    with town.session() as session:
        proposed = desk_at(town, session).whole(first)
        assert proposed.steps[-1].content_hash == hash_of(proposed)
