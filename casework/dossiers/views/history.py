"""Who did and read what in a dossier."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access.entries import PAGE, before, runs
from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.dossiers.resources import DossierContext
from casework.dossiers.views.common import breadcrumb


@view_config(
    route_name="dossier_journal", permission=Permission.DOSSIER_READ, renderer="dossiers/journal.jinja2"
)
def dossier_journal(context: DossierContext, request: Request) -> dict[str, Any]:
    """One page of what was done to and read in the dossier, newest first; looking at it is one more entry."""
    case = context.dossier
    entries = journal.entries_of_object(
        request.dbsession, case.id, before=before(request.GET.get("before", "")), limit=PAGE
    )
    names = names_of(request.dbsession, {each.actor_id for each in entries if each.actor_id})
    older = {"before": entries[-1].seq} if len(entries) == PAGE else None
    return {
        "breadcrumb": breadcrumb(request, case),
        "runs": runs(entries, names, request.locale_name, request.identity.time_zone),
        "older_url": request.route_path("dossier_journal", id=case.id, _query=older) if older else None,
    }
