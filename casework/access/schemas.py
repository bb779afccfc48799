"""Forms of access."""

from typing import Any

import colander
from pyramid.request import Request

from casework.access import service
from casework.access.guards import write_apart
from casework.i18n import _
from casework.web.fields import Password, Text


def sign_in_schema() -> colander.SchemaNode:
    """Name and password."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(Text(name="name", title=_("Sign-in name"), max_length=120))
    schema.add(Password(name="password", title=_("Password")))
    return schema


def add_retyped_password(schema: colander.SchemaNode) -> None:
    """Ask for the account's own password: until passkeys come it stands in for one, and says so."""

    @colander.deferred
    def own_password(_node: colander.SchemaNode, kw: dict[str, Any]) -> Any:
        return _check(kw["request"])

    schema.add(
        Password(
            name="retyped",
            title=_("Your password"),
            description=_("Typed again in place of a passkey, which a later version will ask for here."),
            validator=own_password,
        )
    )


def retyped_password_schema() -> colander.SchemaNode:
    """Nothing but the account's own password, for a page that only asks whether it is meant."""
    schema = colander.SchemaNode(colander.Mapping())
    add_retyped_password(schema)
    return schema


def _check(request: Request) -> Any:
    def check(node: colander.SchemaNode, value: str) -> None:
        passwords = request.registry["passwords"]
        identity = request.identity
        if not service.retyped(request.dbsession, passwords, identity, value):
            write_apart(
                request,
                actor=identity.account_id,
                organisation=identity.organisation_id,
                action="retyping.failed",
                object_kind="account",
                object_id=identity.account_id,
                outcome="denied",
            )
            raise colander.Invalid(node, _("This is not the password of your account."))
        request.assured = True

    return check
