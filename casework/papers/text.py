"""Small typography: what must not break at the end of a line, and numbers inside right-to-left text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeVar

from markupsafe import Markup, escape

T = TypeVar("T")

NO_BREAK_SPACE: Final = "\u00a0"
WORD_JOINER: Final = "\u2060"
MOST_IN_A_PART: Final = 5
"""Statements that stay together on a page under one heading; longer parts would leave half pages empty."""

_TOGETHER: Final = re.compile(
    r"""
      \b\d{1,2}[ ](?:d[e’'][ ]?)?\w+[ ](?:de[ ])?\d{4}\b               # 2 de març de 2024, 5 mai 2026
    | (?<!\d)\+?\d{2,3}(?:[ ]\d{2,3}){2,4}(?!\d)                       # 93 000 00 00
    | \b\d[\d.,:]*[ ](?:h|km|m|mm|€|%|anys|mesos|dies|años|meses|días|ans|mois|jours|years|months|days)(?!\w)
    | \b(?:núm\.|n[°º]|c\.|av\.|pl\.|Sr\.|Sra\.|M\.|Mme)[ ](?=\S)      # an abbreviation and what it announces
    """,
    re.VERBOSE,
)
_RANGE: Final = re.compile(r"(?<=[\w.])–(?=\w)")
_GROUPED_NUMBER: Final = re.compile(r"\+?\d[\d.:/-]*(?: \d[\d.:/-]*)+|[A-Z]\d{5,}")

_LINE_OF_LABEL: Final = 17
"""Capitals that fit on one line of the label column (36 mm at 7.6 pt)."""


def unbroken(text: str, direction: str = "ltr") -> str:
    """Dates, telephones, measures and abbreviations keep their parts on one line.

    In right-to-left text a number of several groups would print its groups in reverse: it is isolated.
    """
    if direction == "rtl":
        isolated = r'<bdi dir="ltr" class="unbroken">\g<0></bdi>'
        return Markup(_GROUPED_NUMBER.sub(isolated, str(escape(text))))  # noqa: S704 - escaped just before
    text = _TOGETHER.sub(lambda match: match[0].replace(" ", NO_BREAK_SPACE), text)
    return _RANGE.sub(f"{WORD_JOINER}–{WORD_JOINER}", text)


def parts(items: Sequence[T]) -> list[Sequence[T]]:
    """The items in as few parts as keep together, of about the same length: nine become five and four."""
    count = -(-len(items) // MOST_IN_A_PART)
    length, longer = divmod(len(items), count or 1)
    starts = [part * length + min(part, longer) for part in range(count + 1)]
    return [items[start:end] for start, end in pairwise(starts)]


def lines(heading: str) -> str:
    """The class that keeps room for a heading of one, two or three lines: it stands outside the flow."""
    count = -(-len(heading) // _LINE_OF_LABEL)
    return {0: "", 1: "", 2: "two-lines"}.get(count, "three-lines")
