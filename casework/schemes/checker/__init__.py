"""The checker that teaches: every remark has its file, its line, and how to mend it (schemes-format.md
§10).
"""

from .files import check_common, check_files, check_scheme
from .walk import misfits

__all__ = ["check_common", "check_files", "check_scheme", "misfits"]
