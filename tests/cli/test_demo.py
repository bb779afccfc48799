import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework import clock
from casework.cards.verification.codes import read_code
from casework.demo.people import PERSONS
from casework.schemes.catalogue import copied
from tests.cli.conftest import Demo, Run
from tests.papers.reading import text
from tests.support.catalogue import shipped
from tests.tools.pdfcheck import check

SPECIMENS = {"utr-bbb", "levigan-parrainage", "zurich-zcc", "bern-city-card"}
"""They issue later, at a ceremony or by houses with stays (issue C), or are planned."""
WITHOUT_CODE = {"paris-carte-citoyenne"}
"""A stranger cannot check it: it proves nothing."""


def papers_of(demo: Demo, scheme: str) -> list[dict[str, Any]]:
    return [each for each in demo.summary["papers"] if each["file"].startswith(f"{scheme}/")]


def test_it_leaves_the_papers_the_trust_and_the_summary(demo: Demo) -> None:
    left = {str(each.relative_to(demo.out)) for each in demo.out.rglob("*") if each.is_file()}
    papers = [each["file"] for each in demo.summary["papers"]]
    assert left == {*papers, "summary.json", "trust.pem"}
    assert len(set(papers)) == len(papers)
    assert papers[0] == "bcn-veinatge/document-ca-1.pdf"
    assert demo.trust.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert all((demo.out / each).read_bytes().startswith(b"%PDF-1.7") for each in papers)


def test_every_scheme_has_its_paper_in_every_language(demo: Demo) -> None:
    """Numbered as they come, the language in which it is issued first."""
    for scheme in shipped():
        kind, definition = next(iter(scheme.latest.papers.items()))
        expected = [f"{scheme.key}/{kind}-{each}-{n}.pdf" for n, each in enumerate(definition.languages, 1)]
        assert [each["file"] for each in papers_of(demo, scheme.key)] == expected


def test_the_summary_names_number_code_and_signer(demo: Demo) -> None:
    paper = demo.summary["papers"][0]
    assert set(paper) == {"file", "number", "code", "signer"}
    assert paper["number"] == f"V{clock.today().year % 100:02}00001"
    assert read_code(paper["code"]) == paper["code"]
    assert paper["signer"] == "Test seal of Ajuntament de Barcelona"


def test_each_scheme_issues_in_its_first_language_or_shows_a_specimen(demo: Demo) -> None:
    for scheme in shipped():
        first, *others = papers_of(demo, scheme.key)
        if scheme.key not in SPECIMENS:
            assert first["number"], scheme.key
            assert scheme.key == "bcn-padro" or first["signer"] == f"Test seal of {scheme.latest.issuer}"
            assert bool(first["code"]) is (scheme.key not in WITHOUT_CODE)
            assert first["number"] in text(demo.out / first["file"]) or scheme.key in WITHOUT_CODE
        for each in others if scheme.key not in SPECIMENS else [first, *others]:
            assert (each["number"], each["code"], each["signer"]) == (None, None, None)


def test_a_specimen_says_so_and_a_paper_in_force_does_not(demo: Demo) -> None:
    marks = {"de": "MUSTER", "fr": "SPÉCIMEN", "es": "MUESTRA", "nl": "VOORBEELD", "ar": "نموذج"}
    for each in demo.summary["papers"]:
        said = text(demo.out / each["file"])
        language = each["file"].split("-")[-2]
        if each["signer"] is None:
            assert marks[language] in said or language == "ar"  # Poppler gives Arabic in another order
        else:
            assert not any(mark in said for mark in [*marks.values(), "SPECIMEN", "MOSTRA", "CAMPIONE"])


def test_the_summary_holds_every_sealed_value_of_each_person(demo: Demo) -> None:
    persons = demo.summary["persons"]
    barcelona = persons[: len(PERSONS)]
    assert [each["family_names"] for each in barcelona] == [each.particulars.family_names for each in PERSONS]
    first = persons[0]
    assert first["native_name"] == "يوسف آدم إبراهيم"
    assert first["birth_date"] == {"year": 1994, "month": None, "day": None}
    assert first["passport_number"] == "ZX0000417"
    assert first["address"] == "carrer de l’Exemple, 221, 1r 2a"
    nantes = next(each for each in persons if each["family_names"] == "Modèlediallo")
    assert nantes["answers"] == {"monthly_income": "1437.19"}
    oakland = next(each for each in persons if each["family_names"] == "Modelotzoc")
    assert oakland["details"]["weight"] == "118½ lb"


def values_of(person: Any) -> Iterator[str]:
    """Every text in what is known of a person, but the language of a name, which is a word of the interface."""
    for name, value in person.items():
        if isinstance(value, dict):
            yield from values_of(value)
        elif isinstance(value, str) and value and name != "native_language":
            yield value


def test_none_of_these_values_lies_in_the_clear(demo: Demo) -> None:
    """In no file of the installation: database, its log, sealed files, keyring."""
    kept = demo.ini.parent / "kept"
    files = [each.read_bytes() for each in kept.rglob("*") if each.is_file()]
    assert any(content.startswith(b"SQLite format 3") for content in files)
    values = {value for person in demo.summary["persons"] for value in values_of(person)}
    assert len(values) > 100
    assert {value for value in values if any(value.encode() in content for content in files)} == set()


def test_it_tells_how_far_it_is_and_shows_a_table(demo: Demo) -> None:
    total = len(demo.summary["persons"])
    assert f"  1/{total}  Yusuf Adam Ibrahim Mostrani: issue\n" in demo.said
    assert f"  5/{total}  Mostrabaye: submit\n" in demo.said
    assert "  Mirjam van Voorbeelden: utr-upas, propose\n" in demo.said
    assert "  Luciana Aparecida Mustersilva: zurich-zcc, a specimen\n" in demo.said
    rows = [line.split("  ") for line in demo.said.splitlines() if line.endswith((".pdf", "File"))]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert cells[0] == ["Number", "Code", "Signer", "File"]
    shown = [
        [each[name] or "–" for name in ("number", "code", "signer", "file")]
        for each in demo.summary["papers"]
    ]
    assert cells[1:] == shown


def test_every_paper_conforms(demo: Demo) -> None:
    assert check([demo.out / each["file"] for each in demo.summary["papers"]]) == []


def test_each_issued_paper_is_genuine_and_no_specimen_is(run: Run, demo: Demo) -> None:
    for paper in demo.summary["papers"]:
        result = run("verify", demo.out / paper["file"], "--trust", demo.trust, "--ini", demo.ini)
        if paper["signer"]:
            assert (result.exit_code, result.output.splitlines()[0]) == (0, "genuine, in force"), paper[
                "file"
            ]
        else:
            assert (result.exit_code, result.output[:11]) == (1, "not genuine"), paper["file"]


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


COPY, CARD, OTHER = "valltorta-veinatge", "molendam-pas", "molendam-jeugd"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's own directory: two copies under new keys, and one with a rule that nobody was invented for."""
    directory = tmp_path_factory.mktemp("city")
    changed = copied("utr-upas", OTHER)[f"{OTHER}.yaml"].replace("at_least: 18}}  ", "at_least: 16}}  ", 1)
    texts = copied("bcn-veinatge", COPY) | copied("utr-upas", CARD) | {f"{OTHER}.yaml": changed}
    for name, written in texts.items():
        (directory / name).write_text(written, "utf-8")
    return directory


def test_copies_in_a_citys_directory_are_played_by_the_persons_of_the_original(
    run: Run, city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whatever the environment says of another installation stays untouched."""
    monkeypatch.setenv("CASEWORK_DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite")
    out = tmp_path / "out"
    result = run("demo", "--out", out, "--schemes", city)
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "other.sqlite").exists()
    found = {each["file"]: each for each in json.loads((out / "summary.json").read_text("utf-8"))["papers"]}
    document, card = found[f"{COPY}/document-ca-1.pdf"], found[f"{CARD}/card-nl-1.pdf"]
    year = clock.today().year % 100
    assert (document["number"], card["number"]) == (f"V{year:02}00001", f"U{year:02}00001")
    assert "Mostraoui Exemplar" in text(out / document["file"])
    for paper in (document, card):
        verified = run("verify", out / paper["file"], "--trust", out / "trust.pem", "--offline")
        assert verified.exit_code == 0, verified.output
    specimen = found[f"{OTHER}/card-nl-1.pdf"]
    assert (specimen["number"], specimen["signer"]) == (None, None)
    assert "VOORBEELD" in text(out / specimen["file"])


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
