"""A dossier's own page, and what is known of its person."""

from datetime import date
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access import queries as access_queries
from casework.access.entries import Line, lines
from casework.access.permissions import Permission
from casework.cards.queries import live_card
from casework.dossiers.models import Dossier
from casework.dossiers.papers import birth_date_text, statement_text
from casework.dossiers.resources import DossierContext
from casework.dossiers.rules import frozen
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.steps import leads_to_decision, open_steps
from casework.dossiers.views.common import (
    breadcrumb,
    evidence_label,
    names_of_person,
    today,
    version_for,
)
from casework.i18n import _
from casework.schemes import (
    SchemeVersion,
    Verdict,
    in_language,
    name_of,
    say,
)
from casework.schemes.steps import OTHER_PERSON

SHOWN = 4


@view_config(route_name="dossier", permission=Permission.DOSSIER_READ, renderer="dossiers/case.jinja2")
def dossier(context: DossierContext, request: Request) -> dict[str, Any]:
    """Where the case stands, what the rules say, what was shown, what will be printed, what comes next."""
    case, version = context.dossier, version_for(request, context.dossier)
    changeable = not frozen(version, case.state) and request.has_permission(Permission.DOSSIER_CHANGE)
    return {
        "breadcrumb": breadcrumb(request, case)[:1],
        "dossier": case,
        "scheme": version.name_in(request.locale_name),
        "names": names_of_person(case),
        "born": birth_date_text(case.person.particulars.birth_date, request.locale_name),
        "state": name_of(version, "states", case.state, request.locale_name),
        "owner": case.owner.particulars.display_name,
        "steps": _steps(request, case, version),
        "what_if": what_if_asked(request),
        "findings": findings_shown(request, case, version, what_if_asked(request)),
        "latest": _latest(request, case),
        "categories": _categories(request, case, version),
        "statements": statements_shown(request, case, version),
        "paper_language": next(iter(version.papers.values())).languages[0],
        "card": live_card(request.dbsession, case.id),
        "grants": _grants(request, case),
        "changeable": changeable,
        "may_grant": request.has_permission(Permission.GRANT_GIVE),
    }


def _latest(request: Request, case: Dossier) -> list[Line]:
    """The newest changes and reads, for the panel beside the case."""
    entries = journal.entries_of_object(request.dbsession, case.id, limit=SHOWN)
    names = access_queries.names_of(request.dbsession, {each.actor_id for each in entries if each.actor_id})
    return lines(entries, names, request.locale_name)


def _steps(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """What may be done now: first what leads to the decision or takes it, then the rest in the scheme's order."""
    return [
        {
            "key": action.key,
            "label": name_of(version, "actions", action.key, request.locale_name),
            "url": request.route_path(
                "dossier_decide" if version.steps.needs_other_person(action.key) else "dossier_step",
                id=case.id,
                action=action.key,
            ),
            "final": bool(action.to and version.steps.states[action.to].final),
        }
        for action in sorted(
            open_steps(request.dbsession, request.identity, case),
            key=lambda each: not (leads_to_decision(version, each) or OTHER_PERSON in each.needs),
        )
    ]


def what_if_asked(request: Request) -> date | None:
    """Another day to ask the rules about; anything that is no day asks for none."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def findings_shown(
    request: Request, case: Dossier, version: SchemeVersion, what_if: date | None = None
) -> list[dict[str, Any]]:
    """Each rule in a sentence: its mark, how it stands, why, and the words for what would settle it."""
    marks = {Verdict.MET: "met", Verdict.UNKNOWN: "unknown"}
    shown = []
    for finding in findings_of(request.dbsession, case, today(request), what_if):
        sentence = say(version, finding, request.locale_name)
        mark = marks.get(finding.verdict, "later" if finding.met_on else "none")
        settles = [each.rstrip(".") for each in sentence.settles]
        shown.append({"mark": mark, "lead": sentence.lead, "why": sentence.why, "settles": settles})
    return shown


def _categories(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """The scheme's categories of evidence, with what was shown in each."""
    language = request.locale_name
    return [
        {
            "heading": in_language(category.heading, language),
            "accepts": ", ".join(
                name_of(version, "kinds", kind.key, language) for kind in category.accepts or ()
            ),
            "url": request.route_path("evidence_new", id=case.id, _query={"category": category.key}),
            "kept": [
                (evidence_label(request, version, each), request.route_path("evidence", id=each.id), "")
                for each in case.evidence
                if each.record.category == category.key
            ],
        }
        for category in version.evidence
        if not category.self_declared
    ]


def statements_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[dict[str, Any]]:
    """What will be printed, in the order of the paper."""
    order = {category.key: place for place, category in enumerate(version.evidence)}
    language = next(iter(version.papers.values())).languages[0]
    own = {category.key for category in version.evidence if category.self_declared}
    return [
        {
            "text": statement_text(version, each, language),
            "own": each.record.category in own,
            "bases": [evidence_label(request, version, basis.evidence) for basis in each.bases],
            "remove_url": request.route_path("statement_remove", id=case.id, statement_id=each.id),
        }
        for each in sorted(case.statements, key=lambda one: (order[one.record.category], one.position))
    ]


def _grants(request: Request, case: Dossier) -> list[dict[str, Any]]:
    """Who outside may see what, until when; ended and lapsed grants are not shown."""
    now = request.identity.at
    grants = [
        each
        for each in access_queries.grants_of_dossier(request.dbsession, case.id)
        if each.ended_at is None and each.until > now
    ]
    names = access_queries.names_of(request.dbsession, {each.account_id for each in grants})
    labels = {each.id: each.label for each in case.evidence}
    return [
        {
            "name": names[each.account_id],
            "thing": labels.get(each.object_id, _("the paper")),
            "until": each.until,
            "end_url": request.route_path("grant_end", id=case.id, grant_id=each.id),
        }
        for each in grants
    ]
