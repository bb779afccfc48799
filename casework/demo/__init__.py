"""Invented people for the demo and for tests; nothing here runs in a real installation."""

from pyramid.config import Configurator

from casework import clock
from casework.access.words import ROLE_NAMES
from casework.demo.casting import neighbours
from casework.demo.offices import staff_of
from casework.demo.people import ACCOUNTS, ORGANISATIONS, PASSWORD


def includeme(config: Configurator) -> None:
    """Let the sign-in page of the demo name its accounts."""
    names = {key: name for key, _kind, name, _unit, _theme in ORGANISATIONS}
    known = [(each.role, names[each.organisation], each.name) for each in ACCOUNTS]
    for part in neighbours(config.registry["catalogue"], clock.today("Europe/Madrid")):
        known += [(each.role, part.version.issuer, each.name) for each in staff_of(part.casting.office)]
    config.registry["demo_accounts"] = [
        {"role": ROLE_NAMES[role], "organisation": organisation, "name": name, "password": PASSWORD}
        for role, organisation, name in known
    ]
