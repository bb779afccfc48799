"""The terms of a dossier: which run, and to which day."""

from datetime import date

from casework.dossiers.models import Dossier, Letter, StepTaken
from casework.schemes import Action, Done, SchemeVersion, since_begun, term_ends


def done_in(dossier: Dossier) -> tuple[Done, ...]:
    """The steps that were taken, oldest first, as terms count from them: the one place that knows of letters."""
    letters = _letters_of_terms(dossier)
    return tuple(_done(step, letters.get(step.id)) for step in dossier.steps)


def _done(step: StepTaken, letter: Letter | None) -> Done:
    if letter is None:
        return Done(step.action, step.taken_on)
    return Done(step.action, step.taken_on, by_letter=True, notified=letter.notified_on)


def _letters_of_terms(dossier: Dossier) -> dict[str, Letter]:
    """The letter from which the term of a step counts, by the step's id: one that was written again counts last."""
    return {each.term_step_id: each for each in dossier.letters if each.term_step_id}


def letter_waited_for(version: SchemeVersion, dossier: Dossier, action: Action) -> Letter | None:
    """The letter from which the term counts whose end opens a step; None for a step that no letter opens."""
    done, letters = done_in(dossier), _letters_of_terms(dossier)
    for term in version.steps.terms.values():
        since = since_begun(term, done) if action.key in term.opens else ()
        if since:
            return letters.get(dossier.steps[-len(since)].id)
    return None


def opened_since(version: SchemeVersion, letter: Letter) -> bool:
    """Whether a step was taken that the end of this letter's term opens: the day that it rests on is fixed then."""
    begun = next(each for each in letter.dossier.steps if each.id == letter.term_step_id)
    terms = (each for each in version.steps.terms.values() if begun.action in each.starts)
    opened = {action for term in terms for action in term.opens}
    return any(each.position > begun.position and each.action in opened for each in letter.dossier.steps)


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


def to_notify(version: SchemeVersion, dossier: Dossier) -> Letter | None:
    """The letter of the step that led into this state, while nobody has recorded that the person has it and a term
    counts from that; None where nothing is to be recorded.
    """
    step = brought_here(version, dossier)
    letter = _letters_of_terms(dossier).get(step.id) if step else None
    return letter if letter is not None and letter.notified_on is None else None


def counted_until(version: SchemeVersion, letter: Letter) -> date | None:
    """The last day of the term that counts from a letter, provisional until it is noted when the person got it; None
    for a term that does not run any more.
    """
    dossier, done = letter.dossier, done_in(letter.dossier)
    for term in version.steps.terms.values():
        since = since_begun(term, done)
        if since and dossier.steps[-len(since)].id == letter.term_step_id:
            return term_ends(version.steps, term.key, done)
    return None
