"""The jobs of issuing and of writing letters: the same functions, called by worker, command line and tests."""

from types import ModuleType

from pyramid.config import Configurator
from pyramid.registry import Registry

from casework import clock
from casework.db import writing
from casework.dossiers.service import issuing, letters


def includeme(config: Configurator) -> None:
    for papers in (issuing, letters):
        _add(config, papers)


def _add(config: Configurator, papers: ModuleType) -> None:
    """A job of a module that makes papers: its `make`, `finish` and `give_up` (design.md §7, *Issuing*)."""

    def run(registry: Registry, subject_id: str) -> None:
        """Make the paper without holding any lock, then register it under the transaction manager."""
        with registry["sessions"]() as reading:
            base_url = registry["settings"].base_url
            work = papers.make(reading, registry["press"], base_url, subject_id, clock.now())
        if work is not None:
            with writing(registry["sessions"]) as session:
                papers.finish(session, subject_id, work)

    def give_up(registry: Registry, subject_id: str) -> None:
        with writing(registry["sessions"]) as session:
            papers.give_up(session, subject_id)

    config.add_job(papers.JOB, run, give_up)
