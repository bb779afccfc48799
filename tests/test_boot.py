"""The application boots, or says what it lacks; what a view forgets stops it (design.md §3, §5)."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError as PyramidConfigurationError
from pyramid.exceptions import ConfigurationExecutionError
from pyramid.registry import Registry
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid_jinja2 import IJinja2Environment
from sqlalchemy import make_url
from webtest import TestApp

import casework
from casework.errors import ConfigurationError
from casework.vault.errors import KeyringError
from casework.vault.root import find_root_key
from tests.support.databases import Databases
from tests.support.installation import HOST, Installation, install

Boot = Callable[..., Registry]


@pytest.fixture(scope="module")
def installed(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = install(databases.copy("sqlite"), tmp_path_factory.mktemp("boot"))
    yield made
    made.close()


@pytest.fixture
def values(installed: Installation) -> dict[str, str]:
    """An ini file's lines for that installation."""
    settings = installed.settings
    return {
        "casework.database_url": settings.database_url,
        "casework.base_url": settings.base_url,
        "casework.data_directory": str(settings.data_directory),
        "casework.keys_directory": str(settings.keys_directory),
        "casework.worker": "no",
        "casework.strict_logs": "yes",
    }


@pytest.fixture
def boot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """The real `main`, with one more part at its end."""
    started: list[Any] = []

    def boot(values: dict[str, str], part: Callable[[Configurator], None] | None = None) -> Any:
        if part is not None:
            monkeypatch.setattr(casework, "PARTS", (*casework.PARTS, part))
        started.append(casework.main({}, **values))
        return started[-1]

    yield boot
    for app in started:
        app.registry["engine"].dispose()


def browser(app: Any) -> TestApp:
    return TestApp(app, extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.1"})


def test_it_boots(boot: Boot, values: dict[str, str]) -> None:
    assert browser(boot(values)).get("/healthz").status_int == 200


@pytest.mark.parametrize("name", ["database_url", "base_url", "data_directory", "keys_directory"])
def test_a_missing_setting_is_named(boot: Boot, values: dict[str, str], name: str) -> None:
    del values[f"casework.{name}"]
    with pytest.raises(ConfigurationError, match=f"CASEWORK_{name.upper()} is missing"):
        boot(values)


def test_a_database_that_may_forget_a_commit_is_refused(
    boot: Boot, values: dict[str, str], databases: Databases
) -> None:
    """As a role of PostgreSQL, or the server, may be told: numbers could be given twice."""
    url = make_url(databases.copy("postgresql"))
    values["casework.database_url"] = url.update_query_dict(
        {"options": "-c synchronous_commit=off"}
    ).render_as_string(hide_password=False)
    with pytest.raises(ConfigurationError, match="synchronous_commit"):
        boot(values)


def test_a_database_that_is_away_is_waited_for(boot: Boot, values: dict[str, str]) -> None:
    values["casework.database_url"] = "postgresql+psycopg://nobody@127.0.0.1:1/nowhere"
    assert browser(boot(values)).get("/healthz", expect_errors=True).status_int in {200, 503}


def test_keys_among_the_data_are_refused(boot: Boot, values: dict[str, str]) -> None:
    values["casework.keys_directory"] = str(Path(values["casework.data_directory"]) / "keys")
    with pytest.raises(ConfigurationError, match="CASEWORK_KEYS_DIRECTORY lies inside"):
        boot(values)


def test_keys_among_the_data_are_refused_through_a_link(
    boot: Boot, values: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "keys").symlink_to(Path(values["casework.data_directory"]))
    values["casework.keys_directory"] = str(tmp_path / "keys")
    with pytest.raises(ConfigurationError, match="CASEWORK_KEYS_DIRECTORY lies inside"):
        boot(values)


def test_a_missing_keyring_is_refused(boot: Boot, values: dict[str, str], tmp_path: Path) -> None:
    values["casework.keys_directory"] = str(tmp_path)
    with pytest.raises(KeyringError, match=r"root\.key"):
        boot(values)


def test_a_root_key_of_the_environment_is_refused_where_it_is_real(
    boot: Boot, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = (Path(values["casework.keys_directory"]) / "root.key").read_bytes()
    variables = {"CASEWORK_DEVELOPMENT_ROOT_KEY": base64.b64encode(root).decode()}
    monkeypatch.setattr("casework.vault.find_root_key", lambda keys: find_root_key(keys, variables))
    assert boot(values), "for development it will do"
    values["casework.base_url"] = "https://cards.example.org"
    with pytest.raises(ConfigurationError, match="CASEWORK_DEVELOPMENT_ROOT_KEY is for development"):
        boot(values)


def _answer(request: Any) -> Response:
    return Response("answered")


def test_a_view_without_a_permission_does_not_boot(boot: Boot, values: dict[str, str]) -> None:
    def part(config: Configurator) -> None:
        config.add_route("forgotten", "/forgotten")
        config.add_view(_answer, route_name="forgotten")

    with pytest.raises(PyramidConfigurationError, match="names no permission"):
        boot(values, part)


def test_a_view_for_everybody_says_so_and_answers_get_only(boot: Boot, values: dict[str, str]) -> None:
    def part(config: Configurator) -> None:
        config.add_route("open", "/open")
        config.add_view(_answer, route_name="open", permission=NO_PERMISSION_REQUIRED, require_csrf=False)

    pages = browser(boot(values, part))
    assert pages.get("/open").text == "answered"
    assert pages.post("/open", status=405)
    assert pages.put("/open", status=405)


def test_a_permission_that_the_table_does_not_know_does_not_boot(boot: Boot, values: dict[str, str]) -> None:
    def part(config: Configurator) -> None:
        config.add_route("closed", "/closed")
        config.add_view(_answer, route_name="closed", permission="card.invented")

    with pytest.raises(ConfigurationExecutionError, match=r"card\.invented"):
        boot(values, part)


def test_every_template_of_a_view_is_there_and_compiles(installed: Installation) -> None:
    registry = installed.registry
    environment = registry.queryUtility(IJinja2Environment, name=".jinja2")
    named = {
        each["introspectable"]["name"]
        for each in registry.introspector.get_category("templates")
        if str(each["introspectable"]["name"]).endswith(".jinja2")
    }
    assert len(named) > 12
    for name in sorted(named):
        assert environment.get_template(name).root_render_func


def test_every_route_has_a_view(installed: Installation) -> None:
    introspector = installed.registry.introspector
    routes = {each["introspectable"]["name"] for each in introspector.get_category("routes")}
    viewed = {each["introspectable"]["route_name"] for each in introspector.get_category("views")}
    own = {name for name in routes if not name.startswith("__")}
    assert len(own) > 20
    assert own <= viewed
