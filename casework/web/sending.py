"""A form that is sent twice is taken once: a double click and the way back do no harm (design.md §8).

Each form drawn for a signed-in account carries a random id. When it is taken, the digests of id and content are
kept for a day with the path of the answer. The same form with the same content is answered with that path
before any view runs, for the object it was about may be gone by then. With other content it is a new sending.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework import clock
from casework.db import ID_PATTERN, new_id
from casework.web.models import SentForm
from casework.web.security_headers import Handler

FORM_ID = "form_id"
KEPT = timedelta(days=1)
PURGED_AT_ONCE = 100
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Sending:
    """One sending of a form, as digests: of its id, and of all that was sent to which address."""

    form_hash: bytes
    content_hash: bytes


def drawn_id(request: Request) -> str | None:
    """The id for a form that is drawn now; None for a visitor, whose forms change nothing that is kept.

    A form that is drawn again after a mistake keeps its id: it is still the same form.
    """
    return (_sent_id(request) or new_id()) if request.is_authenticated else None


def sending_of(request: Request) -> Sending | None:
    """The sending that a POST is, or None when it carries no id."""
    form_id = _sent_id(request)
    if form_id is None:
        return None
    key = form_id.encode()
    content = hmac.new(key, _framed(request.path_qs.encode()), hashlib.sha256)
    for name, value in request.POST.items():
        content.update(_framed(name.encode()) + _framed(_bytes_of(value)))
    return Sending(hashlib.sha256(key).digest(), content.digest())


def _sent_id(request: Request) -> str | None:
    sent = request.POST.get(FORM_ID) if request.method == "POST" else None
    return sent if isinstance(sent, str) and _ID.fullmatch(sent) else None


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big") + part


def _bytes_of(value: Any) -> bytes:
    """A control's text, or the content of its file."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):  # what a file field sends when no file was chosen
        return value
    content: bytes = value.file.read()
    value.file.seek(0)
    return content


def once(request: Request, do: Callable[[], Response]) -> Response:
    """Do what a form asks for, and remember where its sender was led; a second sending is led there too.

    Where two arrive at the same moment, the second waits here for the first. Only an answer that leads on is
    remembered, and none that gives a cookie.
    """
    sending = sending_of(request)
    if sending is None or not request.is_authenticated:
        return do()
    session: Session = request.dbsession
    if not _claim(session, sending):
        return HTTPSeeOther(answer_to(session, sending))
    answer = do()
    row = session.get_one(SentForm, (sending.form_hash, sending.content_hash))
    if isinstance(answer, HTTPSeeOther) and "Set-Cookie" not in answer.headers:
        row.answer = answer.location
    else:
        session.delete(row)
    return answer


def _claim(session: Session, sending: Sending) -> bool:
    """Whether this sending is the first: its row is written now, and stands when the transaction ends well."""
    _purge(session)
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[session.get_bind().dialect.name]
    row = insert(SentForm).values(
        form_hash=sending.form_hash, content_hash=sending.content_hash, answer="", sent_at=clock.now()
    )
    claimed = row.on_conflict_do_nothing().returning(SentForm.form_hash)
    return session.execute(claimed).first() is not None


def _purge(session: Session) -> None:
    """Forget old rows, but never wait for somebody who is forgetting the same ones."""
    old = (
        select(SentForm.form_hash)
        .where(SentForm.sent_at < clock.now() - KEPT)
        .limit(PURGED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        delete(SentForm).where(SentForm.form_hash.in_(session.scalars(old).all())),
        execution_options={"synchronize_session": False},
    )


def answer_to(session: Session, sending: Sending) -> str | None:
    """Where the sender of exactly this was led, or None if nothing like it was taken."""
    return session.scalar(
        select(SentForm.answer).where(
            SentForm.form_hash == sending.form_hash, SentForm.content_hash == sending.content_hash
        )
    )


def sent_otherwise(request: Request) -> bool:
    """Whether this very form was taken before, with other content."""
    sending = sending_of(request)
    if sending is None:
        return False
    others = exists().where(
        SentForm.form_hash == sending.form_hash, SentForm.content_hash != sending.content_hash
    )
    return bool(request.dbsession.scalar(select(others)))


def tween_factory(handler: Handler, _registry: Registry) -> Handler:
    """Answer what was taken already. The form's token is part of its content: CSRF was checked the first time."""

    def tween(request: Request) -> Response:
        sending = sending_of(request)
        answer = answer_to(request.dbsession, sending) if sending else None
        return HTTPSeeOther(answer) if answer else handler(request)

    return tween
