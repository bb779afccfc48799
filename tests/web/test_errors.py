from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from transaction.interfaces import TransientError
from webtest import TestApp

from tests.web.app import FOREIGN, HOST, KNOWN

MISSING = "C" * 22


def test_missing_foreign_forbidden_and_unknown_are_one_page_byte_for_byte(marta: TestApp) -> None:
    answers = [
        marta.get(path, status=404)
        for path in ("/rooms/" + FOREIGN, "/rooms/" + MISSING, "/fail/forbidden", "/nothing", "/rooms/short")
    ]
    assert {answer.body for answer in answers} == {answers[0].body}
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_a_visitor_is_led_to_sign_in_by_the_route_and_not_by_the_object(visitor: TestApp) -> None:
    for room in (KNOWN, FOREIGN, MISSING):
        answer = visitor.get(f"/rooms/{room}?page=2", status=303)
        where = urlsplit(answer.headers["Location"])
        assert where.path == "/sign-in"
        assert parse_qs(where.query) == {"next": [f"/rooms/{room}?page=2"]}
    visitor.get("/nothing", status=404)


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("refused", 409, "Another colleague must decide."),
        ("conflict", 409, "Somebody else changed this"),
        ("limit", 429, "Come back in an hour."),
    ],
)
def test_errors_of_the_house_say_their_sentence(
    marta: TestApp, kind: str, status: int, sentence: str
) -> None:
    assert sentence in marta.get("/fail/" + kind, status=status).text


def test_a_bug_shows_a_reference_and_no_personal_data(
    marta: TestApp, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = marta.get("/fail/bug", status=500)
    reference = answer.html.find("code").text
    log = capsys.readouterr().out
    assert reference in log
    assert "ZeroDivisionError" in log
    assert "Yusuf" not in answer.text + log


def test_the_page_that_needs_nothing_needs_no_account(marta: TestApp) -> None:
    assert "Marta" not in marta.get("/fail/bug", status=500).text
    assert "Marta" in marta.get("/fail/refused", status=409).text


def test_a_commit_that_may_succeed_next_time_is_tried_again(config: Any) -> None:
    left = [TransientError(), TransientError()]

    def fails_twice(_committed: bool) -> None:
        if left:
            raise left.pop()

    def view(request: Any) -> Response:
        request.tm.get().addBeforeCommitHook(fails_twice, (True,))
        return Response("written")

    config.include("pyramid_retry")
    config.add_route("twice", "/twice")
    config.add_view(view, route_name="twice", permission=NO_PERMISSION_REQUIRED)
    app = TestApp(config.make_wsgi_app(), extra_environ={"HTTP_HOST": HOST})
    assert app.get("/twice").text == "written"
    left.extend(TransientError() for _ in range(3))
    assert "written" not in app.get("/twice", status=500).text
