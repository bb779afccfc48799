"""The wheel holds the whole tree and works alone: in an empty environment, it serves and issues from elsewhere."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"casework": "casework", "templates": "casework/templates", "migrations": "casework/migrations"}
"""Folder of the tree → folder of the wheel."""

INI = """
[app:main]
use = egg:casework
casework.database_url = sqlite:///%(here)s/kept/var/casework.sqlite
casework.base_url = http://127.0.0.1:{port}
casework.data_directory = %(here)s/kept/var
casework.keys_directory = %(here)s/kept/var-keys
casework.worker = no

[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
threads = 1
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside this environment; its output. Fails with what it said."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}
    }
    environment["UV_SYSTEM_CERTS"] = "1"  # whom the machine trusts, as pip does
    done = subprocess.run(
        [str(each) for each in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree() -> set[str]:
    """What the working tree holds of the package, by its names in the wheel."""
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in PACKAGES.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree: building leaves its traces beside the sources."""
    source = tmp_path_factory.mktemp("source")
    for folder in PACKAGES:
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", source / "dist", cwd=source)
    (built,) = (source / "dist").glob("casework-*.whl")
    return built


def test_the_wheel_holds_the_tree(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert inside == tree()


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment into which the locked dependencies and the wheel went."""
    environment = tmp_path_factory.mktemp("environment")
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, environment, cwd=environment)
    install = (uv, "pip", "install", "--quiet", "--python", environment / "bin" / "python")
    run(*install, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=environment)
    run(*install, "--no-deps", wheel, cwd=environment)
    return environment / "bin"


@pytest.fixture(scope="module")
def elsewhere(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another directory, with the demo's papers in `out` and its installation in `kept`."""
    directory = tmp_path_factory.mktemp("elsewhere")
    run(programs / "casework", "demo", "--out", "out", "--keep", "kept", cwd=directory)
    return directory


def test_it_imports_itself_from_the_environment(programs: Path, elsewhere: Path) -> None:
    said = run(programs / "python", "-c", "import casework; print(casework.__file__)", cwd=elsewhere)
    assert Path(said.strip()).is_relative_to(programs.parent)


def test_it_issues_a_paper_that_is_genuine(programs: Path, elsewhere: Path) -> None:
    papers = sorted((elsewhere / "out" / "bcn-veinatge").glob("*.pdf"))
    assert papers
    for paper in papers:
        verify = (programs / "casework", "verify", "--trust", "out/trust.pem", "--offline", paper)
        assert run(*verify, cwd=elsewhere).startswith("genuine, in force")


@pytest.fixture
def served(programs: Path, elsewhere: Path) -> Iterator[str]:
    """The address of a server that runs in the other directory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (elsewhere / "served.ini").write_text(INI.format(port=port))
    with (elsewhere / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "pserve", "served.ini"], cwd=elsewhere, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def get(address: str) -> str:
    """What a page says, as soon as the server is up: the first start compiles everything, beside other tests."""
    for _ in range(900):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise TimeoutError(address)


def test_it_serves(served: str) -> None:
    assert get(f"{served}/healthz") == "ok\n"
    page = get(f"{served}/verify")
    assert "Check a paper" in page
    assert 'rel="stylesheet"' in page
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "{" in get(f"{served}{style}")
