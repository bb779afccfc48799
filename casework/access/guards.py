"""What stands round every view: reads are journalled, denials survive, high assurance cannot be forgotten."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from casework import journal
from casework.access.policy import DENIED

View = Callable[[Any, Request], Response]
APART = "casework.apart"


class Assurance(StrEnum):
    """How sure a view must be of who is there (design.md §5)."""

    SIGNED_IN = "signed_in"
    PASSKEY = "passkey"  # until issue D: the account's password, typed again in the form


def journalled_read(view: View, info: Any) -> View:
    """Write a read into the journal before the view of an object with personal data runs.

    The entry is appended when the transaction commits, after the page was made and before it is sent: if that
    fails, the page is never sent (design.md §4, *reads fail closed*).
    """
    route = getattr(info.options.get("route_name"), "name", info.options.get("route_name"))

    def reading(context: Any, request: Request) -> Response:
        guarded = getattr(context, "guarded", None)
        if guarded is not None and getattr(context, "personal", False) and request.identity:
            record_read(
                request, guarded.guarded_kind, guarded.id, getattr(context, "dossier_id", None), route
            )
        return view(context, request)

    return reading if info.options.get("permission") else view


def record_read(request: Request, kind: str, object_id: str, dossier_id: str | None, route: str) -> None:
    """Journal that the account read an object; `route` names the page, never its path."""
    detail = {"page": route}
    if dossier_id and dossier_id != object_id:
        detail["dossier"] = dossier_id
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=request.identity.organisation_id,
        action=f"{kind}.read",
        object_kind=kind,
        object_id=object_id,
        detail=detail,
    )


def assured_view(view: View, info: Any) -> View:
    """A view that declares `assurance=PASSKEY` cannot succeed unless the form really checked it."""
    if info.options.get("assurance", Assurance.SIGNED_IN) is not Assurance.PASSKEY:
        return view

    def assured(context: Any, request: Request) -> Response:
        response = view(context, request)
        if request.method == "POST" and response.status_int < 400 and not getattr(request, "assured", False):
            raise RuntimeError("a view of high assurance succeeded without checking who is there")
        return response

    return assured


assured_view.options = ("assurance",)  # type: ignore[attr-defined]


def write_apart(request: Request, **entry: Any) -> None:
    """Note an entry that must survive the roll-back of this request; the tween writes it afterwards."""
    request.environ.setdefault(APART, []).append(entry)


def apart_tween(handler: Callable[[Request], Response], registry: Registry) -> Callable[[Request], Response]:
    """Over pyramid_tm: denials and failed sign-ins, on their own connection, after the transaction ended."""

    def tween(request: Request) -> Response:
        response = handler(request)
        entries = list(request.environ.get(APART, ()))
        denied = request.environ.get(DENIED)
        if denied is not None and response.status_int >= 400:
            identity, permission, object_id = denied
            entries.append(
                {
                    "actor": identity.account_id,
                    "organisation": identity.organisation_id,
                    "action": "access.denied",
                    "object_kind": permission.split(".")[0],
                    "object_id": object_id,
                    "outcome": "denied",
                    "detail": {"permission": permission},
                }
            )
        for entry in entries:
            journal.record_apart(registry["sessions"], **entry)
        return response

    return tween
