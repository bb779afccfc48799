import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.journal import ddl
from tests.cli.conftest import Place, Run

SAVED = "CREATE TABLE saved_entry AS SELECT * FROM journal_entry"
RESTORED = (
    "DELETE FROM journal_entry",
    "INSERT INTO journal_entry SELECT * FROM saved_entry",
    "DROP TABLE saved_entry",
)


@contextmanager
def tampered(place: Place, *statements: str) -> Iterator[None]:
    """The journal changed by somebody who owns the database, for the length of a block."""
    engine = place.installation.registry["engine"]
    dialect = engine.dialect.name
    with engine.begin() as connection:
        for statement in (SAVED, *ddl.drop_guards(dialect), *statements):
            connection.execute(text(statement))
    yield
    with engine.begin() as connection:
        for statement in (*RESTORED, *ddl.create_guards(dialect)):
            connection.exec_driver_sql(statement.replace("%", "%%"))


def test_an_untouched_journal_is_whole(run: Run, place: Place) -> None:
    result = run("journal", "verify", "--ini", place.ini)
    assert (result.exit_code, result.output) == (0, "the journal is whole\n")
    in_json = run("journal", "verify", "--ini", place.ini, "--json")
    assert json.loads(in_json.output) == {"whole": True, "first_bad": None, "reason": None}


@pytest.mark.parametrize(
    ("statements", "position"),
    [
        (("UPDATE journal_entry SET content = replace(content, 'dossier', 'd0ssier') WHERE seq = 7",), 7),
        (("DELETE FROM journal_entry WHERE seq = 5",), 5),
        (
            (
                "UPDATE journal_entry SET seq = 9999 WHERE seq = 3",
                "UPDATE journal_entry SET seq = 3 WHERE seq = 6",
                "UPDATE journal_entry SET seq = 6 WHERE seq = 9999",
            ),
            3,
        ),
    ],
    ids=["edit", "removal", "swap"],
)
def test_tampering_is_found_at_its_position(
    run: Run, place: Place, tmp_path: Path, statements: tuple[str, ...], position: int
) -> None:
    with tampered(place, *statements):
        result = run("journal", "verify", "--ini", place.ini)
        in_json = run("journal", "verify", "--ini", place.ini, "--json")
        run("journal", "export", tmp_path / "journal.jsonl", "--ini", place.ini)
    sentence = f"the journal is broken at position {position}"
    assert (result.exit_code, result.output) == (1, f"{sentence}\n")
    assert json.loads(in_json.output) == {"whole": False, "first_bad": position, "reason": sentence}
    key = place.installation.settings.keys_directory / "journal.pub"
    exported = run("journal", "verify", tmp_path / "journal.jsonl", "--key", key)
    assert (exported.exit_code, exported.output) == (1, f"{sentence}\n")
    assert run("journal", "verify", "--ini", place.ini).exit_code == 0, "the test left traces"


def test_an_export_is_verified_without_a_database(run: Run, place: Place, tmp_path: Path) -> None:
    target = tmp_path / "journal.jsonl"
    assert run("journal", "export", target, "--ini", place.ini).exit_code == 0
    key = place.installation.settings.keys_directory / "journal.pub"
    result = run("journal", "verify", target, "--key", key, "--ini", place.ini)
    assert (result.exit_code, result.output) == (0, "the journal is whole\n")
    target.write_text("".join(target.read_text().splitlines(keepends=True)[:-1]))
    cut = run("journal", "verify", target, "--key", key)
    assert cut.exit_code == 0, "an end that no checkpoint covers can be cut off"


def test_a_checkpoint_kept_elsewhere_finds_a_cut_end(run: Run, place: Place, tmp_path: Path) -> None:
    target, note = tmp_path / "journal.jsonl", tmp_path / "note"
    run("journal", "export", target, "--ini", place.ini)
    note.write_text(run("journal", "checkpoint", "--ini", place.ini).output)
    size = int(note.read_text().splitlines()[1])
    lines = target.read_text().splitlines(keepends=True)
    assert len(lines) == size + 1
    target.write_text("".join(lines[:-1]))
    key = place.installation.settings.keys_directory / "journal.pub"
    result = run("journal", "verify", target, "--key", key, "--checkpoint", note)
    assert (result.exit_code, result.output) == (1, f"the journal is broken at position {size}\n")


def test_a_forged_checkpoint_is_not_believed(run: Run, place: Place, tmp_path: Path) -> None:
    note = run("journal", "checkpoint", "--ini", place.ini).output
    origin, size, *rest = note.split("\n")
    forged = tmp_path / "forged"
    forged.write_text("\n".join([origin, str(int(size) + 1), *rest]))
    result = run("journal", "verify", "--ini", place.ini, "--checkpoint", forged)
    assert (result.exit_code, result.output) == (1, "the checkpoint was changed after it was signed\n")
    forged.write_bytes(b"\xff\xfe a letter")
    result = run("journal", "verify", "--ini", place.ini, "--checkpoint", forged, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "whole": False,
        "first_bad": None,
        "reason": "this is not a checkpoint of a journal",
    }


def test_wrong_files_are_one_sentence(run: Run, place: Place, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"\xff a letter\n")
    key = place.installation.settings.keys_directory / "journal.pub"
    no_export = run("journal", "verify", other, "--key", key)
    assert no_export.exit_code == 2
    assert no_export.output == "casework: this file is not an export of a journal, or is damaged\n"
    no_key = run("journal", "verify", "--key", other, "--ini", place.ini)
    assert no_key.exit_code == 2
    assert no_key.output == "casework: other.txt holds no public key in PEM\n"
