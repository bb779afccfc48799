"""A dossier's own page, and what is known of its person."""

from datetime import date
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access import queries as access_queries
from casework.access.entries import Run, runs
from casework.access.permissions import Permission
from casework.cards.queries import last_card
from casework.dossiers.models import Dossier
from casework.dossiers.onward import is_late, next_action
from casework.dossiers.resources import DossierContext
from casework.dossiers.service.handling import can_change_hands
from casework.dossiers.service.steps import issues_card, leads_to_decision, open_steps
from casework.dossiers.service.terms import begun_here, to_notify
from casework.dossiers.views.appointments import appointment_panel
from casework.dossiers.views.common import (
    breadcrumb,
    names_of_person,
    step_url,
    today,
    version_for,
)
from casework.dossiers.views.contact import contact_shown
from casework.dossiers.views.course import course_shown
from casework.dossiers.views.grants import grants_shown
from casework.dossiers.views.household import household_shown, told_elsewhere_shown
from casework.dossiers.views.known import head_facts, known_shown
from casework.dossiers.views.letters import asked_for, certificate_links, written_letters
from casework.dossiers.views.next_step import next_step
from casework.dossiers.views.photo import photo_links
from casework.dossiers.views.renewal import renewal_links
from casework.dossiers.views.rights import rights_shown
from casework.dossiers.views.standing import categories_shown, standing_of
from casework.dossiers.views.statements import composes, paper_language, statements_shown
from casework.i18n import _
from casework.schemes import Family, SchemeVersion, name_of
from casework.schemes.steps import OTHER_PERSON

SHOWN, LATEST = 4, 40
"""Lines of the journal beside the case, and the newest entries from which they are drawn together."""


@view_config(route_name="dossier", permission=Permission.DOSSIER_READ, renderer="dossiers/case.jinja2")
def dossier(context: DossierContext, request: Request) -> dict[str, Any]:
    """Where the case stands, what the rules say, what was shown, what will be printed, what comes next."""
    case, version = context.dossier, version_for(request, context.dossier)
    what_if, standing = what_if_asked(request), standing_of(request, case, version)
    no_day = what_if is None and bool(request.GET.get("on"))
    request.response.status_int = 400 if no_day else 200
    asked = standing_of(request, case, version, what_if) if what_if else standing
    steps = steps_shown(request, case, version)
    card, changeable = last_card(request.dbsession, case.id), standing.changeable
    contact, photo = contact_shown(request, case), photo_links(request, case)
    return {
        "breadcrumb": breadcrumb(request, case)[:1],
        "facts": head_facts(request, case, contact),
        "known": known_shown(request, case, version, photo, changeable=changeable),
        "dossier": case,
        "scheme": version.name_in(request.locale_name),
        "names": names_of_person(case),
        "steps": steps,
        "next": next_step(request, case, standing, steps, issued=card is not None),
        "asked_for": asked_for(request, case),
        "what_if": what_if,
        "no_day": no_day,
        "findings": asked.shown(),
        "contact": contact,
        "household": household_shown(request, case, version),
        "elsewhere": told_elsewhere_shown(request, case, version),
        "categories": categories_shown(standing),
        "composes": composes(version),
        "statements": statements_shown(request, case, version),
        "paper_language": paper_language(version),
        "card": card,
        "rights": rights_shown(request, case, version, today(request), issued=card is not None),
        "today": today(request),
        "course": course_shown(request, case, version),
        "changeable": changeable,
        **photo,
        **_beside(request, case, version),
    }


def _beside(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any]:
    """What the panels beside the case say: where it stands, whose it is, what was written, who may see it."""
    may_change, may_act, may_grant = (
        request.has_permission(each)
        for each in (Permission.DOSSIER_CHANGE, Permission.DOSSIER_ACT, Permission.GRANT_GIVE)
    )
    return {
        "state": name_of(version, "states", case.state, request.locale_name),
        "owner": case.owner.particulars.display_name,
        "deputy": case.deputy.particulars.display_name if case.deputy else "",
        "may_hand_on": can_change_hands(request.dbsession, case) and may_change,
        "appointment": appointment_panel(case),
        "right": right_called(version),
        "provisional": to_notify(version, case) is not None,
        "of_the_person": [
            (name_of(version, "terms", term, request.locale_name), last)
            for term, last in begun_here(version, case)
        ],
        "letters": written_letters(request, case),
        "certificates": certificate_links(request, case) if may_act else [],
        "grants": grants_shown(request, case),
        "may_grant": may_grant,
        "runs": _latest(request, case),
        **renewal_links(request, case),
    }


def right_called(version: SchemeVersion) -> Any:
    """What the right is called that a dossier leads to: a card, or an entry in a register."""
    return _("Entry") if version.family is Family.REGISTER else _("Card")


def _latest(request: Request, case: Dossier) -> list[Run]:
    """The newest changes and reads, for the panel beside the case."""
    entries = journal.entries_of_object(request.dbsession, case.id, limit=LATEST)
    names = access_queries.names_of(request.dbsession, {each.actor_id for each in entries if each.actor_id})
    return runs(entries, names, request.locale_name, request.identity.time_zone)[:SHOWN]


def steps_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """What may be done now: first what leads to the decision or takes it, then the rest in the scheme's order."""
    following = next_action(version, case.state, overdue=is_late(case, today(request)))
    return [
        {
            "key": action.key,
            "onward": following is not None and action.key == following.key,
            "label": name_of(version, "actions", action.key, request.locale_name),
            "url": step_url(request, case, action),
            "final": bool(action.to and version.steps.states[action.to].final),
            "decides": version.steps.needs_other_person(action.key),
            "issues": issues_card(version, action),
        }
        for action in sorted(
            open_steps(request.dbsession, request.identity, case, today(request)),
            key=lambda each: (
                following is None or each.key != following.key,
                not (leads_to_decision(version, each) or OTHER_PERSON in each.needs),
            ),
        )
    ]


def what_if_asked(request: Request) -> date | None:
    """Another day to ask the rules about; what is no day is answered at its field."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
