"""A slice of the matrix where objects are personal, on PostgreSQL."""

from collections.abc import Callable

import pytest

from casework.access.permissions import Role
from tests.access.asking import ask
from tests.access.table import TABLE, params_of
from tests.access.test_matrix import TAKEN, path_to
from tests.access.world import Relation, World

SLICE = ("GET dossier", "GET evidence", "GET evidence_picture", "GET paper_download", "GET dossier_preview")


@pytest.fixture(scope="module")
def stored(build_world: Callable[[str], World]) -> World:
    return build_world("postgresql")


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.LAWYER, Role.AUDITOR])
def test_pages_of_an_object(stored: World, role: Role) -> None:
    token = stored.token(role)
    for key in SLICE:
        for relation in Relation:
            path = path_to(stored, key, params_of(key.partition(" ")[2], stored, relation))
            status = ask(stored.installation, "GET", path, token).status_int
            assert status in (TAKEN["GET"] if TABLE[key].allows(role, relation) else {404}), (key, relation)
