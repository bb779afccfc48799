"""A form that was sent after the session ended is kept for an hour, and comes back filled after sign-in.

It rests sealed under a key that only the browser's cookie holds (design.md §8): the database alone opens
nothing. Passwords and files are not kept.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from pyramid.request import Request
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import queries
from casework.access.guards import do_apart
from casework.access.models import KeptForm
from casework.access.service import token_hash
from casework.db import session_token, writing
from casework.errors import CaseworkError
from casework.i18n import _
from casework.vault import sealing

COOKIE = "casework_kept"
KEPT = timedelta(hours=1)
LEFT_OUT = frozenset({"csrf_token", "password", "retyped"})

Controls = list[tuple[str, str]]


def keep_form(request: Request) -> bool:
    """Keep what a browser sent whose session has ended. Whether there was such a session."""
    token = session_token(request)
    controls = [
        (name, value)
        for name, value in request.POST.items()
        if isinstance(value, str) and name not in LEFT_OUT
    ]
    if token is None:
        return False
    account_id = queries.account_of_token(request.dbsession, token_hash(token))
    if account_id is None:
        return False
    key = secrets.token_bytes(32)
    sealed = sealing.seal(key, json.dumps(controls).encode(), _place(account_id, request.path_qs))
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
