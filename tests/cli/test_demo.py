import subprocess
import sys
from pathlib import Path

from casework import clock
from casework.cards.verification.codes import read_code
from casework.demo.people import PERSONS
from tests.cli.conftest import Demo, Run


def test_it_leaves_the_papers_the_trust_and_the_summary(demo: Demo) -> None:
    left = sorted(str(each.relative_to(demo.out)) for each in demo.out.rglob("*") if each.is_file())
    assert left == ["bcn-veinatge/document-ca-1.pdf", "summary.json", "trust.pem"]
    assert demo.trust.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert demo.paper.read_bytes().startswith(b"%PDF-1.7")


def test_the_summary_names_number_code_and_signer(demo: Demo) -> None:
    (paper,) = demo.summary["papers"]
    assert set(paper) == {"file", "number", "code", "signer"}
    assert paper["number"] == f"V{clock.today().year % 100:02}00001"
    assert read_code(paper["code"]) == paper["code"]
    assert paper["signer"] == "Test seal of Ajuntament de Barcelona"


def test_the_summary_holds_every_sealed_value_of_each_person(demo: Demo) -> None:
    persons = demo.summary["persons"]
    assert [each["family_names"] for each in persons] == [each.particulars.family_names for each in PERSONS]
    first = persons[0]
    assert first["native_name"] == "يوسف آدم إبراهيم"
    assert first["birth_date"] == {"year": 1994, "month": None, "day": None}
    assert first["passport_number"] == "ZX0000417"
    assert first["address"] == "carrer de l’Exemple, 221, 1r 2a"


def test_none_of_these_values_lies_in_the_clear(demo: Demo) -> None:
    """In no file of the installation: database, its log, sealed files, keyring."""
    kept = demo.ini.parent / "kept"
    files = [each.read_bytes() for each in kept.rglob("*") if each.is_file()]
    assert any(content.startswith(b"SQLite format 3") for content in files)
    for person in demo.summary["persons"]:
        for name in ("family_names", "native_name", "birth_place", "passport_number", "address"):
            value = person[name].encode()
            assert not value or not any(value in content for content in files), name


def test_it_tells_how_far_it_is_and_shows_a_table(demo: Demo) -> None:
    (paper,) = demo.summary["papers"]
    assert f"  1/{len(PERSONS)}  Yusuf Adam Ibrahim Mostrani: issue\n" in demo.said
    assert f"  {len(PERSONS)}/{len(PERSONS)}  Mostrabaye: submit\n" in demo.said
    table = demo.said.splitlines()[-4:-2]
    assert table[0].split() == ["Number", "Code", "Signer", "File"]
    assert table[1].startswith(f"{paper['number']}  {paper['code']}  {paper['signer']}  {paper['file']}")


def test_its_paper_is_genuine_for_who_trusts_its_authority(run: Run, demo: Demo) -> None:
    result = run("verify", demo.paper, "--trust", demo.trust, "--ini", demo.ini)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("genuine, in force\n")


def test_a_kept_installation_is_not_written_over(run: Run, demo: Demo, tmp_path: Path) -> None:
    result = run("demo", "--out", tmp_path / "again", "--keep", demo.ini.parent / "kept")
    assert result.exit_code == 2
    assert "the directory of --keep holds an installation already: choose another one" in result.output
    assert not (tmp_path / "again").exists()


def test_it_asks_where_to(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == 2
    assert "say where the papers go: --out DIR" in result.output


def test_where_there_can_be_no_directory_it_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("demo", "--out", tmp_path / "file" / "papers")
    assert result.exit_code == 2
    assert "the papers cannot go to" in result.output


def test_the_installed_command_does_it_in_a_directory_that_is_not_the_project(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("casework")
    done = subprocess.run(
        [command, "demo", "--out", "papers"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [each.name for each in tmp_path.iterdir()] == ["papers"]
    paper = tmp_path / "papers/bcn-veinatge/document-ca-1.pdf"
    checked = subprocess.run(
        [command, "verify", paper, "--trust", "papers/trust.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith("not compared with a register\n")


def test_preparing_says_which_ini_file_is_missing(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--prepare", "--ini", tmp_path / "none.ini")
    assert result.exit_code == 2
    assert "none.ini is not there: name the installation's ini file with --ini" in result.output
