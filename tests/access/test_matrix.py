"""Every page, asked for by every role, on objects that stand to the account in every relation."""

from collections.abc import Iterator
from typing import Any

import pytest
from pyramid.interfaces import IDefaultPermission, IRoutesMapper
from pyramid.security import NO_PERMISSION_REQUIRED
from webob import Response

from casework.access.permissions import CLAUSES, Role
from casework.db import new_id
from casework.web.derivers import NOBODY
from tests.access.asking import ask, csrf_in, csrf_of
from tests.access.table import ADDRESSES, ANYWHERE, ON_OBJECTS, PUBLIC, TABLE, params_of
from tests.access.world import Relation, World, session_id
from tests.support.installation import Installation

pytestmark = pytest.mark.usefixtures("fresh_limits")
MISSING = "m" * 22
TAKEN = {"GET": {200, 303, 409}, "POST": {200, 303, 400, 409}}  # a search is answered at once
"""What an allowed request is answered: an empty form is refused as a form, a closed dossier as closed,
before its form is shown."""


def views(installation: Installation) -> Iterator[tuple[str, Any]]:
    """Each view with a route as ("METHOD route", permission), from Pyramid's own register."""
    for view in installation.registry.introspector.get_category("views"):
        inside = view["introspectable"]
        if inside["route_name"] is None:
            continue
        said = [each["value"] for each in view["related"] if each.category_name == "permissions"]
        route = "static" if inside["route_name"].startswith("__static") else inside["route_name"]
        methods = inside["request_methods"] or ("GET",)
        for method in (methods,) if isinstance(methods, str) else methods:
            yield f"{method} {route}", said[0] if said else None


def path_to(world: World, key: str, params: dict[str, str]) -> str:
    name = key.partition(" ")[2]
    route = world.installation.registry.getUtility(IRoutesMapper).get_route(name)
    query = TABLE[key].query
    return str(route.generate(ADDRESSES.get(name, {}) | params)) + (f"?{query}" if query else "")


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[Role, str]:
    return {role: world.token(role) for role in Role}


@pytest.fixture(scope="module")
def csrf(world: World, tokens: dict[Role, str]) -> dict[Role, str]:
    return {role: csrf_of(world.installation, token) for role, token in tokens.items()}


def test_the_table_knows_every_view(world: World) -> None:
    registered = [key for key, _permission in views(world.installation)]
    assert len(registered) == len(set(registered))
    assert set(registered) == set(TABLE) | PUBLIC
    assert set(TABLE).isdisjoint(PUBLIC)


def test_public_views_are_those_on_the_list(world: World) -> None:
    public = {key for key, permission in views(world.installation) if permission == NO_PERMISSION_REQUIRED}
    assert public == PUBLIC


def test_no_view_rests_on_the_default_permission(world: World) -> None:
    assert world.installation.registry.getUtility(IDefaultPermission) == NOBODY
    for key, permission in views(world.installation):
        assert permission not in {None, NOBODY}, key


def test_nobody_holds_the_default_permission() -> None:
    assert NOBODY not in CLAUSES


def answer(
    world: World, key: str, params: dict[str, str], token: str | None, csrf_token: str | None
) -> Response:
    method = key.partition(" ")[0]
    form = {"csrf_token": csrf_token, "form_id": new_id()} if method == "POST" else None
    return ask(world.installation, method, path_to(world, key, params), token, form)


@pytest.mark.parametrize("key", sorted(ANYWHERE))
def test_pages_without_an_object(
    world: World, tokens: dict[Role, str], csrf: dict[Role, str], key: str
) -> None:
    for role in Role:
        status = answer(world, key, {}, tokens[role], csrf[role]).status_int
        expected = TAKEN[key.split()[0]] if TABLE[key].allows(role, Relation.OWN) else {404}
        assert status in expected, role


@pytest.mark.parametrize("key", sorted(set(ON_OBJECTS) - {"GET session_end", "POST session_end"}))
def test_pages_of_an_object(world: World, tokens: dict[Role, str], csrf: dict[Role, str], key: str) -> None:
    route = key.partition(" ")[2]
    for relation in Relation:
        params = params_of(route, world, relation)
        for role in Role:
            status = answer(world, key, params, tokens[role], csrf[role]).status_int
            expected = TAKEN[key.split()[0]] if TABLE[key].allows(role, relation) else {404}
            assert status in expected, (role, relation)
        params_of(route, world, relation)  # what was deleted is there again for the next test


@pytest.mark.parametrize("role", sorted(Role))
def test_sessions_are_ended_by_their_owner_only(
    world: World, tokens: dict[Role, str], csrf: dict[Role, str], role: Role
) -> None:
    others = [session_id(world.installation, tokens[each]) for each in Role if each is not role]
    second = session_id(world.installation, world.token(role))
    for method in ("GET", "POST"):
        key = f"{method} session_end"
        for each in others:
            assert answer(world, key, {"id": each}, tokens[role], csrf[role]).status_int == 404
        allowed = answer(world, key, {"id": second}, tokens[role], csrf[role])
        assert allowed.status_int == {"GET": 200, "POST": 303}[method]
    assert answer(world, "GET session_end", {"id": second}, tokens[role], None).status_int == 404


@pytest.mark.parametrize("key", sorted(ON_OBJECTS))
def test_missing_foreign_and_forbidden_are_one_answer(
    world: World, tokens: dict[Role, str], csrf: dict[Role, str], key: str
) -> None:
    route = key.partition(" ")[2]
    foreign = params_of(route, world, Relation.OTHER)
    own = params_of(route, world, Relation.OWN)
    if route == "session_end":
        own = foreign = {"id": session_id(world.installation, world.token(Role.ADMINISTRATOR))}
    missing = foreign | {name: MISSING for name in foreign if name.endswith("id")}
    for role in set(Role) - ({Role.ADMINISTRATOR} if route == "session_end" else set()):
        asked = [foreign, missing] if TABLE[key].allows(role, Relation.OWN) else [foreign, missing, own]
        answers = [answer(world, key, params, tokens[role], csrf[role]) for params in asked]
        assert {each.status_int for each in answers} <= {404}, role
        assert len({each.body for each in answers}) == 1, role
        assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1, role


@pytest.mark.parametrize("key", sorted(TABLE))
def test_a_visitor_learns_nothing(world: World, key: str) -> None:
    method, route = key.split()
    asked = [{}] if key in ANYWHERE else [params_of(route, world, Relation.OWN), {}]
    if key in ON_OBJECTS:
        asked[1] = {name: MISSING if name.endswith("id") else value for name, value in asked[0].items()}
    for params in asked:
        answered = (
            answer(world, key, params, None, None) if method == "GET" else _visitor_posts(world, key, params)
        )
        if method == "GET":
            assert answered.status_int == 303
            assert "/sign-in?next=" in answered.location
        else:
            assert answered.status_int == 404
            assert "There is nothing here" in answered.text
    if method == "POST":
        statuses = {
            ask(world.installation, "POST", path_to(world, key, params), None, {}).status_int
            for params in asked
        }
        assert statuses == {400}


def _visitor_posts(world: World, key: str, params: dict[str, str]) -> Response:
    """With a token that is good for a visitor's own browser."""
    first = ask(world.installation, "GET", "/sign-in")
    cookie = first.headers["Set-Cookie"].partition(";")[0]
    form = {"csrf_token": csrf_in(first)}
    return ask(world.installation, "POST", path_to(world, key, params), None, form, HTTP_COOKIE=cookie)


def test_methods_that_no_view_declares(world: World, tokens: dict[Role, str], csrf: dict[Role, str]) -> None:
    routes = {key.partition(" ")[2] for key in set(TABLE)}
    for route in sorted(routes):
        key = f"GET {route}"
        params = {} if key in ANYWHERE else params_of(route, world, Relation.OWN)
        undeclared = {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"}
        undeclared |= set() if f"POST {route}" in TABLE else {"POST"}
        for method in undeclared:
            for role in (Role.CASEWORKER, Role.ADMINISTRATOR):
                form = {"csrf_token": csrf[role]} if method == "POST" else None
                path = path_to(world, key, params)
                status = ask(world.installation, method, path, tokens[role], form).status_int
                assert 400 <= status < 500, (method, route)


@pytest.mark.parametrize(
    "path", ["/", "/language/en", "/healthz", "/sign-in", "/verify", "/sign-out", "/nowhere"]
)
def test_public_pages_answer_no_other_method(world: World, path: str) -> None:
    taken = {
        "/sign-in": {"GET", "POST"},
        "/verify": {"GET", "POST"},
        "/sign-out": {"POST"},
        "/nowhere": set(),
    }
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - taken.get(path, {"GET"}):
        assert 400 <= ask(world.installation, method, path).status_int < 500, method
