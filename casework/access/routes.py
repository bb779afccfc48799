"""Addresses of access."""

from datetime import timedelta

from pyramid.config import Configurator
from pyramid.request import Request

from casework.access.permissions import Permission
from casework.access.policy import SIGN_IN
from casework.access.resources import AccountContext, SessionContext
from casework.db import session_token
from casework.i18n import _


def _name_typed(request: Request) -> str:
    return str(request.POST.get("name", ""))[:120].casefold()


def browser(request: Request) -> str:
    """The signed-in browser, as a key of limits: it is known before any transaction begins."""
    return session_token(request) or ""


def limit_retyping(config: Configurator, route: str) -> None:
    """A retyped password may be tried thirty times in five minutes: whoever signs a pile of papers retypes it often."""
    config.limit_route(route, kind="retyped", per=30, window=timedelta(minutes=5), key=browser)


def includeme(config: Configurator) -> None:
    config.add_route(SIGN_IN, "/sign-in")
    config.add_route("sign_out", "/sign-out")
    config.add_route("account", "/account")
    config.add_route("session_end", "/account/sessions/{id}/end", factory=SessionContext)
    config.add_route("accounts", "/accounts")
    config.add_route("account_end", "/accounts/{id}/end-sessions", factory=AccountContext)
    limit_retyping(config, "account_end")
    config.set_sign_in(SIGN_IN, "sign_out")
    for kind, per, key in (("sign-in address", 20, None), ("sign-in name", 10, _name_typed)):
        extra = {"key": key} if key else {}
        config.limit_route(SIGN_IN, kind=kind, per=per, window=timedelta(minutes=5), **extra)
    config.add_menu_item("accounts", _("Accounts"), "accounts", Permission.ACCOUNT_LIST)
    config.add_menu_item("account", _("Your sessions"), "account", Permission.ACCOUNT_SELF, place="account")
