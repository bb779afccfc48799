"""What is malformed is answered 4xx before anything else sees it (security.md finding 8)."""

import re
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from pyramid.config import Configurator
from pyramid.exceptions import URLDecodeError
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy.exc import OperationalError

from casework.web.bodies import UPLOAD_BYTES
from casework.web.logs import log_failure
from casework.web.plain import plain_page
from casework.web.routing import route_name
from casework.web.security_headers import Handler

FORM_BYTES = 256 * 1024
MOST_FIELDS = 1000
METHODS = frozenset({"GET", "HEAD", "POST"})
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_REPLACED = "\ufffd"  # what the parser of parts puts for bytes that are no UTF-8
_CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
_BOUNDARY = re.compile(r"[\x21-\x7e]{1,70}")


class Malformed(Exception):  # noqa: N818  it is no error of ours
    """The request cannot be read; `status` says how it is answered."""

    def __init__(self, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status)
        self.status = status


def add_upload_route(config: Configurator, name: str) -> None:
    """Directive: the body of a request to this route may be as large as a photo or a scan."""
    config.registry["upload_routes"].add(name)


def tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Answer what is malformed, and what escapes above the transaction, with the plain page."""
    hosts: frozenset[str] = registry["settings"].hosts

    def tween(request: Request) -> Response:
        try:
            check_head(request, hosts)
            check_body(request)
        except Malformed as malformed:
            return plain_page(request, malformed.status)
        try:
            return handler(request)
        except Exception as error:  # a commit that failed, an error page that failed
            log_failure(request, error)
            busy = isinstance(error, OperationalError)
            return plain_page(
                request, HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.INTERNAL_SERVER_ERROR
            )
        finally:
            _close_uploads(request)

    return tween


def check_head(request: Request, hosts: frozenset[str]) -> None:
    """Host, method, path, query and cookies. Raises Malformed."""
    if request.environ.get("HTTP_HOST") not in hosts:
        raise Malformed
    if request.method not in METHODS:
        raise Malformed(HTTPStatus.METHOD_NOT_ALLOWED)
    path = request.environ.get("PATH_INFO", "").encode("latin-1")
    query = unquote_to_bytes(request.environ.get("QUERY_STRING", "").replace("+", " "))
    if _CONTROLS.search(path) or _CONTROLS.search(query) or query.count(b"&") > MOST_FIELDS:
        raise Malformed
    try:
        path.decode("utf-8")
        query.decode("utf-8")
        request.environ.get("HTTP_COOKIE", "").encode("latin-1").decode("ascii")
    except UnicodeError:
        raise Malformed from None


def check_body(request: Request) -> None:
    """Length, then kind, then number of fields, and only then the parsing itself. Raises Malformed."""
    length = _length(request)
    if length > _most_bytes(request):
        raise Malformed(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if request.method != "POST":
        return
    body = _take_into_memory(request, length)
    _check_form(request, body)
    try:
        sent = [text for control in request.POST.items() for text in control if isinstance(text, str)]
    except (UnicodeError, LookupError, ValueError, TypeError):
        raise Malformed from None
    if any(_REPLACED in text for text in sent) or any("\0" in name for name in request.POST):
        raise Malformed


def _length(request: Request) -> int:
    declared = request.environ.get("CONTENT_LENGTH") or ""
    if not declared:
        if "HTTP_TRANSFER_ENCODING" in request.environ:
            raise Malformed(HTTPStatus.LENGTH_REQUIRED)
        return 0
    if not (declared.isascii() and declared.isdigit() and len(declared) < 16):
        raise Malformed
    return int(declared)


def _take_into_memory(request: Request, length: int) -> bytes:
    """Read the body once; WebOb would spool it to a file, where what a person typed would lie in clear."""
    source = request.environ["wsgi.input"]
    if request.is_body_seekable:  # by an attempt before this one, which read it
        source.seek(0)
    body: bytes = source.read(length)
    if len(body) != length:
        raise Malformed
    request.body = body
    return body


def _most_bytes(request: Request) -> int:
    try:
        upload = route_name(request) in request.registry["upload_routes"]
    except URLDecodeError:
        raise Malformed from None
    return UPLOAD_BYTES if upload else FORM_BYTES


def _check_form(request: Request, body: bytes) -> None:
    kind, *parameters = (part.strip() for part in request.environ.get("CONTENT_TYPE", "").split(";"))
    if not body:
        return
    said = dict(parameter.partition("=")[::2] for parameter in parameters)
    if said.get("charset", "utf-8").strip('"').lower() not in {"utf-8", "utf8"}:
        raise Malformed
    if kind.lower() == URLENCODED:
        _check_fields(body)
    elif kind.lower() == MULTIPART:
        _check_parts(body, said.get("boundary", "").strip('"'))
    else:
        raise Malformed


def _check_fields(body: bytes) -> None:
    if body.count(b"&") > MOST_FIELDS:
        raise Malformed
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed from None


def _check_parts(body: bytes, boundary: str) -> None:
    if not _BOUNDARY.fullmatch(boundary) or body.count(b"--" + boundary.encode()) > MOST_FIELDS:
        raise Malformed


def _close_uploads(request: Request) -> None:
    """Files that were sent end with the request, not when memory is tidied."""
    if request.method == "POST":
        for value in request.POST.values():
            if hasattr(value, "file"):
                value.file.close()


def includeme(config: Configurator) -> None:
    config.registry["upload_routes"] = set()
    config.add_directive("add_upload_route", add_upload_route)
