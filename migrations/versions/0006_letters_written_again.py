"""letters written again

A letter that could not be made knows which one took its place, and no second one can.
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("replaces_id", sa.String(length=22), nullable=True))
        table.create_unique_constraint(table.f("uq_letter_replaces_id"), ["replaces_id"])
        table.create_foreign_key(table.f("fk_letter_replaces_id_letter"), "letter", ["replaces_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.drop_constraint(table.f("fk_letter_replaces_id_letter"), type_="foreignkey")
        table.drop_constraint(table.f("uq_letter_replaces_id"), type_="unique")
        table.drop_column("replaces_id")
