"""Processes that are killed in the middle of their work, and what has to be true of what they left."""

import multiprocessing
import os
import re
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from webtest import TestApp

from casework import clock, files, jobs
from casework.cards import service as cards
from casework.cards.models import Card, Paper
from casework.cards.press import trusted_roots
from casework.cards.verification import queries as verification
from casework.cards.verification.codes import code_hash
from casework.cards.verification.models import verification as verification_view
from casework.dossiers.models import Dossier, StepTaken
from casework.dossiers.service import issuing
from casework.jobs.models import Job
from casework.jobs.service import LEASE, Handler
from casework.journal.models import JournalEntry
from casework.papers import Signer, render, validate
from casework.vault import durable
from casework.vault.storage import DirectoryStorage
from tests.support.installation import Installation

FORK = multiprocessing.get_context("fork")


def die(*_arguments: Any, **_options: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """From now on the process dies when it calls this."""
    setattr(owner, name, die)


def after(owner: Any, name: str) -> None:
    """From now on the process dies when this returns."""
    original = getattr(owner, name)

    def run_and_die(*arguments: Any, **options: Any) -> None:
        original(*arguments, **options)
        die()

    setattr(owner, name, run_and_die)


def after_the_handler(installation: Installation) -> None:
    handler = installation.registry["jobs"][issuing.JOB]

    def run_and_die(*arguments: Any) -> None:
        handler.run(*arguments)
        die()

    installation.registry["jobs"][issuing.JOB] = Handler(run_and_die, handler.give_up)


CRASHES: dict[str, Callable[[Installation], None]] = {
    "before any work": lambda _: before(issuing, "make"),
    "in the middle of rendering": lambda _: before(render, "_write"),
    "after rendering, before signing": lambda _: before(Signer, "sign"),
    "while the file is written": lambda _: after(durable, "_write_temporary"),
    "after the file, before its row": lambda _: after(DirectoryStorage, "put"),
    "between work and registering": lambda _: before(issuing, "finish"),
    "within registering, before its commit": lambda _: after(cards, "register_card_paper"),
    "after registering, before the job is done": after_the_handler,
}


def killed(work: Callable[[], Any]) -> None:
    """Run work in a process of its own, which has to die of SIGKILL."""
    process = FORK.Process(target=work)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def crash(installation: Installation, plant: Callable[[Installation], None]) -> None:
    """Run the due jobs in a process that a planted crash ends."""
    installation.registry["engine"].dispose()  # no connection goes into the other process

    def work() -> None:
        plant(installation)
        jobs.run_due(installation.registry)

    killed(work)


def run_after_the_lease(installation: Installation, times: int = 1) -> None:
    with clock.pretend(clock.now() + times * (LEASE + timedelta(minutes=1))):
        jobs.run_due(installation.registry)


def check_nothing_to_see(installation: Installation, signatory: TestApp, card_id: str) -> None:
    """A card being issued has no paper, and verification knows nothing of it."""
    with installation.session() as session:
        assert session.get_one(Card, card_id).state == "issuing"
        assert session.scalars(select(Paper).filter_by(card_id=card_id)).all() == []
        known = session.execute(
            select(verification_view.c.title).where(verification_view.c.state != "dated")
        ).all()
        issued = session.scalars(select(Paper).join(Card).where(Card.state == "issued")).all()
        assert len(known) == len(issued)
    assert "download" not in signatory.get(f"/cards/{card_id}").text


def check_one_whole_paper(installation: Installation, card_id: str) -> bytes:
    """Card, paper, file, step, job and journal agree; the file is what verification knows. Returns its bytes."""
    with installation.session() as session:
        card = session.get_one(Card, card_id)
        assert card.state == "issued"
        (paper,) = card.papers
        pdf = files.read(session, session.get_one(files.SealedFile, paper.file_id))
        roots = trusted_roots(installation.settings.keys_directory)
        verdict = validate(pdf, roots, at=paper.signed_at)
        assert verdict.genuine
        assert verdict.attachment is not None
        assert verdict.attachment["number"] == card.number
        assert code_hash(code_on(pdf)) == paper.code_hash
        known = verification.by_file(session, sha256(pdf).digest())
        assert known is not None
        assert known == verification.by_code(session, paper.code_hash)
        assert session.get_one(Dossier, card.dossier_id).state == "issued"
        steps = session.scalars(select(StepTaken.action).filter_by(dossier_id=card.dossier_id))
        assert list(steps).count("issue") == 1
        told = session.scalars(
            select(JournalEntry.content).filter_by(action="paper.issued", object_id=card.dossier_id)
        ).all()
        assert len(told) == 1
        assert session.scalars(select(Job.state).filter_by(subject_id=card_id)).all() == ["done"]
        return pdf


def code_on(pdf: bytes) -> str:
    """The code as somebody reads it from the page."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.search(r"[0-9A-Z]{7}-[0-9A-Z]{7}-[0-9A-Z*~$=]{7}", text)
    assert found is not None
    return found[0]
