"""Grants: giving a lawyer access with the person's consent, taking it back, and the lawyer's own page."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock, journal
from casework.access import queries as access_queries
from casework.access import service as access
from casework.access.guards import Assurance
from casework.access.models import Account, Grant
from casework.access.permissions import Permission
from casework.access.schemas import add_retyped_password
from casework.cards import queries as card_queries
from casework.cards.models import Paper
from casework.dossiers import queries
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.resources import DossierContext, GrantContext
from casework.dossiers.schemas.grants import grant_schema
from casework.dossiers.views.common import breadcrumb, evidence_label, notice, version_for
from casework.i18n import _
from casework.web.confirming import confirm
from casework.web.fields import Choices
from casework.web.forms import handle
from casework.web.templating import isolated


@view_config(
    route_name="grant_new",
    request_method=("GET", "POST"),
    permission=Permission.GRANT_GIVE,
    renderer="dossiers/grant.jinja2",
    assurance=Assurance.PASSKEY,
)
def grant_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Record the person's consent that one lawyer may see some papers and evidence, each a grant of its own."""
    case = context.dossier
    accounts = {
        each.id: f"{each.particulars.display_name}, {each.organisation.name}"
        for each in access_queries.lawyers(request.dbsession, clock.now())
    }
    papers, evidence = _papers(request, context), _evidence(request, context)
    things = [*papers, *evidence]
    page = {"title": _("Give a lawyer access"), "breadcrumb": breadcrumb(request, case)}
    if not things and request.method != "POST":
        return page

    def on_valid(values: dict[str, Any]) -> Response:
        for thing in sorted(values["things"]):
            kind, object_id = thing.split(":")
            access.give_grant(
                request.dbsession,
                request.identity,
                dossier_id=case.id,
                organisation_id=case.organisation_id,
                object_kind=kind,
                object_id=object_id,
                account=request.dbsession.get_one(Account, values["account"]),
                last_day=values["until"],
                at=request.identity.at,
            )
        notice(request, _("Access is given."))
        return HTTPSeeOther(request.route_path("dossier", id=case.id))

    firsts = ((papers, _("Papers")), (evidence, _("Evidence")))
    headings = {group[0][0]: heading for group, heading in firsts if group}
    schema = grant_schema(list(accounts.items()), things, headings)
    add_retyped_password(schema)
    return handle(
        request,
        schema,
        on_valid,
        submit=_("Give access"),
        cancel_url=request.route_path("dossier", id=case.id),
        **page,
    )


def grants_shown(request: Request, case: Dossier) -> list[dict[str, Any]]:
    """Who outside may see what, until when; ended and lapsed grants are not shown."""
    now = request.identity.at
    grants = [
        each
        for each in access_queries.grants_of_dossier(request.dbsession, case.id)
        if each.ended_at is None and each.until > now
    ]
    names = access_queries.names_of(request.dbsession, {each.account_id for each in grants})
    named = _granted_things(request, case)
    return [
        {
            "name": names[each.account_id],
            "thing": named.get(each.object_id, "–"),
            "until": each.until,
            "end_url": request.route_path("grant_end", id=case.id, grant_id=each.id),
        }
        for each in grants
    ]


def _granted_things(request: Request, case: Dossier) -> dict[str, str]:
    """What grants on a dossier name, in short words, by its id."""
    papers = card_queries.papers_of_dossier(request.dbsession, case.id)
    evidence = {each.id: each.label for each in case.evidence}
    return evidence | {each.id: f"{each.title} {each.number}" for each in papers}


def _about(request: Request, context: GrantContext) -> Markup:
    grant = context.grant
    name = access_queries.names_of(request.dbsession, {grant.account_id})[grant.account_id]
    thing = _granted_things(request, context.dossier).get(grant.object_id, "–")
    return Markup("{}: {}").format(isolated(name), thing)


def _papers(request: Request, context: DossierContext) -> Choices:
    """The signed papers that a grant may name, letters and certificates included."""
    papers = card_queries.papers_of_dossier(request.dbsession, context.dossier.id)
    return [(f"{Paper.guarded_kind}:{each.id}", f"{each.title} {each.number}") for each in papers]


def _evidence(request: Request, context: DossierContext) -> Choices:
    case, version = context.dossier, version_for(request, context.dossier)
    return [
        (f"{Evidence.guarded_kind}:{each.id}", evidence_label(request, version, each))
        for each in case.evidence
    ]


@view_config(
    route_name="grant_end",
    request_method=("GET", "POST"),
    permission=Permission.GRANT_GIVE,
    renderer="confirm.jinja2",
)
def grant_end(context: GrantContext, request: Request) -> dict[str, Any] | Response:
    """Take access back, after a question."""
    return confirm(
        request,
        lambda: access.end_grant(request.dbsession, request.identity, context.grant, clock.now()),
        title=_("End this access?"),
        consequence=_("The lawyer sees nothing of it from now on. What was downloaded stays with them."),
        submit=_("End the access"),
        done=_("The access is ended."),
        back=request.route_path("dossier", id=context.dossier.id),
        about=_about(request, context),
        breadcrumb=breadcrumb(request, context.dossier),
    )


@view_config(route_name="granted", permission=Permission.GRANT_LIST, renderer="dossiers/granted.jinja2")
def granted(request: Request) -> dict[str, Any]:
    """What persons gave this lawyer access to, page by page: papers to download, evidence to look at.

    Issuers of evidence and names of holders stand on it, so the look is journalled.
    """
    session, identity = request.dbsession, request.identity
    found = access_queries.grants_to(session, identity, request.GET.get("after"))
    page, more = found[: access_queries.PAGE], len(found) > access_queries.PAGE
    papers = card_queries.papers_by_ids(session, _named(page, Paper))
    evidence = queries.evidence_by_ids(session, _named(page, Evidence))
    journal.record(
        session,
        actor=identity.account_id,
        organisation=identity.organisation_id,
        action="granted.list",
        object_kind="account",
        object_id=identity.account_id,
        detail={"shown": [*(each.id for each in papers), *(each.id for each in evidence)]},
    )
    until = {each.object_id: each.until for each in page}
    listed = {each.dossier_id for each in papers} | {each.dossier_id for each in evidence}
    holders = _holders(request, listed)
    return {
        "papers": [(each, holders[each.dossier_id], until[each.id]) for each in papers],
        "evidence": [
            (
                each,
                evidence_label(request, version_for(request, each.dossier), each),
                holders.get(each.dossier_id),
                until[each.id],
            )
            for each in evidence
        ],
        "first_url": request.route_path("granted") if "after" in request.GET else None,
        "next_url": request.route_path("granted", _query={"after": page[-1].id}) if more else None,
    }


def _holders(request: Request, dossier_ids: set[str]) -> dict[str, str]:
    """Whose papers these are, by dossier: only where a paper of the dossier is granted, which tells the name anyway.

    Evidence may name nobody, and a grant discloses what it names (design.md §2, *grant*).
    """
    granted = request.identity.granted(Paper.guarded_kind)
    telling = card_queries.dossiers_of_papers(request.dbsession, granted) & dossier_ids
    return queries.names_of_holders(request.dbsession, telling)


def _named(grants: Sequence[Grant], model: type[Paper] | type[Evidence]) -> set[str]:
    return {each.object_id for each in grants if each.object_kind == model.guarded_kind}
