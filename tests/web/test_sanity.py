"""Nothing malformed gives 500 or more (security.md finding 8)."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Request
from webtest import TestApp
from webtest.http import StopableWSGIServer

from tests.web.app import HOST, KNOWN

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MALFORMED = {
    "path": {"path": "/%ff%fe"},
    "null in path": {"path": "/rooms/a%00b"},
    "line end in path": {"path": "/rooms/a%0d%0aX: y"},
    "query": {"path": "/?x=%ff"},
    "null in query": {"path": "/?x=%00"},
    "cookie": {"path": "/", "headers": {"Cookie": 'a=\xff; b="'}},
    "form": {"path": "/intake", "method": "POST", "body": b"x=%ff", "headers": FORM},
    "null in field name": {"path": "/intake", "method": "POST", "body": b"a%00b=1", "headers": FORM},
    "many fields": {"path": "/intake", "method": "POST", "body": b"a&" * 5000, "headers": FORM},
    "form charset": {
        "path": "/intake",
        "method": "POST",
        "body": b"x=1",
        "headers": {"Content-Type": FORM["Content-Type"] + "; charset=bogus"},
    },
    "utf-7": {
        "path": "/intake",
        "method": "POST",
        "body": b"x=+AGE-",
        "headers": {"Content-Type": FORM["Content-Type"] + "; charset=utf-7"},
    },
    "json": {
        "path": "/intake",
        "method": "POST",
        "body": b"{}",
        "headers": {"Content-Type": "application/json"},
    },
    "bytes in a part": {
        "path": "/intake",
        "method": "POST",
        "body": b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n\xff\r\n--x--',
        "headers": {"Content-Type": "multipart/form-data; boundary=x"},
    },
    "no boundary": {
        "path": "/intake",
        "method": "POST",
        "body": b"zz",
        "headers": {"Content-Type": "multipart/form-data"},
    },
    "odd boundary": {
        "path": "/intake",
        "method": "POST",
        "body": b"zz",
        "headers": {"Content-Type": 'multipart/form-data; boundary="\xe9"'},
    },
    "many parts": {
        "path": "/intake",
        "method": "POST",
        "body": b"--x\r\n" * 5000,
        "headers": {"Content-Type": "multipart/form-data; boundary=x"},
    },
}


def send(app: TestApp, path: str, **keywords: Any) -> Any:
    """A request as it is, with the right Host, past what WebTest would mend."""
    request = Request.blank(path, base_url=f"https://{HOST}", **keywords)
    request.environ["HTTP_HOST"] = HOST
    return request.get_response(app.app)


@pytest.mark.parametrize("request_", MALFORMED.values(), ids=MALFORMED)
def test_malformed_is_answered_400(visitor: TestApp, request_: dict[str, Any]) -> None:
    answer = send(visitor, **request_)
    assert answer.status_int == 400
    assert "could not be read" in answer.text


def test_a_form_that_is_well_formed_comes_further(visitor: TestApp) -> None:
    answer = send(visitor, "/intake?x=%C3%A9", method="POST", body=b"x=%C3%A9", headers=FORM)
    assert "too old" in answer.text  # the answer of the CSRF check


def test_a_file_name_in_broken_utf8_is_not_a_failure(visitor: TestApp) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="\xff"\r\n\r\nz\r\n--x--'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = send(visitor, "/intake", method="POST", body=body, headers=headers)
    assert answer.status_int == 400


@pytest.mark.parametrize(
    "room", ["%D9%A1" * 22, "9" * 5000, "a" * 21, "a" * 23, "a" * 21 + "%0a", "a" * 21 + "."]
)
def test_an_id_that_cannot_be_one_is_not_found(marta: TestApp, room: str) -> None:
    assert marta.get("/rooms/" + room, expect_errors=True).status_int in {400, 404}


@pytest.mark.parametrize(
    "host", ["evil.test", "cards.test.evil.test", "cards.test:8080", "cards.test@evil.test"]
)
def test_only_the_configured_host_is_answered(visitor: TestApp, host: str) -> None:
    answer = visitor.get("/", headers={"Host": host}, expect_errors=True)
    assert answer.status_int == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
def test_methods_that_no_page_has_are_refused(visitor: TestApp, method: str) -> None:
    assert send(visitor, "/", method=method).status_int == 405


def test_a_body_is_limited_by_its_route(visitor: TestApp) -> None:
    for path, size, status in [("/intake", 256 * 1024 + 1, 413), ("/upload", 32 * 1024 * 1024 + 1, 413)]:
        assert visitor.post(path, b"a" * size, headers=FORM, expect_errors=True).status_int == status
    big = visitor.post("/upload", b"a" * (300 * 1024), headers=FORM, expect_errors=True)
    assert "too large" not in big.text


def test_a_commit_that_fails_says_nothing_of_what_it_held(visitor: TestApp) -> None:
    answer = visitor.get("/commit", status=500)
    assert "Yusuf" not in answer.text
    assert "written" not in answer.text
    assert answer.html.find("code").text.strip()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.binary(max_size=60), body=st.binary(max_size=80), kind=st.sampled_from(["urlencoded", "multi"])
)
def test_no_bytes_at_all_give_a_failure(marta: TestApp, query: bytes, body: bytes, kind: str) -> None:
    headers = {
        "Content-Type": FORM["Content-Type"] if kind == "urlencoded" else "multipart/form-data; boundary=x"
    }
    environ = {"QUERY_STRING": query.decode("latin-1")}
    answer = send(marta, "/intake", method="POST", body=body, headers=headers, environ=environ)
    assert answer.status_int < 500


@pytest.fixture
def server(config: Any) -> Iterator[StopableWSGIServer]:
    """The application behind waitress, for what WebTest would not send."""
    server = StopableWSGIServer.create(config.make_wsgi_app(), host="127.0.0.1")
    yield server
    server.shutdown()


RAW = {
    "trace": (f"TRACE / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n", 405),
    "no host": ("GET / HTTP/1.0\r\n\r\n", 400),
    "foreign host": ("GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n", 400),
    "two hosts": (f"GET / HTTP/1.1\r\nHost: {HOST}\r\nHost: evil.test\r\nConnection: close\r\n\r\n", 400),
    "raw bytes in path": (f"GET /\xff HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n", 400),
    "good": (f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n", 200),
    "odd length": (
        f"POST /intake HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: ٣\r\nConnection: close\r\n\r\n",
        400,
    ),
}


@pytest.mark.parametrize(("sent", "status"), RAW.values(), ids=RAW)
def test_raw_requests(server: Any, sent: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=5) as connection:
        connection.sendall(sent.encode("utf-8" if "٣" in sent else "latin-1"))
        answer = connection.makefile("rb").readline()
    assert int(answer.split()[1]) == status


def test_known_room_is_shown(marta: TestApp) -> None:
    assert "Quiet." in marta.get("/rooms/" + KNOWN).text
