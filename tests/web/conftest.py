from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from casework.db import Base
from casework.web.logs import configure_logs
from tests.web.app import ACCOUNT_HEADER, HOST, RECEIVED, make_config, settings_for


@pytest.fixture(autouse=True)
def _strict_logs() -> None:
    configure_logs(strict=True)


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Any]:
    """A configurator whose database is dropped afterwards."""
    settings = settings_for(f"sqlite:///{tmp_path / 'web.sqlite'}", f"https://{HOST}", tmp_path)
    config = make_config(settings)
    Base.metadata.create_all(config.registry["engine"])
    yield config
    config.registry["engine"].dispose()


@pytest.fixture
def visitor(config: Any) -> TestApp:
    RECEIVED.clear()
    environ = {"HTTP_HOST": HOST, "wsgi.url_scheme": "https", "REMOTE_ADDR": "192.0.2.7"}
    app = TestApp(config.make_wsgi_app(), extra_environ=environ)
    app.set_cookie("unrelated", "1")
    return app


@pytest.fixture
def marta(visitor: TestApp) -> TestApp:
    """Signed in, allowed to read rooms."""
    visitor.extra_environ["HTTP_" + ACCOUNT_HEADER.upper().replace("-", "_")] = "yes"
    return visitor
