"""SIGKILL between and within the steps of issuing: what is left is one whole paper, or nothing (security.md F-01).

A forked process does the work and is killed; nothing of it is told to stop. Then the job is taken up again.
"""

import random
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock, files, jobs
from casework.access.permissions import Role
from casework.cards import service as cards
from casework.cards.models import Card, Paper
from casework.cards.press import Press
from casework.db import writing
from casework.dossiers.models import Letter
from casework.dossiers.service import issuing, letters
from casework.jobs.models import Job
from casework.jobs.service import ATTEMPTS, LEASE
from casework.journal.models import JournalEntry
from casework.vault.storage import DirectoryStorage
from tests.dossiers.cases import STEPS, prepare_case, reserve
from tests.dossiers.crashing import (
    CRASHES,
    FORK,
    after,
    before,
    check_nothing_to_see,
    check_one_whole_paper,
    crash,
    killed,
    run_after_the_lease,
)
from tests.support.installation import Installation


@pytest.fixture
def dossier(installation: Installation) -> str:
    """Granted; the letters of the steps before are written."""
    prepared = prepare_case(installation.registry, *STEPS)
    while installation.run_jobs():
        pass
    return prepared


@pytest.fixture
def card_id(installation: Installation, dossier: str) -> Iterator[str]:
    """A card whose number is reserved and whose job waits."""
    yield reserve(installation.registry, dossier)
    with installation.session() as session:
        left = session.scalars(select(Job).where(Job.state == "waiting")).all()
    assert not left, "every test leaves the queue as it found it"


@pytest.fixture(scope="module")
def signatory(installation: Installation) -> TestApp:
    return installation.signed_in(Role.SIGNATORY)


@pytest.mark.parametrize("point", CRASHES)
def test_a_crash_while_issuing(
    installation: Installation, signatory: TestApp, card_id: str, point: str
) -> None:
    crash(installation, CRASHES[point])
    if point != "after registering, before the job is done":
        check_nothing_to_see(installation, signatory, card_id)
    assert jobs.run_due(installation.registry) == 0, "the dead worker's lease still runs"
    run_after_the_lease(installation)
    check_one_whole_paper(installation, card_id)


LETTER_CRASHES: dict[str, Callable[[Installation], None]] = {
    "before any work": lambda _: before(letters, "make"),
    "after the file, before its row": lambda _: after(DirectoryStorage, "put"),
    "within registering, before its commit": lambda _: after(cards, "register_paper"),
}


@pytest.mark.parametrize("point", LETTER_CRASHES)
def test_a_crash_while_writing_a_letter(installation: Installation, point: str) -> None:
    dossier_id = prepare_case(installation.registry, "submit")
    crash(installation, LETTER_CRASHES[point])
    with installation.session() as session:
        (letter,) = session.scalars(select(Letter).filter_by(dossier_id=dossier_id)).all()
        assert (letter.state, letter.paper_id) == ("writing", None)
        assert session.scalars(select(Paper).filter_by(dossier_id=dossier_id)).all() == []
    run_after_the_lease(installation)
    with installation.session() as session:
        (letter,) = session.scalars(select(Letter).filter_by(dossier_id=dossier_id)).all()
        (paper,) = session.scalars(select(Paper).filter_by(dossier_id=dossier_id)).all()
        assert (letter.state, letter.paper_id, letter.number) == ("written", paper.id, paper.number)
        assert files.read(session, session.get_one(files.SealedFile, paper.file_id)).startswith(b"%PDF-")


def test_a_crash_before_the_number_is_committed_leaves_nothing(
    installation: Installation, dossier: str
) -> None:
    installation.registry["engine"].dispose()

    def work() -> None:
        after(issuing, "start_issuing")
        reserve(installation.registry, dossier)

    killed(work)
    with installation.session() as session:
        assert session.scalars(select(Card).filter_by(dossier_id=dossier)).all() == []
        assert session.scalars(select(Job).where(Job.state == "waiting")).all() == []
    card_id = reserve(installation.registry, dossier)
    installation.run_jobs()
    check_one_whole_paper(installation, card_id)


def test_crash_after_crash_voids_the_number_and_the_dossier_gets_another(
    installation: Installation, dossier: str
) -> None:
    first = reserve(installation.registry, dossier)
    now = clock.now()
    for attempt in range(ATTEMPTS):
        with clock.pretend(now + attempt * (LEASE + timedelta(minutes=1))):
            crash(installation, CRASHES["between work and registering"])
    run_after_the_lease(installation, times=ATTEMPTS + 1)
    check_voided_and_issued_again(installation, dossier, first)


def test_failure_after_failure_voids_the_number_and_the_dossier_gets_another(
    installation: Installation, signatory: TestApp, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reserve(installation.registry, dossier)
    now = clock.now()
    with monkeypatch.context() as broken:
        broken.setattr(Press, "print", partial(_fail))
        for attempt in range(ATTEMPTS):
            with clock.pretend(now + attempt * timedelta(hours=3)):
                assert jobs.run_due(installation.registry) == 1
    assert "could not be made" in signatory.get(f"/cards/{first}").text, "somebody may be waiting there"
    check_voided_and_issued_again(installation, dossier, first)


def _fail(*_arguments: Any) -> bytes:
    raise OSError("the signing device does not answer")


def check_voided_and_issued_again(installation: Installation, dossier: str, first: str) -> None:
    with installation.session() as session:
        voided = session.get_one(Card, first)
        assert voided.state == "void"
        assert voided.papers == []
        assert session.scalars(select(Job.state).filter_by(subject_id=first)).all() == ["failed"]
        told = session.scalars(select(JournalEntry.action).filter_by(object_id=dossier))
        assert list(told).count("card.voided") == 1
    second = reserve(installation.registry, dossier)
    installation.run_jobs()
    check_one_whole_paper(installation, second)
    with installation.session() as session:
        assert session.get_one(Card, second).number == next_number(session.get_one(Card, first).number)


def next_number(number: str) -> str:
    """`V2600003` after `V2600002`: the voided one stays a gap."""
    return f"{number[:3]}{int(number[3:]) + 1:05}"


@pytest.mark.long
def test_twenty_kills_at_random(installation: Installation) -> None:
    """Killed after 0 to 400 ms, wherever that is; numbers are never given twice, nothing stays half done."""
    chance = random.Random(20)
    issued = []
    for _ in range(20):
        dossier = prepare_case(installation.registry, *STEPS)
        installation.registry["engine"].dispose()

        def work(dossier: str = dossier) -> None:
            reserve(installation.registry, dossier)
            jobs.run_due(installation.registry)
            signal.pause()

        process = FORK.Process(target=work)
        process.start()
        process.join(chance.uniform(0.0, 0.4))
        process.kill()
        process.join()
        issued.append(dossier)
    run_after_the_lease(installation)
    with installation.session() as session:
        found = session.scalars(select(Card).where(Card.dossier_id.in_(issued))).all()
        assert found, "some got as far as their number"
        numbers = [card.number for card in found]
        assert len(set(numbers)) == len(numbers)
        assert {card.state for card in found} <= {"issued"}
        assert len({card.dossier_id for card in found}) == len(found)
        ids = [card.id for card in found]
    for card_id in ids:
        check_one_whole_paper(installation, card_id)
    with writing(installation.registry["sessions"]) as session:
        assert session.scalars(select(Job).where(Job.state == "waiting")).all() == []
