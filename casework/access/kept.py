"""A form that was sent after its session ended is kept for an hour, and comes back filled after sign-in.

It rests sealed under a key that only the browser's cookie holds (design.md §8): the database alone opens
nothing. Passwords and files are not kept. Its CSRF token says for whom it was drawn (decision 0013).
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.request import Request
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import queries
from casework.access.guards import do_apart
from casework.access.models import KeptForm
from casework.db import writing
from casework.errors import CaseworkError
from casework.i18n import _
from casework.vault import sealing

COOKIE = "casework_kept"
KEPT = timedelta(hours=1)
DRAWN_WITHIN = timedelta(days=7)
"""How long ago the session may have begun for which a form was drawn."""
MOST_BYTES = 256 * 1024

LEFT_OUT = frozenset({"csrf_token", "password", "retyped"})

Controls = list[tuple[str, str | None]]
"""Names and values of what was sent; None stands for a file."""


def keep_form(request: Request) -> bool:
    """Keep what was sent from a form drawn for a session that is over. Whether it was drawn for who is here now.

    Where nobody is signed in, whoever it was drawn for may come back.
    """
    account_id = _drawn_for(request)
    if account_id is None or request.authenticated_userid not in (None, account_id):
        return False
    content = json.dumps(_controls(request)).encode()
    if len(content) > MOST_BYTES:
        return False
    key = secrets.token_bytes(32)
    sealed = sealing.seal(key, content, _place(account_id, request.path_qs))
    row = KeptForm(
        key_hash=hashlib.sha256(key).digest(),
        account_id=account_id,
        kept_at=clock.now(),
        controls_sealed=sealed,
    )

    def store(sessions: sessionmaker[Session]) -> None:
        with writing(sessions) as session:
            session.add(row)

    do_apart(request, store)
    _set_cookie(request, key.hex(), int(KEPT.total_seconds()))
    return True


def forget_old(session: Session, now: datetime) -> None:
    """What was kept for an hour is deleted by the worker, whether or not anybody came back for it."""
    session.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT))


def _drawn_for(request: Request) -> str | None:
    """The account for whose session a form was drawn: the one whose CSRF token it brings."""
    sent = str(request.POST.get("csrf_token", "")).encode()
    tokens = request.registry.getUtility(ICSRFStoragePolicy)
    for hashed, account_id in queries.sessions_since(request.dbsession, clock.now() - DRAWN_WITHIN):
        if hmac.compare_digest(tokens.of_session(hashed).encode(), sent):
            return account_id
    return None


def _controls(request: Request) -> Controls:
    """What was sent, without what is never kept; an empty file field is not sent at all."""
    return [
        (name, value if isinstance(value, str) else None)
        for name, value in request.POST.items()
        if name not in LEFT_OUT and not isinstance(value, bytes)
    ]


def kept_form(request: Request) -> Controls | None:
    """What was kept for this account at this address, once; None if nothing was."""
    key = _key(request)
    if key is None or request.identity is None:
        return None
    session = request.dbsession
    found = session.get(KeptForm, hashlib.sha256(key).digest())
    if found is None or found.account_id != request.identity.account_id or found.kept_at < clock.now() - KEPT:
        return None
    try:
        opened = sealing.open_(key, found.controls_sealed, _place(found.account_id, request.path_qs))
    except CaseworkError:
        return None  # another page: the form waits for its own
    session.delete(found)
    _set_cookie(request, "", 0)
    request.session.flash(
        request.localizer.translate(
            _("Your session had ended. Here is what you typed; nothing was sent yet.")
        )
    )
    return [(name, value) for name, value in json.loads(opened)]


def waits(request: Request) -> bool:
    """Whether this browser holds the key of a form that was kept and that nobody came back for yet."""
    return _key(request) is not None


def _key(request: Request) -> bytes | None:
    try:
        key = bytes.fromhex(request.cookies.get(COOKIE, ""))
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _place(account_id: str, path: str) -> tuple[str, ...]:
    return "kept_form", account_id, path


def _set_cookie(request: Request, value: str, max_age: int) -> None:
    secure = request.registry["settings"].https

    def give(_request: Request, response: object) -> None:
        response.set_cookie(  # type: ignore[attr-defined]  # WebOb has no types
            COOKIE, value or None, max_age=max_age, httponly=True, samesite="Lax", secure=secure
        )

    request.add_response_callback(give)
