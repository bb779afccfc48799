"""The recipe for a new card: its commands are typed as it says, and each answer is compared."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

RECIPES = Path(__file__).parents[2] / "docs" / "recipes.md"
BLOCK = re.compile(r"^ +```\n(.*?)^ +```$", re.MULTILINE | re.DOTALL)
SHELL, END = "$ ", "END"
LEFT_OUT = "…"


def typed(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page's shell sessions, and the lines that it answers; what is typed in up to END is its own."""
    for block in BLOCK.findall(page):
        command, answer, writing = "", list[str](), False
        for line in dedent(block).splitlines():
            if line.startswith(SHELL):
                if command:
                    yield command, answer
                command, answer = line.removeprefix(SHELL), []
                writing = f"<<'{END}'" in line
            elif writing:
                command, writing = f"{command}\n{line}", line != END
            else:
                answer.append(line)
        if command:
            yield command, answer


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, list[str], list[str]]]:
    """Command, quoted answer and real answer, in a folder whose `.venv` is the one that runs the tests."""
    folder = tmp_path_factory.mktemp("recipe")
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    found = []
    for command, answer in typed(RECIPES.read_text("utf-8")):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
        )
        found.append((command, answer, (done.stdout + done.stderr).splitlines()))
    return found


def test_the_recipe_is_typed_from_the_folder_to_what_the_rules_say(
    told: list[tuple[str, list[str], list[str]]],
) -> None:
    commands = " ".join(command for command, _, _ in told)
    assert len(told) >= 5
    assert [
        each for each in ("schemes new", "schemes check", "schemes explain") if each not in commands
    ] == []


def test_every_answer_of_the_recipe_is_the_real_one(told: list[tuple[str, list[str], list[str]]]) -> None:
    for command, quoted, real in told:
        pattern = "".join("(?:.*\n)+" if line == LEFT_OUT else re.escape(f"{line}\n") for line in quoted)
        assert re.fullmatch(pattern, "".join(f"{line}\n" for line in real)), (command, real)
