"""The author's guide, done as it says: blocks of the page in their order, in a folder of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from casework.cli import main

GUIDE = Path(__file__).parents[2] / "docs" / "scheme-authors-guide.md"
FILE = "riomar-card.yaml"
PROMPT = "$ casework "
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """A command of the guide, what the page says that it answers, and what it does answer."""

    command: str
    quoted: str
    real: str


def follow(folder: Path) -> Iterator[Answer]:
    """Write and change the files as the guide says; the current folder must be `folder`."""
    (folder / FILE).touch()
    for kind, name, text in _BLOCK.findall(GUIDE.read_text("utf-8")):
        if kind == "console":
            command, _, quoted = text.removeprefix(PROMPT).partition("\n")
            yield Answer(command, quoted, CliRunner().invoke(main, command.split()).output)
        elif kind == "diff":
            _change(folder, text)
        elif name:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        else:
            with (folder / FILE).open("a", encoding="utf-8") as file:
                file.write(text)


def _change(folder: Path, diff: str) -> None:
    """Replace the `-` lines, which stand in one place of one file, by the `+` lines."""
    old, new = (
        "".join(f"{line[1:]}\n" for line in diff.splitlines() if line.startswith(sign)) for sign in "-+"
    )
    texts = {file: file.read_text("utf-8") for file in folder.glob("*.yaml")}
    (file,) = [file for file, text in texts.items() if old in text]
    if texts[file].count(old) != 1:
        raise ValueError(f"the guide changes a line that stands twice: {old}")
    file.write_text(texts[file].replace(old, new), "utf-8")
