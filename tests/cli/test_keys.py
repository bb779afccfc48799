import json

import pytest

from casework.access.permissions import Role
from tests.cli.conftest import Place, Run


def epochs(run: Run, place: Place) -> list[int]:
    rows = json.loads(run("keys", "list", "--ini", place.ini, "--json").output)
    (found,) = [row["epochs"] for row in rows if row["organisation"] == "barcelona"]
    return list(found)


def test_the_list_names_each_organisation_and_no_key(run: Run, place: Place) -> None:
    result = run("keys", "list", "--ini", place.ini)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == [
        "barcelona",
        "mostra-law",
        "mostra-ngo",
    ]
    assert max(map(len, result.output.split())) < len("mostra-law") + 1


def test_a_key_is_rotated_and_the_old_epoch_destroyed(run: Run, place: Place) -> None:
    first = epochs(run, place)
    rotated = run("keys", "rotate", "barcelona", "--ini", place.ini)
    assert rotated.exit_code == 0
    assert epochs(run, place) == [*first, first[-1] + 1]
    assert f"epoch {first[-1] + 1} is current; " in rotated.output
    assert " 0 keys rewrapped" not in rotated.output
    refused = run("keys", "destroy", "barcelona", str(first[-1] + 1), "--yes", "--ini", place.ini)
    assert refused.exit_code == 2
    assert refused.output.startswith("casework: ")
    destroyed = run("keys", "destroy", "barcelona", str(first[-1]), "--yes", "--ini", place.ini)
    assert destroyed.output == f"epoch {first[-1]} of barcelona is destroyed\n"
    assert epochs(run, place) == [first[-1] + 1]


def test_the_living_are_read_under_the_new_epoch(run: Run, place: Place) -> None:
    """Needs the installation as the other test leaves it, or as it began: either way its names open."""
    run("keys", "rotate", "barcelona", "--ini", place.ini)
    browser = place.installation.signed_in(Role.CASEWORKER)
    assert "Mostrani" in browser.get("/dossiers").text


def test_destroying_asks_first(run: Run, place: Place) -> None:
    result = run("keys", "destroy", "barcelona", "1", "--ini", place.ini)
    assert result.exit_code == 1
    assert "gone for ever. Destroy it? [y/N]" in result.output


@pytest.mark.parametrize("words", [("rotate", "vilamostra"), ("destroy", "vilamostra", "1", "--yes")])
def test_an_unknown_organisation_is_answered_with_the_known(
    run: Run, place: Place, words: tuple[str, ...]
) -> None:
    result = run("keys", *words, "--ini", place.ini)
    assert result.exit_code == 2
    assert result.output == (
        "casework: no organisation 'vilamostra'; there are: barcelona, mostra-law, mostra-ngo\n"
    )
