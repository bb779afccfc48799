"""Offices beside Barcelona's, each with a dossier that somebody began before the day."""

from datetime import date
from typing import Final

from pyramid.registry import Registry

from casework import clock
from casework.access.permissions import Role
from casework.demo.casting import Part, parts_of
from casework.demo.every import events_of, found_office
from casework.demo.offices import staff_of
from tests.support.installation import BEGAN

COUNTER, HOUSEHOLD, REGISTER = "nyc-idnyc", "utr-upas", "bcn-padro"
PLAYED: Final = (COUNTER, HOUSEHOLD, REGISTER)


def open_offices(registry: Registry, today: date) -> dict[str, Part]:
    """Each office with one dossier: opened and told, with what was shown, and no step taken."""
    parts = {each.version.scheme: each for each in parts_of(registry["catalogue"], today)}
    for key in PLAYED:
        with clock.pretend(BEGAN):
            found_office(registry, parts[key])
        begin = next(events_of(registry, parts[key], parts[key].persons[0]))
        with clock.pretend(begin.at):
            begin.happen()
    return {key: parts[key] for key in PLAYED}


def signs_in_as(part: Part, role: Role) -> str:
    """The name under which an office's account of this role signs in."""
    return next(each.name for each in staff_of(part.casting.office) if each.role is role)
