"""local values

What an organisation settles in a scheme that leaves it open, and the languages that the scheme had when it was adopted.
"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(sa.Column("local_values", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_column("languages")
        table.drop_column("local_values")
