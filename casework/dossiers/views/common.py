"""What the pages of dossiers share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup
from pyramid.request import Request
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from casework import clock
from casework.access.models import Organisation
from casework.access.permissions import Role
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.resources import GONE
from casework.dossiers.schemas.evidence import HOW_CHECKED
from casework.dossiers.service.changes import lock
from casework.errors import ConflictError
from casework.i18n import _
from casework.programmes.service import version_of
from casework.schemes import Action, SchemeVersion, name_of
from casework.schemes.steps import OTHER_PERSON
from casework.web.templating import isolated

REVIEWING = frozenset({Role.REVIEWER, Role.SIGNATORY})


def today(request: Request) -> date:
    """The day it is at the organisation that the account works for."""
    organisation = request.dbsession.get_one(Organisation, request.identity.organisation_id)
    return clock.today(organisation.time_zone)


def version_for(request: Request, dossier: Dossier) -> SchemeVersion:
    return version_of(request.dbsession, dossier.version_hash)


def breadcrumb(request: Request, dossier: Dossier) -> list[tuple[str, str]]:
    """The way to a page of a dossier as (label, address): the list, and the dossier with the name of its person, so
    that nobody writes into that of another.
    """
    whose = Markup("{} {}").format(dossier.reference, isolated(dossier.person.particulars.full_name))
    return [
        (_("Dossiers"), request.route_path("dossiers")),
        (whose, request.route_path("dossier", id=dossier.id)),
    ]


def names_of_person(dossier: Dossier) -> list[tuple[str, str]]:
    """The person's names as (text, language): the Latin one first, then the one in its own script."""
    particulars = dossier.person.particulars
    names = [(particulars.full_name, "")]
    if particulars.native_name:
        names.append((particulars.native_name, particulars.native_language))
    return names


def review_url(request: Request, dossier: Dossier) -> str | None:
    """Where a dossier is reviewed, for those whose work that is; None while nothing is proposed."""
    state = version_for(request, dossier).steps.states[dossier.state]
    reviews = request.identity.roles_at(dossier.organisation_id) & REVIEWING
    if not reviews or state.final or not state.frozen:
        return None
    return str(request.route_path("dossier_review", id=dossier.id))


def step_url(request: Request, dossier: Dossier, action: Action) -> str:
    """The page of a step; one that needs another person asks for the password there."""
    route = "dossier_decide" if OTHER_PERSON in action.needs else "dossier_step"
    return str(request.route_path(route, id=dossier.id, action=action.key))


def evidence_label(request: Request, version: SchemeVersion, evidence: Evidence) -> str:
    """`A1 Padró certificate, City of X, original seen`."""
    record = evidence.record
    kind = name_of(version, "kinds", record.kind, request.locale_name)
    translate = request.localizer.translate
    spouse = translate(_("in the name of the spouse")) if record.of_spouse else ""
    parts = (kind, spouse, record.issuer, translate(HOW_CHECKED[record.how_checked]))
    return f"{evidence.label} " + ", ".join(part for part in parts if part)


def notice(request: Request, message: Any) -> None:
    """Say on the next page what was done."""
    request.session.flash(request.localizer.translate(message))


def offer(request: Request, dossier: Dossier, require: Callable[[Session, Dossier], None]) -> None:
    """Show no form that could not be taken: `require` raises RefusedError, which leads back to the dossier.

    One that was sent is not stopped here; it comes back with the sentence and with what was typed.
    """
    if request.method != "POST":
        require(request.dbsession, dossier)


def hold(request: Request, dossier: Dossier, *parts: Any) -> None:
    """Before a form with `compare`: a POST reads what is stored under a lock that lasts until it is saved.

    `parts` are further rows that the form shows. The person is locked too: another dossier may be theirs.
    Raises ConflictError when a part was taken out meanwhile.
    """
    if request.method != "POST":
        return
    lock(request.dbsession, dossier)
    try:
        request.dbsession.refresh(dossier, ("owner_id", "deputy_id"))
        for each in (dossier.person, *parts):
            request.dbsession.refresh(each, with_for_update=True)
    except InvalidRequestError:
        raise ConflictError(GONE) from None
