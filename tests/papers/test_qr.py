import re
from base64 import b64decode

import segno

from casework.papers.qr import QUIET_ZONE, qr


def drawn(svg: str) -> set[tuple[int, int]]:
    """The dark modules that the path covers, as column and row."""
    runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg)
    return {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}


def test_the_path_covers_the_dark_modules_and_no_other() -> None:
    text = "https://casework.example.org/verify#2GT6YB1K0WDM9EQX47RVH"
    media_type, content = qr(text).split(";base64,")
    matrix = segno.make(text, error="m", micro=False, boost_error=False, mask=2).matrix
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module
    }
    assert media_type == "data:image/svg+xml"
    assert drawn(b64decode(content).decode()) == dark
