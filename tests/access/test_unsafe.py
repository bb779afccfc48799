"""No change without the token of the very session, none from another site, none by asking to look (S-14)."""

from collections.abc import Iterator

import pytest

from casework.access.permissions import Role
from tests.access.asking import ask, csrf_of
from tests.access.closing import run, state_of
from tests.access.table import ANYWHERE, TABLE, params_of
from tests.access.test_matrix import path_to
from tests.access.world import Relation, World, session_id

pytestmark = pytest.mark.usefixtures("fresh_limits")
POSTS = sorted(key for key in TABLE if key.startswith("POST"))
SAFE = {"journal_entry", "journal_head", "account_session", "proposal_seen"}
"""What looking may change: the journal, the session that was seen and has shown its notices, and the note that a
reviewer has seen a proposal."""


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[Role, str]:
    return {role: world.token(role) for role in Role}


@pytest.fixture(autouse=True)
def unchanged(world: World) -> Iterator[None]:
    """Nothing but the journal of looks changes in any of these tests."""
    engine = world.installation.registry["engine"]
    world.appointment_in(world.cases[Relation.OWN])  # agreed anew where another test has noted it
    before = state_of(engine)
    yield
    after = state_of(engine)
    assert {name: rows for name, rows in after.items() if name not in SAFE} == {
        name: rows for name, rows in before.items() if name not in SAFE
    }


def address(world: World, key: str, token: str) -> str:
    """Of an object on which the role may do it, so that only the token stands in the way."""
    route = key.partition(" ")[2]
    if route == "session_end":
        return path_to(world, key, {"id": session_id(world.installation, token)})
    return path_to(world, key, {} if key in ANYWHERE else params_of(route, world, Relation.OWN))


def one_role(key: str) -> Role:
    return sorted(TABLE[key].own)[0]


@pytest.mark.parametrize("key", POSTS)
def test_a_post_without_the_token_of_its_session(world: World, tokens: dict[Role, str], key: str) -> None:
    installation, role = world.installation, one_role(key)
    token = tokens[role]
    path = address(world, key, token)
    good = csrf_of(installation, token)
    others = csrf_of(installation, tokens[next(each for each in Role if each is not role)])
    for form in ({}, {"csrf_token": ""}, {"csrf_token": others}, {"csrf_token": good[:-1]}):
        assert ask(installation, "POST", path, token, form).status_int == 400
    assert ask(installation, "POST", f"{path}?csrf_token={good}", token, {}).status_int == 400
    foreign = {"wsgi.url_scheme": "https", "HTTP_ORIGIN": "https://evil.example"}
    assert ask(installation, "POST", path, token, {"csrf_token": good}, **foreign).status_int == 400
    nowhere = {"wsgi.url_scheme": "https", "HTTP_ORIGIN": "null"}
    assert ask(installation, "POST", path, token, {"csrf_token": good}, **nowhere).status_int == 400
    plain = ask(installation, "POST", path, token, {"csrf_token": good}, CONTENT_TYPE="text/plain")
    assert 400 <= plain.status_int < 500


@pytest.mark.parametrize("key", sorted(each for each in TABLE if each.startswith("GET")))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(world: World, tokens: dict[Role, str], method: str, key: str) -> None:
    token = tokens[one_role(key)]
    path = address(world, key, token)
    assert ask(world.installation, method, path, token).status_int in {200, 303, 409}


def test_the_check_of_these_tests_sees_a_change(world: World) -> None:
    engine = world.installation.registry["engine"]
    before = state_of(engine)
    run(engine, "UPDATE dossier SET round = round + 1")
    assert state_of(engine) != before
    run(engine, "UPDATE dossier SET round = round - 1")
    assert state_of(engine) == before
