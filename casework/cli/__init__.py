"""The casework command; each command lies in the module of its name."""

import warnings

# Pyramid asks for pkg_resources at import; whoever types a command need not hear of it (stack.md §1).
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

from casework.cli import demo, journal, keys, schemes, verify  # noqa: E402  (the filter comes first)
from casework.cli.main import main  # noqa: E402  (the filter comes first)

for _module in (demo, journal, keys, schemes, verify):
    main.add_command(_module.command)

__all__ = ["main"]
