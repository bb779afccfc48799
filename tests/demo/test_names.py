"""Names of the town: invented, in five scripts, nobody twice, nobody known."""

import unicodedata

from casework.demo.careers import careers
from casework.demo.names import TONGUES, particulars_of, passport_of
from casework.demo.people import PERSONS
from casework.people.search import fold

PARTICULARS = [*(particulars_of(each.number) for each in careers()), *(each.particulars for each in PERSONS)]
FAMILY_NAMES_OF_MANY = {
    *("abdallah", "ali", "andrade", "bakradze", "beridze", "bondarenko", "diallo", "diop", "fernandez", "garcia"),
    *("gebre", "hassan", "hernandez", "ibrahim", "ivanov", "ivanova", "kovalenko", "kone", "le", "lopez", "martinez"),
    *("mohammed", "ndiaye", "nguyen", "petrov", "rodriguez", "sarr", "shevchenko", "tesfaye", "tran", "traore"),
}  # fmt: skip
KNOWN_PERSONS = {
    *("abiy ahmed", "barack obama", "colau", "haile selassie", "ho chi minh", "leopold senghor", "messi", "mo salah"),
    *("nelson mandela", "open arms", "putin", "saakashvili", "sadio mane", "shakira", "stalin", "zelensky"),
}  # fmt: skip


def scripts(text: str) -> set[str]:
    return {unicodedata.name(each).split()[0] for each in text if each.isalpha()}


def test_names_are_written_in_five_scripts_and_more_than_once_in_each() -> None:
    written = [scripts(f"{each.full_name}{each.native_name}") for each in PARTICULARS]
    for script in ("LATIN", "ARABIC", "ETHIOPIC", "CYRILLIC", "GEORGIAN"):
        assert sum(script in each for each in written) > 5, script
    vietnamese = [each for each in PARTICULARS if set("ễạỄẪầẫ") & set(each.full_name)]
    assert len(vietnamese) > 5


def test_a_native_name_is_in_the_script_of_its_language() -> None:
    of_language = {"ar": "ARABIC", "ti": "ETHIOPIC", "am": "ETHIOPIC", "uk": "CYRILLIC", "ru": "CYRILLIC"}
    of_language["ka"] = "GEORGIAN"
    for each in PARTICULARS:
        assert bool(each.native_name) == bool(each.native_language)
        if each.native_name:
            assert scripts(each.native_name) == {of_language[each.native_language]}, each.full_name


def test_there_are_sixty_persons_and_no_two_alike() -> None:
    assert len(PARTICULARS) >= 65
    assert len(set(PARTICULARS)) == len(PARTICULARS)
    assert len({each.full_name for each in PARTICULARS}) == len(PARTICULARS)
    passports = [number for each in careers() if (number := passport_of(each.number))]
    assert len(set(passports)) == len(passports)


def test_names_come_in_every_shape() -> None:
    assert sum(not each.given_names for each in PARTICULARS) >= 3
    assert any(len(each.full_name) > 60 for each in PARTICULARS)
    assert any(each.birth_date.month is None for each in PARTICULARS)
    assert any(each.birth_date.month and each.birth_date.day is None for each in PARTICULARS)
    assert any(not each.birth_place for each in PARTICULARS)


def test_no_family_name_is_that_of_many_and_nobody_is_known() -> None:
    invented = {fold(name) for tongue in TONGUES for name, _native in tongue.family}
    assert not invented & FAMILY_NAMES_OF_MANY
    for each in PARTICULARS:
        full = fold(each.full_name)
        assert not any(name in full for name in KNOWN_PERSONS), full
