from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from casework.cli import main
from tests.cli.conftest import Demo, Run, write_ini


def paths(command: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    yield before
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from paths(each, *before, name)


@pytest.mark.parametrize("path", list(paths(main)), ids=" ".join)
def test_every_command_and_option_helps(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help is not None
    assert command.help.splitlines()[0].rstrip(".") in " ".join(result.output.split())
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert not [each.name for each in options if not each.help], "an option without a word of help"


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").output.startswith("casework, version 0.")


@pytest.mark.parametrize("content", ["", "[other]\nx = 1\n", "no ini file\n", "[app:main]\nuse = egg:none\n"])
def test_an_ini_file_that_is_none_is_one_sentence(run: Run, tmp_path: Path, content: str) -> None:
    ini = tmp_path / "bad.ini"
    ini.write_text(content)
    result = run("keys", "list", "--ini", ini)
    assert result.exit_code == 2
    assert result.output.startswith("casework: ")
    assert result.output.count("\n") == 1


def test_a_missing_setting_is_named(run: Run, tmp_path: Path) -> None:
    ini = tmp_path / "short.ini"
    ini.write_text("[app:main]\nuse = egg:casework\n")
    result = run("keys", "list", "--ini", ini)
    assert (result.exit_code, result.output.split(":")[1]) == (2, " CASEWORK_DATABASE_URL is missing")


@pytest.mark.parametrize("words", [("keys", "list"), ("journal", "verify"), ("journal", "checkpoint")])
def test_a_database_that_was_never_made_is_one_sentence(
    run: Run, demo: Demo, tmp_path: Path, words: tuple[str, ...]
) -> None:
    keys = demo.ini.parent / "kept" / "var-keys"
    ini = write_ini(tmp_path, f"sqlite:///{tmp_path}/none/casework.sqlite", tmp_path, keys)
    result = run(*words, "--ini", ini)
    assert (result.exit_code, result.output) == (
        2,
        "casework: the database of this installation cannot be used: is it there, and up to date?\n",
    )
