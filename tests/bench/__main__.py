"""Runs every benchmark, prints the ratios beside what they aim at, and writes bench.json."""

import json
import os
import platform
import sys
import time
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Pyramid asks for pkg_resources at import; nobody who measures needs to hear of it (stack.md §1).
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

from tests.bench.pages import page_medians  # noqa: E402  # after the warning is silenced
from tests.bench.papers import issuing_medians, naive_medians  # noqa: E402  # after the warning is silenced
from tests.bench.rows import row_medians  # noqa: E402  # after the warning is silenced
from tests.bench.world import LISTED, make_world  # noqa: E402  # after the warning is silenced

ISSUED = 30
TARGET = Path("bench.json")
AIMS = {"issue_vs_render": "at most 1.3", "naive_vs_tuned": "at least 1.55"}
RATIOS = {
    "issue_vs_render": ("issue", "render"),
    "issue_vs_floor": ("issue", "floor"),
    "naive_vs_tuned": ("naive", "tuned"),
    "worklist_vs_frame": ("worklist", "staff_frame"),
    "verify_vs_frame": ("verify", "visitor_frame"),
    "sealed_vs_plain_25": ("sealed", "plain"),
}
LATER = ("stamp_verify_ms", "batch_50_seconds")
"""Measured from a later issue on; their keys stand in bench.json already."""
LIBRARIES = ("pyramid", "sqlalchemy", "weasyprint", "pyhanko", "gunicorn", "cryptography")


def main(arguments: list[str]) -> int:
    if arguments == ["--large"]:
        print("The bench at 10 k and 1 M dossiers comes with a later issue.")
        return 2
    if arguments:
        print("usage: python -m tests.bench [--large]")
        return 2
    began = time.monotonic()
    found = _measure()
    ratios: dict[str, Any] = {
        name: round(found[above] / found[below], 2) for name, (above, below) in RATIOS.items()
    }
    ratios |= dict.fromkeys(LATER)
    context = {"milliseconds": {name: round(value, 3) for name, value in found.items()}, **_machine()}
    TARGET.write_text(json.dumps({**ratios, "context": context}, indent=2) + "\n")
    _print_table(ratios, found)
    print(f"{time.monotonic() - began:.0f} s; written to {TARGET}")
    return 0


def _measure() -> Mapping[str, float]:
    found: dict[str, float] = {}
    print(f"an installation with {LISTED} dossiers …", flush=True)
    with make_world(ISSUED) as world:
        for name, measure in (
            ("pages", page_medians),
            ("rows", row_medians),
            ("issuing", issuing_medians),
            ("naive and tuned", naive_medians),
        ):
            print(f"{name} …", flush=True)
            found |= measure(world)
    return found


def _machine() -> Mapping[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "machine": platform.machine(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "database": "sqlite",
        "dossiers": LISTED,
        **{name: version(name) for name in LIBRARIES},
    }


def _print_table(ratios: Mapping[str, Any], found: Mapping[str, float]) -> None:
    print(f"\n{'':<20}{'ratio':>10}   {'milliseconds':<34}aim")
    for name, ratio in ratios.items():
        if ratio is None:
            print(f"{name:<20}{'–':>10}   comes with a later issue")
            continue
        above, below = RATIOS[name]
        parts = f"{above} {found[above]:.2f} / {below} {found[below]:.2f}"
        print(f"{name:<20}{ratio:>10.2f}   {parts:<34}{AIMS.get(name, '')}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
