"""Pyramid's security policy: the session cookie says who, the permission table says what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from pyramid.request import Request, RequestLocalCache
from pyramid.security import NO_PERMISSION_REQUIRED, Allowed, Denied
from sqlalchemy.orm import Session

from casework import clock
from casework.access import queries
from casework.access.identity import Identity, in_force
from casework.access.models import AccountSession
from casework.access.permissions import Permission, permits
from casework.access.service import token_hash
from casework.db import session_token
from casework.web.routing import route_name

SIGN_IN = "sign_in"
SEEN_EVERY = timedelta(minutes=1)


class Refused(Denied):  # type: ignore[misc]  # pyramid has no types
    """No to an account, with what the journal says of it when the answer stops a request.

    A page that merely hides a button asks the same question and denies nobody.
    """

    entry: Mapping[str, Any]

    @classmethod
    def of(cls, identity: Identity, permission: str, target: Any) -> Self:
        """The entry belongs to the object's organisation, whose officer has to see also who asked from outside."""
        refused = cls(permission)
        refused.entry = {
            "actor": identity.account_id,
            "organisation": getattr(target, "organisation_id", identity.organisation_id),
            "action": "access.denied",
            "object_kind": permission.split(".")[0],
            "object_id": getattr(target, "id", None),
            "outcome": "denied",
            "detail": {"permission": str(permission)},
        }
        return refused


class SecurityPolicy:
    """`ISecurityPolicy` over the account's session and the one permission table."""

    def __init__(self) -> None:
        self._identities: RequestLocalCache = RequestLocalCache(load_identity)

    def identity(self, request: Request) -> Identity | None:
        found: Identity | None = self._identities.get_or_create(request)
        return found

    def authenticated_userid(self, request: Request) -> str | None:
        identity = self.identity(request)
        return identity.account_id if identity else None

    def permits(self, request: Request, context: Any, permission: str) -> Allowed | Denied:
        if permission == NO_PERMISSION_REQUIRED:
            return Allowed("public")
        identity = self.identity(request)
        target = getattr(context, "guarded", None)
        if permits(identity, target, Permission(permission)):
            return Allowed(permission)
        return Refused.of(identity, permission, target) if identity else Denied(permission)

    def remember(self, request: Request, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """The headers that give a browser its session; `userid` is the session's token."""
        return [("Set-Cookie", _cookie(request, userid))]

    def forget(self, request: Request, **kw: Any) -> list[tuple[str, str]]:
        return [("Set-Cookie", _cookie(request, "", "; Max-Age=0"))]


def _cookie(request: Request, value: str, more: str = "") -> str:
    settings = request.registry["settings"]
    secure = "; Secure" if settings.https else ""
    return f"{settings.session_cookie}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}"


def load_identity(request: Request) -> Identity | None:
    """The identity behind the cookie, or None when it is unknown, ended, idle or too old."""
    token = session_token(request)
    if not token:
        return None
    signed_in = queries.session_by_token(request.dbsession, token_hash(token))
    if signed_in is None or not alive(request, signed_in):
        return None
    now = clock.now()
    if now - signed_in.seen_at > SEEN_EVERY:
        signed_in.seen_at = now
    return queries.identity_of(request.dbsession, signed_in, now)


def may_write(request: Request, session: Session) -> bool:
    """Whether a request's transaction may write: an account's, whose reads are journalled, or a visitor's who signs in.

    A cookie that was made up is a visitor's: nobody without an account takes SQLite's one lock (design.md §4).
    """
    if session.get_bind().dialect.name != "sqlite":
        return True  # nothing is locked until something is written
    token = session_token(request)
    if token and queries.session_is_known(session, token_hash(token)):
        return True
    return request.method == "POST" and route_name(request) == SIGN_IN


def alive(request: Request, signed_in: AccountSession) -> bool:
    """Whether a session may still be used: neither ended nor idle nor too old, the account in use."""
    settings = request.registry["settings"]
    now = clock.now()
    idle = signed_in.seen_at + timedelta(minutes=settings.session_idle_minutes)
    longest = signed_in.began_at + timedelta(hours=settings.session_hours)
    return signed_in.account.disabled_at is None and in_force(
        signed_in.began_at, min(idle, longest), signed_in.ended_at, now
    )
