"""Guards around every view: a permission is said aloud, methods are declared, CSRF is checked first."""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError as PyramidConfigurationError
from pyramid.httpexceptions import HTTPMethodNotAllowed
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.viewderivers import INGRESS, csrf_view

View = Callable[[Any, Request], Response]

NOBODY = "__deny__"
"""The default permission, which no role holds: what a forgotten permission would fall back to."""


def permission_said(view: View, info: Any) -> View:
    """Refuse to boot with a view that does not name its permission (or NO_PERMISSION_REQUIRED).

    Raises pyramid's ConfigurationError, which carries the place of the registration.
    """
    permission = info.options.get("permission")
    if permission is None and not info.exception_only:
        raise PyramidConfigurationError(
            f"{info.original_view!r} names no permission: "
            "give it one, or say NO_PERMISSION_REQUIRED if it is for everybody"
        )
    route = info.options.get("route_name")
    if route and permission not in {None, NO_PERMISSION_REQUIRED}:
        info.registry["protected_routes"].add(route)
    return view


def methods_declared(view: View, info: Any) -> View:
    """A view answers GET and HEAD unless its registration says otherwise."""
    if info.exception_only or info.options.get("request_method"):
        return view

    def readable_only(context: Any, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            raise HTTPMethodNotAllowed
        return view(context, request)

    return readable_only


permission_said.options = ("permission",)  # type: ignore[attr-defined]  # Pyramid reads a deriver's options off it
methods_declared.options = ("request_method",)  # type: ignore[attr-defined]  # Pyramid reads a deriver's options off it


def includeme(config: Configurator) -> None:
    """CSRF stands outside the permission, so that no right of the browser's owner is used before it."""
    config.registry["protected_routes"] = set()
    config.set_default_permission(NOBODY)
    config.set_default_csrf_options(require_csrf=True)
    config.add_view_deriver(csrf_view, "csrf_view", under=INGRESS, over="secured_view")
    config.add_view_deriver(methods_declared, "methods_declared", under=INGRESS, over="csrf_view")
    config.add_view_deriver(permission_said, "permission_said", under=INGRESS, over="methods_declared")
