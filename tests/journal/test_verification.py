import io
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from casework.errors import ConfigurationError
from casework.journal import checkpoints
from casework.journal.exports import ExportError, verify_export
from casework.journal.models import JournalCheckpoint
from casework.journal.notes import NoteError
from casework.journal.verification import export, verify
from tests.journal.sample import OTHER, fill, tamper

Sessions = sessionmaker[Session]
KEY = Ed25519PrivateKey.generate()
ORIGIN = "cards.example.org/journal"
EXPIRE = """UPDATE journal_entry SET moment = NULL, action = NULL, actor_id = NULL, organisation_id = NULL,
            object_id = NULL, salt = NULL, content = NULL WHERE seq = 2"""


@pytest.fixture
def journal(sessions: Sessions) -> Sessions:
    """Five entries, with a checkpoint after the fourth."""
    fill(sessions, 4)
    with sessions.begin() as session:
        checkpoints.make_checkpoint(session, KEY, ORIGIN)
    fill(sessions, 1)
    return sessions


def bad(sessions: Sessions, *notes: str) -> int | None:
    with sessions() as session:
        return verify(session, KEY.public_key(), notes)


def note_of(sessions: Sessions) -> str:
    with sessions() as session:
        return session.scalars(select(JournalCheckpoint.note)).one()


def exported(sessions: Sessions) -> list[str]:
    stream = io.StringIO()
    with sessions() as session:
        export(session, stream)
    return stream.getvalue().splitlines(keepends=True)


def bad_export(lines: list[str], *notes: str) -> int | None:
    return verify_export(io.StringIO("".join(lines)), KEY.public_key(), notes)


def test_an_untouched_journal_is_good(journal: Sessions) -> None:
    assert bad(journal) is None


def test_an_empty_journal_is_good(sessions: Sessions) -> None:
    assert bad(sessions) is None


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE journal_entry SET content = replace(content, 'd3', 'd9') WHERE seq = 3", 3),
        (f"UPDATE journal_entry SET actor_id = '{OTHER}' WHERE seq = 2", 2),
        ("UPDATE journal_entry SET object_id = NULL WHERE seq = 2", 2),
        ("UPDATE journal_entry SET moment = '2020-01-01 00:00:00' WHERE seq = 4", 4),
        ("UPDATE journal_entry SET action = 'dossiers.list' WHERE seq = 1", 1),
        ("UPDATE journal_entry SET organisation_id = NULL WHERE seq = 5", 5),
        ("UPDATE journal_entry SET salt = NULL, content = NULL WHERE seq = 2", 2),
        ("DELETE FROM journal_entry WHERE seq = 2", 2),
        ("DELETE FROM journal_entry WHERE seq = 5", 5),
        ("DELETE FROM journal_entry", 1),
        ("DELETE FROM journal_head", 1),
        ("UPDATE journal_head SET chain = (SELECT chain FROM journal_entry WHERE seq = 1)", 5),
    ],
)
def test_tampering_is_found_where_it_is(
    journal: Sessions, engine: Engine, statement: str, position: int
) -> None:
    tamper(engine, statement)
    assert bad(journal) == position


def test_a_swap_is_found(journal: Sessions, engine: Engine) -> None:
    tamper(
        engine,
        "UPDATE journal_entry SET seq = 99 WHERE seq = 2",
        "UPDATE journal_entry SET seq = 2 WHERE seq = 4",
        "UPDATE journal_entry SET seq = 4 WHERE seq = 99",
    )
    assert bad(journal) == 2


def test_an_end_cut_off_with_its_head_is_found_by_the_checkpoint(journal: Sessions, engine: Engine) -> None:
    tamper(
        engine,
        "DELETE FROM journal_entry WHERE seq > 2",
        "UPDATE journal_head SET size = 2, chain = (SELECT chain FROM journal_entry WHERE seq = 2)",
    )
    assert bad(journal) == 3


def test_a_journal_written_anew_is_found_by_a_checkpoint_kept_elsewhere(
    journal: Sessions, engine: Engine
) -> None:
    note = note_of(journal)
    tamper(
        engine,
        "DELETE FROM journal_entry",
        "DELETE FROM journal_checkpoint",
        "UPDATE journal_head SET size = 0, chain = "
        + ("zeroblob(32)" if engine.dialect.name == "sqlite" else "decode(repeat('00', 32), 'hex')"),
    )
    fill(journal, 5)
    assert bad(journal) is None, "its owner can write a journal anew"
    assert bad(journal, note) == 4


def test_a_forged_checkpoint_is_refused(journal: Sessions, engine: Engine) -> None:
    tamper(engine, "UPDATE journal_checkpoint SET note = replace(note, 'cards.', 'bards.')")
    with pytest.raises(NoteError):
        bad(journal)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET content = '{}' WHERE seq = 2",
        "UPDATE journal_entry SET seq = 9 WHERE seq = 2",
        "UPDATE journal_entry SET leaf = chain WHERE seq = 2",
        "UPDATE journal_entry SET salt = NULL, content = NULL WHERE seq = 2",
        EXPIRE.replace("UPDATE journal_entry SET", "UPDATE journal_entry SET chain = leaf,"),
        "DELETE FROM journal_entry WHERE seq = 5",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_refuses_changes(journal: Sessions, engine: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert bad(journal) is None


def test_postgresql_refuses_to_truncate(journal: Sessions, engine: Engine, kind: str) -> None:
    if kind == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE journal_entry"))


def test_an_entry_may_expire_and_the_chain_stays(journal: Sessions, engine: Engine) -> None:
    with engine.begin() as connection:
        assert connection.execute(text(EXPIRE)).rowcount == 1
    assert bad(journal) is None
    assert bad_export(exported(journal)) is None


def test_an_untouched_export_is_good(journal: Sessions) -> None:
    lines = exported(journal)
    assert len(lines) == 6
    assert bad_export(lines) is None
    assert bad_export(lines, note_of(journal)) is None


def test_tampering_with_an_export_is_found(journal: Sessions) -> None:
    lines = exported(journal)
    assert bad_export([*lines[:2], lines[2].replace("d2", "d9"), *lines[3:]]) == 2
    assert bad_export([*lines[:3], *lines[4:]]) == 3
    assert bad_export([*lines[:2], lines[3], lines[2], *lines[4:]]) == 2
    assert bad_export(lines[:4]) == 4


def test_a_note_kept_elsewhere_finds_an_export_without_its_checkpoint(journal: Sessions) -> None:
    lines, note = exported(journal), note_of(journal)
    stripped = [json.dumps({"notes": []}) + "\n", *lines[1:3]]
    assert bad_export(stripped) is None
    assert bad_export(stripped, note) == 3


@pytest.mark.parametrize(
    "content", ["", "%PDF-1.7\n", "[]\n", '{"notes": []}\n{"seq": 1}\n', '{"notes": 1}\n']
)
def test_another_file_is_no_export(content: str) -> None:
    with pytest.raises(ExportError):
        bad_export([content])


def test_the_key_pair_lies_in_the_keyring_and_is_made_once(tmp_path: Path, journal: Sessions) -> None:
    checkpoints.create_signing_key(tmp_path)
    assert (tmp_path / "journal.key").stat().st_mode & 0o777 == 0o400
    key = checkpoints.load_signing_key(tmp_path)
    public = checkpoints.load_public_key(tmp_path / "journal.pub")
    assert key.public_key() == public
    with pytest.raises(FileExistsError):
        checkpoints.create_signing_key(tmp_path)
    with journal.begin() as session:
        note = checkpoints.make_checkpoint(session, key, ORIGIN).note
    with pytest.raises(NoteError):
        bad(journal)
    assert note.startswith(f"{ORIGIN}\n5\n")


def test_a_missing_key_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"journal\.key is missing"):
        checkpoints.load_signing_key(tmp_path)
