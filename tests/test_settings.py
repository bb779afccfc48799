"""Settings: cast once, the environment wins, errors name the variable and show no secret."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from casework.errors import ConfigurationError
from casework.settings import read_settings

LEAST = {
    "casework.database_url": "sqlite:///casework.sqlite",
    "casework.base_url": "https://cards.example.org/",
    "casework.data_directory": "/srv/casework/var",
    "casework.keys_directory": "/srv/casework/var-keys",
}


def test_what_is_required_is_enough() -> None:
    settings = read_settings(LEAST, environment={})
    assert settings.base_url == "https://cards.example.org", "the slash at the end means nothing"
    assert settings.data_directory == Path("/srv/casework/var")
    assert settings.https
    assert settings.hosts == {"cards.example.org"}


def test_a_real_installation_is_the_default() -> None:
    settings = read_settings(LEAST, environment={})
    assert (settings.worker, settings.demo, settings.schemes_directory) == (True, False, None)
    assert (settings.session_idle_minutes, settings.session_hours) == (20, 10)
    assert (settings.argon2_time_cost, settings.argon2_memory_kib) == (3, 64 * 1024)
    assert settings.languages == ("en", "ca", "es", "fr", "nl")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("worker", "no", False),
        ("demo", " Yes ", True),
        ("session_hours", "4", 4),
        ("languages", "ca  es", ("ca", "es")),
        ("extra_hosts", "", ()),
        ("schemes_directory", "", None),
        ("schemes_directory", "/etc/casework/schemes", Path("/etc/casework/schemes")),
        (
            "database_url",
            "postgresql+psycopg://casework@/casework",
            "postgresql+psycopg://casework@/casework",
        ),
    ],
)
def test_a_text_becomes_a_value(name: str, text: str, value: object) -> None:
    settings = read_settings({**LEAST, f"casework.{name}": text}, environment={})
    assert getattr(settings, name) == value


def test_paths_do_not_depend_on_where_the_process_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({**LEAST, "casework.data_directory": "var"}, environment={})
    assert settings.data_directory == tmp_path / "var"


def test_the_environment_wins() -> None:
    environment = {"CASEWORK_BASE_URL": "http://localhost:6543", "CASEWORK_EXTRA_HOSTS": "127.0.0.1:6543"}
    settings = read_settings(LEAST, environment)
    assert settings.hosts == {"localhost:6543", "127.0.0.1:6543"}
    assert not settings.https


@pytest.mark.parametrize("missing", sorted(LEAST))
def test_what_is_missing_is_named_both_ways(missing: str) -> None:
    given = {name: text for name, text in LEAST.items() if name != missing}
    with pytest.raises(ConfigurationError) as refused:
        read_settings(given, environment={})
    said = str(refused.value)
    assert f"CASEWORK_{missing.removeprefix('casework.').upper()} is missing" in said
    assert missing in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("worker", "perhaps"),
        ("session_hours", "ten"),
        ("session_hours", "0"),
        ("session_idle_minutes", "-5"),
        ("argon2_time_cost", "-1"),
        ("argon2_memory_kib", ""),
        ("languages", ""),
        ("languages", "ca martian"),
        ("languages", "../ca"),
        ("base_url", "cards.example.org"),
        ("base_url", "https://cards.example.org/casework"),
        ("base_url", "ftp://cards.example.org"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"CASEWORK_{name.upper()} cannot be read: '{text}'"):
        read_settings({**LEAST, f"casework.{name}": text}, environment={})


def test_settings_are_frozen() -> None:
    settings = read_settings(LEAST, environment={})
    with pytest.raises(FrozenInstanceError):
        settings.demo = True  # type: ignore[misc]  # what is frozen is written to on purpose


def test_a_secret_is_not_shown() -> None:
    url = "postgresql+psycopg://casework:only-in-this-test@db/casework"
    settings = read_settings({**LEAST, "casework.database_url": url}, environment={})
    assert settings.database_url == url
    assert "only-in-this-test" not in repr(settings)
