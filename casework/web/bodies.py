"""What a person sends stays in memory; WebOb would spool a photo or a scan to a file, where it lies in clear."""

from io import BytesIO, StringIO
from typing import Any

import webob.request
from pyramid.config import Configurator
from pyramid.request import Request as PyramidRequest

UPLOAD_BYTES = 32 * 1024 * 1024
"""The largest body that any route takes: twice the largest file, so that one too large is answered at its field.

Larger ones are refused by their length, unread; with script they are not even sent.
"""


class Request(PyramidRequest):  # type: ignore[misc]  # pyramid has no types
    """A request whose body is never written to a file."""

    request_body_tempfile_limit = UPLOAD_BYTES

    def make_body_seekable(self) -> None:
        """Called before any tween, so that an attempt can be repeated: read what will be taken, and nothing else.

        A body that does not say its length is left alone: `web.sanity` refuses it (411).
        """
        if self.content_length is not None and self.content_length <= UPLOAD_BYTES:
            super().make_body_seekable()


class _PartsInMemory(webob.request.cgi_FieldStorage):  # type: ignore[misc]  # webob has no types
    """WebOb's parser of parts, which would give each larger part a file of its own."""

    def make_file(self) -> Any:
        return BytesIO() if self._binary_file or self.length >= 0 else StringIO()


def includeme(config: Configurator) -> None:
    config.set_request_factory(Request)
    webob.request.cgi_FieldStorage = _PartsInMemory  # no option of WebOb says this
