"""Meaning that WeasyPrint 70 leaves out of the structure tree: languages, scope of headings, where to sign.

It wraps one private function, `weasyprint.pdf.tags._build_box_tree`, only while a paper is written. The
version is pinned, and a test fails when either changes (docs/decisions/0004-papers.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags


@dataclass(frozen=True, slots=True)
class SignatureFrame:
    """Where the signature goes: page from 0; x, y, width, height in CSS pixels from the top left corner."""

    label: str
    page: int
    box: tuple[float, float, float, float]
    element: pydyf.Dictionary


class Tagger:
    """Completes the structure elements of one paper; afterwards `frame` tells where it is to be signed."""

    def __init__(self) -> None:
        self.frame: SignatureFrame | None = None

    @contextmanager
    def installed(self) -> Iterator[None]:
        """While this lasts, every structure element passes through here. Not for two threads at once."""
        original = tags._build_box_tree

        def build(
            box: Any, parent: Any, pdf: Any, page_number: int, *rest: Any
        ) -> Iterator[pydyf.Dictionary]:
            for element in original(box, parent, pdf, page_number, *rest):
                self._complete(element, box, page_number)
                yield element

        tags._build_box_tree = build
        try:
            yield
        finally:
            tags._build_box_tree = original

    def _complete(self, element: pydyf.Dictionary, box: Any, page: int) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        source = box.element
        if source is None or box.element_tag in ("html", "body"):
            return
        if language := source.get("lang"):
            element["Lang"] = pydyf.String(language)
        if box.element_tag == "bdi" and element["S"] == "/NonStruct":
            element["S"] = "/Span"  # a NonStruct is skipped by readers, and its language with it
        if element["S"] == "/TH" and "A" in element:
            element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
        if (label := source.get("data-signature")) and box.element_tag == "div":
            area = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
            self.frame = SignatureFrame(label, page, area, element)
