"""Cards beside the demo's organisations; what a test does is rolled back."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.cards.sessions import rolled_back
from tests.support.installation import Installation


@pytest.fixture
def session(installation: Installation) -> Iterator[Session]:
    with rolled_back(installation) as session:
        yield session
