"""which copy

Evidence keeps the name of the copy that was looked at, also when the copy is destroyed. It is content from now on, as
are who saw the evidence and when: what was proposed before is proposed once more.
"""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("copy_id", sa.String(length=22), nullable=True))
    op.execute("UPDATE evidence SET copy_id = file_id")


def downgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.drop_column("copy_id")
