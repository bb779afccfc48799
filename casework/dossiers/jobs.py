"""The jobs of issuing and of writing letters: the same functions, called by worker, command line and tests."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from casework import clock
from casework.db import writing
from casework.dossiers.service import issuing, letters


def issue(registry: Registry, card_id: str) -> None:
    """Make the paper without holding any lock, then register it under the transaction manager."""
    with registry["sessions"]() as reading:
        base_url = registry["settings"].base_url
        work = issuing.make(reading, registry["press"], base_url, card_id, clock.now())
    if work is not None:
        with writing(registry["sessions"]) as session:
            issuing.finish(session, card_id, work)


def give_up(registry: Registry, card_id: str) -> None:
    with writing(registry["sessions"]) as session:
        issuing.give_up(session, card_id)


def write_letter(registry: Registry, letter_id: str) -> None:
    """Make the letter without holding any lock, then register it under the transaction manager."""
    with registry["sessions"]() as reading:
        base_url = registry["settings"].base_url
        work = letters.make(reading, registry["press"], base_url, letter_id, clock.now())
    if work is not None:
        with writing(registry["sessions"]) as session:
            letters.finish(session, letter_id, work)


def give_up_letter(registry: Registry, letter_id: str) -> None:
    with writing(registry["sessions"]) as session:
        letters.give_up(session, letter_id)


def includeme(config: Configurator) -> None:
    config.add_job(issuing.JOB, issue, give_up)
    config.add_job(letters.JOB, write_letter, give_up_letter)
