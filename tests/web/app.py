"""A small application on the real includes: a door, a guarded room, a form with rows, things that fail."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import colander
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.session import SignedCookieSessionFactory

from casework import clock
from casework.errors import ConflictError, LimitError, NotFoundError, RefusedError
from casework.settings import read_settings
from casework.web import fields, forms
from casework.web.models import Limit

ACCOUNT_HEADER = "X-Test-Account"
KNOWN = "A" * 22
FOREIGN = "B" * 22
HOST = "cards.test"
ASKED: list[Any] = []
"""Contexts about which the security policy was asked."""


@dataclass(frozen=True)
class Identity:
    account_name: str = "Marta Ferrer"
    organisation_name: str = "Ajuntament de Barcelona"
    unit: str = "Immigration and Refuge Services"
    theme: str = "barcelona"


class Policy:
    """Whoever sends the header is signed in and may read; nobody may administer."""

    def identity(self, request: Any) -> Identity | None:
        return Identity() if ACCOUNT_HEADER in request.headers else None

    def authenticated_userid(self, request: Any) -> str | None:
        return "marta" if self.identity(request) else None

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        ASKED.append(context)
        foreign = getattr(context, "foreign", False)
        return self.identity(request) is not None and permission == "room.read" and not foreign


@dataclass(frozen=True)
class Room:
    foreign: bool


def room(request: Any) -> Room:
    if request.matchdict["room_id"] not in {KNOWN, FOREIGN}:
        raise NotFoundError
    return Room(request.matchdict["room_id"] == FOREIGN)


class Stay(colander.Schema):
    place = fields.Text(title="Place", max_length=40)
    arrived = fields.Day(title="Arrived")


class Intake(colander.Schema):
    name = fields.Text(title="Name", max_length=60, description="As the person writes it")
    born = fields.PartialDay(title="Born")
    how = fields.Choice(title="How was it checked?", choices=[("seen", "I saw it"), ("called", "I called")])
    kind = fields.Choice(title="Kind", choices=[("lease", "Lease"), ("slip", "Slip")], menu=True)
    languages = fields.Several(title="Reads", choices=[("ca", "Catalan"), ("ar", "Arabic")], missing=())
    stays = fields.Rows(Stay(title="Stay"), title="Stays", least=1, most=3, add_label="Add a stay")
    tags = fields.Rows(fields.Text(name="tag", title="Tag", max_length=10), title="Tags", most=3)
    note = fields.Text(title="Note", multiline=True, max_length=500, missing="")
    explained = fields.Tick(title="I have explained it", must=True)


class WithFile(colander.Schema):
    photo = fields.File(title="Photo", accept=("image/png",))


class Secret(colander.Schema):
    account = fields.Text(title="Account")
    password = fields.Password(title="Password")


RECEIVED: list[Any] = []


def intake(request: Any) -> Any:
    def keep(values: dict[str, Any]) -> str:
        kept = Limit(bucket=values["name"], window_start=clock.now(), attempts=1)
        request.dbsession.add(kept)
        request.dbsession.flush()
        if values["name"] == "refused":
            raise RefusedError("This step needs another colleague.")
        if values["name"] == "late":
            error = colander.Invalid(schema)
            error["kind"] = "This kind is no longer taken."
            raise error
        RECEIVED.append(values)
        return "/"

    schema = Intake()
    return forms.handle(request, schema, keep, title="Open a dossier", cancel_url="/")


def upload(request: Any) -> Any:
    def keep(values: dict[str, Any]) -> str:
        RECEIVED.append((values["photo"].media_type, len(values["photo"].stream.read())))
        return "/"

    return forms.handle(request, WithFile(), keep, title="Photo")


def secret(request: Any) -> Any:
    return forms.handle(request, Secret(), lambda values: RECEIVED.append(values) or "/", title="Sign in")


FAILURES = {
    "refused": RefusedError("Another colleague must decide."),
    "conflict": ConflictError(),
    "limit": LimitError("Come back in an hour."),
    "forbidden": HTTPForbidden(),
    "bug": ZeroDivisionError("Yusuf Adam Ibrahim"),
}


def fail(request: Any) -> Any:
    raise FAILURES[request.matchdict["kind"]]


def fail_at_commit(request: Any) -> Response:
    def refuse(_committed: bool) -> None:
        raise ZeroDivisionError("Yusuf Adam Ibrahim")

    request.tm.get().addBeforeCommitHook(refuse, (True,))
    return Response("written")


def say_and_go(request: Any) -> Any:
    request.session.flash("Kept <once>.")
    return HTTPSeeOther("/rooms/" + KNOWN)


def say(request: Any) -> Any:
    return {"title": "Room", "text": "Quiet.", "links": ()}


def settings_for(database_url: str, base_url: str, directory: Path) -> Any:
    return read_settings(
        {
            "casework.database_url": database_url,
            "casework.base_url": base_url,
            "casework.data_directory": str(directory),
            "casework.keys_directory": str(directory),
        },
        {},
    )


def make_config(settings: Any) -> Configurator:
    config = Configurator(settings={"tm.manager_hook": "pyramid_tm.explicit_manager"})
    config.registry["settings"] = settings
    config.registry["limit_secret"] = b"of the tests"
    config.set_session_factory(
        SignedCookieSessionFactory("of the tests", cookie_name=config.registry["settings"].session_cookie)
    )
    config.set_security_policy(Policy())
    for part in ("pyramid_tm", "casework.i18n", "casework.db", "casework.web"):
        config.include(part)
    add_pages(config)
    return config


def add_pages(config: Configurator) -> None:
    config.add_route("rooms", "/rooms")
    config.add_route("room", "/rooms/{room_id}", factory=room)
    config.add_route("sign-in", "/sign-in")
    config.add_route("sign-out", "/sign-out")
    config.set_sign_in("sign-in", "sign-out")
    config.add_menu_item("rooms", "Rooms", "rooms", "room.read")
    config.add_menu_item("staff", "Staff", "rooms", "staff.administer")
    config.add_view(say, route_name="rooms", permission="room.read", renderer="error.jinja2")
    config.add_view(say, route_name="room", permission="room.read", renderer="error.jinja2")
    config.add_view(
        lambda request: Response("changed"), route_name="room", permission="room.read", request_method="POST"
    )
    for name, view in (("intake", intake), ("upload", upload), ("secret", secret)):
        config.add_route(name, f"/{name}")
        config.add_view(
            view,
            route_name=name,
            permission=NO_PERMISSION_REQUIRED,
            request_method=("GET", "POST"),
            renderer="form.jinja2",
        )
    config.add_upload_route("upload")
    for name, path, view in (
        ("fail", "/fail/{kind}", fail),
        ("commit", "/commit", fail_at_commit),
        ("flash", "/flash", say_and_go),
    ):
        config.add_route(name, path)
        config.add_view(view, route_name=name, permission=NO_PERMISSION_REQUIRED)
    config.add_route("confirm", "/confirm")
    config.add_view(
        lambda request: {
            "title": "End this session?",
            "consequence": "The browser that holds it is signed out at once.",
            "submit": "End the session",
            "destroys": True,
            "cancel_url": "/",
        },
        route_name="confirm",
        permission=NO_PERMISSION_REQUIRED,
        renderer="confirm.jinja2",
    )
    config.add_route("patterns", "/patterns")
    config.add_view(
        lambda request: {},
        route_name="patterns",
        permission=NO_PERMISSION_REQUIRED,
        renderer="patterns.jinja2",
    )
