"""The household of a dossier: its other members, one more of them, and where is told what holds for all."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import journal
from casework.access.permissions import Permission
from casework.dossiers.households import REGISTER, SHOWN, answers_of_household, told_here
from casework.dossiers.models import Dossier
from casework.dossiers.papers import answer_text
from casework.dossiers.records import CaseRecord
from casework.dossiers.resources import DossierContext
from casework.dossiers.service.households import add_member, others_of_household, takes_members
from casework.dossiers.views.common import breadcrumb, today, version_for
from casework.dossiers.views.opening import intake, versions_on
from casework.errors import NotFoundError
from casework.i18n import _
from casework.people.models import Particulars, Person
from casework.schemes import Group, SchemeVersion, in_language, name_of


@view_config(
    route_name="dossier_member",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/new.jinja2",
)
def dossier_member(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Open a dossier for one more member of the household. Most live at one address, so it is filled in.

    Raises NotFoundError where the scheme of today is not for households, or the household's first dossier is over.
    """
    case, day = context.dossier, today(request)
    first = case.first or case
    version = versions_on(request, day).get(case.scheme_key)
    if version is None or version.group is not Group.HOUSEHOLD or not takes_members(request.dbsession, first):
        raise NotFoundError

    def opening(particulars: Particulars, record: CaseRecord, person: Person | None) -> Dossier:
        session, catalogue = request.dbsession, request.registry["catalogue"]
        return add_member(session, catalogue, request.identity, case, particulars, record, day, person)

    return intake(
        request,
        version,
        opening,
        title=_("Add a member of the household"),
        submit=_("Open the member's dossier"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        appstruct={"address": first.record.address},
    )


@dataclass(frozen=True)
class Elsewhere:
    """Where a member's dossier is told what the household tells once."""

    reference: str
    url: str
    register: bool
    evidence: bool


def told_elsewhere_shown(request: Request, case: Dossier, version: SchemeVersion) -> Elsewhere | None:
    """For a member's page: the first dossier, and whether register and evidence stand in it; None for others."""
    if case.first is None:
        return None
    return Elsewhere(
        case.first.reference,
        str(request.route_path("dossier", id=case.first.id)),
        register=not told_here(version, case, REGISTER),
        evidence=not told_here(version, case, SHOWN),
    )


def answers_shown(request: Request, case: Dossier, version: SchemeVersion) -> list[tuple[str, str]]:
    """(question, answer) of what the household told once, in the scheme's order."""
    language = request.locale_name
    told = {each.fact: each.answer for each in answers_of_household(version, case)}
    return [
        (in_language(fact.text, language), answer_text(version, key, told[key], language))
        for key, fact in version.facts.items()
        if key in told
    ]


def household_shown(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any] | None:
    """For the dossier's page: the other dossiers of the household, and the way to one more; None without any.

    Names stand on it, so the look is journalled like that at a list.
    """
    if version.group is not Group.HOUSEHOLD:
        return None
    others = others_of_household(request.dbsession, request.identity, case)
    if others:
        journal.record(
            request.dbsession,
            actor=request.identity.account_id,
            organisation=request.identity.organisation_id,
            action="dossier.list",
            object_kind="organisation",
            object_id=request.identity.organisation_id,
            detail={"list": "household", "shown": [each.id for each in others]},
        )
    may_add = takes_members(request.dbsession, case.first or case) and request.has_permission(
        Permission.DOSSIER_CHANGE
    )
    return {
        "others": [_shown(request, case, each) for each in others],
        "add_url": request.route_path("dossier_member", id=case.id) if may_add else None,
    }


def _shown(request: Request, case: Dossier, other: Dossier) -> dict[str, Any]:
    version = version_for(request, other)
    return {
        "name": other.person.particulars.full_name or other.person.particulars.native_name,
        "reference": other.reference,
        "url": request.route_path("dossier", id=other.id),
        "state": name_of(version, "states", other.state, request.locale_name),
        "first": other.id == case.household_id,
    }
