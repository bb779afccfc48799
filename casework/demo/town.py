"""A town at work: two years of dossiers in every state, each act at its own moment, in the order of time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from pyramid.registry import Registry

from casework import clock, jobs
from casework.db import writing
from casework.demo.accounts import accounts
from casework.demo.acts import ACTS, working_day
from casework.demo.careers import Career, careers
from casework.demo.opening import open_for
from casework.demo.people import PERSONS
from casework.demo.scene import Scene
from casework.demo.story import Event, events_of, whole

FOUNDED = timedelta(days=800)
"""How long before today the organisations have to be there: longer than the oldest dossier."""

_OPENS = time(7, tzinfo=UTC)


def fill(registry: Registry, today: date, tell: Callable[[date], None], beside: Iterable[Event] = ()) -> None:
    """Let everything happen up to the day before today, with the papers that it asks for; `tell` each month begun.

    `beside` are events of other towns.
    """
    with registry["sessions"]() as session:
        staff = accounts(session)
    scenes = (Scene(registry, staff, career, today) for career in careers())
    events = [event for scene in scenes for event in _life(scene)]
    events += [event for person in PERSONS for event in events_of(registry, person, today)]
    events += beside
    month = date.min
    for event in sorted(events, key=lambda each: each.at):
        if event.at.date().replace(day=1) > month:
            month = event.at.date().replace(day=1)
            tell(month)
        with clock.pretend(event.at):
            event.happen()
            jobs.run_due(registry)


def _life(scene: Scene) -> Iterator[Event]:
    career = scene.career
    day = scene.today - timedelta(days=career.last_act + sum(days for days, _act in career.way))
    yield Event(_moment(day, career, 0), partial(_open, scene))
    for place, (days, act) in enumerate(career.way, 1):
        day += timedelta(days=days)
        yield Event(_moment(day, career, place), partial(_do, scene, act))


def _moment(day: date, career: Career, place: int) -> datetime:
    """In office hours, and after the act before."""
    minutes = career.number * 7 % 120 + place * 20
    return datetime.combine(working_day(day), _OPENS) + timedelta(minutes=minutes)


def _open(scene: Scene) -> None:
    with writing(scene.registry["sessions"]) as session:
        catalogue, caseworker = scene.registry["catalogue"], scene.caseworker(session)
        scene.dossier_id = open_for(session, catalogue, caseworker, scene.career, clock.now()).id


def _do(scene: Scene, act: str) -> None:
    with writing(scene.registry["sessions"]) as session:
        ACTS[act](session, scene, whole(session, scene.dossier_id))
