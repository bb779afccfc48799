from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from casework.vault import Vault
from casework.vault.errors import KeyDestroyedError, TamperedError
from casework.vault.records import Sealed
from tests.vault.sample import CITY, PARTNER, Case, Human, Particulars, Remark

Sessions = sessionmaker[Session]


def add_human(sessions: Sessions, given: str, address: str | None = None) -> str:
    with sessions.begin() as session:
        human = Human(organisation_id=CITY)
        session.add(human)
        human.particulars = Particulars(given, date(1990, 1, 2))
        human.address = address
        return human.id


def add_case(sessions: Sessions, words: str) -> tuple[str, str]:
    """A case with one remark; their ids."""
    with sessions() as session:
        case = Case(organisation_id=CITY)
        session.add(case)
        remark = Remark(case=case)
        session.add(remark)
        remark.words = words
        session.commit()
        return case.id, remark.id


def test_a_value_comes_back_in_another_session(sessions: Sessions) -> None:
    row = add_human(sessions, "Amina", "Carrer Nou 1")
    with sessions() as session:
        human = session.get_one(Human, row)
        assert human.particulars == Particulars("Amina", date(1990, 1, 2))
        assert human.address == "Carrer Nou 1"


def test_nothing_of_a_value_stands_in_the_table(sessions: Sessions, engine: Engine) -> None:
    add_human(sessions, "Zainab", "Carrer Nou 1")
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM human")).one()
    stored = [value if isinstance(value, bytes) else str(value).encode() for value in row]
    assert len(stored) == 6
    assert not any(b"Zainab" in value or b"Nou" in value for value in stored)


def test_none_clears(sessions: Sessions) -> None:
    row = add_human(sessions, "Amina", "Carrer Nou 1")
    with sessions.begin() as session:
        session.get_one(Human, row).address = None
    with sessions() as session:
        human = session.get_one(Human, row)
        assert (human.address, human.address_sealed) == (None, None)


def test_a_row_of_an_owner_uses_the_owners_key(sessions: Sessions) -> None:
    _, remark = add_case(sessions, "bring the contract")
    with sessions() as session:
        assert session.get_one(Remark, remark).words == "bring the contract"


def test_an_owner_without_values_has_a_key_all_the_same(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add(Case(organisation_id=CITY))
    with sessions() as session:
        case = session.scalars(select(Case)).one()
        assert (case.key_epoch, len(case.wrapped_key)) == (1, 97)


def test_each_value_is_opened_only_when_looked_at(sessions: Sessions, vault: Vault, engine: Engine) -> None:
    add_human(sessions, "Amina")
    vault.keyring.new_epoch(CITY)
    vault.keyring.destroy(CITY, 1)
    with sessions() as session:
        human = session.scalars(select(Human)).one()
        with pytest.raises(KeyDestroyedError):
            _ = human.particulars


def test_opened_keys_are_forgotten_with_the_transaction(sessions: Sessions, vault: Vault) -> None:
    row = add_human(sessions, "Amina")
    vault.keyring.new_epoch(CITY)
    with sessions() as session:
        assert session.get_one(Human, row).particulars
        vault.keyring.destroy(CITY, 1)
        assert session.get_one(Human, row).particulars, "kept for this transaction"
        session.rollback()
        with pytest.raises(KeyDestroyedError):
            _ = session.get_one(Human, row).particulars


def test_a_row_outside_a_session_is_told_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="add the Human to a session"):
        Human(organisation_id=CITY, address="Carrer Nou 1")


def test_a_session_without_a_vault_is_told_what_to_do(engine: Engine) -> None:
    with Session(engine) as session:
        human = Human(organisation_id=CITY)
        session.add(human)
        with pytest.raises(RuntimeError, match="no vault"):
            human.address = "Carrer Nou 1"


def test_a_row_without_its_owner_or_organisation_is_told_what_to_do(sessions: Sessions) -> None:
    with sessions() as session:
        remark, human = Remark(), Human()
        session.add_all([remark, human])
        with pytest.raises(RuntimeError, match="whose the Remark is"):
            remark.words = "x"
        with pytest.raises(RuntimeError, match="its organisation"):
            human.address = "x"


def test_looking_does_not_flush_what_is_half_made(sessions: Sessions) -> None:
    _, row = add_case(sessions, "bring the contract")
    with sessions() as session:
        remark = session.get_one(Remark, row)
        session.add(Remark())
        assert remark.words == "bring the contract"


def test_the_descriptor_itself_is_seen_on_the_class() -> None:
    assert isinstance(Human.address, Sealed)


def test_a_row_whose_epoch_was_destroyed_meanwhile_is_not_inserted(sessions: Sessions, vault: Vault) -> None:
    with sessions() as session:
        human = Human(organisation_id=CITY)
        session.add(human)
        human.address = "Carrer Nou 1"
        vault.keyring.new_epoch(CITY)
        vault.keyring.destroy(CITY, 1)
        with pytest.raises(KeyDestroyedError):
            session.commit()
        session.rollback()
        assert session.scalars(select(Human)).all() == []


def field_to_field(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    row = add_human(sessions, "Amina", "Carrer Nou 1")
    swap = "UPDATE human SET particulars_sealed = address_sealed, address_sealed = particulars_sealed"
    return swap, lambda session: session.get_one(Human, row).address


def person_to_person(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    one, other = add_human(sessions, "Amina", "Nou 1"), add_human(sessions, "Bilal", "Nou 2")
    swap = f"""UPDATE human SET address_sealed =
               (SELECT address_sealed FROM human AS other WHERE other.id = '{other}') WHERE id = '{one}'"""
    return swap, lambda session: session.get_one(Human, one).address


def row_to_other_dossier(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    (_, remark), (other_case, _) = add_case(sessions, "first"), add_case(sessions, "second")
    swap = f"UPDATE remark SET case_id = '{other_case}' WHERE id = '{remark}'"
    return swap, lambda session: session.get_one(Remark, remark).words


def wrapped_key_to_wrapped_key(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    one, other = add_human(sessions, "Amina", "Nou 1"), add_human(sessions, "Bilal", "Nou 2")
    swap = f"""UPDATE human SET wrapped_key =
               (SELECT wrapped_key FROM human AS other WHERE other.id = '{other}') WHERE id = '{one}'"""
    return swap, lambda session: session.get_one(Human, one).address


def row_to_other_organisation(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    row = add_human(sessions, "Amina", "Nou 1")
    swap = f"UPDATE human SET organisation_id = '{PARTNER}' WHERE id = '{row}'"
    return swap, lambda session: session.get_one(Human, row).address


def row_to_row_of_the_same_dossier(sessions: Sessions) -> tuple[str, Callable[[Session], object]]:
    case, one = add_case(sessions, "first")
    with sessions.begin() as session:
        second = Remark(case=session.get_one(Case, case))
        session.add(second)
        second.words = "second"
    swap = f"""UPDATE remark SET words_sealed =
               (SELECT words_sealed FROM remark AS other WHERE other.id <> '{one}') WHERE id = '{one}'"""
    return swap, lambda session: session.get_one(Remark, one).words


SWAPS = [
    field_to_field,
    person_to_person,
    row_to_row_of_the_same_dossier,
    row_to_other_dossier,
    wrapped_key_to_wrapped_key,
    row_to_other_organisation,
]


@pytest.mark.parametrize("attack", SWAPS, ids=lambda attack: attack.__name__)
def test_swapped_ciphertext_is_detected(
    sessions: Sessions,
    engine: Engine,
    attack: Callable[[Sessions], tuple[str, Callable[[Session], object]]],
) -> None:
    swap, look = attack(sessions)
    with sessions() as session:
        assert look(session), "opens before the attack"
    with engine.begin() as connection:
        assert connection.execute(text(swap)).rowcount >= 1
    with sessions() as session, pytest.raises(TamperedError):
        look(session)


def test_an_epoch_that_lies_about_its_key_is_detected(sessions: Sessions, engine: Engine) -> None:
    row = add_human(sessions, "Amina", "Nou 1")
    with engine.begin() as connection:
        connection.execute(text("UPDATE human SET key_epoch = 2"))
    with sessions() as session, pytest.raises(TamperedError):
        _ = session.get_one(Human, row).address
