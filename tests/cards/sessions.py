"""Sessions of a whole installation whose work is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from casework.db import WRITING
from tests.support.installation import Installation


@contextmanager
def rolled_back(installation: Installation) -> Iterator[Session]:
    """A session with the installation's keys; its commits end in a savepoint of what is rolled back in the end."""
    registry = installation.registry
    with registry["engine"].connect().execution_options(**WRITING) as connection:
        outer = connection.begin()
        with Session(
            bind=connection, join_transaction_mode="create_savepoint", info=registry["sessions"].kw["info"]
        ) as session:
            yield session
        outer.rollback()
