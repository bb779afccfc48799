"""What the page of a step asks for, what it suggests, and what was typed as the use-case wants it."""

from dataclasses import replace
from typing import Any

from pyramid.request import Request

from casework.cards.queries import last_card
from casework.dossiers.models import Dossier
from casework.dossiers.papers import only_time_helps, still_to_show
from casework.dossiers.records import Appeal, HandOver, ReadBack
from casework.dossiers.schemas.steps import (
    INTERPRETERS,
    SPOKEN,
    Bounds,
    LetterAsks,
    ToRead,
    language_name,
    lines_of,
    spoken_languages,
)
from casework.dossiers.service import letters
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.review import proposals
from casework.dossiers.service.terms import begun_here, brought_here
from casework.dossiers.views.common import today, version_for
from casework.dossiers.views.statements import composes
from casework.people.models import Contact
from casework.schemes import Action, SchemeVersion, Verdict, long_day, rule_title
from casework.schemes.steps import APPEAL, HAND_OVER, READ_BACK


def given_of(values: dict[str, Any]) -> Given:
    """What was typed, as the use-case wants it: each part stands there only where the step asked for it."""
    told_back = hand_over = appeal = None
    if "taken_out" in values:
        told_back = ReadBack(values["language"], values["interpreter"], values["taken_out"])
    if "handed_on" in values:
        hand_over = HandOver(
            values["handed_on"], values["receiver"], values["language"], values["interpreter"]
        )
    if "remedy" in values:
        appeal = Appeal(values["remedy"], values["lodged_on"])
    return Given(
        reasons=values.get("reasons", ""),
        reasons_beside=values.get("reasons_beside", ""),
        read_back=values.get("read_back", False),
        told_back=told_back,
        hand_over=hand_over,
        appeal=appeal,
        missing=frozenset(values.get("missing", ())) if "also" in values else None,
        also=lines_of(values.get("also", "")),
        also_beside=lines_of(values.get("also_beside", "")),
    )


def letter_asks(request: Request, case: Dossier, action: Action) -> tuple[LetterAsks, dict[str, Any]]:
    """What the form asks for the letter of a step, and what is ticked in it to begin with."""
    version = version_for(request, case)
    definition = letters.letter_of(version, action)
    if definition is None:
        return LetterAsks(), {}
    languages = tuple(
        language_name(each, request.locale_name) for each in letters.languages_of(case, definition)
    )
    if not {"missing", "deadline"} <= set(definition.blocks):
        return LetterAsks(languages), {}
    found = findings_of(request.dbsession, case, today(request))
    choices = [
        (each.rule, rule_title(version, each.rule, request.locale_name))
        for each in found
        if each.verdict is not Verdict.MET and not only_time_helps(each)
    ]
    return LetterAsks(languages, choices), {"missing": {each.rule for each in still_to_show(version, found)}}


def suggested(request: Request, case: Dossier, action: Action) -> dict[str, Any]:
    """What is most likely, to be changed where it was otherwise: today, and how one speaks with the person: as noted
    there, else as it was read back.
    """
    found: dict[str, Any] = {}
    if HAND_OVER in action.needs:
        found = {"handed_on": today(request)} | ({} if may_collect(case) else {"receiver": "person"})
    if not {HAND_OVER, READ_BACK} & set(action.needs):
        return found
    contact, told = case.person.contact or Contact(), _told_back(case)
    spoken = next((each for each in contact.speaks if each in SPOKEN), told.language if told else "")
    return found | {
        "language": spoken,
        "interpreter": contact.interpreter or (told.interpreter if told else ""),
    }


def bounds_of(request: Request, case: Dossier, action: Action) -> Bounds:
    """Which days and hands the case allows: a paper is handed over once it is issued, to whom the mandate names; an
    appeal is lodged after its decision.
    """
    version = version_for(request, case)
    bounds = Bounds(
        today(request), to_read=_to_read(version, case), sends_back=_sends_back(version, case, action)
    )
    if HAND_OVER in action.needs:
        card = last_card(request.dbsession, case.id)
        return replace(bounds, first=card.issued_on if card else None, collected=may_collect(case))
    if APPEAL in action.needs:
        decided = brought_here(version, case)
        ends = [long_day(last, request.locale_name) for _key, last in begun_here(version, case)]
        return replace(bounds, first=decided.taken_on if decided else None, until="; ".join(ends))
    return bounds


def _to_read(version: SchemeVersion, case: Dossier) -> ToRead:
    if not composes(version):
        return ToRead.FIELDS
    printed = any(not each.record.left_out for each in case.statements)
    return ToRead.SENTENCES if printed else ToRead.NOTHING


def _sends_back(version: SchemeVersion, case: Dossier, action: Action) -> bool:
    """Whether what was proposed is opened again, and nobody outside is told of it."""
    if action.to is None or action.letter is not None:
        return False
    target = version.steps.states[action.to]
    return version.steps.states[case.state].frozen and not (target.frozen or target.final or target.card)


def may_collect(case: Dossier) -> bool:
    """Whether somebody may take the paper for the person."""
    return case.representative is not None and case.representative.may_collect


def _told_back(case: Dossier) -> ReadBack | None:
    return next((each.read_back for each in reversed(case.steps) if each.read_back_sealed), None)


def read_back_shown(request: Request, case: Dossier) -> dict[str, Any] | None:
    """How the sentences were read back before the last proposal, for who decides on it."""
    proposed = proposals(case)
    told = proposed[-1].read_back if proposed else None
    if told is None:
        return None
    languages = dict(spoken_languages(request.locale_name))
    return {
        "language": languages.get(told.language, told.language),
        "interpreter": INTERPRETERS.get(told.interpreter, told.interpreter),
        "taken_out": told.taken_out,
    }
