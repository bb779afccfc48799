"""What a page costs beside the empty frame of the same application: gunicorn, one sync worker, one client."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from tests.bench.measure import in_turns
from tests.bench.world import World
from tests.bench.wsgi import ADDRESS, FRAME
from tests.support.installation import name_of

START_SECONDS = 60
_TOKEN = re.compile(rb'name="csrf_token" value="([0-9a-f]+)"')


class Browser:
    """A client that keeps its connection as long as the server does, and its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        self._cookies: dict[str, str] = {}
        self._addresses = count(1)

    def get(self, path: str) -> bytes:
        return self._send("GET", path, None)

    def post(self, path: str, **values: str) -> bytes:
        return self._send("POST", path, urlencode(values))

    def token(self, path: str) -> str:
        """The token in the form of a page."""
        found = _TOKEN.search(self.get(path))
        assert found is not None, f"{path} has no form"
        return found[1].decode()

    def _send(self, method: str, path: str, body: str | None) -> bytes:
        number = next(self._addresses)
        headers = {ADDRESS: f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        assert response.status in {200, 303}, f"{method} {path}: {response.status}"
        for cookie in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: each.value for name, each in SimpleCookie(cookie).items()}
        return content


def page_medians(world: World, lasting: float = 12) -> Mapping[str, float]:
    """Milliseconds: `worklist` and `staff_frame` signed in, `verify` and `visitor_frame` for a stranger."""
    with _serving(world) as port:
        return {**_staff(port, lasting), **_visitor(port, lasting, world.code)}


def _staff(port: int, lasting: float) -> Mapping[str, float]:
    browser = Browser(port)
    browser.post(
        "/sign-in", csrf_token=browser.token("/sign-in"), name=name_of(Role.CASEWORKER), password=PASSWORD
    )
    assert b"Exemple Inventat" in browser.get("/dossiers")
    return in_turns(
        {"worklist": _getting(browser, "/dossiers"), "staff_frame": _getting(browser, FRAME)}, lasting
    )


def _visitor(port: int, lasting: float, code: str) -> Mapping[str, float]:
    browser = Browser(port)
    token = browser.token("/verify")

    def verify() -> bytes:
        return browser.post("/verify", csrf_token=token, code=code)

    assert b"Ajuntament de Barcelona" in verify()
    return in_turns({"verify": verify, "visitor_frame": _getting(browser, FRAME)}, lasting)


def _getting(browser: Browser, path: str) -> Callable[[], bytes]:
    return lambda: browser.get(path)


@contextmanager
def _serving(world: World) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = world.installation.settings
    environment = {
        **os.environ,
        "CASEWORK_DATABASE_URL": settings.database_url,
        "CASEWORK_BASE_URL": f"http://127.0.0.1:{port}",
        "CASEWORK_DATA_DIRECTORY": str(settings.data_directory),
        "CASEWORK_KEYS_DIRECTORY": str(settings.keys_directory),
        "CASEWORK_WORKER": "no",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{port}", "tests.bench.wsgi:make_application()"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            assert Browser(port).get("/healthz") == b"ok\n"
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
