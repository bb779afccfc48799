"""Pages that belong to no area: the door, the language, the sign of life."""

from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from casework.web.languages import keep_language
from casework.web.routing import local_path


def home(_request: Request) -> dict[str, Any]:
    """What this is, for who has just arrived."""
    return {}


def choose_language(request: Request) -> Response:
    """Keep the chosen language, and go back."""
    language = request.matchdict["language"]
    if language not in request.registry["settings"].languages:
        raise HTTPNotFound
    response = HTTPSeeOther(local_path(request.GET.get("next")) or "/")
    keep_language(request, response, language)
    return response


def healthz(_request: Request) -> Response:
    """The process answers. It asks nothing of the database, so that a slow one does not restart it."""
    return Response("ok\n", content_type="text/plain", charset="utf-8")


def includeme(config: Configurator) -> None:
    config.add_route("home", "/")
    config.add_route("language", "/language/{language}")
    config.add_route("healthz", "/healthz")
    config.add_view(home, route_name="home", renderer="home.jinja2", permission=NO_PERMISSION_REQUIRED)
    config.add_view(choose_language, route_name="language", permission=NO_PERMISSION_REQUIRED)
    config.add_view(healthz, route_name="healthz", permission=NO_PERMISSION_REQUIRED)
