"""What the person was asked for, and what came since: who closes for want of papers has to know of it."""

import json

from casework.dossiers.models import Dossier, Letter, StepTaken
from casework.dossiers.review import Change, Part, changes_between
from casework.dossiers.service.findings import content_in
from casework.dossiers.service.terms import brought_here
from casework.schemes import SchemeVersion, Term

OF_THE_PERSON = frozenset({Part.PERSON, Part.ANSWERS, Part.MOVEMENT, Part.EVIDENCE})
"""What the person brings or tells; sentences are written by the office."""


def asks_person(version: SchemeVersion, action: str) -> bool:
    """Whether a step sets the person a term, after which the case can be closed because nothing came."""
    return any(action in term.starts for term in _terms_to_answer(version))


def letter_that_asks(version: SchemeVersion, dossier: Dossier) -> Letter | None:
    """The letter by which the person was asked, while the dossier waits for what they bring; else None."""
    brought = brought_here(version, dossier)
    if brought is None or not asks_person(version, brought.action):
        return None
    kind = version.steps.actions[brought.action].letter
    return next((each for each in reversed(dossier.letters) if each.kind == kind), None)


def came_since_asked(version: SchemeVersion, dossier: Dossier, action: str) -> tuple[Change, ...]:
    """What was entered or corrected since the person was asked, for the step that the end of their term opens; for
    other steps nothing.
    """
    asked = _asked(version, dossier, action)
    if asked is None or not asked.content:
        return ()
    changes = changes_between(json.loads(asked.content), json.loads(content_in(dossier)))
    return tuple(each for each in changes if each.part in OF_THE_PERSON and each.now is not None)


def _asked(version: SchemeVersion, dossier: Dossier, action: str) -> StepTaken | None:
    starts = {start for term in _terms_to_answer(version) if action in term.opens for start in term.starts}
    return next((each for each in reversed(dossier.steps) if each.action in starts), None)


def _terms_to_answer(version: SchemeVersion) -> list[Term]:
    """Terms that some step ends with the person's answer, and whose end opens another."""
    return [each for each in version.steps.terms.values() if each.opens and each.stops]
