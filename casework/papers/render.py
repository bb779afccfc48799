"""From a paper's data to PDF/A-3a and PDF/UA-1: same data, same bytes, on any machine.

The layout engine must not work in two threads at once, so a renderer holds a lock. Make one per process.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import jinja2
import pydyf
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from casework.i18n import _
from casework.papers.errors import PaperError
from casework.papers.finishing import add_signature_field, declare_accessible
from casework.papers.fonts import TEMPLATES, require_glyphs, require_shipped
from casework.papers.paper import Paper, Theme
from casework.papers.qr import data_uri, qr
from casework.papers.tagging import Tagger
from casework.papers.text import lines, parts, unbroken

_ROOT: Final = Path(str(TEMPLATES)).resolve()
_ROOT_URI: Final = f"{_ROOT.as_uri()}/"
_LOCK: Final = Lock()


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches this project's paper templates and `data:` addresses; anything else is an error."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not (url.startswith("data:") or _is_own(url)):
            raise ValueError("not a file of this project's papers")
        return super().fetch(url, headers)


def _is_own(url: str) -> bool:
    return Path(url2pathname(urlsplit(url).path)).resolve().is_relative_to(_ROOT)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file, and how many pages it has: the layout engine knows, and counting later costs as much as signing."""

    pdf: bytes
    pages: int


class Renderer:
    """Renders papers. Fonts and style sheets are read once and kept."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._fetcher = OwnFilesOnly()
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(str(TEMPLATES)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "unbroken": unbroken,
            "lines": lines,
            "parts": parts,
            "qr": qr,
            "data_uri": data_uri,
        }
        self._type = self._style_sheet((TEMPLATES / "type.css").read_text("utf-8"))
        self._layout = cache(lambda name: self._style_sheet((TEMPLATES / f"{name}.css").read_text("utf-8")))
        self._colours = lru_cache(maxsize=64)(lambda theme: self._style_sheet(theme.css()))

    def render(self, paper: Paper, theme: Theme | None = None) -> bytes:
        """The bytes of `render_pages`."""
        return self.render_pages(paper, theme).pdf

    def render_pages(self, paper: Paper, theme: Theme | None = None) -> Rendered:
        """The unsigned file, `paper.canonical_json()` attached and, unless a draft, an empty field to sign.

        :raises MissingGlyphError: a letter that the shipped fonts do not have
        :raises PaperError: a picture that cannot be drawn, a style that the engine does not know, or more
            words than a paper of fixed size holds
        """
        html = self._html(paper)
        with _LOCK, _nothing_overlooked():
            style = [self._type, self._layout(paper.template), self._colours(theme or Theme())]
            source = HTML(string=html, base_url=_ROOT_URI, url_fetcher=self._fetcher)
            document = source.render(stylesheets=style, font_config=self._fonts, pdf_variant="pdf/a-3a")
            _require_room(document, paper)
            return Rendered(_write(document, paper), len(document.pages))

    def check(self, paper: Paper) -> None:
        """Whether the paper's letters can all be printed, without the cost of printing it.

        :raises MissingGlyphError: a letter that the shipped fonts do not have
        """
        self._html(paper)

    def _html(self, paper: Paper) -> str:
        html = self._templates.get_template(f"{paper.template}.jinja2").render(paper=paper)
        require_glyphs(html)
        return html

    def _style_sheet(self, css: str) -> CSS:
        return CSS(string=css, font_config=self._fonts, base_url=_ROOT_URI, url_fetcher=self._fetcher)


def _require_room(document: Document, paper: Paper) -> None:
    if paper.page_count is not None and len(document.pages) != paper.page_count:
        raise PaperError(
            _("This card has no room for all of that. Shorten the longest line, or leave one out.")
        )


def _write(document: Document, paper: Paper) -> bytes:
    tagger = Tagger()
    declare_accessible(document)

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        require_shipped(document.fonts)
        if tagger.frame:
            add_signature_field(document, pdf, tagger.frame)

    with tagger.installed():
        pdf: bytes = document.write_pdf(
            finisher=finish,
            pdf_variant="pdf/a-3a",
            pdf_identifier=_identifier(paper),
            attachments=[_attachment(paper)],
        )
    return pdf


def _attachment(paper: Paper) -> Attachment:
    """Dated like the paper: without a date the library reads the clock, and no two files are the same."""
    issued = datetime.combine(paper.issued_on, time(), UTC)
    return Attachment(
        file_obj=BytesIO(paper.canonical_json()),
        name=f"{paper.template}.json",
        description=f"{paper.template}.json",
        relationship="Data",
        created=issued,
        modified=issued,
    )


def _identifier(paper: Paper) -> bytes:
    """The file's /ID (16 bytes): fixed by what is public about the paper, so that it tells nothing more."""
    public = (paper.template, str(paper.version), paper.number, paper.issued_on.isoformat())
    return sha256("\n".join(public).encode()).digest()[:16]


class _Collector(logging.Handler):
    """Keeps what the engine complains about, without the values: those may be a person's photo."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.complaints.append(str(record.msg))


@contextmanager
def _nothing_overlooked() -> Iterator[None]:
    """The engine logs what it could not draw and goes on, with the picture itself in the message.

    Here nothing of it reaches the logs, and a paper that lacks something is not finished.
    """
    collector, logger = _Collector(), logging.getLogger("weasyprint")
    before: tuple[list[Any], bool] = (logger.handlers, logger.propagate)
    logger.handlers, logger.propagate = [collector], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before
    if collector.complaints:
        incomplete = PaperError(
            _("A part of the paper could not be drawn. Check that arms and photo are whole and stand alone.")
        )
        incomplete.add_note(collector.complaints[0])
        raise incomplete
