"""The course of a procedure: each step that was taken, by whom, and what was noted with it."""

from typing import Any

from pyramid.request import Request

from casework.access.queries import names_of
from casework.dossiers.models import Dossier, Letter, StepTaken
from casework.dossiers.schemas.letters import WAYS
from casework.dossiers.schemas.steps import INTERPRETERS, RECEIVERS, language_name
from casework.dossiers.service.notifying import Way
from casework.i18n import _
from casework.schemes import SchemeVersion, long_day, name_of


def course_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """The steps, newest first, each with its name, its day, who took it, and details as (label, value, is data)."""
    names = names_of(request.dbsession, {each.taken_by for each in case.steps})
    letters = {each.term_step_id: each for each in case.letters if each.notified_on}
    return [
        {
            "on": each.taken_on,
            "label": name_of(version, "actions", each.action, request.locale_name),
            "who": names.get(each.taken_by, ""),
            "details": [*_details(request, case, each), *_received(request, letters.get(each.id))],
        }
        for each in reversed(case.steps)
    ]


def _details(request: Request, case: Dossier, step: StepTaken) -> list[tuple[Any, str]]:
    say, language = request.localizer.translate, request.locale_name
    details: list[tuple[Any, str]] = []
    if told := step.read_back:
        details += [
            (_("Read back in"), language_name(told.language, language)),
            (_("Interpreter"), say(INTERPRETERS[told.interpreter])),
            (_("What was taken out at the person's wish"), told.taken_out or say(_("nothing"))),
        ]
    if handed := step.hand_over:
        details += [
            (_("Handed over on"), long_day(handed.day, language)),
            (_("Into whose hands"), say(RECEIVERS[handed.receiver])),
            (_("Limits explained in"), language_name(handed.language, language)),
            (_("Interpreter"), say(INTERPRETERS[handed.interpreter])),
        ]
    if appeal := step.appeal:
        details += [
            (_("Which remedy"), appeal.remedy),
            (_("Lodged on"), long_day(appeal.lodged_on, language)),
        ]
    if step.reasons:
        details.append((_("Reasons"), step.reasons))
    for decision in case.decisions:
        if decision.step_id == step.id and decision.record.reasons:
            details.append((_("Reasons"), decision.record.reasons))
    return details


def _received(request: Request, letter: Letter | None) -> list[tuple[Any, str]]:
    """When the person got the letter of a step from which a term counts, and how."""
    told = letter.notification if letter else None
    if letter is None or told is None or letter.notified_on is None:
        return []
    return [
        (_("The person got the letter on"), long_day(letter.notified_on, request.locale_name)),
        (_("In which way"), request.localizer.translate(WAYS[Way(told.way)])),
    ]
