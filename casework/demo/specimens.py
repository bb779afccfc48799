"""Papers that show what a card would look like: drawn like any other, marked as a specimen, signed by nobody."""

from dataclasses import dataclass, replace
from datetime import date

from pyramid.registry import Registry

from casework import clock
from casework.demo.casting import Part
from casework.demo.every import opened, photo, pictured
from casework.demo.offices import open_office
from casework.demo.story import working_hour
from casework.dossiers.models import Dossier
from casework.dossiers.papers import Issuing, carries_code, paper_of
from casework.dossiers.service.findings import facts_in
from casework.dossiers.service.issuing import VERIFY_PATH
from casework.programmes.models import Programme
from casework.schemes import OpenValueError, SchemeVersion, UndecidedError

NUMBER = "0000000"
CODE = "0000000-0000000-0000000"
"""No paper has this number, and none this code: a specimen cannot be taken for one that was issued."""


@dataclass(frozen=True)
class Specimen:
    """A drawn paper of a scheme, in one of its languages."""

    scheme: str
    kind: str
    language: str
    pdf: bytes


def specimens_of(registry: Registry, part: Part) -> tuple[Specimen, ...]:
    """The scheme's card or document in every language in which none is issued. Nothing of its dossier is kept."""
    kind, definition = next(iter(part.version.papers.items()))
    languages = definition.languages[1:] if part.issues else definition.languages
    if not languages:
        return ()
    with clock.pretend(working_hour(part.day)), registry["sessions"]() as session:
        programme = open_office(session, registry, part.casting.office, part.version, clock.now())
        person, catalogue = part.persons[0], registry["catalogue"]
        dossier = opened(session, catalogue, part, person, programme.organisation)
        drawn = tuple(
            Specimen(
                part.version.scheme, kind, language, _drawn(registry, part, dossier, programme, language)
            )
            for language in languages
        )
        session.rollback()
    return drawn


def _drawn(registry: Registry, part: Part, dossier: Dossier, programme: Programme, language: str) -> bytes:
    version, today = part.version, clock.today()
    kind = next(iter(version.papers))
    code = CODE if carries_code(version, kind) else ""
    paper = paper_of(
        dossier,
        version,
        programme,
        kind,
        f"{registry['settings'].base_url}{VERIFY_PATH}",
        photo(part.persons[0]) if pictured(version) else None,
        Issuing(NUMBER, code, today, _last_day(version, dossier, today)),
        language=language,
    )
    return registry["press"].draft(replace(paper, specimen=True))  # type: ignore[no-any-return]  # the registry has no types


def _last_day(version: SchemeVersion, dossier: Dossier, today: date) -> date | None:
    """None where the scheme leaves it open."""
    try:
        return version.last_valid_day(today, facts_in(version, dossier))
    except (OpenValueError, UndecidedError):
        return None
