"""Signing in and out; one's own sessions; the accounts of an organisation."""

from typing import Any
from unicodedata import normalize

import colander
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember
from pyramid.view import view_config

from casework import clock
from casework.access import queries, service
from casework.access.guards import Assurance, write_apart
from casework.access.kept import waits
from casework.access.models import AccountSession
from casework.access.permissions import Permission
from casework.access.resources import AccountContext, SessionContext
from casework.access.schemas import retyped_password_schema, sign_in_schema
from casework.access.words import ROLE_NAMES
from casework.i18n import _
from casework.web.confirming import confirm
from casework.web.forms import handle
from casework.web.frame import NO_OBJECT
from casework.web.routing import local_path
from casework.web.templating import isolated


@view_config(
    route_name="sign_in",
    request_method=("GET", "POST"),
    permission=NO_PERMISSION_REQUIRED,
    renderer="access/sign_in.jinja2",
)
def sign_in(request: Request) -> dict[str, Any] | Response:
    """Name and password begin a session; a wrong pair is answered the same, whoever it names."""

    def on_valid(values: dict[str, Any]) -> Response:
        registry = request.registry
        token = service.sign_in(
            request.dbsession,
            registry["passwords"],
            registry["sign_in_key"],
            values["name"],
            values["password"],
            clock.now(),
        )
        if token is None:
            write_apart(request, actor=None, organisation=None, action="sign_in.failed", outcome="denied")
            problem = colander.Invalid(schema)
            problem["name"] = _(
                "Name and password do not fit together. Check both, and the keyboard's language."
            )
            raise problem
        _leave(request)
        target = local_path(request.GET.get("next")) or request.route_path("start")
        return HTTPSeeOther(target, headers=remember(request, token))

    schema = sign_in_schema()
    accounts = request.registry.get("demo_accounts", ()) if request.registry["settings"].demo else ()
    return handle(
        request,
        schema,
        on_valid,
        title=_("Sign in"),
        submit=_("Sign in"),
        demo_accounts=accounts,
        form_waits=waits(request),
    )


@view_config(route_name="sign_out", request_method="POST", permission=NO_PERMISSION_REQUIRED)
def sign_out(request: Request) -> Response:
    """End this session. Who has none is signed out already."""
    _leave(request)
    headers = [*forget(request), ("Clear-Site-Data", '"cache", "storage"')]
    return HTTPSeeOther(request.route_path("home"), headers=headers)


def _leave(request: Request) -> None:
    """End the session that this browser holds, if any: signing in again does not leave one behind."""
    identity = request.identity
    if identity is not None:
        here = request.dbsession.get_one(AccountSession, identity.session_id)
        service.end_session(request.dbsession, identity, here, clock.now())


@view_config(route_name="account", permission=Permission.ACCOUNT_SELF, renderer="access/account.jinja2")
def account(request: Request) -> dict[str, Any]:
    """One's own sessions."""
    return {
        "sessions": queries.sessions_of(request.dbsession, request.identity.account_id),
        "here": request.identity.session_id,
    }


@view_config(
    route_name="session_end",
    request_method=("GET", "POST"),
    permission=Permission.SESSION_END,
    renderer="confirm.jinja2",
)
def session_end(context: SessionContext, request: Request) -> dict[str, Any] | Response:
    """End one of one's own sessions, after a question."""
    return confirm(
        request,
        lambda: service.end_session(request.dbsession, request.identity, context.guarded, clock.now()),
        title=_("End this session?"),
        consequence=_("The browser that holds it is signed out at once. Nothing else changes."),
        submit=_("End the session"),
        done=_("The session is ended."),
        back=request.route_path("account"),
    )


@view_config(route_name="accounts", permission=Permission.ACCOUNT_LIST, renderer="access/accounts.jinja2")
def accounts(request: Request) -> dict[str, Any]:
    """The accounts of one's organisation and their roles; no contents of any dossier."""
    found = queries.accounts_of(request.dbsession, request.identity.organisation_id)
    by_name = sorted(found, key=lambda each: normalize("NFKD", each.particulars.display_name).casefold())
    return {"accounts": by_name, "role_names": ROLE_NAMES}


@view_config(
    route_name="account_end",
    request_method=("GET", "POST"),
    permission=Permission.ACCOUNT_END,
    renderer="confirm.jinja2",
    assurance=Assurance.PASSKEY,
)
def account_end(context: AccountContext, request: Request) -> dict[str, Any] | Response:
    """End every session of an account, after a question and the administrator's password."""
    return confirm(
        request,
        lambda: service.end_sessions_of(request.dbsession, request.identity, context.guarded, clock.now()),
        title=_("End all sessions of this account?"),
        consequence=_("Every browser signed in with it is signed out at once. The account stays."),
        submit=_("End all sessions"),
        done=_("All sessions of the account are ended."),
        back=request.route_path("accounts"),
        about=isolated(context.guarded.particulars.display_name),
        schema=retyped_password_schema(),
    )


@view_config(route_name="start", permission=Permission.ACCOUNT_SELF)
def start(request: Request) -> Response:
    """After signing in: the first page that the account's roles open."""
    for item in request.registry["menu"]:
        if item.place == "main" and request.has_permission(item.permission, NO_OBJECT):
            return HTTPSeeOther(request.route_path(item.route))
    return HTTPSeeOther(request.route_path("account"))


def includeme(config: Configurator) -> None:
    config.add_route("start", "/start")
    config.scan(__name__)
