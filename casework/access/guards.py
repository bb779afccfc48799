"""What stands round every view: reads are journalled, denials survive, high assurance cannot be forgotten."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid_retry import is_error_retryable
from sqlalchemy.orm import Session, sessionmaker

from casework import journal
from casework.access.permissions import Guarded, Permission
from casework.access.policy import Refused

View = Callable[[Any, Request], Response]
Apart = Callable[[sessionmaker[Session]], None]


class Assurance(StrEnum):
    """How sure a view must be of who is there (design.md §5)."""

    SIGNED_IN = "signed_in"
    PASSKEY = "passkey"  # until issue D: the account's password, typed again in the form


def journalled_read(view: View, info: Any) -> View:
    """Write a read into the journal before the view of an object with personal data runs.

    The entry is appended when the transaction commits, after the page was made and before it is sent: if that
    fails, the page is never sent (design.md §4, *reads fail closed*).
    """
    if info.options.get("permission") not in (None, NO_PERMISSION_REQUIRED):
        Permission(info.options["permission"])  # one that the table does not know stops the start
    route = getattr(info.options.get("route_name"), "name", info.options.get("route_name"))

    def reading(context: Any, request: Request) -> Response:
        guarded = getattr(context, "guarded", None)
        if guarded is not None and getattr(context, "personal", False) and request.identity:
            record_read(request, guarded, getattr(context, "dossier_id", None), route)
        return view(context, request)

    return reading if info.options.get("permission") else view


def record_read(request: Request, guarded: Guarded, dossier_id: str | None, route: str) -> None:
    """Journal that the account read an object; `route` names the page, never its path.

    The entry belongs to the object's organisation, whose officer has to see also who read from outside.
    """
    detail = {"page": route}
    if dossier_id and dossier_id != guarded.id:
        detail["dossier"] = dossier_id
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=guarded.organisation_id,
        action=f"{guarded.guarded_kind}.read",
        object_kind=guarded.guarded_kind,
        object_id=guarded.id,
        detail=detail,
    )


def assured_view(view: View, info: Any) -> View:
    """A view that declares `assurance=PASSKEY` cannot succeed unless the form really checked it.

    A form that was only drawn again, in another language or with another row, has taken nothing.
    """
    if info.options.get("assurance", Assurance.SIGNED_IN) is not Assurance.PASSKEY:
        return view

    def assured(context: Any, request: Request) -> Response:
        response = view(context, request)
        taken = request.method == "POST" and response.status_int < 400
        if taken and not getattr(request, "assured", False) and not getattr(request, "only_drawn", False):
            raise RuntimeError("a view of high assurance succeeded without checking who is there")
        return response

    return assured


assured_view.options = ("assurance",)  # type: ignore[attr-defined]  # Pyramid reads a deriver's options off it


def write_apart(request: Request, **entry: Any) -> None:
    """Journal something that must survive the roll-back of this request."""
    do_apart(request, lambda sessions: journal.record_apart(sessions, **entry))


def do_apart(request: Request, write: Apart) -> None:
    """Let the tween write something on a connection of its own, after the request's transaction ended."""
    request.apart = [*getattr(request, "apart", ()), write]


def apart_tween(handler: Callable[[Request], Response], registry: Registry) -> Callable[[Request], Response]:
    """Over pyramid_tm: denials, failed sign-ins and the like (design.md §4, *own-connection writes*).

    An attempt that is thrown away and repeated writes nothing: the next one writes its own.
    """

    def tween(request: Request) -> Response:
        response = handler(request)
        stopped = getattr(request, "exception", None)
        if stopped is not None and is_error_retryable(request, stopped):
            return response
        refused = getattr(stopped, "result", None)
        if isinstance(refused, Refused):
            journal.record_apart(registry["sessions"], **refused.entry)
        for write in getattr(request, "apart", ()):
            write(registry["sessions"])
        return response

    return tween
