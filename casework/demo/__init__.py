"""Invented people for the demo and for tests; nothing here runs in a real installation."""

from pyramid.config import Configurator

from casework.access.words import ROLE_NAMES
from casework.demo.people import ACCOUNTS, ORGANISATIONS


def includeme(config: Configurator) -> None:
    """Let the sign-in page of the demo name its accounts."""
    names = {key: name for key, _kind, name, _unit, _theme in ORGANISATIONS}
    config.registry["demo_accounts"] = [
        {
            "role": ROLE_NAMES[each.role],
            "organisation": names[each.organisation],
            "name": each.name,
            "password": each.password,
        }
        for each in ACCOUNTS
    ]
