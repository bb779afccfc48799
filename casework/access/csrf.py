"""CSRF tokens bound to the browser's own session, or to a visitor's random cookie before sign-in."""

import hashlib
import hmac
import secrets

from pyramid.request import Request

from casework.access.service import token_hash
from casework.db import session_token

VISITOR_COOKIE = "casework_visitor"


class SessionBoundTokens:
    """`ICSRFStoragePolicy`: nothing is stored, the token is a keyed hash of the cookie it belongs to."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new_csrf_token(self, request: Request) -> str:
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: Request) -> str:
        token = session_token(request)
        return (
            self.of_session(token_hash(token))
            if token
            else self._of(b"visitor:" + self._visitor(request).encode())
        )

    def of_session(self, hashed: bytes) -> str:
        """The token of the session whose cookie has this hash, be it ended or not."""
        return self._of(b"session:" + hashed)

    def _of(self, seed: bytes) -> str:
        return hmac.new(self._key, seed, hashlib.sha256).hexdigest()

    def check_csrf_token(self, request: Request, supplied_token: str) -> bool:
        return hmac.compare_digest(self.get_csrf_token(request).encode(), supplied_token.encode())

    def _visitor(self, request: Request) -> str:
        known = request.cookies.get(VISITOR_COOKIE) or request.environ.get(VISITOR_COOKIE)
        if known:
            return str(known)
        value = secrets.token_urlsafe(16)
        request.environ[VISITOR_COOKIE] = value
        secure = request.registry["settings"].https

        def give_cookie(_request: Request, response: object) -> None:
            response.set_cookie(  # type: ignore[attr-defined]  # WebOb has no types
                VISITOR_COOKIE, value, httponly=True, samesite="Lax", secure=secure
            )

        request.add_response_callback(give_cookie)
        return value
