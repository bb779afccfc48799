"""The terms of a dossier: which run, and to which day."""

from datetime import date

from casework.dossiers.models import Dossier, StepTaken
from casework.schemes import Done, SchemeVersion, term_ends


def done_in(dossier: Dossier) -> tuple[Done, ...]:
    """The steps that were taken, oldest first, as terms count from them."""
    return tuple(Done(each.action, each.taken_on) for each in dossier.steps)


def next_due(version: SchemeVersion, dossier: Dossier) -> date | None:
    """The first last day of the terms that run, a working day of the place; None where none runs, or all is done."""
    if version.steps.states[dossier.state].final:
        return None
    done = done_in(dossier)
    ends = (term_ends(version.steps, term, done) for term in version.steps.terms)
    return min((end for end in ends if end is not None), default=None)


def brought_here(version: SchemeVersion, dossier: Dossier) -> StepTaken | None:
    """The step that led into the state in which the dossier stands; None in its first one."""
    moved = (each for each in reversed(dossier.steps) if version.steps.actions[each.action].to)
    return next(moved, None)


def begun_here(version: SchemeVersion, dossier: Dossier) -> tuple[tuple[str, date], ...]:
    """Terms that began with the step that led into this state, with their last days: in a final one what the person
    still has, for the office nothing runs any more.
    """
    last, done = brought_here(version, dossier), done_in(dossier)
    terms = [each for each in version.steps.terms.values() if last and last.action in each.starts]
    ends = ((each.key, term_ends(version.steps, each.key, done)) for each in terms)
    return tuple((key, end) for key, end in ends if end is not None)
