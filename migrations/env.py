"""Alembic's environment: always on a connection handed over by `casework.db.migration_config`."""

from typing import Any, Literal

from alembic import context

import casework
from casework.db import Base, Moment

casework.import_tables()
connection = context.config.attributes["connection"]


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration imports nothing of casework."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
