"""Sentences: changed, moved within their section, left out by the person's wish; never under a decision."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.access.permissions import Role
from casework.demo.accounts import identity_as
from casework.dossiers.models import Dossier, Evidence, Part, Statement
from casework.dossiers.records import Blank, StatementRecord
from casework.dossiers.service import issuing, statements
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.statements import add_statement, change_statement, leave_out, move_statement
from casework.errors import ConflictError, RefusedError
from casework.journal.models import JournalEntry
from casework.papers import Attestation
from casework.programmes.service import version_of
from tests.dossiers.cases import Desk
from tests.dossiers.test_changes import LEASE, reloaded

LEVELS = ("bàsic 1", "bàsic 2", "bàsic 3")


def level(name: str) -> StatementRecord:
    values = {"level": name, "language": "català", "entity": "Escola", "hours": "45", "date": "2026-03-02"}
    return StatementRecord("llengua", "level", tuple(Blank(*each) for each in values.items()))


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    """Three sentences in one section, behind one in another."""
    dossier = desk.open()
    desk.fill(dossier)
    course = dossier.evidence[1]
    for name in LEVELS:
        add_statement(desk.session, desk.caseworker, dossier, level(name), (course,))
    return reloaded(desk, dossier)


def levels(dossier: Dossier) -> list[str]:
    """The sentences of the section, by what fills their first gap, as they stand in the database."""
    found = [each.record for each in dossier.statements]
    return [each.values["level"] for each in found if each.category == "llengua"]


def sentence(dossier: Dossier, name: str) -> Statement:
    return next(each for each in dossier.statements if each.record.values.get("level") == name)


def printed(desk: Desk, dossier: Dossier) -> Attestation:
    version = version_of(desk.session, dossier.version_hash)
    paper = issuing.draft_of(desk.session, dossier, version, "https://example", desk.today)
    assert isinstance(paper, Attestation)
    return paper


def entries(desk: Desk, dossier: Dossier) -> list[str]:
    desk.session.commit()
    actions = desk.session.scalars(
        select(JournalEntry.action).filter_by(object_id=dossier.id).order_by(JournalEntry.seq)
    )
    return [each for each in actions if each]


@pytest.mark.parametrize(
    ("name", "place", "after"),
    [
        ("bàsic 3", 0, ["bàsic 3", "bàsic 1", "bàsic 2"]),
        ("bàsic 1", 1, ["bàsic 2", "bàsic 1", "bàsic 3"]),
        ("bàsic 1", 99, ["bàsic 2", "bàsic 3", "bàsic 1"]),
    ],
)
def test_a_sentence_moves_within_its_section(
    desk: Desk, dossier: Dossier, name: str, place: int, after: list[str]
) -> None:
    before = hash_of(dossier)
    for _twice in range(2):
        move_statement(desk.session, desk.caseworker, dossier, sentence(dossier, name), place)
        assert levels(dossier) == after
    assert levels(reloaded(desk, dossier)) == after
    assert dossier.statements[0].record.category == "padro"
    assert hash_of(dossier) != before
    assert entries(desk, dossier).count("dossier.statement_moved") == 1, "asked twice, moved once"


def test_the_paper_prints_the_section_in_the_order_chosen(desk: Desk, dossier: Dossier) -> None:
    move_statement(desk.session, desk.caseworker, dossier, sentence(dossier, "bàsic 3"), 0)
    sections = printed(desk, reloaded(desk, dossier)).sections
    texts = [each.text for section in sections for each in section.statements if "bàsic" in each.text]
    assert [next(name for name in LEVELS if name in each) for each in texts] == [
        "bàsic 3",
        "bàsic 1",
        "bàsic 2",
    ]


def test_what_is_left_out_stays_and_is_not_printed(desk: Desk, dossier: Dossier) -> None:
    own = StatementRecord("manifesta", "own_words", (Blank("own_words", "Visc aquí."),))
    own_words = add_statement(desk.session, desk.caseworker, dossier, own, ())
    before = printed(desk, dossier)
    kept = hash_of(dossier)
    assert before.own_words is not None
    for each in (sentence(dossier, "bàsic 2"), own_words):
        for _twice in range(2):
            leave_out(desk.session, desk.caseworker, dossier, each, left_out=True)
    dossier = reloaded(desk, dossier)
    paper = printed(desk, dossier)
    assert "bàsic 2" not in repr(paper)
    assert "bàsic 1" in repr(paper)
    assert paper.own_words is None
    assert levels(dossier) == list(LEVELS)
    assert hash_of(dossier) != kept
    for each in (sentence(dossier, "bàsic 2"), dossier.statements[-1]):
        leave_out(desk.session, desk.caseworker, dossier, each, left_out=False)
    dossier = reloaded(desk, dossier)
    assert printed(desk, dossier) == before
    assert hash_of(dossier) == kept
    names = entries(desk, dossier)
    assert names.count("dossier.statement_left_out") == names.count("dossier.statement_put_in") == 2


def test_a_sentence_is_filled_anew_and_rests_on_other_evidence(desk: Desk, dossier: Dossier) -> None:
    lease = desk_evidence(desk, dossier)
    changed, place = sentence(dossier, "bàsic 2"), sentence(dossier, "bàsic 2").position
    bases = (dossier.evidence[1], lease)
    change_statement(desk.session, desk.caseworker, dossier, changed, level("suficient"), bases)
    dossier = reloaded(desk, dossier)
    assert levels(dossier) == ["bàsic 1", "suficient", "bàsic 3"]
    found = sentence(dossier, "suficient")
    assert found.position == place
    assert {each.evidence.label for each in found.bases} == {"A2", "A3"}
    change_statement(
        desk.session, desk.caseworker, dossier, found, level("suficient"), (dossier.evidence[2],)
    )
    assert [each.evidence.label for each in sentence(reloaded(desk, dossier), "suficient").bases] == ["A3"]


def desk_evidence(desk: Desk, dossier: Dossier) -> Evidence:
    evidence = Evidence(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        position=len(dossier.evidence) + 1,
        seen_by=desk.caseworker.account_id,
        seen_at=desk.at,
    )
    desk.session.add(evidence)
    evidence.record = LEASE
    desk.session.flush()
    return evidence


def test_a_changed_sentence_needs_a_basis_of_its_own_dossier(desk: Desk, dossier: Dossier) -> None:
    changed = sentence(dossier, "bàsic 1")
    with pytest.raises(RefusedError, match="at least one piece of evidence"):
        change_statement(desk.session, desk.caseworker, dossier, changed, level("suficient"), ())
    foreign = desk_evidence(desk, desk.open())
    with pytest.raises(ConflictError):
        change_statement(desk.session, desk.caseworker, dossier, changed, level("suficient"), (foreign,))


Act = Callable[[Desk, Dossier], None]


def fill_anew(desk: Desk, dossier: Dossier) -> None:
    first = sentence(dossier, "bàsic 1")
    change_statement(
        desk.session, desk.caseworker, dossier, first, level("suficient"), (dossier.evidence[1],)
    )


def move_down(desk: Desk, dossier: Dossier) -> None:
    move_statement(desk.session, desk.caseworker, dossier, sentence(dossier, "bàsic 1"), 1)


def leave(desk: Desk, dossier: Dossier) -> None:
    leave_out(desk.session, desk.caseworker, dossier, sentence(dossier, "bàsic 1"), left_out=True)


@pytest.mark.parametrize("act", [fill_anew, move_down, leave])
def test_nothing_of_it_happens_under_a_decision(desk: Desk, dossier: Dossier, act: Act) -> None:
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        act(desk, reloaded(desk, dossier))


@pytest.mark.parametrize("act", [fill_anew, move_down, leave])
def test_each_of_it_makes_an_author(
    desk: Desk, dossier: Dossier, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = identity_as(desk.session, Role.REVIEWER)
    monkeypatch.setattr(Desk, "caseworker", reviewer)
    act(desk, dossier)
    assert desk.session.get_one(Part, (dossier.id, dossier.round, reviewer.account_id)).part == "author"


@pytest.mark.parametrize("act", [move_down, leave])
def test_a_sentence_that_somebody_took_out_meanwhile(
    desk: Desk, dossier: Dossier, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = sentence(dossier, "bàsic 1")
    statements.remove_statement(desk.session, desk.caseworker, dossier, gone)
    desk.session.flush()
    monkeypatch.setattr("tests.dossiers.test_statements.sentence", lambda *_: gone)
    with pytest.raises(ConflictError):
        act(desk, dossier)
