"""Whatever is wrong with an installation or with what was typed: one sentence, exit 2, no trace, no harm done."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.db import make_engine, upgrade
from tests.cli.conftest import Demo, Place, Run, write_ini
from tests.support.databases import Databases

NO_DATABASE = "casework: the database of this installation cannot be used: is it there, and up to date?\n"
OTHER_VERSION = (
    "casework: the database belongs to an earlier or a later casework: bring them to the same version\n"
)
ON_THE_DATABASE = (
    ("keys", "list"),
    ("keys", "rotate", "barcelona"),
    ("keys", "destroy", "barcelona", "1", "--yes"),
    ("journal", "verify"),
    ("journal", "export", "-"),
    ("journal", "checkpoint"),
    ("schemes", "check"),
)


@pytest.fixture
def installed(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's installation that a test may spoil, with its `test.ini`."""
    shutil.copytree(demo.ini.parent / "kept", tmp_path / "kept")
    var = tmp_path / "kept" / "var"
    write_ini(tmp_path, f"sqlite:///{var}/casework.sqlite", var, tmp_path / "kept" / "var-keys")
    return tmp_path


@pytest.fixture
def keys(installed: Path) -> Path:
    return installed / "kept" / "var-keys"


def spoil(path: Path, content: bytes = b"noise") -> None:
    path.chmod(0o600)
    path.write_bytes(content)
    path.chmod(0o400)


@pytest.mark.parametrize("words", ON_THE_DATABASE, ids=" ".join)
def test_a_database_that_was_never_made_is_said_and_not_made(
    run: Run, installed: Path, keys: Path, words: tuple[str, ...]
) -> None:
    file = installed / "absent.sqlite"
    result = run(*words, "--ini", write_ini(installed, f"sqlite:///{file}", installed, keys))
    assert (result.exit_code, result.output) == (2, NO_DATABASE)
    assert not file.exists()


@pytest.mark.parametrize("words", ON_THE_DATABASE, ids=" ".join)
def test_a_file_that_is_no_database_is_said(run: Run, installed: Path, words: tuple[str, ...]) -> None:
    spoil(installed / "kept" / "var" / "casework.sqlite", b"no database at all" * 99)
    result = run(*words, "--ini", installed / "test.ini")
    assert (result.exit_code, result.output) == (2, NO_DATABASE)


@pytest.mark.parametrize("words", ON_THE_DATABASE, ids=" ".join)
def test_a_database_of_an_older_casework_is_said(
    run: Run, databases: Databases, kind: str, installed: Path, keys: Path, words: tuple[str, ...]
) -> None:
    url = databases.empty(kind)
    engine = make_engine(url)
    upgrade(engine, "0001")
    engine.dispose()
    result = run(*words, "--ini", write_ini(installed, url, installed, keys))
    assert (result.exit_code, result.output) == (2, OTHER_VERSION)


@pytest.mark.parametrize("words", [*ON_THE_DATABASE, ("demo", "--prepare")], ids=" ".join)
def test_a_database_of_a_later_casework_is_said(
    run: Run, installed: Path, keys: Path, words: tuple[str, ...]
) -> None:
    """A table that this casework does not know may hold keys that it would neither rewrap nor count."""
    engine = make_engine(f"sqlite:///{installed}/kept/var/casework.sqlite")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = sorted(keys.rglob("*"))
    result = run(*words, "--ini", installed / "test.ini")
    assert (result.exit_code, result.output) == (2, OTHER_VERSION)
    assert sorted(keys.rglob("*")) == before


@pytest.mark.parametrize("url", ["nonsense", "", "mysql://someone:secret@host/x", "oracle+none://host"])
def test_an_address_of_no_database_is_said_without_its_password(
    run: Run, installed: Path, keys: Path, url: str
) -> None:
    for words in (("keys", "list"), ("demo", "--prepare")):
        result = run(*words, "--ini", write_ini(installed, url, installed, keys))
        assert result.exit_code == 2
        assert result.output.startswith("casework: CASEWORK_DATABASE_URL cannot be used: write sqlite:")
        assert result.output.count("\n") == 1
        assert "secret" not in result.output


def lost(keys: Path) -> None:
    shutil.rmtree(keys / "organisations")


def of_another_root(keys: Path) -> None:
    spoil(keys / "root.key", b"x" * 32)


def damaged(keys: Path) -> None:
    for path in (keys / "organisations").glob("*/*.key"):
        spoil(path)


@pytest.mark.parametrize("harm", [lost, of_another_root, damaged])
def test_no_epoch_begins_where_the_one_of_today_does_not_open(
    run: Run, installed: Path, keys: Path, harm: Callable[[Path], None]
) -> None:
    """Else the new one lies in the way when the keys of the backup come back."""
    harm(keys)
    before = sorted(keys.rglob("*"))
    result = run("keys", "rotate", "barcelona", "--ini", installed / "test.ini")
    assert result.exit_code == 2
    assert result.output.startswith("casework: ")
    assert result.output.count("\n") == 1
    assert sorted(keys.rglob("*")) == before


def test_a_root_key_that_lies_open_is_said(run: Run, installed: Path, keys: Path) -> None:
    (keys / "root.key").chmod(0o644)
    result = run("keys", "list", "--ini", installed / "test.ini")
    assert result.exit_code == 2
    assert result.output == "casework: root key root.key lies open to others or to change: chmod it 0400\n"


def test_an_unknown_epoch_is_answered_with_the_known(run: Run, place: Place) -> None:
    run("keys", "rotate", "mostra-ngo", "--ini", place.ini)
    result = run("keys", "destroy", "mostra-ngo", "99", "--yes", "--ini", place.ini)
    assert (result.exit_code, result.output) == (2, "casework: no epoch 99 of mostra-ngo; there are: 1, 2\n")


def test_a_key_of_the_journal_that_is_none_is_said(run: Run, installed: Path, keys: Path) -> None:
    spoil(keys / "journal.key")
    result = run("journal", "checkpoint", "--ini", installed / "test.ini")
    assert (result.exit_code, result.output) == (2, "casework: journal.key holds no private key in PEM\n")


def test_an_authority_that_is_none_is_said(run: Run, demo: Demo, installed: Path, keys: Path) -> None:
    spoil(keys / "seals" / "barcelona.pem")
    result = run("verify", demo.paper, "--ini", installed / "test.ini")
    assert (result.exit_code, result.output) == (2, "casework: barcelona.pem holds no PEM certificate\n")


def test_what_cannot_be_read_or_written_is_said(run: Run, installed: Path, keys: Path) -> None:
    (keys / "journal.key").unlink()
    (keys / "journal.key").mkdir()
    unread = run("journal", "checkpoint", "--ini", installed / "test.ini")
    assert unread.exit_code == 2
    assert unread.output == f"casework: {keys / 'journal.key'} cannot be used: Is a directory\n"
    for target, why in ((installed, "Is a directory"), (installed / "no" / "x", "No such file or directory")):
        unwritten = run("journal", "export", target, "--ini", installed / "test.ini")
        assert unwritten.exit_code == 2
        assert unwritten.output == f"casework: {target} cannot be used: {why}\n"


def test_an_export_is_verified_where_there_is_no_installation(
    run: Run, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/operations.md says to a second party."""
    monkeypatch.chdir(tmp_path)
    run("journal", "export", "kept.jsonl", "--ini", place.ini)
    key = place.installation.settings.keys_directory / "journal.pub"
    result = run("journal", "verify", "kept.jsonl", "--key", key)
    assert (result.exit_code, result.output) == (0, "the journal is whole\n")
    for words in (("journal", "verify"), ("journal", "checkpoint"), ("keys", "list"), ("schemes", "check")):
        result = run(*words)
        assert (result.exit_code, result.output) == (
            2,
            "casework: development.ini is not there: name the installation's ini file with --ini\n",
        )


def test_a_paper_is_judged_without_a_register_that_cannot_be_asked(
    run: Run, demo: Demo, installed: Path, keys: Path
) -> None:
    ini = write_ini(installed, f"sqlite:///{installed}/absent.sqlite", installed, keys)
    assert run("verify", demo.paper, "--ini", ini).output == NO_DATABASE
    result = run("verify", demo.paper, "--trust", demo.trust, "--ini", ini)
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "not compared with a register"
