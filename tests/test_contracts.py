"""The import contracts of setup.cfg hold, and bite: what points upwards fails (docs/architecture.md)."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on a tree; it imports nothing, so that the tree need not work."""
    return subprocess.run(
        [LINT, "--config", "setup.cfg", "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to plant imports in."""
    copy = tmp_path_factory.mktemp("tree")
    ignored = shutil.ignore_patterns("__pycache__", "static", "locale")
    shutil.copytree(ROOT / "casework", copy / "casework", ignore=ignored)
    shutil.copy(ROOT / "setup.cfg", copy)
    return copy


def test_the_contracts_hold(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("cards/service.py", "from casework.dossiers import rules", "Rooms import those below"),
        ("vault/sealing.py", "import casework.journal.chain", "Rooms import those below"),
        (
            "programmes/service.py",
            "if False:\n    from casework.cards.models import Card",
            "Rooms import those below",
        ),
        ("dossiers/queries.py", "from casework.dossiers.service import steps", "Inside an area"),
        ("dossiers/papers/sheet.py", "import weasyprint", "used in papers only"),
        ("cards/press.py", "from pyhanko.sign import signers", "used in papers only"),
        ("cards/verification/queries.py", "import casework.vault.sealing", "Verification can run alone"),
    ],
    ids=lambda value: value if value.endswith(".py") else "",
)
def test_a_planted_import_breaks_its_contract(tree: Path, file: str, line: str, contract: str) -> None:
    planted = tree / "casework" / file
    before = planted.read_text("utf-8")
    planted.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        done = lint(tree)
    finally:
        planted.write_text(before, "utf-8")
    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(contract in row for row in broken), done.stdout
