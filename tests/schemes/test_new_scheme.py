"""A city starts from a scheme that is there: a copy under a new key is whole, checked and its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from casework.cli.schemes import command
from casework.errors import CaseworkError
from casework.schemes import Catalogue, SchemeError, Severity, UnknownSchemeError, copied, mistakes
from casework.schemes import check as check_paths
from casework.schemes.numbers import NumberPattern


def write_copy(directory: Path, base: str, key: str) -> None:
    for name, text in copied(base, key).items():
        (directory / name).write_text(text, "utf-8")


def test_every_scheme_can_be_copied_and_the_copy_loads(catalogue: Catalogue, tmp_path: Path) -> None:
    for scheme in catalogue:
        write_copy(tmp_path, scheme.key, f"our-{scheme.key}")
    assert mistakes(check_paths(sorted(tmp_path.iterdir()))) == ()
    ours = Catalogue.load(tmp_path)
    assert len(ours) == 2 * len(catalogue)
    for scheme in catalogue:
        copy = ours.scheme(f"our-{scheme.key}")
        assert copy.versions != scheme.versions
        assert [v.rules for v in copy.versions] == [v.rules for v in scheme.versions]


def test_translations_come_along(tmp_path: Path) -> None:
    write_copy(tmp_path, "bcn-veinatge", "our-town")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["our-town.ar.yaml", "our-town.yaml"]
    assert Catalogue.load(tmp_path).scheme("our-town").latest.name["ar"] == "وثيقة الجيرة"


def test_a_copy_is_told_that_its_numbers_look_alike(tmp_path: Path) -> None:
    file = tmp_path / "our-town.yaml"
    write_copy(tmp_path, "bcn-veinatge", "our-town")
    alike = [remark for remark in check_paths([file]) if "look like those" in remark.text]
    assert [(remark.severity, "'bcn-veinatge'" in remark.text) for remark in alike] == [(Severity.NOTE, True)]
    file.write_text(file.read_text("utf-8").replace('"V{yy}', '"W{yy}'), "utf-8")
    assert not [remark for remark in check_paths([file]) if "look like those" in remark.text]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("V{yy}{seq:5}", "V{seq:7}", True),
        ("V{yy}{seq:5}", "V{yyyy}{seq:3}", True),
        ("V{yy}{seq:5}", "V{yy}{seq:4}", False),
        ("V{yy}{seq:5}", "VM{yy}{seq:5}", False),
    ],
)
def test_patterns_that_look_alike(one: str, other: str, alike: bool) -> None:
    assert NumberPattern.parse(one).looks_like(NumberPattern.parse(other)) is alike


def test_a_key_that_is_taken_or_no_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="already"):
        copied("utr-bbb", "utr-upas")
    with pytest.raises(SchemeError, match="small letters"):
        copied("utr-bbb", "../Somewhere")
    with pytest.raises(UnknownSchemeError, match="did you mean 'utr-bbb'"):
        copied("utr-bb", "our-card")


def test_the_command_writes_the_file_once(tmp_path: Path) -> None:
    arguments = ["new", "our-card", "--from", "oakland-id", "--directory", str(tmp_path)]
    first = CliRunner().invoke(command, arguments)
    assert first.exit_code == 0, first.output
    assert "our-card.yaml" in first.output
    written = (tmp_path / "our-card.yaml").read_text("utf-8")
    assert "\nscheme: our-card\n" in written
    second = CliRunner().invoke(command, arguments)
    assert isinstance(second.exception, CaseworkError)
    assert (tmp_path / "our-card.yaml").read_text("utf-8") == written
