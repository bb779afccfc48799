import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from casework.db import writing
from casework.errors import RefusedError
from casework.vault import Vault, rotation
from casework.vault.errors import KeyDestroyedError
from casework.vault.rotation import destroy_epoch, rewrap
from tests.vault.sample import CITY, PARTNER, Case, Human, Remark, SampleBase

Sessions = sessionmaker[Session]


def fill(sessions: Sessions, organisation: str, count: int = 3) -> None:
    with sessions.begin() as session:
        for number in range(count):
            human, case = Human(organisation_id=organisation), Case(organisation_id=organisation)
            session.add_all([human, case])
            human.address = f"Nou {number}"
            remark = Remark(case=case)
            session.add(remark)
            remark.words = f"remark {number}"


def addresses(session: Session, organisation: str) -> list[str]:
    humans = session.scalars(select(Human).where(Human.organisation_id == organisation))
    return sorted(str(human.address) for human in humans)


@pytest.fixture
def dump(engine: Engine) -> Iterator[Callable[[], Engine]]:
    """Takes a copy of every row in another database, as a backup does."""
    copy = create_engine("sqlite://")

    def take() -> Engine:
        SampleBase.metadata.create_all(copy)
        with engine.connect() as source, copy.begin() as target:
            for table in SampleBase.metadata.sorted_tables:
                target.execute(table.insert(), [dict(row._mapping) for row in source.execute(table.select())])
        return copy

    yield take
    copy.dispose()


def test_a_copy_taken_before_opens_nothing_while_the_living_open(
    sessions: Sessions, vault: Vault, dump: Callable[[], Engine]
) -> None:
    fill(sessions, CITY)
    copy = sessionmaker(dump())
    vault.give_to(copy)
    with copy() as session:
        assert addresses(session, CITY) == ["Nou 0", "Nou 1", "Nou 2"], "the copy opens while epoch 1 lives"

    assert vault.keyring.new_epoch(CITY) == 2
    with sessions.begin() as session:
        assert rewrap(session, vault.keyring, CITY, SampleBase) == 6
    with sessions.begin() as session:
        destroy_epoch(session, vault.keyring, CITY, 1, SampleBase)

    with sessions() as session:
        assert addresses(session, CITY) == ["Nou 0", "Nou 1", "Nou 2"]
        assert sorted(str(each.words) for each in session.scalars(select(Remark))) == [
            "remark 0",
            "remark 1",
            "remark 2",
        ]
    with copy() as session:
        rows = [*session.scalars(select(Human)), *session.scalars(select(Remark))]
        assert len(rows) == 6
        for row in rows:
            with pytest.raises(KeyDestroyedError):
                _ = row.address if isinstance(row, Human) else row.words


def test_rewrapping_goes_on_batch_after_batch(
    sessions: Sessions, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    fill(sessions, CITY, 5)
    vault.keyring.new_epoch(CITY)
    with sessions.begin() as session:
        assert rewrap(session, vault.keyring, CITY, SampleBase) == 10
        assert rewrap(session, vault.keyring, CITY, SampleBase) == 0
        assert len(addresses(session, CITY)) == 5


def test_other_organisations_are_left_alone(sessions: Sessions, vault: Vault) -> None:
    fill(sessions, CITY)
    fill(sessions, PARTNER)
    vault.keyring.new_epoch(CITY)
    vault.keyring.new_epoch(PARTNER)
    with sessions.begin() as session:
        assert rewrap(session, vault.keyring, CITY, SampleBase) == 6
        epochs = session.execute(select(Human.organisation_id, Human.key_epoch).distinct()).all()
        assert {(organisation, epoch) for organisation, epoch in epochs} == {(CITY, 2), (PARTNER, 1)}


def test_rows_that_were_loaded_before_see_their_new_key(sessions: Sessions, vault: Vault) -> None:
    fill(sessions, CITY, 1)
    vault.keyring.new_epoch(CITY)
    with sessions.begin() as session:
        human = session.scalars(select(Human)).one()
        rewrap(session, vault.keyring, CITY, SampleBase)
        assert human.key_epoch == 2
        assert human.address == "Nou 0"


def test_the_transaction_manager_commits_a_rewrapping(sessions: Sessions, vault: Vault) -> None:
    fill(sessions, CITY)
    vault.keyring.new_epoch(CITY)
    with writing(sessions) as session:
        rewrap(session, vault.keyring, CITY, SampleBase)
    with sessions() as session:
        assert set(session.scalars(select(Human.key_epoch))) == {2}


def test_rewrapping_that_is_rolled_back_leaves_rows_readable(sessions: Sessions, vault: Vault) -> None:
    fill(sessions, CITY)
    vault.keyring.new_epoch(CITY)
    with sessions() as session:
        rewrap(session, vault.keyring, CITY, SampleBase)
        session.rollback()
        assert addresses(session, CITY) == ["Nou 0", "Nou 1", "Nou 2"]


def test_an_epoch_in_use_and_the_current_one_are_not_destroyed(sessions: Sessions, vault: Vault) -> None:
    fill(sessions, CITY)
    with sessions() as session, pytest.raises(RefusedError):
        destroy_epoch(session, vault.keyring, CITY, 1, SampleBase)
    vault.keyring.new_epoch(CITY)
    with sessions() as session, pytest.raises(RefusedError):
        destroy_epoch(session, vault.keyring, CITY, 1, SampleBase)
    with sessions() as session, pytest.raises(RefusedError):
        destroy_epoch(session, vault.keyring, PARTNER, 1, SampleBase)
    assert (vault.keyring.epochs(CITY), vault.keyring.epochs(PARTNER)) == ([1, 2], [1])


def test_destroying_waits_for_a_row_that_is_being_inserted(
    sessions: Sessions, vault: Vault, kind: str
) -> None:
    if kind == "sqlite":
        pytest.skip("SQLite has one writer: the transactions cannot overlap")
    outcome: list[BaseException | None] = []

    def destroy() -> None:
        with sessions() as session:
            try:
                destroy_epoch(session, vault.keyring, CITY, 1, SampleBase)
                outcome.append(None)
            except RefusedError as refused:
                outcome.append(refused)

    with sessions.begin() as writer:
        human = Human(organisation_id=CITY)
        writer.add(human)
        writer.flush()
        vault.keyring.new_epoch(CITY)
        thread = threading.Thread(target=destroy)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "waits for the writer"
    thread.join(10)
    assert len(outcome) == 1
    assert isinstance(outcome[0], RefusedError)
