"""The public page: type the code on a paper, learn whether it is genuine and in force, and nothing else."""

from datetime import timedelta
from typing import Any

import colander
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from casework import clock
from casework.cards.verification import queries
from casework.cards.verification.codes import code_hash, read_code
from casework.i18n import _
from casework.web.fields import Text
from casework.web.forms import handle


def code_schema() -> colander.SchemaNode:
    """One field. A mistyped code is no error of the form: every *no* is the same."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        Text(
            name="code",
            title=_("Code on the paper"),
            description=_(
                "Three groups of seven letters and digits. Capitals, hyphens and spaces do not matter."
            ),
            max_length=40,
        )
    )
    return schema


@view_config(
    route_name="verify",
    request_method=("GET", "POST"),
    permission=NO_PERMISSION_REQUIRED,
    renderer="verification/verify.jinja2",
)
def verify(request: Request) -> dict[str, Any] | Response:
    """Show the form; answer a code by POST, so that it never stands in an address or a log."""
    result: dict[str, Any] = {}

    def on_valid(values: dict[str, Any]) -> Response:
        result.update(_result(request, values["code"]))
        return Response()

    shown = handle(request, code_schema(), on_valid, title=_("Check a paper"), submit=_("Check"))
    if isinstance(shown, dict):
        return {**shown, "asked": False}
    return {"asked": True, "problems": [], "title": _("Check a paper"), **result}


def _result(request: Request, typed: str) -> dict[str, Any]:
    code = read_code(typed)
    answer = queries.by_code(request.dbsession, code_hash(code)) if code else None
    now = clock.now()
    if answer is None:
        return {"answer": None, "now": now, "time_zone": "UTC"}
    return {
        "answer": answer,
        "standing": answer.standing(clock.today(answer.time_zone)),
        "now": now,
        "time_zone": answer.time_zone,
    }


def includeme(config: Configurator) -> None:
    config.add_route("verify", "/verify")
    config.limit_route("verify", kind="verify", per=30, window=timedelta(minutes=1))
    config.scan(__name__)
