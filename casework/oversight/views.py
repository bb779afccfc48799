"""The journal of an organisation: who did and read what, without the contents."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.view import view_config

from casework import journal
from casework.access.entries import PAGE, before, lines
from casework.access.permissions import Permission
from casework.access.queries import names_of


@view_config(route_name="journal", permission=Permission.JOURNAL_LIST, renderer="oversight/journal.jinja2")
def journal_of_organisation(request: Request) -> dict[str, Any]:
    """One page of the journal, newest first."""
    entries = journal.entries_of_organisation(
        request.dbsession,
        request.identity.organisation_id,
        before=before(request.GET.get("before", "")),
        limit=PAGE,
    )
    names = names_of(request.dbsession, {each.actor_id for each in entries if each.actor_id})
    older = (
        request.route_path("journal", _query={"before": entries[-1].seq}) if len(entries) == PAGE else None
    )
    return {"entries": lines(entries, names, request.locale_name), "older_url": older}


def includeme(config: Configurator) -> None:
    config.scan(__name__)
