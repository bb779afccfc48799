import json
from typing import Any

import pytest
import structlog
from webob import Request
from webtest import TestApp

from casework.errors import ConfigurationError
from casework.web.logs import configure_logs
from tests.web.app import KNOWN


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_request_is_one_line_that_names_the_route_and_not_the_address(
    marta: TestApp, capsys: pytest.CaptureFixture[str]
) -> None:
    marta.get(f"/rooms/{KNOWN}?name=Yusuf")
    (line,) = lines(capsys)
    assert set(line) == {
        "event",
        "level",
        "timestamp",
        "method",
        "route",
        "status",
        "milliseconds",
        "reference",
    }
    assert (line["method"], line["route"], line["status"]) == ("GET", "room", 200)
    assert KNOWN not in json.dumps(line)


def test_a_made_up_method_is_not_logged(visitor: TestApp, capsys: pytest.CaptureFixture[str]) -> None:
    Request.blank("/", method="YUSUF").get_response(visitor.app)
    assert lines(capsys)[0]["method"] == "other"


def test_what_is_not_on_the_list_stops_a_test() -> None:
    configure_logs(strict=True)
    with pytest.raises(ConfigurationError):
        structlog.get_logger().info("person", name="Yusuf")
    with pytest.raises(ConfigurationError, match="name"):
        structlog.get_logger().info("request", name="Yusuf")


def test_what_is_not_on_the_list_is_left_out_in_production(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger().info("person", name="Yusuf")
    structlog.get_logger().info("request", status=200, name="Yusuf")
    (line,) = lines(capsys)
    assert line["status"] == 200
    assert "name" not in line


def test_a_room_may_add_its_event(config: Any, capsys: pytest.CaptureFixture[str]) -> None:
    config.allow_log_event("job done", "kind")
    structlog.get_logger().info("job done", kind="press")
    assert lines(capsys)[0]["kind"] == "press"
