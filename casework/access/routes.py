"""Addresses of access."""

from datetime import timedelta

from pyramid.config import Configurator
from pyramid.request import Request

from casework.access.permissions import Permission
from casework.access.resources import AccountContext, SessionContext
from casework.i18n import _


def _name_typed(request: Request) -> str:
    return str(request.POST.get("name", ""))[:120].casefold()


def _account(request: Request) -> str:
    return request.authenticated_userid or "nobody"


def includeme(config: Configurator) -> None:
    config.add_route("sign_in", "/sign-in")
    config.add_route("sign_out", "/sign-out")
    config.add_route("account", "/account")
    config.add_route("session_end", "/account/sessions/{id}/end", factory=SessionContext)
    config.add_route("accounts", "/accounts")
    config.add_route("account_end", "/accounts/{id}/end-sessions", factory=AccountContext)
    config.set_sign_in("sign_in", "sign_out")
    for kind, per, key in (("sign-in address", 20, None), ("sign-in name", 10, _name_typed)):
        extra = {"key": key} if key else {}
        config.limit_route("sign_in", kind=kind, per=per, window=timedelta(minutes=5), **extra)
    config.add_menu_item("accounts", _("Accounts"), "accounts", Permission.ACCOUNT_LIST)
    config.add_menu_item("account", _("Your sessions"), "account", Permission.ACCOUNT_SELF, place="account")
