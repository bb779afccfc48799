from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from casework.db import new_id
from casework.errors import NotFoundError
from casework.files.models import SealedFile
from casework.files.service import keep, read
from casework.vault import Vault
from casework.vault.errors import KeyDestroyedError, StorageError, TamperedError
from casework.vault.rotation import destroy_epoch, rewrap
from tests.vault.sample import CITY, Case, Human, SampleBase

Sessions = sessionmaker[Session]
PAPER = b"%PDF-1.7 attestation of Amina" * 5000


def add_file(sessions: Sessions, owner: Human | Case | None = None, data: bytes = PAPER) -> str:
    with sessions() as session:
        owner = owner or Human(organisation_id=CITY)
        session.add(owner)
        file = keep(session, owner, data, "application/pdf")
        session.commit()
        return file.id


def content(sessions: Sessions, file_id: str) -> bytes:
    with sessions() as session:
        return read(session, session.get_one(SealedFile, file_id))


@pytest.mark.parametrize("owner", [Human, Case])
def test_a_file_of_a_person_or_a_dossier_comes_back(sessions: Sessions, owner: type[Human | Case]) -> None:
    file_id = add_file(sessions, owner(organisation_id=CITY))
    assert content(sessions, file_id) == PAPER
    with sessions() as session:
        file = session.get_one(SealedFile, file_id)
        assert (file.owner_kind, file.organisation_id) == (owner.__tablename__, CITY)
        assert (file.media_type, file.size) == ("application/pdf", len(PAPER))


def test_storage_holds_one_file_by_its_id_and_nothing_to_read(sessions: Sessions, tmp_path: Path) -> None:
    file_id = add_file(sessions)
    (stored,) = (path for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert stored.name == file_id
    assert b"Amina" not in stored.read_bytes()
    assert b"%PDF" not in stored.read_bytes()


def test_a_changed_file_is_refused_whole(sessions: Sessions, tmp_path: Path) -> None:
    file_id = add_file(sessions)
    stored = tmp_path / "files" / file_id[:2] / file_id
    data = bytearray(stored.read_bytes())
    data[-1] ^= 1
    stored.chmod(0o600)
    stored.write_bytes(data)
    with pytest.raises(TamperedError):
        content(sessions, file_id)


def test_a_file_in_the_place_of_another_is_refused(sessions: Sessions, tmp_path: Path) -> None:
    one, other = add_file(sessions), add_file(sessions)
    paths = [tmp_path / "files" / name[:2] / name for name in (one, other)]
    paths[0].unlink()
    paths[0].write_bytes(paths[1].read_bytes())
    with pytest.raises(TamperedError):
        content(sessions, one)


@pytest.mark.parametrize(
    "swap",
    [
        "UPDATE sealed_file SET owner_id = (SELECT max(id) FROM human WHERE id <> owner_id) WHERE id = :one",
        """UPDATE sealed_file SET wrapped_key =
           (SELECT wrapped_key FROM sealed_file AS other WHERE other.id <> :one) WHERE id = :one""",
        "UPDATE sealed_file SET media_type = 'text/html' WHERE id = :one",
    ],
    ids=["owner", "key", "media type"],
)
def test_a_row_that_was_tampered_with_is_refused(sessions: Sessions, engine: Engine, swap: str) -> None:
    one, _ = add_file(sessions), add_file(sessions)
    with engine.begin() as connection:
        assert connection.execute(text(swap), {"one": one}).rowcount == 1
    with pytest.raises(TamperedError):
        content(sessions, one)


def test_a_row_that_is_rolled_back_leaves_an_orphan_only(sessions: Sessions, vault: Vault) -> None:
    with sessions() as session:
        human = Human(organisation_id=CITY)
        session.add(human)
        file = keep(session, human, PAPER, "application/pdf")
        assert list(vault.storage.list()) == [file.id]
        session.rollback()
        assert session.scalars(select(SealedFile)).all() == []


def test_a_file_stays_readable_through_a_new_epoch_and_goes_with_its_own(
    sessions: Sessions, vault: Vault
) -> None:
    file_id = add_file(sessions)
    vault.keyring.new_epoch(CITY)
    with sessions.begin() as session:
        rewrap(session, vault.keyring, CITY, SampleBase)
        destroy_epoch(session, vault.keyring, CITY, 1, SampleBase)
    assert content(sessions, file_id) == PAPER
    vault.keyring.destroy(CITY, 2)
    with pytest.raises(KeyDestroyedError):
        content(sessions, file_id)


def test_a_missing_file_or_owner_is_told(sessions: Sessions, vault: Vault, engine: Engine) -> None:
    missing, orphan = add_file(sessions), add_file(sessions)
    vault.storage.delete(missing)
    with pytest.raises(StorageError):
        content(sessions, missing)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE sealed_file SET owner_id = :nobody WHERE id = :id"),
            {"nobody": new_id(), "id": orphan},
        )
    with pytest.raises(NotFoundError):
        content(sessions, orphan)
