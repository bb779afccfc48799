"""The world that the matrix is asked about, on SQLite and, for a slice, on PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import delete

from casework.web.models import Limit
from tests.access.world import World, make_world
from tests.support.databases import Databases
from tests.support.installation import install


@pytest.fixture(scope="session")
def build_world(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], World]]:
    """Builds the world on one kind of database, once."""
    built: dict[str, World] = {}

    def build(kind: str) -> World:
        if kind not in built:
            built[kind] = make_world(install(databases.copy(kind), tmp_path_factory.mktemp(f"world-{kind}")))
        return built[kind]

    yield build
    for each in built.values():
        each.installation.close()


@pytest.fixture(scope="session")
def world(build_world: Callable[[str], World]) -> World:
    return build_world("sqlite")


@pytest.fixture
def fresh_limits(world: World) -> None:
    """What was counted of earlier tests is forgotten: the matrix asks more often than a person may."""
    with world.installation.registry["engine"].begin() as connection:
        connection.execute(delete(Limit))
