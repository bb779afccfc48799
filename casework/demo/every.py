"""Every scheme that issues, played by the persons that were invented for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access.models import Organisation
from casework.db import writing
from casework.demo.casting import Part
from casework.demo.drawings import pattern
from casework.demo.invented import Invented
from casework.demo.offices import actor_of, clerk_of, give_seal, open_office
from casework.demo.story import Event, IssuedDemo, make_paper, moment, opening, whole
from casework.dossiers.models import Dossier
from casework.dossiers.records import ReadBack
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.steps import issues_card, take_step
from casework.schemes import Catalogue, SchemeVersion
from casework.schemes.steps import READ_BACK


def play_part(registry: Registry, part: Part, tell: Callable[[str], None]) -> Iterator[IssuedDemo]:
    """Let each person of a scheme come as far as they come; its office is there since the year before."""
    with clock.pretend(opening(part.day.replace(year=part.day.year - 1, day=1))):
        found_office(registry, part)
    for person in part.persons:
        tell(
            f"{person.particulars.full_name}: {part.version.scheme}, {person.until or part.casting.steps[-1]}"
        )
        for event in events_of(registry, part, person):
            with clock.pretend(event.at):
                issued = event.happen()
            if issued is not None:
                yield issued


def found_office(registry: Registry, part: Part) -> None:
    """The office of a scheme, with its people and its seal."""
    with writing(registry["sessions"]) as session:
        programme = open_office(session, registry, part.casting.office, part.version, clock.now())
        give_seal(registry, programme.organisation, clock.now())


def life_of(registry: Registry, part: Part) -> Iterator[Event]:
    """What happens to all persons of a scheme, whose office is there."""
    for person in part.persons:
        yield from events_of(registry, part, person)


def events_of(registry: Registry, part: Part, person: Invented) -> Iterator[Event]:
    """What happens to a person's dossier up to three days before the day of the part."""
    told = _Told(registry, part, person)
    yield Event(opening(part.day), told.begin)
    for place, step in enumerate(part.casting.steps_of(person)):
        yield Event(moment(part.day, place), partial(told.take, step))


@dataclass
class _Told:
    """A person's dossier, while its story is told."""

    registry: Registry
    part: Part
    person: Invented
    dossier_id: str = ""

    def begin(self) -> None:
        with writing(self.registry["sessions"]) as session:
            organisation = self._organisation(session)
            dossier = opened(session, self.registry["catalogue"], self.part, self.person, organisation)
            clerk = clerk_of(session, organisation)
            for record in self.person.evidence(dossier.opened_on):
                add_evidence(session, clerk, dossier, record, clock.now())
            if pictured(self.part.version):
                set_photo(session, clerk, dossier, photo(self.person))
            self.dossier_id = dossier.id

    def take(self, step: str) -> IssuedDemo | None:
        version, today = self.part.version, clock.today()
        with writing(self.registry["sessions"]) as session:
            actor = actor_of(session, self._organisation(session), version, step, clock.now())
            dossier = whole(session, self.dossier_id)
            if not issues_card(version, version.steps.actions[step]):
                take_step(session, actor, dossier, step, _given(version, step), clock.now(), today)
                return None
            card_id = issuing.start_issuing(session, actor, dossier, step, today).id
        return make_paper(self.registry, card_id)

    def _organisation(self, session: Session) -> Organisation:
        return session.scalars(select(Organisation).filter_by(key=self.part.casting.office.key)).one()


def opened(
    session: Session, catalogue: Catalogue, part: Part, person: Invented, organisation: Organisation
) -> Dossier:
    """A new dossier with what the person tells, and what the register of the town holds."""
    clerk, today = clerk_of(session, organisation), clock.today()
    scheme = part.version.scheme
    begun = open_dossier(session, catalogue, clerk, scheme, person.particulars, person.record, today)
    session.flush()
    dossier = whole(session, begun.id)
    for fact, told in person.told_of(part.version):
        changes.answer(session, clerk, dossier, fact, told, today)
    for movement in person.movements(part.version.place.city, today):
        changes.add_movement(session, clerk, dossier, movement)
    return dossier


def pictured(version: SchemeVersion) -> bool:
    """Whether the scheme's card or document has a place for a photo."""
    definition = next(iter(version.papers.values()))
    return "photo" in (*definition.front, *definition.back)


def photo(person: Invented) -> bytes:
    """The drawing that stands for the photo of a person, the same each time."""
    return files.remake_photo(pattern(sum(map(ord, person.particulars.full_name))))


def _given(version: SchemeVersion, step: str) -> Given:
    """What a step asks for: that the sentences were read back in the town's own language."""
    if READ_BACK not in version.steps.actions[step].needs:
        return Given()
    return Given(read_back=True, told_back=ReadBack(version.languages[0], "none_needed"))
