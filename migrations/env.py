"""Alembic's environment: always on a connection handed over by `casework.db.migration_config`."""

from alembic import context

import casework
from casework.db import Base

casework.import_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
