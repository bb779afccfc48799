"""reasons of steps

A step that is no decision keeps why it was taken: a lapse, a person who leaves, a proposal sent back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("step_taken") as table:
        table.add_column(sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("step_taken") as table:
        table.drop_column("reasons_sealed")
