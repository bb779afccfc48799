from typing import Any

import pytest
from pyramid.exceptions import ConfigurationError
from pyramid.response import Response
from webtest import TestApp

from tests.web.app import ASKED, FOREIGN, HOST, KNOWN, Room


def token_of(app: TestApp) -> str:
    return str(app.get("/intake").html.find("input", attrs={"name": "csrf_token"})["value"])


def test_a_view_without_a_permission_does_not_boot(config: Any) -> None:
    config.add_route("forgotten", "/forgotten")
    config.add_view(lambda request: Response("all"), route_name="forgotten")
    with pytest.raises(ConfigurationError, match="names no permission"):
        config.commit()


def test_a_view_answers_get_only_unless_it_says_so(config: Any) -> None:
    config.add_route("read", "/read")
    config.add_view(
        lambda request: Response("read"), route_name="read", permission="room.read", require_csrf=False
    )
    app = TestApp(config.make_wsgi_app(), extra_environ={"HTTP_HOST": HOST, "HTTP_X_TEST_ACCOUNT": "yes"})
    assert app.get("/read").text == "read"
    assert app.head("/read").status_int == 200
    assert app.post("/read", expect_errors=True).status_int == 405


def test_csrf_is_checked_before_the_permission(marta: TestApp) -> None:
    ASKED.clear()
    for room in (KNOWN, FOREIGN, "C" * 22):
        answer = marta.post("/rooms/" + room, expect_errors=True)
        assert answer.status_int == 400
        assert "too old" in answer.text
    assert not [context for context in ASKED if isinstance(context, Room)]


def test_csrf_with_a_token_lets_through(marta: TestApp) -> None:
    token = token_of(marta)
    headers = {"Origin": f"https://{HOST}"}
    assert marta.post("/rooms/" + KNOWN, {"csrf_token": token}, headers=headers).text == "changed"
    foreign = marta.post("/rooms/" + FOREIGN, {"csrf_token": token}, headers=headers, expect_errors=True)
    missing = marta.post("/rooms/" + "C" * 22, {"csrf_token": token}, headers=headers, expect_errors=True)
    assert foreign.status_int == missing.status_int == 404
    assert foreign.body == missing.body


def test_csrf_from_another_origin_is_refused(marta: TestApp) -> None:
    token = token_of(marta)
    headers = {"Origin": "https://evil.test"}
    answer = marta.post("/rooms/" + KNOWN, {"csrf_token": token}, headers=headers, expect_errors=True)
    assert answer.status_int == 400
