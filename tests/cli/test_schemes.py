import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from casework.access.models import Organisation
from casework.db import writing
from casework.programmes.service import adopt
from tests.cli.conftest import Place, Run

SCHEMES = Path("casework/schemes/catalogue")
TOWN = Path("tests/schemes/data/valmorette.yaml")
FACTS = {
    "explained": "yes",
    "movements": [
        {"what": "arrival", "date": "2025-02-03", "place": "Badalona"},
        {"what": "departure", "date": "2025-09-14", "place": "Badalona"},
        {"what": "arrival", "date": "2025-09-14", "place": "Barcelona"},
    ],
    "birth_date": "1994",
}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS))
    return path


def test_the_list_names_every_scheme_and_no_common_file(run: Run) -> None:
    rows = json.loads(run("schemes", "list", "--json").output)
    assert [row["key"] for row in rows] == sorted(
        each.stem for each in SCHEMES.glob("*.yaml") if each.stem != "common" and "." not in each.stem
    )
    assert rows[1] == {
        "key": "bcn-veinatge",
        "name": "Neighbourhood document",
        "place": "Barcelona",
        "stage": "shipped",
        "versions": ["2017-12-01", "2021-01-01"],
    }
    assert len(rows) == 16
    assert run("schemes", "list").output.startswith("bcn-padro")


def test_a_version_is_shown_whole(run: Run) -> None:
    shown = run("schemes", "show", "bcn-veinatge", "--on", "2020-12-31")
    assert shown.output.splitlines()[0] == "bcn-veinatge, rules from 2017-12-01, Barcelona"
    latest = run("schemes", "show", "bcn-veinatge")
    assert latest.output.splitlines()[0] == "bcn-veinatge, rules from 2021-01-01, Barcelona"
    in_json = json.loads(run("schemes", "show", "bcn-veinatge", "--json").output)
    assert {"rules", "steps", "papers"} <= set(in_json)


def test_a_city_adds_its_own_directory(run: Run, tmp_path: Path) -> None:
    (tmp_path / TOWN.name).write_text(TOWN.read_text())
    rows = json.loads(run("schemes", "list", "--directory", tmp_path, "--json").output)
    assert {"bcn-veinatge", "valmorette"} <= {row["key"] for row in rows}


def test_checking_the_shipped_files_gives_notes_only(run: Run) -> None:
    result = run("schemes", "check", *sorted(SCHEMES.glob("*.yaml")), "--json")
    assert result.exit_code == 0, result.output
    assert {row["severity"] for row in json.loads(result.output)} == {"note"}


def test_checking_a_file_with_mistakes_exits_1_and_says_where(run: Run, tmp_path: Path) -> None:
    plan: dict[str, Any] = YAML(typ="safe").load(Path("tests/schemes/data/mistakes.yaml"))["a word misspelt"]
    broken = tmp_path / "valmorette.yaml"
    broken.write_text(TOWN.read_text().replace(plan["what"], plan["by"]))
    result = run("schemes", "check", broken)
    assert result.exit_code == 1
    assert plan["says"] in result.output
    (row,) = [
        each
        for each in json.loads(run("schemes", "check", broken, "--json").output)
        if each["severity"] == "mistake"
    ]
    assert set(row) == {"file", "line", "severity", "text"}
    assert plan["by"] in broken.read_text().splitlines()[row["line"] - 1]


def test_explaining_answers_as_the_house_fixed_it(run: Run, facts: Path) -> None:
    """design.md §9. Registered here since 14 September 2025, so for six months on 14 March 2026; no tie is shown."""
    result = run("schemes", "explain", "bcn-veinatge", "--facts", facts, "--on", "2026-03-13", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert list(answer) == ["verdict", "findings", "earliest"]
    assert {tuple(each) for each in answer["findings"]} == {("rule", "verdict", "reason", "met_on")}
    assert {each["verdict"] for each in answer["findings"]} <= {"met", "unmet", "unknown"}
    by_rule = {each["rule"]: each for each in answer["findings"]}
    assert (by_rule["registered"]["verdict"], by_rule["registered"]["met_on"]) == ("unmet", "2026-03-14")
    assert by_rule["a_tie"]["verdict"] != "met"
    assert (answer["verdict"], answer["earliest"]) == ("unmet", None)
    plain = run("schemes", "explain", "bcn-veinatge", "--facts", facts, "--on", "2026-03-13")
    assert plain.output.splitlines()[-1].startswith(f"together: {answer['verdict']}")


FAMILY = """\
monthly_income: 1950
children: 2
documents: [{kind: passport, expires: 2030-01-01}, {kind: payslip}]
members:
- {birth_date: 1985-04-01, student: no}
- {birth_date: 2004-09-01, student: yes}
"""


def test_a_household_is_explained_member_by_member(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "family.yaml"
    facts.write_text(FAMILY)
    words = ("schemes", "explain", "nantes-carte-blanche", "--facts", facts, "--on", "2024-01-15")
    answer = json.loads(run(*words, "--json").output)
    assert [member["verdict"] for member in answer["members"]] == ["met", "unmet"]
    assert list(answer["members"][0]) == ["verdict", "findings", "earliest"]
    lines = run(*words).output.splitlines()
    assert [line for line in lines if line.startswith(("member", "together"))] == [
        "member 1", "together: met, from 2024-01-15", "member 2", "together: unmet",
    ]  # fmt: skip


def test_members_of_a_scheme_for_one_person_are_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "family.yaml"
    facts.write_text(FAMILY)
    result = run("schemes", "explain", "oakland-id", "--facts", facts, "--on", "2024-01-15")
    assert (result.exit_code, "this scheme is for one person" in result.output) == (2, True)


def test_a_missing_language_is_a_mistake_once_adopted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "valmorette.yaml"
    file.write_text(TOWN.read_text().replace("{fr: Carte de Valmorette, en: Valmorette card}", "{fr: Carte}"))
    assert run("schemes", "check", file).output.endswith("0 mistakes, 1 note\n")
    adopted = run("schemes", "check", file, "--adopted", "fr", "--adopted", "en")
    assert adopted.exit_code == 1
    assert "valmorette.yaml:7: 'name' is not said in en; an organisation runs this scheme" in adopted.output


def run_by_the_city(place: Place, key: str, languages: list[str]) -> None:
    with writing(place.installation.registry["sessions"]) as session:
        city = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        adopt(session, city, key, date(2026, 1, 1), {}).languages = languages


def test_an_installation_is_checked_in_the_languages_its_organisations_run(
    run: Run, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_SCHEMES_DIRECTORY", str(tmp_path))
    file = tmp_path / "valmorette.yaml"
    file.write_text(TOWN.read_text())
    run_by_the_city(place, "valmorette", ["fr", "en"])
    checked = run("schemes", "check", "--ini", place.ini)
    assert checked.exit_code == 0, checked.output
    assert "0 mistakes" in checked.output
    file.write_text(TOWN.read_text().replace("languages: [fr, en]", "languages: [fr]"))
    lost = run("schemes", "check", "--ini", place.ini)
    assert lost.exit_code == 1
    assert (
        "valmorette.yaml:6: an organisation runs this scheme in 'en', which it does not speak" in lost.output
    )
    assert "1 mistake," in lost.output
    file.unlink()
    gone = run("schemes", "check", "--ini", place.ini)
    assert gone.exit_code == 1
    assert "valmorette.yaml:1: an organisation runs this scheme, and its file is gone" in gone.output


def test_the_languages_of_an_installation_are_not_named_by_hand(run: Run, place: Place) -> None:
    result = run("schemes", "check", "--adopted", "fr", "--ini", place.ini)
    assert (result.exit_code, "--adopted goes with files" in result.output) == (2, True)


def test_facts_may_be_yaml_with_dates_unquoted(run: Run, facts: Path, tmp_path: Path) -> None:
    written = tmp_path / "facts.yaml"
    with written.open("w") as stream:
        YAML().dump(FACTS, stream)
    written.write_text(written.read_text().replace("'", ""))
    words = ("--on", "2026-11-21", "--json")
    as_json = run("schemes", "explain", "bcn-veinatge", "--facts", facts, *words)
    as_yaml = run("schemes", "explain", "bcn-veinatge", "--facts", written, *words)
    assert as_yaml.output == as_json.output


def test_the_schema_is_a_json_schema(run: Run) -> None:
    schema = json.loads(run("schemes", "schema").output)
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "none"), "there is no scheme 'none'"),
        (("show", "bcn-veinatge", "--on", "1990-01-01"), "has no version on 1990-01-01"),
        (("explain", "none", "--facts", str(TOWN), "--on", "2026-11-21"), "there is no scheme 'none'"),
        (("explain", "bcn-veinatge", "--facts", "run", "--on", "2026-11-21"), "run is neither JSON nor YAML"),
        (("explain", "bcn-veinatge", "--facts", str(TOWN), "--on", "2026-11-21"), "asks for no such fact"),
    ],
)
def test_wrong_input_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    result = run("schemes", *words)
    assert result.exit_code == 2
    assert result.output.startswith("casework: ")
    assert sentence in result.output
    assert result.output.count("\n") == 1
